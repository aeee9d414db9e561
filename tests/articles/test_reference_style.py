"""The style of references: chosen for the site, frozen with a version, never changed after."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.drafts import content_of
from articles.models import Article, Version
from articles.text.rendering import render, style_of
from articles.versions import faults_of, freeze
from editorial.views.desk_changes import changes_between
from references.models import Reference
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

#: Content, digest and renderings as they were stored before there was a second style, with
#: references that the first one has come to set otherwise.
FROZEN = json.loads(Path(__file__).with_name("frozen_before_styles.json").read_text())
AMA = "2020;1:1-2."
VANCOUVER = "2020 May;1:1-2."


@pytest.fixture
def reference() -> Reference:
    reference = ReferenceFactory.create()
    reference.csl = {**reference.csl, "issued": {"date-parts": [[2020, 5]]}}
    reference.save()
    return reference


@pytest.fixture
def article(reference: Reference) -> Article:
    return ArticleFactory.create(text=f'<p>A<cite data-reference="{reference.pk}"></cite>.</p>')


def test_verify_version_frozen_before_there_was_a_choice() -> None:
    owner = UserFactory.create()
    version = Version.objects.create(
        article=ArticleFactory.create(owner=owner),
        number=1,
        frozen_by=owner,
        frozen_at=timezone.now(),
        **FROZEN,
    )
    version.refresh_from_db()
    assert "reference_style" not in version.content
    assert style_of(version.content) == "ama"
    assert faults_of(version) == []
    out = StringIO()
    call_command("audit", "verify", stdout=out)  # ends the program where it finds anything
    # What is stored is what was signed, also where today's form would be another.
    assert "Alf-One Study Group. Sexual" in version.clinical_html
    assert render(version.content, "clinical") != version.clinical_html


@pytest.mark.parametrize(("style", "shown"), [("ama", AMA), ("vancouver", VANCOUVER)])
def test_freeze_in_the_style_of_the_site(
    style: str, shown: str, article: Article, settings: Settings
) -> None:
    settings.REFERENCE_STYLE = style
    version = freeze(article, by=article.owner)
    assert version.content["reference_style"] == style
    for audience in ("clinical", "plain"):
        assert shown in version.html(audience)
    assert faults_of(version) == []


def test_choosing_another_style_leaves_versions_as_they_are(
    article: Article, settings: Settings
) -> None:
    settings.REFERENCE_STYLE = "vancouver"
    version = freeze(article, by=article.owner)
    settings.REFERENCE_STYLE = "ama"
    version.refresh_from_db()
    assert faults_of(version) == []
    assert render(version.content, "clinical") == version.clinical_html
    assert AMA in render(content_of(article), "clinical")


def test_preview_draft_in_the_style_of_the_site(
    article: Article, client: Client, settings: Settings
) -> None:
    client.force_login(UserFactory.create(group="Editors"))
    shown = {}
    for style in ("ama", "vancouver"):
        settings.REFERENCE_STYLE = style
        shown[style] = client.get(f"/articles/{article.slug}/draft/").content.decode()
    assert AMA in shown["ama"]
    assert AMA not in shown["vancouver"]
    assert VANCOUVER in shown["vancouver"]


def test_changes_say_that_the_style_is_another(
    article: Article, client: Client, settings: Settings
) -> None:
    old = approved(article).version
    assert old is not None
    said = "The sources are set in another style."
    settings.REFERENCE_STYLE = "vancouver"
    new = approved(article).version
    changes = changes_between(old, new)
    assert changes.is_restyled
    assert not changes.is_empty
    assert not changes.sources_changed
    assert said in client.get(f"/articles/{article.slug}/history/").content.decode()
    again = approved(article).version
    assert changes_between(new, again).is_empty
    assert said not in client.get(f"/articles/{article.slug}/history/").content.decode()


def test_changes_set_each_source_as_its_version_does(
    article: Article, reference: Reference, settings: Settings
) -> None:
    other = ReferenceFactory.create(csl={**reference.csl, "DOI": "10.5555/other"})
    old = freeze(article, by=article.owner)
    settings.REFERENCE_STYLE = "vancouver"
    article.sections.update(body=f'<p>A<cite data-reference="{other.pk}"></cite>.</p>')
    changes = changes_between(old, freeze(article, by=article.owner))
    assert AMA in changes.sources_removed[0]
    assert VANCOUVER in changes.sources_added[0]
    assert not changes.is_restyled  # nothing stayed
