"""Every rule, in the order in which they are asked: a difference is judged by the first that has an opinion."""

from __future__ import annotations

from generator.diff.rule import Rule
from generator.diff.rules.abstract_changed import ABSTRACT_CHANGED
from generator.diff.rules.address_changed import ADDRESS_CHANGED
from generator.diff.rules.agent_added import AGENT_ADDED
from generator.diff.rules.agent_removed import AGENT_REMOVED
from generator.diff.rules.agent_renamed import AGENT_RENAMED
from generator.diff.rules.answer_added import ANSWER_ADDED
from generator.diff.rules.answer_nillability_changed import ANSWER_NILLABILITY_CHANGED
from generator.diff.rules.answer_removed import ANSWER_REMOVED
from generator.diff.rules.answer_renamed import ANSWER_RENAMED
from generator.diff.rules.answer_retyped import ANSWER_RETYPED
from generator.diff.rules.answers_reordered import ANSWERS_REORDERED
from generator.diff.rules.argument_added import ARGUMENT_ADDED
from generator.diff.rules.argument_removed import ARGUMENT_REMOVED
from generator.diff.rules.argument_renamed import ARGUMENT_RENAMED
from generator.diff.rules.argument_required_changed import ARGUMENT_REQUIRED_CHANGED
from generator.diff.rules.argument_retyped import ARGUMENT_RETYPED
from generator.diff.rules.argument_spelling_changed import ARGUMENT_SPELLING_CHANGED
from generator.diff.rules.base_changed import BASE_CHANGED
from generator.diff.rules.body_changed import BODY_CHANGED
from generator.diff.rules.body_required_changed import BODY_REQUIRED_CHANGED
from generator.diff.rules.call_changed import CALL_CHANGED
from generator.diff.rules.carrier_added import CARRIER_ADDED
from generator.diff.rules.carrier_removed import CARRIER_REMOVED
from generator.diff.rules.carrier_renamed import CARRIER_RENAMED
from generator.diff.rules.description_lost import DESCRIPTION_LOST
from generator.diff.rules.dictionary_added import DICTIONARY_ADDED
from generator.diff.rules.dictionary_nulls_changed import DICTIONARY_NULLS_CHANGED
from generator.diff.rules.dictionary_removed import DICTIONARY_REMOVED
from generator.diff.rules.dictionary_renamed import DICTIONARY_RENAMED
from generator.diff.rules.dictionary_retyped import DICTIONARY_RETYPED
from generator.diff.rules.dictionary_xml_changed import DICTIONARY_XML_CHANGED
from generator.diff.rules.discriminator_changed import DISCRIMINATOR_CHANGED
from generator.diff.rules.documentation_changed import DOCUMENTATION_CHANGED
from generator.diff.rules.enumeration_added import ENUMERATION_ADDED
from generator.diff.rules.enumeration_removed import ENUMERATION_REMOVED
from generator.diff.rules.enumeration_renamed import ENUMERATION_RENAMED
from generator.diff.rules.field_added import FIELD_ADDED
from generator.diff.rules.field_moved_to_base import FIELD_MOVED_TO_BASE
from generator.diff.rules.field_nillability_changed import FIELD_NILLABILITY_CHANGED
from generator.diff.rules.field_optionality_changed import FIELD_OPTIONALITY_CHANGED
from generator.diff.rules.field_removed import FIELD_REMOVED
from generator.diff.rules.field_renamed import FIELD_RENAMED
from generator.diff.rules.field_retyped import FIELD_RETYPED
from generator.diff.rules.field_wire_changed import FIELD_WIRE_CHANGED
from generator.diff.rules.field_xml_changed import FIELD_XML_CHANGED
from generator.diff.rules.fields_reordered import FIELDS_REORDERED
from generator.diff.rules.flags_changed import FLAGS_CHANGED
from generator.diff.rules.form_changed import FORM_CHANGED
from generator.diff.rules.headers_changed import HEADERS_CHANGED
from generator.diff.rules.media_types_changed import MEDIA_TYPES_CHANGED
from generator.diff.rules.member_added import MEMBER_ADDED
from generator.diff.rules.member_removed import MEMBER_REMOVED
from generator.diff.rules.member_renamed import MEMBER_RENAMED
from generator.diff.rules.member_renumbered import MEMBER_RENUMBERED
from generator.diff.rules.method_added import METHOD_ADDED
from generator.diff.rules.method_moved import METHOD_MOVED
from generator.diff.rules.method_removed import METHOD_REMOVED
from generator.diff.rules.method_renamed import METHOD_RENAMED
from generator.diff.rules.method_verb_changed import METHOD_VERB_CHANGED
from generator.diff.rules.namespace_changed import NAMESPACE_CHANGED
from generator.diff.rules.operation_added import OPERATION_ADDED
from generator.diff.rules.operation_removed import OPERATION_REMOVED
from generator.diff.rules.operation_renamed import OPERATION_RENAMED
from generator.diff.rules.parameter_added import PARAMETER_ADDED
from generator.diff.rules.parameter_nillability_changed import (
    PARAMETER_NILLABILITY_CHANGED,
)
from generator.diff.rules.parameter_optionality_changed import (
    PARAMETER_OPTIONALITY_CHANGED,
)
from generator.diff.rules.parameter_removed import PARAMETER_REMOVED
from generator.diff.rules.parameter_renamed import PARAMETER_RENAMED
from generator.diff.rules.parameter_retyped import PARAMETER_RETYPED
from generator.diff.rules.parameters_reordered import PARAMETERS_REORDERED
from generator.diff.rules.python_source_changed import PYTHON_SOURCE_CHANGED
from generator.diff.rules.query_option_added import QUERY_OPTION_ADDED
from generator.diff.rules.query_option_removed import QUERY_OPTION_REMOVED
from generator.diff.rules.request_shape_changed import REQUEST_SHAPE_CHANGED
from generator.diff.rules.resource_added import RESOURCE_ADDED
from generator.diff.rules.resource_removed import RESOURCE_REMOVED
from generator.diff.rules.select_changed import SELECT_CHANGED
from generator.diff.rules.services_changed import SERVICES_CHANGED
from generator.diff.rules.soap_names_changed import SOAP_NAMES_CHANGED
from generator.diff.rules.spelling_changed import SPELLING_CHANGED
from generator.diff.rules.status_added import STATUS_ADDED
from generator.diff.rules.status_removed import STATUS_REMOVED
from generator.diff.rules.status_retyped import STATUS_RETYPED
from generator.diff.rules.storage_changed import STORAGE_CHANGED
from generator.diff.rules.stream_changed import STREAM_CHANGED
from generator.diff.rules.type_namespace_changed import TYPE_NAMESPACE_CHANGED
from generator.diff.rules.wire_gained import WIRE_GAINED
from generator.diff.rules.wire_lost import WIRE_LOST
from generator.diff.rules.wires_disagree import WIRES_DISAGREE
from generator.diff.rules.wires_have_alone import WIRES_HAVE_ALONE

RULES: tuple[Rule, ...] = (
    SERVICES_CHANGED,
    NAMESPACE_CHANGED,
    AGENT_ADDED,
    AGENT_REMOVED,
    AGENT_RENAMED,
    OPERATION_ADDED,
    OPERATION_REMOVED,
    OPERATION_RENAMED,
    WIRE_GAINED,
    WIRE_LOST,
    ADDRESS_CHANGED,
    SOAP_NAMES_CHANGED,
    HEADERS_CHANGED,
    SPELLING_CHANGED,
    REQUEST_SHAPE_CHANGED,
    STREAM_CHANGED,
    SELECT_CHANGED,
    PARAMETER_ADDED,
    PARAMETER_REMOVED,
    PARAMETER_RENAMED,
    PARAMETER_RETYPED,
    PARAMETERS_REORDERED,
    PARAMETER_OPTIONALITY_CHANGED,
    PARAMETER_NILLABILITY_CHANGED,
    ANSWER_ADDED,
    ANSWER_REMOVED,
    ANSWER_RENAMED,
    ANSWER_RETYPED,
    ANSWERS_REORDERED,
    ANSWER_NILLABILITY_CHANGED,
    CARRIER_ADDED,
    CARRIER_REMOVED,
    CARRIER_RENAMED,
    BASE_CHANGED,
    ABSTRACT_CHANGED,
    DISCRIMINATOR_CHANGED,
    TYPE_NAMESPACE_CHANGED,
    FIELD_MOVED_TO_BASE,
    FIELD_ADDED,
    FIELD_REMOVED,
    FIELD_RENAMED,
    FIELD_RETYPED,
    FIELDS_REORDERED,
    FIELD_OPTIONALITY_CHANGED,
    FIELD_NILLABILITY_CHANGED,
    FIELD_XML_CHANGED,
    FIELD_WIRE_CHANGED,
    ENUMERATION_ADDED,
    ENUMERATION_REMOVED,
    ENUMERATION_RENAMED,
    FLAGS_CHANGED,
    STORAGE_CHANGED,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    MEMBER_RENAMED,
    MEMBER_RENUMBERED,
    DICTIONARY_ADDED,
    DICTIONARY_REMOVED,
    DICTIONARY_RENAMED,
    DICTIONARY_RETYPED,
    DICTIONARY_XML_CHANGED,
    DICTIONARY_NULLS_CHANGED,
    RESOURCE_ADDED,
    RESOURCE_REMOVED,
    METHOD_ADDED,
    METHOD_REMOVED,
    METHOD_MOVED,
    METHOD_RENAMED,
    METHOD_VERB_CHANGED,
    ARGUMENT_ADDED,
    ARGUMENT_REMOVED,
    QUERY_OPTION_ADDED,
    QUERY_OPTION_REMOVED,
    ARGUMENT_RENAMED,
    ARGUMENT_RETYPED,
    ARGUMENT_REQUIRED_CHANGED,
    ARGUMENT_SPELLING_CHANGED,
    BODY_CHANGED,
    BODY_REQUIRED_CHANGED,
    MEDIA_TYPES_CHANGED,
    STATUS_ADDED,
    STATUS_REMOVED,
    STATUS_RETYPED,
    CALL_CHANGED,
    DESCRIPTION_LOST,
    FORM_CHANGED,
    DOCUMENTATION_CHANGED,
    PYTHON_SOURCE_CHANGED,
    WIRES_HAVE_ALONE,
    WIRES_DISAGREE,
)

BY_ID = {rule.id: rule for rule in RULES}
