"""The application over the stubs, and the operations that it answers."""

from __future__ import annotations

from netserver._release import RELEASE

from ._server.catalogue import Catalogue
from ._server.creating import AppMaker

CATALOGUE = Catalogue(
    release=RELEASE,
    calls={
        "v1ContactEntity_PostContactEntity": "Contact.SaveContactEntity",
        "v1ContactEntity_DefaultContactEntity": "Contact.CreateDefaultContactEntity",
        "v1ContactEntity_GetContactEntity": "Contact.GetContactEntity",
        "v1ContactEntity_PutContactEntity": "Contact.SaveContactEntity",
        "v1ContactEntity_PatchContactEntity": "Contact.SaveContactEntity",
        "v1ContactEntity_DeleteContactEntity": "Contact.DeleteContactEntity",
        "v1ContactEntity_Merge": "Contact.Merge",
        "v1DocumentEntity_GetDocumentEntity": "Document.GetDocumentEntity",
        "v1List_PostItem": "List.SaveListItemEntity",
        "v1PersonEntity_GetPersonEntity": "Person.GetPersonEntity",
        "v1User_GetUser": "User.GetUser",
    },
    parts={},
)
create_app = AppMaker(CATALOGUE)
"""One ASGI application: SOAP, Agents REST and the WebApi."""
