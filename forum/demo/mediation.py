"""The mediation that is under way in the demonstration."""

from __future__ import annotations

from typing import Any

from forum.demo.people import People
from forum.demo.texts import table
from forum.mediation import services
from forum.mediation.stages import Stage

BEFORE_NEEDS = (Stage.FRAMEWORK, Stage.ACCOUNTS)


def add_mediation(people: People) -> None:
    """Brings two colleagues from the request to what matters to each, by the verbs that do it elsewhere."""
    told: dict[str, Any] = table("mediation.toml")
    mediator, parties = people.actor(told["mediator"]), (told["by"], told["with"])
    other = people[told["with"]].handle
    case_id = services.ask_for_mediation(people.actor(told["by"]), [other], told["words"].strip()).id
    services.take_case(mediator, case_id)
    services.invite_parties(mediator, case_id)
    for name in parties:
        services.consent(people.actor(name), case_id)
    for stage in BEFORE_NEEDS:
        if stage is Stage.ACCOUNTS:
            tell_accounts(people, told, case_id)
        for name in parties:
            services.say_ready(people.actor(name), case_id, stage.value, ready=True)
        services.open_next(mediator, case_id, stage.value)
    services.give_turn(mediator, case_id, people[told["by"]].id)


def tell_accounts(people: People, told: dict[str, Any], case_id: int) -> None:
    mediator = people.actor(told["mediator"])
    for account in told["account"]:
        services.give_turn(mediator, case_id, people[account["by"]].id)
        services.speak(people.actor(account["by"]), case_id, account["words"].strip())
    again = told["reformulation"]
    meant = services.reformulate(mediator, case_id, again["words"].strip(), about_id=people[again["of"]].id)
    services.confirm_reformulation(people.actor(again["of"]), meant.id)
