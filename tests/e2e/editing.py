"""What editors do in the admin, by keys and mouse."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import keep_picture


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def section(page: Page, place: int) -> Locator:
    return page.locator(f"#sections-{place}")


def clinical_text(page: Page, place: int) -> Locator:
    return section(page, place).get_by_role("textbox", name="Clinical text")


def fill_in_article(page: Page, *, question: str, summary: str, specialty: str) -> None:
    """The fields above the sections; the address makes itself."""
    page.get_by_label("Question").press_sequentially(question)
    page.get_by_label("Summary").fill(summary)
    page.get_by_label("Specialty").select_option(specialty)


def write_section(page: Page, place: int, *, heading: str, words: str) -> None:
    """Leaves the caret behind the last word."""
    section(page, place).get_by_role("textbox", name="Heading").fill(heading)
    clinical_text(page, place).click()
    page.keyboard.type(words)


def cite(page: Page, *, search: str) -> None:
    """At the caret, by keys alone: the one reference that the search finds."""
    page.get_by_role("button", name="Cite").first.click()
    page.keyboard.type(search)
    found = page.get_by_role("dialog", name="Cite a reference").get_by_role("option")
    expect(found).to_have_count(1)
    page.keyboard.press("Enter")


def copy_section(page: Page, *, source: str, place: int, heading: str) -> None:
    """Copy the first text of the page at `source` into a new section of this one."""
    here = page.url
    page.goto(source)
    clinical_text(page, 0).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+c")
    page.goto(here)
    page.get_by_role("button", name="Add another Section").click()
    write_section(page, place, heading=heading, words="")
    page.keyboard.press("ControlOrMeta+v")


def resolve(page: Page, key: str, *, source: str, picture: str) -> None:
    """From the finding to the text, from the red chip to the first reference of the library."""
    page.get_by_role("link", name=f"The citation “{key}” has no reference.").click()
    chip = page.locator(".citation-chip--unresolved", has_text=key)
    chip.click()
    dialog = page.get_by_role("dialog", name=f"Choose the reference for “{key}”")
    expect(dialog.get_by_role("option").first).to_contain_text(source)
    keep_picture(page, picture)
    dialog.get_by_role("option").first.click()
    expect(chip).to_have_count(0)


def submit(page: Page, *, note: str) -> None:
    page.get_by_role("link", name="Submit for review").click()
    page.get_by_label("Note to the managing editors").fill(note)
    page.get_by_role("button", name="Submit for review").click()
