"""In which order a sheet is read: the facts at a glance, then its sections."""

from __future__ import annotations

SECTIONS = (
    "background",
    "objectives",
    "actions",
    "results",
    "results_quantitative",
    "results_qualitative",
    "originality",
    "partnerships",
)
"""Before the difficulties, which stand beside their solutions."""
AFTER_PAIRS = ("improvements", "success_factors", "references", "files", "other")
"""After them."""
FACTS = (
    "stature",
    "beneficiaries",
    "participants",
    "domains",
    "solution_types",
    "organisation",
    "address",
    "employees",
    "volunteers",
    "authors",
    "contact",
    "country",
    "place",
    "start",
    "end",
    "budget",
    "programme",
    "proofread_on",
    "licence",
)
"""At a glance."""
