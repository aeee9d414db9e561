"""The sample ends in the situations it promises, loads once, and stays out of real sites."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from articles.authorship import authors_of
from articles.findings import check
from articles.importing import document
from articles.models import Article
from config.environment import Site
from editorial.models import (
    AuditEvent,
    BoardMember,
    Cover,
    DueTrigger,
    Interval,
    ReaderReport,
    Review,
    ReviewSchedule,
    SignOff,
    SpecialtyLead,
)
from editorial.sample import people
from editorial.sample.steps import ARTICLES
from editorial.sample.stories import STORIES
from editorial.signing import confirm_identity
from editorial.triggers import SOURCE_WATCH
from tests.factories.articles import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
MAIN = "what-causes-muscle-spasms-in-the-anterior-neck-and-jaw"


def load(*, force: bool = False) -> str:
    out = io.StringIO()
    call_command("load_sample", force=force, stdout=out)
    return out.getvalue()


def situation(article: Article) -> str:
    """Where an article stands, in one word or two."""
    states = list(
        Review.objects.filter(article=article).order_by("pk").values_list("state", flat=True)
    )
    live = "retired" if article.is_retired else "live" if article.is_live else "draft"
    return " ".join([live, *states])


def test_load_sample_ends_in_every_situation() -> None:
    said = load()
    found = {story.slug: situation(Article.objects.get(slug=story.slug)) for story in STORIES}
    assert list(found.values()) == [
        "live approved",
        "draft",
        "draft submitted",
        "draft under_review",
        "draft changes_requested",
        "live approved",
        "live approved under_review",
        "retired approved",
        "live approved",
        "live approved",
    ]
    assert Article.objects.count() == len(STORIES)
    assert "Not submitted" in said
    for key in ("handheld-devices", "cyclobenzaprine-label"):
        assert said.count(f"“{key}”") == 1
    assert SignOff.objects.filter(review__state="under_review").count() == 1
    call_command("audit", "verify", stdout=io.StringIO())


def test_load_sample_main_article() -> None:
    """Six sources, each under the number of its first appearance, each claim with its own."""
    load()
    article = Article.objects.get(slug=MAIN)
    version = article.live_version
    assert version is not None
    assert [
        (reference["number"], reference["kind"], reference["csl"]["issued"]["date-parts"][0][0])
        for reference in version.content["references"]
    ] == [
        (1, "guideline", 2025),
        (2, "guideline", 2025),
        (3, "systematic_review", 2017),
        (4, "research", 1996),
        (5, "research", 1994),
        (6, "drug_label", 2022),
    ]  # fmt: skip
    cited = re.findall(r'data-references="([\d ]+)"', version.clinical_html)
    assert cited == [
        *("1", "1", "1", "1"),
        *("1", "1", "1", "1", "1"),
        *("1", "1", "2", "3", "4"),
        *("1 2", "1", "2", "1", "1"),
        *("1", "1", "4", "4", "4"),
        *("2", "2", "2", "1 2", "5"),
        *("6", "6", "2"),
    ]
    assert [section["heading"] for section in version.content["sections"]] == [
        "",
        "Post-treatment and iatrogenic causes",
        "Neurological causes",
        "Mechanical and musculoskeletal causes",
        "Inflammatory and infectious causes",
        "Systemic and other causes",
        "Critical diagnostic approach",
        "Treatment considerations",
    ]
    assert sum(bool(section["plain_language"]) for section in version.content["sections"]) >= 4
    assert check(article) == []
    assert {s.signer_name for s in SignOff.objects.filter(review__version=version)} == {
        "Dr. Sample Reviewer One",
        "Dr. Sample Reviewer Two",
    }
    editor = User.objects.get(username="demo-editor")
    assert [author["id"] for author in authors_of(article, submitter=editor)] == [editor.pk]


def test_load_sample_overdue_says_so_in_its_history() -> None:
    load()
    today = timezone.now().date()
    overdue = ReviewSchedule.objects.get(due_on__lt=today)
    assert (today - overdue.due_on).days == 21
    assert overdue.reviewed_on < overdue.due_on
    event = AuditEvent.objects.get(action="sample-clock-set-back")
    assert event.article_id == overdue.article_id
    assert "For the sample only" in event.reason


def test_load_sample_shows_something_on_every_page_of_re_review() -> None:
    load()
    today = timezone.now().date()
    months = {row.due_on.replace(day=1) for row in ReviewSchedule.objects.filter(due_on__gt=today)}
    assert len(months) > 1
    trigger = DueTrigger.objects.get(kind="urgent")
    assert (trigger.due_on, trigger.settlement) == (today, "")
    assert Interval.objects.get().months == 30
    assert ReaderReport.objects.get().verdict == ""
    assert Cover.objects.get().begins_on > today
    lead = SpecialtyLead.objects.get()
    assert (lead.specialty.name, lead.user.username) == ("Orthopaedics", "demo-managing-editor")
    client = Client()
    client.force_login(User.objects.get(username="demo-managing-editor"))
    for place in ("", "articles/", "tonight/", "forecast/", "levelling/"):
        answer = client.get(f"/desk/due/{place}")
        assert answer.status_code == 200
        assert 'class="empty"' not in answer.content.decode(), place


def test_load_sample_again_changes_nothing() -> None:
    load()
    with CaptureQueriesContext(connection) as queries:
        assert load() == "The sample is loaded already. Nothing was changed.\n"
    verbs = ("INSERT INTO", 'UPDATE "', "DELETE FROM")
    assert [q["sql"] for q in queries if any(verb in q["sql"] for verb in verbs)] == []


def test_load_sample_makes_up_for_what_is_missing() -> None:
    """A run that was cut short between two stories is completed by the next."""
    load()
    Article.objects.filter(slug=STORIES[1].slug).delete()
    said = load()
    assert said.startswith(f"{STORIES[1].slug}:")
    assert said.count(":\n") == 1


def people_of_the_site() -> QuerySet[User]:
    """Without the account in whose name the site itself acts, which nobody logs in to."""
    return User.objects.exclude(username=SOURCE_WATCH)


def test_load_sample_accounts() -> None:
    load()
    users = people_of_the_site().in_bulk(field_name="username")
    assert sorted(users) == sorted(name for name, *_rest in people.ACCOUNTS)
    assert {name for name, user in users.items() if user.is_staff} == {
        *("demo-editor", "demo-editor-2", "demo-managing-editor", "demo-auditor"),
    }
    for user in users.values():
        confirm_identity(user, settings.DEMO_PASSWORD)
        assert user.email.endswith("@example.org")
        assert not user.is_superuser
        assert "Sample" in user.get_full_name()
    assert BoardMember.objects.count() == 4
    for member in BoardMember.objects.all():
        assert member.credentials
        assert member.affiliation
        assert member.biography
        assert member.specialties.exists()
        assert member.term_to
        assert member.is_active_on(timezone.now().date())


def test_load_sample_with_another_password(settings: Settings) -> None:
    load()
    settings.DEMO_PASSWORD = "another password"
    assert load().startswith("Accounts: demo-editor, demo-editor-2")
    for user in people_of_the_site():
        confirm_identity(user, "another password")
    assert load() == "The sample is loaded already. Nothing was changed.\n"


@pytest.mark.parametrize("factory", [UserFactory, ArticleFactory])
def test_load_sample_refuses_a_database_in_use(factory: type[UserFactory]) -> None:
    factory()
    with pytest.raises(CommandError, match="not of the sample"):
        load()
    assert not people.are_there()
    load(force=True)
    assert "Nothing was changed" in load()


def test_load_sample_refuses_a_public_site(settings: Settings) -> None:
    settings.SITE = Site("https://a.example.org", "a.example.org", True, False)  # noqa: FBT003
    with pytest.raises(CommandError, match="others reach this site"):
        load()
    assert not User.objects.exists()


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.md")), ids=lambda path: path.stem)
def test_sample_text_is_clean(path: Path) -> None:
    """Nothing is left out at import, and every source but the ones meant is defined."""
    read = document.read(path)
    assert read.notes == []
    meant = {
        "neck-and-jaw-spasms": ["handheld-devices", "cyclobenzaprine-label"],
        "low-back-pain": ["bed-rest-review", "imaging-meta-analysis"],
    }
    assert list(dict.fromkeys(use.key for use in read.unresolved)) == meant.get(path.stem, [])
    assert read.metadata.title.endswith("?")
