"""How a table of verbs, states and roles is followed. The tables stand with their tests.

`ok` means that the verb does its work, `no` that the person may not (PermissionDenied), `-` that a
person who may is told why it is not possible now.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from articles.models import Article
from editorial.exceptions import NotPossible, WorkflowError
from editorial.models import AuditEvent
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor

#: Verb → state → outcome for each role, in the order of the roles.
Table = Mapping[str, Mapping[str, str]]
#: The facts, and how many events there are.
Everything = tuple[object, int]


class World(ABC):
    """Something in a given state, and one person of each role around it."""

    #: What a person who may is told with.
    refusal: type[WorkflowError] = NotPossible
    #: How many events a verb writes that does its work, where not one.
    events: Mapping[str, int] = MappingProxyType({})
    people: dict[str, User]

    @abstractmethod
    def do(self, verb: str, by: User) -> object: ...

    @abstractmethod
    def facts(self) -> object:
        """All that a refused verb must leave as it was, besides the audit trail."""


def everybody(article: Article, **others: User) -> dict[str, User]:
    """The people around an article, and `others` by their roles."""
    return {
        "owner": article.owner,
        "editor": UserFactory.create(group="Editors"),
        "managing": managing_editor(),
        "auditor": UserFactory.create(group="Auditors"),
        "superuser": UserFactory.create(is_superuser=True),
        "nobody": UserFactory.create(),
        **others,
    }


def states(table: Table) -> list[str]:
    return list(dict.fromkeys(state for row in table.values() for state in row))


def unlike(world: World, state: str, table: Table, roles: Sequence[str]) -> list[str]:
    """Each verb of this state done by each role, and what came of it that is not in the table.

    Nothing of it is kept: all of them find the same world.
    """
    differences, before = [], _all(world)
    for verb in (verb for verb in table if state in table[verb]):
        for role, expected in zip(roles, table[verb][state].split(), strict=True):
            with transaction.atomic():
                found = _outcome(world, verb, world.people[role], before)
                transaction.set_rollback(True)
            if found != expected:
                differences.append(f"{verb}, {state}, {role}: expected {expected}, found {found}")
    return differences


def _outcome(world: World, verb: str, by: User, before: Everything) -> str:
    """What really happened, in the words of the tables; whatever else it did, in plain words."""
    try:
        world.do(verb, by)
    except (PermissionDenied, world.refusal) as refused:
        outcome = "no" if isinstance(refused, PermissionDenied) else "-"
        return outcome if _all(world) == before else f"{outcome}, but something changed"
    except Error as error:  # of the database, which refuses what the verb should have
        return f"{type(error).__name__}: {error}"
    after = _all(world)
    if (written := after[-1] - before[-1]) != world.events.get(verb, 1):
        return f"ok, with {written} events"
    return "ok" if after != before else "ok, but nothing changed"


def _all(world: World) -> Everything:
    return world.facts(), AuditEvent.objects.count()
