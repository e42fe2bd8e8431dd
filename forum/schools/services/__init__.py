"""What can be done about schools: the directory, and belonging."""

from forum.schools.services.import_directory import Imported, import_directory
from forum.schools.services.membership import (
    admit_member,
    ask_to_join,
    decline_member,
    leave_school,
    name_referent,
    withdraw_request,
)

__all__ = [
    "Imported",
    "admit_member",
    "ask_to_join",
    "decline_member",
    "import_directory",
    "leave_school",
    "name_referent",
    "withdraw_request",
]
