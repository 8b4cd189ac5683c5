"""The enumeration WorkflowSplitOptionType of Services88."""

from .._runtime.enumerations import Enumeration


class WorkflowSplitOptionType(Enumeration):
    """The enumeration WorkflowSplitOptionType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    NONE = "None", 0
    PERSON_DATA = "PersonData", 1
    FORM_SUBMISSION = "FormSubmission", 2
    LINK_CLICKED = "LinkClicked", 3
    PROJECT_MEMBERSHIP = "ProjectMembership", 4
    SELECTION_MEMBERSHIP = "SelectionMembership", 5
    FORM_DATA = "FormData", 6
