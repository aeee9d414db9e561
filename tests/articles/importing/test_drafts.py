"""A file becomes a draft, and brings one up to date."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.authorship import authors_of
from articles.findings import check
from articles.importing import import_article
from articles.models import Article, Section, Specialty
from references.models import Reference
from tests.articles.importing.files import ARTICLE, front
from tests.factories.articles import UserFactory
from tests.factories.editorial import approved

pytestmark = pytest.mark.django_db


def rows(article: Article) -> list[tuple[int, str, str]]:
    return [(row.pk, row.heading, row.body) for row in article.sections.all()]


def test_import_new_article(editor: User, file: Callable[..., Path]) -> None:
    report = import_article(file(), owner=editor)
    article = Article.objects.get()
    xie, label = Reference.objects.get(kind="research"), Reference.objects.get(kind="drug_label")
    assert report.created
    assert (report.sections, report.citations) == (2, 4)
    assert [(use.key, use.line) for use in report.unresolved] == [("missing", 16)]
    assert report.notes == []
    assert (article.slug, article.owner) == ("what-causes-spasm-of-the-neck", editor)
    assert article.specialty == Specialty.objects.get(name="Neurology", slug="neurology")
    assert article.summary == "Several things, most of them harmless."
    assert article.literature_searched_on == datetime.date(2025, 11, 1)
    assert article.risk_tier == "background"
    assert article.disclaimer is not None
    assert article.disclaimer.is_default
    assert set(article.listed_references.all()) == {xie, label}
    assert [(s.position, s.heading, s.body, s.plain_language) for s in article.sections.all()] == [
        (0, "", f'<p>Opening<cite data-reference="{xie.pk}"></cite>.</p>', ""),
        (
            1,
            "Treatment",
            f'<p>Short courses only<cite data-reference="{label.pk}"></cite>'
            '<cite data-unresolved="missing"></cite>.</p>',
            f'<p>Only for a short time<cite data-reference="{label.pk}"></cite>.</p>',
        ),
    ]
    assert [finding.code for finding in check(article) if finding.blocks] == ["unresolved-citation"]


def test_import_again_changes_nothing(editor: User, file: Callable[..., Path]) -> None:
    path = file()
    before = rows(import_article(path, owner=editor).article)
    history = apps.get_model("articles", "SectionEvent")._default_manager
    events = history.count()
    with CaptureQueriesContext(connection) as queries:
        report = import_article(path, owner=editor)
    assert not report.created
    assert rows(report.article) == before
    assert history.count() == events
    assert Article.objects.count() == 1
    verbs = ("INSERT INTO", 'UPDATE "', "DELETE FROM")
    assert [q["sql"] for q in queries if any(verb in q["sql"] for verb in verbs)] == []


def test_import_update_matches_sections(editor: User, file: Callable[..., Path]) -> None:
    """By heading first, then by place; the rest is added or deleted."""
    article = import_article(
        file(front(body="## A\na\n\n## B\nb\n\n## C\nc")), owner=editor
    ).article
    a, b, _c = rows(article)
    text = front(body="## B\nnew\n\n## New\nx")
    report = import_article(file(text), owner=UserFactory.create(group="Editors"))
    assert rows(report.article) == [
        (b[0], "B", "<p>new</p>"),
        (rows(article)[1][0], "New", "<p>x</p>"),
    ]
    assert report.article.owner == editor
    assert Section.objects.filter(pk=a[0]).exists() is False


def test_import_keeps_what_the_file_leaves_out(editor: User, file: Callable[..., Path]) -> None:
    import_article(file(), owner=editor)
    slug = "slug: what-causes-spasm-of-the-neck"
    article = import_article(file(front(slug, "summary: ''")), owner=editor).article
    article.refresh_from_db()
    assert article.title == "What is it?"
    assert article.specialty is not None
    assert article.risk_tier == "background"
    assert article.summary == ""
    assert not article.listed_references.exists()


def test_import_records_the_author(editor: User, file: Callable[..., Path]) -> None:
    writer = UserFactory.create(group="Editors")
    article = import_article(file(front("slug: x", body="a")), owner=editor).article
    import_article(file(front("slug: x", body="b")), owner=writer)
    other = UserFactory.create(group="Editors")
    assert {author["id"] for author in authors_of(article, submitter=other)} == {
        editor.pk,
        writer.pk,
        other.pk,
    }


def test_import_leaves_the_live_version(file: Callable[..., Path]) -> None:
    review = approved()
    live, article = review.version, review.article
    path = file(front(f"slug: {article.slug}", body="Other words."))
    import_article(path, owner=article.owner)
    article.refresh_from_db()
    live.refresh_from_db()
    assert article.live_version == live
    assert "Other words" not in live.clinical_html
    assert article.sections.get().body == "<p>Other words.</p>"


def test_import_same_title_in_one_run(editor: User, file: Callable[..., Path]) -> None:
    """Two files are two articles; in the next run each finds its own again."""
    for _run in range(2):
        became: list[int] = []
        for name in ("a.md", "b.md"):
            path = file(front(body=name), name)
            became.append(import_article(path, owner=editor, but=became).article.pk)
        found = Article.objects.order_by("pk").values_list("slug", "sections__body")
        assert list(found) == [("what-is-it", "<p>a.md</p>"), ("what-is-it-2", "<p>b.md</p>")]


def test_import_another_title_with_the_same_slug(editor: User, file: Callable[..., Path]) -> None:
    import_article(file(front()), owner=editor)
    other = import_article(file(front().replace("is it?", "is it!")), owner=editor)
    assert other.created
    assert other.article.slug == "what-is-it-2"


def test_import_title_without_latin_letters(editor: User, file: Callable[..., Path]) -> None:
    text = "---\ntitle: 首の痙攣の原因は何ですか\n---\n本文"
    assert import_article(file(text), owner=editor).article.slug == "article"


def test_import_specialty_in_other_case(editor: User, file: Callable[..., Path]) -> None:
    import_article(file(front("specialty: Neurology")), owner=editor)
    import_article(file(front("slug: b", "specialty: neurology")), owner=editor)
    import_article(file(front("slug: c", "specialty: Neurology!")), owner=editor)
    assert [s.slug for s in Specialty.objects.order_by("pk")] == ["neurology", "neurology-2"]


@pytest.mark.slow
def test_import_many_files_steadily(editor: User, file: Callable[..., Path]) -> None:
    """The 200th file takes as many queries as the 10th."""
    counts = []
    for number in range(200):
        text = ARTICLE.replace("neck?", f"neck {number}?").replace("A label", f"Label {number}")
        path = file(text, f"{number}.md")
        with CaptureQueriesContext(connection) as queries:
            import_article(path, owner=editor)
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1
    assert counts[-1] < 40
