"""Migrating the test database in two fifths of the time.

After each operation Django makes anew every class that touches the changed model. What constraints,
indexes and triggers change is told to the class that is there; the next change of a field makes
the classes anew with all that came since. Commands, which tests start too, migrate as Django does.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger


@pytest.fixture(scope="session")
def until_migrated() -> Iterator[ExitStack]:
    """To be closed once the database is there: tests find Django as it is."""
    with ExitStack() as stack:
        stack.enter_context(options_change_no_classes())
        yield stack


@contextmanager
def options_change_no_classes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_append_option", "_remove_option", "_alter_option"):
            patch.setattr(ProjectState, name, _told_to_the_class(getattr(ProjectState, name)))
        for operation in (AddTrigger, RemoveTrigger):
            patch.setattr(
                operation, "state_forwards", _without_new_classes(operation.state_forwards)
            )
        yield


def _told_to_the_class(change: Callable[..., None]) -> Callable[..., None]:
    quick = _without_new_classes(change)

    def changed(state: ProjectState, app: str, model: str, option: str, *change: Any) -> None:
        quick(state, app, model, option, *change)
        if "apps" in vars(state):
            options = state.models[app, model].options
            setattr(state.apps.get_model(app, model)._meta, option, list(options[option]))

    return changed


def _without_new_classes(change: Callable[..., None]) -> Callable[..., None]:
    def changed(*arguments: Any) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ProjectState, "reload_model", lambda *_arguments, **_options: None)
            change(*arguments)

    return changed
