"""The diagram in the documentation is the state machine in the code."""

from pathlib import Path

import pytest
from django.conf import settings

from editorial import diagram
from editorial.models import Review
from editorial.states import MOVES


def test_workflow_document_is_in_step() -> None:
    document = (Path(settings.BASE_DIR) / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert diagram.inserted_into(document) == document


def test_transitions_are_the_legal_moves() -> None:
    field = Review._meta.get_field("state")
    moves = {(move.source, move.target) for move in field.get_all_transitions(Review)}
    assert moves == set(MOVES)


def test_inserting_into_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="unpack"):
        diagram.inserted_into("no marks here")
