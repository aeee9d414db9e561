"""Crossref's REST API and NCBI's E-utilities on this machine, with faults on demand.

It speaks what both document: `works/<doi>`, `works?filter=doi:…`, `works?query.bibliographic=…`;
`efetch.fcgi` and `esearch.fcgi` of the database pubmed. Tests put in the works they need.
"""

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.ports import free_port

CROSSREF, PUBMED = "/crossref", "/entrez/eutils"
NO_ARTICLES = '<?xml version="1.0" ?>\n<PubmedArticleSet>{}</PubmedArticleSet>\n'


@dataclass(frozen=True)
class Fault:
    """An answer other than the right one. `drip`: seconds between the bytes of the body;
    `pause`: seconds before anything is sent; `cut`: half of the body, then the line is closed."""

    status: int = 200
    body: bytes = b"out of order"
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0
    drip: float = 0
    cut: bool = False
    silent: bool = False


BUSY = Fault(429, headers={"Retry-After": "1"})
BROKEN = Fault(500)
NOT_JSON = Fault(body=b'{"status": "ok", "message": {"DOI": ')
NOT_XML = Fault(body=b"<PubmedArticleSet><PubmedArticle>")
HUGE = Fault(body=b" " * (11 * 1024 * 1024))
CUT_OFF = Fault(body=b'{"status": "ok"}', cut=True)
DRIPPING = Fault(body=b" " * 1000, drip=0.2)
CLOSED = Fault(silent=True)


def busy(retry_after: str) -> Fault:
    return Fault(429, headers={"Retry-After": retry_after})


def redirect(to: str) -> Fault:
    return Fault(302, headers={"Location": to})


@dataclass(frozen=True)
class Asked:
    """A request that came in. `path` is as sent, still quoted."""

    method: str
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    at: float


@dataclass
class BibliographicServer:
    """`works`: Crossref's messages by DOI; `articles`: PubMed's XML by PMID; `titles`: what a
    search of PubMed finds them by. The `faults` come first, one each; `fault` is for every request,
    `pubmed_fault` for those to PubMed.
    """

    port: int = 0
    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    fault: Fault | None = None
    pubmed_fault: Fault | None = None
    asked: list[Asked] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def crossref_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{CROSSREF}"

    @property
    def pubmed_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PUBMED}"

    @property
    def environment(self) -> dict[str, str]:
        """For a command that a test starts."""
        return {"CROSSREF_URL": self.crossref_url, "PUBMED_URL": self.pubmed_url}

    def add_work(self, message: dict[str, Any]) -> None:
        self.works[message["DOI"].lower()] = message

    def add_article(self, xml: str) -> None:
        found = re.search(r"<PMID[^>]*>(\d+)</PMID>", xml)
        assert found is not None
        self.articles[found[1]] = xml

    def take_fault(self, asked: Asked) -> Fault | None:
        with self.lock:
            self.asked.append(asked)
            if self.faults:
                return self.faults.pop(0)
        of_pubmed = self.pubmed_fault if asked.path.startswith(PUBMED) else None
        return of_pubmed or self.fault

    def answer(self, asked: Asked) -> Fault:
        """The right answer, in the shape of a fault."""
        if asked.path.startswith(f"{CROSSREF}/works/"):
            return self._work(unquote(asked.path.removeprefix(f"{CROSSREF}/works/")))
        if asked.path == f"{CROSSREF}/works":
            return _json(_work_list(self._works(asked.parameters)))
        if asked.path == f"{PUBMED}/efetch.fcgi":
            wanted = asked.parameters.get("id", "").split(",")
            found = "".join(self.articles.get(pmid, "") for pmid in wanted)
            return Fault(body=NO_ARTICLES.format(found).encode())
        if asked.path == f"{PUBMED}/esearch.fcgi":
            return _json(_search_result(self._pmids(asked.parameters)))
        return Fault(404, b"Resource not found.")

    def _work(self, doi: str) -> Fault:
        message = self.works.get(doi.lower())
        if message is None:
            return Fault(404, b"Resource not found.")
        envelope = {"status": "ok", "message-type": "work", "message-version": "1.0.0"}
        return _json({**envelope, "message": message})

    def _works(self, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
        rows = int(parameters.get("rows", "20"))
        if wanted := parameters.get("filter"):
            return self._filtered(wanted.lower().split(","))[:rows]
        words = _words(parameters.get("query.bibliographic", ""))
        scored = [
            {**work, "score": float(len(words & _words(" ".join(work.get("title", [])))))}
            for work in self.works.values()
        ]
        found = [work for work in scored if work["score"]]
        return sorted(found, key=lambda work: -work["score"])[:rows]

    def _filtered(self, wanted: list[str]) -> list[dict[str, Any]]:
        """`doi:` names the work itself, `updates:` the work that a notice is about."""
        dois = [part.removeprefix("doi:") for part in wanted if part.startswith("doi:")]
        about = {part.removeprefix("updates:") for part in wanted if part.startswith("updates:")}
        notices = (
            work
            for work in self.works.values()
            if about & {update["DOI"].lower() for update in work.get("update-to", [])}
        )
        return [*(self.works[doi] for doi in dois if doi in self.works), *notices]

    def _pmids(self, parameters: Mapping[str, str]) -> list[str]:
        """All words of the term occur in the article, tags such as [doi] left aside."""
        words = _words(re.sub(r"\[\w+\]", "", parameters.get("term", "")))
        found = [pmid for pmid, xml in self.articles.items() if words and words <= _words(xml)]
        return found[: int(parameters.get("retmax", "20"))]


def _json(value: object) -> Fault:
    return Fault(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def _work_list(items: list[dict[str, Any]]) -> dict[str, Any]:
    message = {"facets": {}, "total-results": len(items), "items": items, "items-per-page": 20}
    envelope = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0"}
    return {**envelope, "message": {**message, "query": {"start-index": 0}}}


def _search_result(pmids: list[str]) -> dict[str, Any]:
    result = {"count": str(len(pmids)), "retmax": "20", "retstart": "0", "idlist": pmids}
    return {"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def _answer(self, query: str) -> None:
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        path = urlsplit(self.path).path
        asked = Asked(self.command, path, parameters, dict(self.headers), time.monotonic())
        site = self.server.site
        answer = site.take_fault(asked) or site.answer(asked)
        self.close_connection = True
        time.sleep(answer.pause)
        try:
            self._send(answer)
        except OSError:
            return  # whoever asked has gone

    def _send(self, answer: Fault) -> None:
        if answer.silent:
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        body = answer.body[: len(answer.body) // 2] if answer.cut else answer.body
        pieces = (body[at : at + 1] for at in range(len(body))) if answer.drip else iter((body,))
        for piece in pieces:
            self.wfile.write(piece)
            time.sleep(answer.drip)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    site: BibliographicServer


@contextmanager
def bibliographic_server(port: int = 0) -> Iterator[BibliographicServer]:
    site = BibliographicServer(port=port or free_port())
    server = _Server(("127.0.0.1", site.port), _Handler)
    server.site = site
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
