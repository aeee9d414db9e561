"""The page of a live article, against a bare view, each from the server that `up` starts."""

from django.core.management import call_command
from django.test import override_settings

from articles.models import Article
from bench.database import database_url
from bench.measures.transition import CHEAP
from bench.pages import client, fetch, queries_of
from bench.prose import sentences, work
from bench.sizes import Sizes
from bench.timing import Measured, timing
from bench.visitors import VISITORS, requests_per_second
from bench.web_servers import SITE, web_server
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.editorial import approved
from tests.factories.references import ReferenceFactory

SECTIONS = 8
SOURCES = 12
TENTHS = 10


def measure(sizes: Sizes) -> Measured:
    call_command("collectstatic", interactive=False, verbosity=0)  # as `up` does
    with override_settings(PASSWORD_HASHERS=CHEAP):
        address = long_article().get_absolute_url()
    page = fetch(client(), address)
    turn = sizes.turn / TENTHS
    rounds = []
    with (
        web_server(SITE, {"DATABASE_URL": database_url()}) as site,
        web_server("bench.bare_site:application", {}) as bare,
    ):
        for _ in range(sizes.rounds + 1):
            rates = [
                requests_per_second(port, path, turn)
                for port, path in ((site, address), (bare, "/"))
            ]
            rounds.append([1 / rate for rate in rates])
    timed = timing(rounds[1:])
    return Measured(
        "reader",
        timed.ratio,
        "a bare 200 view",
        {
            "pages/s": 1 / timed.ours,
            "bare views/s": 1 / timed.bare,
            "queries": queries_of(client(), address),
            "kB": len(page) / 1000,
        },
        {"visitors": VISITORS, "sections": SECTIONS, "sources": SOURCES},
    )


def long_article() -> Article:
    """Live, signed by two."""
    cites = [
        f'<cite data-reference="{ReferenceFactory.create(csl=work(number)).pk}"></cite>'
        for number in range(900_000, 900_000 + SOURCES)
    ]
    article = ArticleFactory.create(text="")
    for place in range(SECTIONS):
        texts = "".join(
            f"<p>{sentences(70, place * 10 + number)}{cites[(place + number) % SOURCES]}</p>"
            for number in range(3)
        )
        SectionFactory.create(article=article, heading=f"Part {place}", body=texts)
    review = approved(article)
    return review.article
