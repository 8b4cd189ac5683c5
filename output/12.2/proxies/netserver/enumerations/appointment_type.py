"""The enumeration AppointmentType of Services88."""

from .._runtime.enumerations import Enumeration


class AppointmentType(Enumeration):
    """Where the appointment is seen"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    IN_DIARY = "inDiary", 1
    IN_CHECKLIST = "inChecklist", 2
    NOTE = "Note", 3
    DOCUMENT = "Document", 4
    SAVED_REPORT = "SavedReport", 5
    BOOKING_FOR_DIARY = "BookingForDiary", 6
    BOOKING_FOR_CHECKLIST = "BookingForChecklist", 7
    MERGE_DRAFT = "MergeDraft", 8
    MERGE_FINAL = "MergeFinal", 9
