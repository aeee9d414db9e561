"""What holds for every model of ours, those to come included."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.expressions import BaseExpression

OURS = ("references", "articles", "editorial", "site_config")


def our_models() -> list[type[models.Model]]:
    """Without proxies, and without the event tables that pghistory copies from ours."""
    found = (model for label in OURS for model in apps.get_app_config(label).get_models())
    return [
        model for model in found if not (model._meta.proxy or hasattr(model, "pgh_tracked_model"))
    ]


def pairs(model: type[models.Model]) -> Iterable[tuple[str, str | None]]:
    names = {field.name for field in model._meta.get_fields()}
    for name in sorted(names):
        if name.endswith("_at"):
            by = name.removesuffix("_at") + "_by"
            yield name, by if by in names else None


def unpaired(model: type[models.Model]) -> list[str]:
    """Fields that say when without saying who, or whose pair no constraint holds together."""
    return [
        f"{model.__name__}.{at}"
        for at, by in pairs(model)
        if by is None or not (_never_null(model, at, by) or _held_by_constraint(model, at, by))
    ]


def _never_null(model: type[models.Model], *names: str) -> bool:
    return not any(getattr(model._meta.get_field(name), "null", True) for name in names)


def _held_by_constraint(model: type[models.Model], at: str, by: str) -> bool:
    checks = [c for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    return any({at, by} <= _named(check.condition) for check in checks)


def _named(condition: object) -> set[str]:
    """The fields that a condition of a check speaks of."""
    if isinstance(condition, models.Q):
        return set().union(*(_named(child) for child in condition.children))
    if isinstance(condition, tuple):
        return {condition[0].split("__")[0]} | _named(condition[1])
    if isinstance(condition, models.F):
        return {condition.name}  # type: ignore[attr-defined] # not in the stubs
    if isinstance(condition, BaseExpression):
        return set().union(*(_named(part) for part in condition.get_source_expressions()))
    return set()


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_time_says_who(model: type[models.Model]) -> None:
    assert unpaired(model) == []


class Lonely(models.Model):
    done_at = models.DateTimeField()

    class Meta:
        app_label = "architecture"

    def __str__(self) -> str:
        return "lonely"


class Loose(models.Model):
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(blank=True)

    class Meta:
        app_label = "architecture"

    def __str__(self) -> str:
        return "loose"


class Held(models.Model):
    done_at = models.DateTimeField(null=True)
    done_by = models.TextField(null=True)  # noqa: DJ001 -- both or none

    class Meta:
        app_label = "architecture"
        constraints = [
            models.CheckConstraint(
                name="held",
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return "held"


def test_time_without_a_person_is_noticed() -> None:
    assert unpaired(Lonely) == ["Lonely.done_at"]
    assert unpaired(Loose) == ["Loose.done_at"]
    assert unpaired(Held) == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_can_be_told_apart(model: type[models.Model]) -> None:
    assert model.__str__ is not models.Model.__str__
    assert str(model._meta.verbose_name), "what people see in the admin"


@pytest.mark.django_db
def test_times_are_kept_with_their_zone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'"
        )
        assert cursor.fetchall() == []
