"""Every variable that is malformed is refused by name, in one line, without its value."""

from collections.abc import Callable

import pytest

from config import environment
from config.databases import database_settings
from config.environment import Malformed
from config.mail import mail_settings
from config.publications import own_publications

READERS: dict[str, Callable[[str], object]] = {
    "DATABASE_URL": database_settings,
    "REDIS_URL": environment.broker,
    "EMAIL_URL": lambda name: mail_settings(name, files="/x"),
    "SITE_URL": lambda name: environment.site(name, default=""),
    "ALLOWED_HOSTS": lambda name: environment.words(name, []),
    "SECRET_KEY": environment.secret_key,
    "SIGNING_KEY": environment.secret_key,
    "SIGNING_KEYS_BEFORE": environment.secret_keys,
    "DEBUG": lambda name: environment.switch(name, default=False),
    "DEMO": lambda name: environment.switch(name, default=False),
    "DEMO_PASSWORD": environment.text,
    "OWN_PUBLICATIONS": lambda name: own_publications(name, host=""),
    "CROSSREF_MAILTO": environment.mail_address,
    "PUBMED_API_KEY": environment.text,
    "METRICS_TOKEN": environment.secret_key,
    "LOG_FORMAT": lambda name: environment.one_of(name, ["lines", "json"]),
}
MALFORMED = {
    "DATABASE_URL": [
        "postgres://secret@h/d?bogus=1",
        "postgres://secret@h/d?conn_max_age=x",
        "postgres://secret@h/a/b",
        "postgres://secret@h/%00",
        "postgres://secret@h/d#f",
        "postgres://secret@h:0/d",
        "postgres://secret@h:-1/d",
    ],
    "REDIS_URL": [
        "redis://secret@h/99999999999999999999",
        "redis://secret@h/\N{SUPERSCRIPT TWO}",
        "redis://secret@h/-1",
        "redis://secret@h?db=x",
        "redis://secret@h?bogus=1",
        "redis://secret@h/0?socket_timeout=x",
        "redis://secret@h/0?health_check_interval=x",
        "rediss://secret@h?ssl_cert_reqs=bogus",
        "unix:///",
        "unix:///x?db=\N{SUPERSCRIPT TWO}",
        "unix:///x%00?db=1",
    ],
    "EMAIL_URL": [
        "smtp://secret@h/path",
        "smtp://secret@h?timeout=x",
        "smtp://secret@h?tls=yes",
        "smtp://secret%0d%0a@h",
        "file:///a%00b",
    ],
    "SITE_URL": [
        "https://a..b",
        "https://.",
        "https://<script>",
        "https://exa%20mple.org",
        "https://\N{LATIN SMALL LETTER E WITH ACUTE}.example",
        "https://x%00.org",
    ],
    "ALLOWED_HOSTS": ["a:80", "::1", "<script>", "a;b", "javascript:alert(1)", "a..b", "*.a"],
    "SECRET_KEY": ["x" * 49, "ab" * 40, "\udcff" * 60],
    "SIGNING_KEY": ["x" * 49, "ab" * 40, "\udcff" * 60],
    "SIGNING_KEYS_BEFORE": ["x" * 49, "ab" * 40, "\udcff" * 60],
    "DEBUG": ["2", "None", "-1", "y"],
    "DEMO": ["2", "None", "-1", "y"],
    "DEMO_PASSWORD": ["a\nb", "\udcff", "\x7f\x01"],
    "CROSSREF_MAILTO": ["secret", "secret@", "a@secret@b", "secret@a b", "a@b\nsecret", "\udcff@a"],
    "PUBMED_API_KEY": ["secret\r\nHost: h", "secret\x01", "\udcff"],
    "OWN_PUBLICATIONS": [
        "10.1",
        "10.secret",
        "1234-5678",
        "https://secret@h",
        "5",
        "a\nb",
        "\udcff",
    ],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in MALFORMED.items() for value in values]
)
def test_malformed_value_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Malformed) as refused:
        READERS[name](name)
    line = str(refused.value.code)
    assert line.startswith(f"Configuration: {name} ")
    assert "\n" not in line
    assert "secret" not in line


@pytest.mark.parametrize("name", [name for name in READERS if name != "SITE_URL"])
@pytest.mark.parametrize("value", ["", "  ", "\n", "\t "])
def test_value_of_space_is_no_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    given = READERS[name](name)
    monkeypatch.delenv(name)
    assert given == READERS[name](name)


def test_site_is_spelled_as_browsers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form is refused whose page came from an origin that is not spelled like this one."""
    monkeypatch.setenv("SITE_URL", "HTTPS://Articles.Example.ORG:8443/")
    assert environment.site("SITE_URL", default="").url == "https://articles.example.org:8443"
