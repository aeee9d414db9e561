"""Who imports, and a way to write a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from tests.articles.importing.files import ARTICLE
from tests.factories.articles import UserFactory


@pytest.fixture
def editor() -> User:
    return UserFactory.create(group="Editors")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str | bytes = ARTICLE, name: str = "article.md") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
