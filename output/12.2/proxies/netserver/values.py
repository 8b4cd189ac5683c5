"""Values that NetServer writes as texts: encoded values, custom fields, languages."""

from ._runtime.languages import (
    Languages,
    build_languages,
    build_resource,
    in_language,
    parse_languages,
    resource_id,
    resource_ids,
)
from ._runtime.values import CustomFields, Encoded, encode, parse_encoded

__all__ = [
    "CustomFields",
    "Encoded",
    "Languages",
    "build_languages",
    "build_resource",
    "encode",
    "in_language",
    "parse_encoded",
    "parse_languages",
    "resource_id",
    "resource_ids",
]
