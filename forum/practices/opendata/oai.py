"""The answers of the harvesters' protocol, as XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.utils import parseaddr
from xml.etree.ElementTree import Element, register_namespace

from flask import current_app

from forum.core.models import now
from forum.practices.exports.dublin_core import dublin_core
from forum.practices.opendata import harvesting
from forum.practices.opendata.harvesting import (
    PREFIX,
    TOKEN,
    HarvestError,
    Wanted,
    check_format,
    checked_arguments,
    datestamp,
    identifier_of,
    make_token,
    sheet_in,
    wanted_list,
)
from forum.practices.opendata.xml import child, document
from forum.practices.queries import harvest as queries
from forum.practices.queries.harvest import Harvest, Header
from forum.practices.queries.opendata import OpenSheet

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOCATION = f"{{{XSI}}}schemaLocation"
for prefix, namespace in (("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI), ("", OAI)):
    register_namespace(prefix, namespace)


def answer(pairs: Sequence[tuple[str, str]]) -> bytes:
    """Answers one request.

    Args:
        pairs: its arguments in order.
    """
    root = Element(f"{{{OAI}}}OAI-PMH", {LOCATION: f"{OAI} {OAI}OAI-PMH.xsd"})
    tell(root, "responseDate", datestamp(now()))
    request = tell(root, "request", base_address())
    try:
        verb, given = checked_arguments(pairs)
        request.attrib.update(verb=verb, **given)
        root.append(ANSWERS[verb](given))
    except HarvestError as error:
        if error.code in ("badVerb", "badArgument"):
            request.attrib.clear()
        tell(root, "error", error.message, code=error.code)
    return document(root)


def tell(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    return child(parent, f"{{{OAI}}}{tag}", text, **attributes)


def base_address() -> str:
    return f"{current_app.config['SETTINGS'].address}/oai"


def identify(given: Mapping[str, str]) -> Element:
    """Who answers here, and how."""
    made = Element(f"{{{OAI}}}Identify")
    settings = current_app.config["SETTINGS"]
    tell(made, "repositoryName", "Médiane, bibliothèque de pratiques")
    tell(made, "baseURL", base_address())
    tell(made, "protocolVersion", "2.0")
    tell(made, "adminEmail", parseaddr(settings.mail_from)[1])
    tell(made, "earliestDatestamp", datestamp(queries.first_change() or now()))
    tell(made, "deletedRecord", "persistent")
    tell(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    description = tell(made, "description")
    named = child(description, f"{{{IDENTIFIER}}}oai-identifier")
    named.set(LOCATION, f"{IDENTIFIER} {IDENTIFIER}.xsd")
    child(named, f"{{{IDENTIFIER}}}scheme", "oai")
    child(named, f"{{{IDENTIFIER}}}repositoryIdentifier", harvesting.namespace())
    child(named, f"{{{IDENTIFIER}}}delimiter", ":")
    child(named, f"{{{IDENTIFIER}}}sampleIdentifier", identifier_of(1))
    return made


def list_formats(given: Mapping[str, str]) -> Element:
    """The one form that sheets are given in."""
    if "identifier" in given:
        found(queries.harvest_one(sheet_in(given["identifier"]), with_record=False))
    made = Element(f"{{{OAI}}}ListMetadataFormats")
    form = tell(made, "metadataFormat")
    tell(form, "metadataPrefix", PREFIX)
    tell(form, "schema", f"{OAI}oai_dc.xsd")
    tell(form, "metadataNamespace", OAI_DC)
    return made


def list_sets(given: Mapping[str, str]) -> Element:
    """By what a list can be narrowed down; all at once, so that there is no token to come with."""
    if TOKEN in given:
        raise HarvestError("badResumptionToken", "The list of sets comes whole.")
    made = Element(f"{{{OAI}}}ListSets")
    for spec, name in queries.sets():
        one = tell(made, "set")
        tell(one, "setSpec", spec)
        tell(one, "setName", name)
    return made


def list_identifiers(given: Mapping[str, str]) -> Element:
    """Which sheets there are."""
    wanted = wanted_list(given)
    piece = some(queries.harvest(wanted, with_records=False))
    made = Element(f"{{{OAI}}}ListIdentifiers")
    for header in piece.headers:
        made.append(header_of(header))
    resume(made, wanted, piece)
    return made


def list_records(given: Mapping[str, str]) -> Element:
    """The sheets."""
    wanted = wanted_list(given)
    piece = some(queries.harvest(wanted, with_records=True))
    made = Element(f"{{{OAI}}}ListRecords")
    for header in piece.headers:
        made.append(record_of(header, piece.sheets.get(header.sheet_id)))
    resume(made, wanted, piece)
    return made


def get_record(given: Mapping[str, str]) -> Element:
    """One sheet."""
    piece = found(queries.harvest_one(sheet_in(given["identifier"])))
    check_format(given["metadataPrefix"])
    made = Element(f"{{{OAI}}}GetRecord")
    header = piece.headers[0]
    made.append(record_of(header, piece.sheets.get(header.sheet_id)))
    return made


ANSWERS = {
    "Identify": identify,
    "ListMetadataFormats": list_formats,
    "ListSets": list_sets,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
    "GetRecord": get_record,
}


def found(piece: Harvest) -> Harvest:
    if not piece.headers:
        raise HarvestError("idDoesNotExist", "No sheet is called so.")
    return piece


def some(piece: Harvest) -> Harvest:
    if not piece.headers:
        raise HarvestError("noRecordsMatch", "No sheet is what was asked for.")
    return piece


def resume(made: Element, wanted: Wanted, piece: Harvest) -> None:
    """Ends a piece of a list with what asks for the next one; the last of several with nothing to ask."""
    if piece.rest is not None:
        tell(made, TOKEN, make_token(wanted, piece.rest, len(piece.headers)), cursor=str(wanted.given))
    elif wanted.after is not None:
        tell(made, TOKEN, cursor=str(wanted.given))


def header_of(header: Header) -> Element:
    made = Element(f"{{{OAI}}}header", {"status": "deleted"} if header.is_deleted else {})
    tell(made, "identifier", identifier_of(header.sheet_id))
    tell(made, "datestamp", datestamp(header.changed_at))
    for spec in header.sets:
        tell(made, "setSpec", spec)
    return made


def record_of(header: Header, sheet: OpenSheet | None) -> Element:
    made = Element(f"{{{OAI}}}record")
    if sheet is None and not header.is_deleted:
        header = Header(header.sheet_id, header.changed_at, True, header.sets)  # archived between two statements
    made.append(header_of(header))
    if sheet is not None:
        tell(made, "metadata").append(dublin_core_of(sheet))
    return made


def dublin_core_of(sheet: OpenSheet) -> Element:
    made = Element(f"{{{OAI_DC}}}dc", {LOCATION: f"{OAI_DC} {OAI}oai_dc.xsd"})
    pairs = list(dublin_core(sheet.record))
    pairs += [("contributor", name) for name in sheet.contributors]
    for element, value in pairs:
        child(made, f"{{{DC}}}{element}", value)
    return made
