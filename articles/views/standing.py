"""What stands beside the sources of a version, without a change to its signed bytes."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse

from articles.selectors import sources_of_published
from articles.source_words import CitedSource
from articles.views.answering import for_readers
from references.models import Retraction

TONES: Final = {
    Retraction.RETRACTED: "alarm",
    Retraction.EXPRESSION_OF_CONCERN: "notice",
}
#: So that a sheet without rules has a tag as well.
HEADLINE: Final = "/* What has become of this version's sources. */"


@for_readers
def style(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A style sheet of words and days: `reader.css` puts them below the sources they are about.

    The rendering of a version is served byte for byte as it was signed, and a sheet of the site's
    own is all that its policy allows. The same is said in the page's text, with links.
    """
    sources = sources_of_published(slug, number)
    if sources is None:
        raise Http404
    rules = "".join(_rule(source) for source in sources.all)
    return HttpResponse(f"{HEADLINE}\n{rules}", content_type="text/css; charset=utf-8")


def _rule(source: CitedSource) -> str:
    tone = "information" if source.is_kept else TONES.get(source.standing, "information")
    return (
        f"#reference-{source.number} "
        f"{{ --standing: {quoted(source.beside)}; --standing-ink: var(--{tone}) }}\n"
    )


def quoted(text: str) -> str:
    """A string of CSS: everything but plain letters, digits and spaces by its number."""
    written = "".join(
        character
        if character == " " or (character.isascii() and character.isalnum())
        else f"\\{ord(character):x} "
        for character in " ".join(text.split())
    )
    return f'"{written}"'
