"""An editor finds out what has become of a work, states a notice and takes it back."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from references import standing
from references.models import Notice, Reference, Watch
from references.models.standing import Nature, Teller
from references.remote.answers import FoundNotice
from tests.e2e.people import PHONE, Visitors, come_back, fits, on_screen
from tests.e2e.test_accessibility import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("sample"),
]
MOMENT = datetime.datetime(2026, 11, 3, 6, tzinfo=datetime.UTC)


@pytest.fixture
def work() -> Reference:
    """Corrected, as Crossref told; since then Crossref does not answer."""
    work = Reference.objects.order_by("pk")[0]
    erratum = FoundNotice(
        Nature.CORRECTION,
        datetime.date(2024, 2, 1),
        "doi:10.5555/erratum",
        "https://doi.org/10.5555/erratum",
    )
    told = {Teller.CROSSREF: [erratum]}
    standing.settle(work, at=MOMENT, told=told, check=standing.Check(answered=True))
    standing.conclude(work, at=MOMENT, answered=False, failures=["Crossref cannot be reached."])
    Watch.objects.create(ran=MOMENT, complete=MOMENT, watched=12, failing=1, trouble="")
    return work


def _expect_well_made(page: Page) -> None:
    assert fits(page)
    assert violations(page) == []


@on_screen(PHONE)
def test_editor_states_a_notice_and_withdraws_it(
    visitor: Visitors, work: Reference, width: int, dark: bool
) -> None:
    page = visitor(width, dark=dark, under_policy=False)
    come_back(page, "demo-editor")
    page.goto(reverse("admin:references_reference_changelist"))
    expect(page.get_by_text("was last complete on 3 November 2026")).to_be_visible()
    page.goto(reverse("admin:references_reference_change", args=[work.pk]))
    says = "Corrected on 1 February 2024 (Crossref) · last checked 3 November 2026 · not checked"
    expect(page.get_by_text(says)).to_be_visible()
    page.get_by_role("link", name="Standing and notices").click()
    _expect_well_made(page)
    page.get_by_label("What the notice says").select_option("Retraction")
    page.get_by_label("Its date").fill("2025-11-04")
    page.get_by_label("Where it can be read").fill("nowhere")
    page.get_by_role("button", name="State this notice").click()
    expect(page.get_by_text("is not a web address")).to_be_visible()
    expect(page.get_by_label("Where it can be read")).to_have_value("nowhere")
    _expect_well_made(page)
    page.get_by_label("Where it can be read").fill("https://journal.example.org/notice")
    page.get_by_role("button", name="State this notice").click()
    expect(page.get_by_text("Retracted on 4 November 2025 (An editor)")).to_be_visible()
    _expect_well_made(page)
    page.get_by_role("link", name="withdraw it").click()
    _expect_well_made(page)
    page.get_by_label("Why it is withdrawn").fill("It is about another work.")
    page.get_by_role("button", name="Withdraw this notice").click()
    expect(page.get_by_text("It is about another work.")).to_be_visible()
    work.refresh_from_db()
    assert work.retraction == "corrected"
    assert Notice.objects.get(teller="editor").gone is not None
