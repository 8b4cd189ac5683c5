"""Dictionaries that have a name, and so a spelling of their own over SOAP."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Annotated, Any
    from .._runtime.spelling import Int32, Pairs
    from . import ArchiveColumnData, FieldDescription, FieldProperty, TimeZoneRule

StringDictionary: TypeAlias = (
    'Annotated[dict[str, str | None], Pairs("StringKeyValuePair")]'
)
FieldPropertyDictionary: TypeAlias = (
    'Annotated[dict[str, FieldProperty], Pairs("FieldPropertyDictionaryKeyValuePair")]'
)
SoExceptionInfoParameters: TypeAlias = (
    'Annotated[dict[str, str | None], Pairs("SoExceptionInfoParametersKeyValuePair")]'
)
SoExtraInfo: TypeAlias = (
    'Annotated[dict[str, str | None], Pairs("ExtraInfoNameValuePair")]'
)
ColumnDataDictionary: TypeAlias = (
    'Annotated[dict[str, ArchiveColumnData], Pairs("ColumnDataKeyValuePair")]'
)
StringObjectDictionary: TypeAlias = (
    'Annotated[dict[str, Any], Pairs("StringObjectKeyValuePair")]'
)
FieldMetadataDictionary: TypeAlias = (
    'Annotated[dict[str, FieldDescription], Pairs("FieldMetadataDictionaryKeyValuePair")]'
)
IntStringDictionary: TypeAlias = (
    'Annotated[dict[Int32, str | None], Pairs("IntStringPair")]'
)
AuthenticationGenericData: TypeAlias = (
    'Annotated[dict[str, str | None], Pairs("AuthenticationGenericDataKeyValuePair")]'
)
TimeZoneRuleDictionary: TypeAlias = (
    'Annotated[dict[datetime, TimeZoneRule], Pairs("TimeZoneRuleKeyValuePair")]'
)
StringBoolDictionary: TypeAlias = (
    'Annotated[dict[str, str | None], Pairs("StringBoolKeyValuePair")]'
)
