"""The quick way through migrations, and that tests find the usual one."""

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import BigAutoField, CheckConstraint, Q
from pgtrigger import Protect, Update
from pgtrigger.migrations import AddTrigger

from tests.migrating import options_change_no_classes

POSITIVE = CheckConstraint(condition=Q(id__gt=0), name="positive")


def _state() -> ProjectState:
    state = ProjectState()
    state.add_model(ModelState("articles", "Sample", {"id": BigAutoField(primary_key=True)}))
    assert state.apps.get_model("articles", "sample")._meta.constraints == []
    return state


def test_change_of_options_is_told_to_the_class_that_is_there() -> None:
    state = _state()
    before = state.apps.get_model("articles", "sample")
    with options_change_no_classes():
        state.add_constraint("articles", "sample", POSITIVE)
        AddTrigger("sample", Protect(name="kept", operation=Update)).state_forwards(
            "articles", state
        )
        assert state.apps.get_model("articles", "sample") is before
        assert before._meta.constraints == [POSITIVE]
        state.remove_constraint("articles", "sample", "positive")
        assert before._meta.constraints == []
    assert len(state.models["articles", "sample"].options["triggers"]) == 1


def test_change_of_options_makes_a_new_class_in_tests() -> None:
    state = _state()
    before = state.apps.get_model("articles", "sample")
    state.add_constraint("articles", "sample", POSITIVE)
    assert state.apps.get_model("articles", "sample") is not before
