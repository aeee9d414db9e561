"""What editors preview is set as the site sets references now."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from references.house_style import in_house_style
from references.styles import STYLES
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory

PROJECT = Path(__file__).parents[2]
CSL = {"type": "book", "title": "Necks", "editor": [{"family": "Ash", "given": "Sample"}]}


@pytest.mark.parametrize(("style", "by"), [("ama", "Ash S, ed."), ("vancouver", "Ash S, editor.")])
def test_in_house_style_follows_the_setting(style: str, by: str, settings: Settings) -> None:
    settings.REFERENCE_STYLE = style
    assert in_house_style(CSL, "textbook").startswith(by)


@pytest.mark.django_db
def test_preview_record_in_house_style(client: Client, settings: Settings) -> None:
    settings.REFERENCE_STYLE = "vancouver"
    reference = ReferenceFactory.create(kind="textbook", csl=CSL)
    client.force_login(UserFactory.create(is_superuser=True))
    page = client.get(reverse("admin:references_reference_change", args=[reference.pk]))
    assert "Ash S, editor. Necks." in page.content.decode()


def _check(style: str) -> subprocess.CompletedProcess[str]:
    program = "import config.settings; print(config.settings.REFERENCE_STYLE)"
    environment = {**os.environ, "REFERENCE_STYLE": style}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_start_with_each_style_and_with_no_other() -> None:
    assert {style: _check(style).stdout.strip() for style in STYLES} == {s: s for s in STYLES}
    assert _check("").stdout.strip() == "ama"
    refused = _check("apa")
    assert refused.returncode == 1
    expected = f"Configuration: REFERENCE_STYLE must be {' or '.join(STYLES)}."
    assert refused.stderr.strip() == expected
