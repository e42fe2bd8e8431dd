"""What harvesters may ask (OAI-PMH 2.0, openarchives.org/OAI/openarchivesprotocol.html): verbs, arguments, tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from forum.core.addresses import LARGEST_ID

PREFIX = "oai_dc"
DAY, SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
MOST_CHARACTERS = 1_000
"""Of one argument: a token of ours is shorter."""
ARGUMENTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
"""For each verb, the arguments that it needs and those that it takes besides."""
TOKEN = "resumptionToken"  # noqa: S105  (the name of an argument)
SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*")
DOMAIN_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z][a-zA-Z0-9-]*)+")


class HarvestError(Exception):
    """What a harvester asked can't be answered; the code is one of the protocol's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Position:
    """Where a list was cut: after the row of a moment and an id. Rows that change meanwhile come again at the end."""

    moment: datetime
    id: int


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for.

    Args:
        start: from this moment on.
        end: before this one.
        set_spec: of the set that it is about; empty for all.
        after: where the list was cut.
        given: how many came before.
    """

    start: datetime | None = None
    end: datetime | None = None
    set_spec: str = ""
    after: Position | None = None
    given: int = 0


def checked_arguments(pairs: Sequence[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """The verb and its arguments.

    Args:
        pairs: what was sent, in order: a name may have come twice.

    Raises:
        HarvestError: badVerb, badArgument.
    """
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise HarvestError("badVerb", "One verb of the protocol is expected, as the argument “verb”.")
    verb = verbs[0]
    needed, taken = ARGUMENTS[verb]
    given: dict[str, str] = {}
    for name, value in pairs:
        if name == "verb":
            continue
        if name in given or name not in needed | taken:
            raise HarvestError("badArgument", f"{verb} takes each of its arguments once, and no other.")
        if not value or len(value) > MOST_CHARACTERS:
            raise HarvestError("badArgument", f"The argument “{name}” is empty or too long.")
        given[name] = value
    if TOKEN in given and len(given) > 1:
        raise HarvestError("badArgument", "A resumptionToken comes alone.")
    missing = needed - given.keys()
    if missing and TOKEN not in given:
        raise HarvestError("badArgument", f"{verb} needs {', '.join(sorted(missing))}.")
    return verb, given


def wanted_list(given: Mapping[str, str]) -> Wanted:
    """What a list is asked for, at its start or where it was cut.

    Raises:
        HarvestError: cannotDisseminateFormat, badArgument, badResumptionToken.
    """
    if TOKEN in given:
        return read_token(given[TOKEN])
    check_format(given["metadataPrefix"])
    start, end = given.get("from", ""), given.get("until", "")
    if start and end and len(start) != len(end):
        raise HarvestError("badArgument", "“from” and “until” are of the same granularity.")
    first = moment_of(start) if start else None
    last = moment_of(end) if end else None
    if first and last and first > last:
        raise HarvestError("badArgument", "“from” comes before “until”.")
    if last:
        last += timedelta(days=1) if len(end) == 10 else timedelta(seconds=1)  # both ends belong to the list
    set_spec = given.get("set", "")
    if set_spec and not SET.fullmatch(set_spec):
        raise HarvestError("badArgument", "“set” is no setSpec.")
    return Wanted(first, last, set_spec)


def check_format(prefix: str) -> None:
    """
    Raises:
        HarvestError: it is not the one that sheets are given in.
    """
    if prefix != PREFIX:
        raise HarvestError("cannotDisseminateFormat", f"Sheets are given as {PREFIX} only.")


def moment_of(text: str) -> datetime:
    """Reads a datestamp: a day, or a second in UTC.

    Raises:
        HarvestError: badArgument.
    """
    form = DAY if len(text) == 10 else SECOND
    try:
        moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        moment = None
    if moment is None or not 1 <= moment.year < 9999 or moment.strftime(form).zfill(len(text)) != text:
        raise HarvestError("badArgument", "A date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    return moment


def datestamp(moment: datetime) -> str:
    """Writes a moment as the protocol does."""
    return moment.astimezone(UTC).strftime(SECOND)


def make_token(wanted: Wanted, last: Position, given: int) -> str:
    """What asks for the rest of a list. It holds all that is needed, so that it is good as long as the site is."""
    after = replace(wanted, after=last, given=wanted.given + given)
    return str(
        signer().dumps([iso(after.start), iso(after.end), after.set_spec, iso(last.moment), last.id, after.given])
    )


def iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def read_token(token: str) -> Wanted:
    """Reads what `make_token` wrote.

    Raises:
        HarvestError: badResumptionToken, for any other text.
    """
    try:
        start, end, set_spec, moment, last, given = signer().loads(token)
        position = Position(datetime.fromisoformat(moment), int(last))
        wanted = Wanted(back(start), back(end), str(set_spec), position, int(given))
        if make_token(wanted, position, 0) != token:
            raise ValueError("another spelling of the same token")
    except (BadData, ValueError, TypeError):
        raise HarvestError(
            "badResumptionToken", "This resumptionToken is none of ours: begin the list again."
        ) from None
    return wanted


def back(moment: str) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="oai")


def identifier_of(sheet_id: int) -> str:
    """What a sheet is called wherever it is harvested to."""
    return f"oai:{namespace()}:sheet/{sheet_id}"


def sheet_in(identifier: str) -> int:
    """The id of the sheet that is called so.

    Raises:
        HarvestError: idDoesNotExist.
    """
    head = f"oai:{namespace()}:sheet/"
    number = identifier.removeprefix(head)
    if not identifier.startswith(head) or not re.fullmatch(r"[1-9][0-9]{0,9}", number) or int(number) > LARGEST_ID:
        raise HarvestError("idDoesNotExist", "No sheet is called so.")
    return int(number)


def namespace() -> str:
    """The domain name of the site; one that is kept for examples where the site has none."""
    address: Any = current_app.config["SETTINGS"].address
    host = str(address).split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return host if DOMAIN_NAME.fullmatch(host) else "mediane.example"
