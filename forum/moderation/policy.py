"""Who may report, and who decides.

Mediators handle reports from every school and community, save those that concern them too closely: what they wrote,
what they reported, and what sets two people of their own school against each other. A report opens to the mediators
what was reported, and up to three posts or messages before and after it, so that they can judge it in its place;
nothing else of a school or a community that they don't belong to is opened to them. A contest goes to another mediator
than the one whose decision is contested.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from forum.accounts.models import Role
from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.moderation.holding import Matter
from forum.moderation.models import ModerationAction, Report
from forum.moderation.subjects import Subject


@rule("moderation.desk", of_site=True)
def sits_at_the_desk(actor: Actor, _: object) -> bool:
    """Mediators."""
    return actor.has_role(Role.MEDIATOR)


@visibility(Report)
def visible_reports(actor: Actor) -> ColumnElement[bool]:
    """All of them for mediators; for others, those that they made."""
    if actor.has_role(Role.MEDIATOR):
        return true()
    return Report.reporter_id == actor.id if actor.is_signed_in else false()


@visibility(ModerationAction)
def visible_actions(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.has_role(Role.MEDIATOR) else false()


@rule("report.make")
def reports(actor: Actor, subject: Subject) -> bool:
    """Any member, about what others wrote and they can read. Which they can see is decided where it is loaded."""
    return actor.is_signed_in and subject.author_id != actor.id and subject.is_readable


@rule("report.follow", of_site=True)
def follows_own_reports(actor: Actor, _: object) -> bool:
    """Members, what they reported themselves."""
    return actor.is_signed_in


@rule("report.contest")
def contests(actor: Actor, subject: Subject) -> bool:
    """The author of what mediators hid."""
    return actor.is_signed_in and subject.author_id == actor.id and subject.is_hidden


@rule("report.resubmit")
def resubmits(actor: Actor, subject: Subject) -> bool:
    """As `report.contest`, where it can be taken up again. Whether mediators asked for it the verb says."""
    return contests(actor, subject) and subject.can_edit


@rule("report.see", sees=Report)
def sees_report(actor: Actor, report: Report) -> bool:
    """Mediators, and who made it. Of what they wrote themselves mediators see that it was reported, and another
    decides."""
    return actor.has_role(Role.MEDIATOR) or (actor.is_signed_in and report.reporter_id == actor.id)


@rule("report.handle")
def handles(actor: Actor, matter: Matter) -> bool:
    """A mediator, save what they wrote, what they reported, and a conflict in their own school."""
    concerned = actor.id == matter.author_id or actor.id in matter.reporters or matter.is_of_own_school
    return actor.has_role(Role.MEDIATOR) and not concerned
