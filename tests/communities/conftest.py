"""What tests of communities share."""

import pytest

from forum.accounts.models import Person, Role
from forum.communities.models import Community
from tests.communities.factories import make_community, make_facilitator, make_member
from tests.factories import make_person


@pytest.fixture
def mediator(app: object) -> Person:
    return make_person("Hélène Garrec", role=Role.MEDIATOR, profession="educator")


@pytest.fixture
def community(mediator: Person) -> Community:
    return make_community("Exclure autrement", mediator, about="Ce que nous faisons au lieu d’exclure.")


@pytest.fixture
def yann(community: Community) -> Person:
    """A member of the community."""
    return make_member(community, "Yann Berthou", profession="cpe")


@pytest.fixture
def rose(community: Community) -> Person:
    """She holds the community."""
    return make_facilitator(community, "Rose Le Bihan", profession="cpe")
