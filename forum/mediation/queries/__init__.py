"""What the pages of mediations read."""

from forum.mediation.queries.case import CasePage, PersonIn, Request, Written, case_page, seated
from forum.mediation.queries.lists import CaseRow, RegisterLine, my_cases, my_requests, register, waiting

__all__ = [
    "CasePage",
    "CaseRow",
    "PersonIn",
    "RegisterLine",
    "Request",
    "Written",
    "case_page",
    "my_cases",
    "my_requests",
    "register",
    "seated",
    "waiting",
]
