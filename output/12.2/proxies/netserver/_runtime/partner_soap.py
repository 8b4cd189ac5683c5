"""SuperId's SOAP door for system users: one envelope out, one in.

Imported when it is used, since it brings lxml along.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
from lxml import etree

from .superid import unusable

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_OURS = "http://www.superoffice.com/superid/partnersystemuser/0.1"
_NAME = "PartnerSystemUser"
HEADERS = {
    "Accept": "text/xml",
    "Content-Type": "text/xml; charset=utf-8",
    "SOAPAction": f'"{_OURS}/IPartnerSystemUserService/Authenticate"',
}


def request(signed: str, app_token: str, tenant: str) -> bytes:
    """The envelope that asks for a token."""
    envelope = etree.Element(
        f"{{{_ENVELOPE}}}Envelope", nsmap={"s": _ENVELOPE, "p": _OURS}
    )
    header = etree.SubElement(envelope, f"{{{_ENVELOPE}}}Header")
    etree.SubElement(header, f"{{{_OURS}}}ApplicationToken").text = app_token
    etree.SubElement(header, f"{{{_OURS}}}ContextIdentifier").text = tenant
    body = etree.SubElement(envelope, f"{{{_ENVELOPE}}}Body")
    asked = etree.SubElement(body, f"{{{_OURS}}}AuthenticationRequest")
    etree.SubElement(asked, f"{{{_OURS}}}SignedSystemToken").text = signed
    etree.SubElement(asked, f"{{{_OURS}}}ReturnTokenType").text = "Jwt"
    return etree.tostring(envelope, xml_declaration=True, encoding="utf-8")


def answer(response: httpx2.Response, conceal: Callable[[str], str]) -> dict[str, Any]:
    """What the service says: IsSuccessful, Token and ErrorMessage, as its REST door writes them.

    Raises:
        ResponseError: It says nothing of the kind.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if b"<!DOCTYPE" in response.content:
            raise ValueError("a DTD")
        root = etree.fromstring(response.content, parser)
    except (etree.XMLSyntaxError, ValueError):
        what = f"HTTP {response.status_code}: expected XML"
        raise unusable(response, _NAME, what, conceal) from None
    told: dict[str, Any] = {
        etree.QName(element).localname: (element.text or "").strip()
        for element in root.iterfind(f"{{{_ENVELOPE}}}Body/*/*")
    }
    if "IsSuccessful" not in told:
        fault = told.get("faultstring")
        what = f"HTTP {response.status_code}: " + (
            f"refused by a SOAP fault ({conceal(fault)})"
            if fault
            else "expected an answer"
        )
        raise unusable(response, _NAME, what, conceal)
    told["IsSuccessful"] = told["IsSuccessful"] in ("true", "1")
    return told
