"""The page of a case, as it stands or with what was refused; what every form of it goes through."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import Actor, current_actor
from forum.core.errors import Conflict, Invalid, TooMany
from forum.core.forms import Form, choice
from forum.core.policy import can
from forum.mediation import queries
from forum.mediation.forms import ConsentForm, PersonForm, ReferForm, ReformulationForm, VersionForm, WordsForm
from forum.mediation.models import EntryKind
from forum.mediation.queries import CasePage
from forum.mediation.services.consenting import is_of_a_partys_school
from forum.mediation.stages import PATH, SPEAKING

Verb = Callable[[], object]

FORMS: Mapping[str, type[Form]] = {
    "consent": ConsentForm,
    "name": PersonForm,
    "refer": ReferForm,
    "say": WordsForm,
    "option": WordsForm,
    "version": VersionForm,
    "correct": WordsForm,
    "reformulate": ReformulationForm,
    "companion": PersonForm,
    "follow_up": WordsForm,
}
"""The forms of a case's page, by the names that their fields begin with."""


def form_of(name: str) -> Form:
    """One form of a case's page; "correct-12" is the one about the entry 12."""
    return FORMS[name.partition("-")[0]](prefix=name)


def show(case_id: int, given: Mapping[str, Form] | None = None, refusal: str = "") -> str:
    """The page of a case.

    Args:
        given: forms as they were sent; the others stand empty.
        refusal: why what was sent changed nothing.
    """
    actor = current_actor()
    found = queries.case_page(actor, case_id)
    names = [name for name in FORMS if name != "correct"]
    names += [f"correct-{one.entry.id}" for one in found.of(EntryKind.REFORMULATION)]
    forms = {name: form_of(name) for name in names} | dict(given or {})
    prepare(forms, given or {}, found)
    template = "mediation/case.html" if can(actor, "case.read", found.seated) else "mediation/invitation.html"
    return render_template(
        template,
        found=found,
        case=found.case,
        forms=forms,
        refusal=refusal,
        kept=[form.words.data for form in (given or {}).values() if "words" in form and form.words.data],
        asks_school=asks_of_school(actor, found),
        PATH=PATH,
        SPEAKING=SPEAKING,
    )


def prepare(forms: Mapping[str, Form], given: Mapping[str, Form], found: CasePage) -> None:
    """Fills the forms with what they start from: the agreement as it stands, the parties by name."""
    version, newest = forms["version"], found.agreement
    if newest is not None and "version" not in given:
        version["words"].data, version["based_on"].data = newest.words, str(newest.entry.id)
    parties = [choice(str(one.person_id), one.name) for one in found.parties]
    forms["reformulate"]["about_id"].choices = [choice("", _("les parties, ensemble")), *parties]


def asks_of_school(actor: Actor, found: CasePage) -> bool:
    """Whether the reader is to say if they wish a mediator of a party's own school."""
    return can(actor, "case.consent", found.seated) and found.seated.is_party and is_of_a_partys_school(found.case.id)


def attempt(
    case_id: int, name: str, verb: Callable[[Form], object], said: str, anchor: str = ""
) -> ResponseReturnValue:
    """Does what a form asks for; where that is refused, shows the page again with the reason and what was typed.

    Args:
        name: of the form.
        verb: given the form, once it is valid.
        said: what the person reads afterwards.
        anchor: where on the page they go on.
    """
    form, status, refusal = form_of(name), 422, ""
    if form.validate():
        try:
            verb(form)
        except Invalid as error:
            form.refuse(error)
        except (Conflict, TooMany) as error:
            status, refusal = error.status, error.message
        else:
            return back(case_id, said, anchor)
    return show(case_id, {name: form}, refusal), status


def press(case_id: int, verb: Verb, said: str, anchor: str = "") -> ResponseReturnValue:
    """Does what a button asks for; where that comes too late, shows the page as it is by now, and says why."""
    try:
        verb()
    except (Conflict, TooMany) as error:
        return show(case_id, refusal=error.message), error.status
    return back(case_id, said, anchor)


def back(case_id: int, said: str, anchor: str = "") -> ResponseReturnValue:
    if said:
        flash(said, "success")
    return redirect(url_for("mediation.case", case_id=case_id, _anchor=anchor or None), 303)
