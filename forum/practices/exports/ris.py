"""RIS, as reference managers read it: one « TAG  - value » a line, an unescaped value on each."""

from __future__ import annotations

from forum.core.text import tidy_line
from forum.practices.exports.record import PUBLISHER, SheetRecord

ARTICLE, PAGE = "JOUR", "ELEC"


def ris(record: SheetRecord) -> str:
    """The sheet as one record, its lines ended as the format wants."""
    reference = record.reference
    lines = [("TY", ARTICLE if reference.is_from_elsewhere else PAGE)]
    lines += [("AU", name.inverted) for name in reference.authors]
    lines += [
        ("TI", reference.title),
        ("T2", reference.container),
        ("PY", str(reference.year)),
        ("DA", reference.published_at.strftime("%Y/%m/%d") if reference.published_at else ""),
        ("PB", PUBLISHER),
        ("UR", record.url),
        ("LA", record.language),
        ("AB", record.summary),
    ]
    lines += [("KW", word) for word in record.keywords]
    lines += [("N1", record.licence), ("ID", f"mediane-{record.id}")]
    written = [f"{tag}  - {tidy_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])
