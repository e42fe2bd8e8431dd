"""Every address and every socket event declares who it is for, and the list of them is reviewed."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from forum.core.policy import PUBLIC_PERMISSION, permissions
from forum.core.realtime import socket_permissions

REVIEWED = Path(__file__).parent / "routes.txt"
OUTSIDE_POLICY = {"static"}


def declared(app: Flask) -> list[str]:
    """One line a route and a socket event: methods, address, permission."""
    lines = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OUTSIDE_POLICY:
            continue
        permission = getattr(app.view_functions[rule.endpoint], "permission", "UNDECLARED")
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{methods:<10} {rule.rule:<44} {permission}")
    for event, permission in socket_permissions().items():
        lines.append(f"{'SOCKET':<10} {event:<44} {permission}")
    return sorted(lines)


def test_the_reviewed_list_says_what_the_application_serves(app: Flask) -> None:
    found = "\n".join(declared(app)) + "\n"

    assert found == REVIEWED.read_text(encoding="utf-8"), f"review the change, then write it:\n{found}"


def test_no_address_is_left_without_a_permission(app: Flask) -> None:
    assert not [line for line in declared(app) if line.endswith("UNDECLARED")]


def test_every_permission_that_is_declared_has_its_rule(app: Flask) -> None:
    named = {line.rsplit(maxsplit=1)[1] for line in declared(app)}

    assert named - {PUBLIC_PERMISSION} <= permissions()


def test_every_address_that_changes_something_refuses_a_visitor_or_wants_a_token(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()) or rule.endpoint in OUTSIDE_POLICY:
            continue
        url = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)  # the first of the words that it takes
        url = re.sub(r"<[^>]*>", "1", url)
        answer = app.test_client().post(url, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400, f"{url} took a request from another site"
