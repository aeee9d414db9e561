"""What is malformed ends the program with one line that names it and does not repeat its value."""

from pathlib import Path

import pytest

from config import environment, keys
from config.databases import database_settings
from config.environment import Malformed
from config.mail import hour_of_day, mail_settings
from config.office import time_zone


def test_switch_reads_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "On")
    assert environment.switch("DEBUG", default=False) is True
    monkeypatch.setenv("DEBUG", "0")
    assert environment.switch("DEBUG", default=True) is False
    monkeypatch.setenv("DEBUG", "")
    assert environment.switch("DEBUG", default=True) is True


def test_switch_refuses_another_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(Malformed, match="^Configuration: DEBUG must be 1 or 0.$"):
        environment.switch("DEBUG", default=False)


def test_one_of_takes_a_known_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFERENCE_STYLE", " Vancouver ")
    assert environment.one_of("REFERENCE_STYLE", ["ama", "vancouver"]) == "vancouver"
    monkeypatch.setenv("REFERENCE_STYLE", "")
    assert environment.one_of("REFERENCE_STYLE", ["ama", "vancouver"]) == "ama"


def test_one_of_refuses_another_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFERENCE_STYLE", "hunter2")
    with pytest.raises(Malformed) as refused:
        environment.one_of("REFERENCE_STYLE", ["ama", "vancouver"])
    assert str(refused.value) == "Configuration: REFERENCE_STYLE must be ama or vancouver."


@pytest.mark.parametrize(
    "value",
    [
        "mysql://root:hunter2@localhost/editorial",
        "sqlite:///var/db.sqlite3",
        "postgres://user:hunter2@localhost:port/editorial",
        "postgres://user:hunter2@localhost:99999/editorial",
        "postgres://user:hunter2@localhost:5432/",
        "postgres://user:hunter2@[::1/editorial",
        "postgres://user:hunter2%ff@localhost/editorial",
        "hunter2",
    ],
)
def test_database_url_refuses_without_telling_the_password(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(Malformed) as refused:
        database_settings("DATABASE_URL")
    line = str(refused.value.code)
    assert line.startswith("Configuration: DATABASE_URL must ")
    assert "hunter2" not in line
    assert "\n" not in line


def test_database_url_reads_a_socket_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@%2Frun%2Fpostgresql/articles?sslmode=disable")
    settings = database_settings("DATABASE_URL")
    assert settings["HOST"] == "/run/postgresql"
    assert settings["NAME"] == "articles"
    assert settings["OPTIONS"]["sslmode"] == "disable"
    assert settings["OPTIONS"]["connect_timeout"] == 3


def test_database_settings_without_url_are_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert database_settings("DATABASE_URL")["ENGINE"] == "config.embedded.engine"


@pytest.mark.parametrize(
    ("value", "kombu", "redis"),
    [
        ("redis://localhost:6380/2", "redis://localhost:6380/2", "redis://localhost:6380/2"),
        ("redis://localhost", "redis://localhost", "redis://localhost"),
        (
            "unix:///run/v.sock?db=3",
            "redis+socket:///run/v.sock?virtual_host=3",
            "unix:///run/v.sock?db=3",
        ),
        (
            "redis+socket:///run/v.sock?virtual_host=3",
            "redis+socket:///run/v.sock?virtual_host=3",
            "unix:///run/v.sock?db=3",
        ),
    ],
)
def test_broker_is_spelled_for_both_clients(
    monkeypatch: pytest.MonkeyPatch, value: str, kombu: str, redis: str
) -> None:
    monkeypatch.setenv("REDIS_URL", value)
    assert environment.broker("REDIS_URL") == environment.Broker(kombu, redis)


@pytest.mark.parametrize(
    "value", ["amqp://localhost", "redis://", "redis://localhost/x", "unix://", "redis://a:b"]
)
def test_broker_refuses_what_is_no_redis(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("REDIS_URL", value)
    with pytest.raises(Malformed, match="^Configuration: REDIS_URL must look like "):
        environment.broker("REDIS_URL")


@pytest.mark.parametrize(
    "value",
    [
        "articles.example.org",
        "ftp://articles.example.org",
        "https://",
        "https://articles.example.org/sub",
        "https://articles.example.org?x=1",
        "https://user@articles.example.org",
        "https://articles.example.org:0",
        "https://articles\x01.example.org",
    ],
)
def test_site_refuses_what_is_no_origin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(Malformed, match="^Configuration: SITE_URL "):
        environment.site("SITE_URL", default="http://127.0.0.1:8000")


def test_site_knows_loopback_and_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://articles.example.org/")
    public = environment.site("SITE_URL", default="")
    assert (public.url, public.is_https, public.is_loopback) == (
        "https://articles.example.org",
        True,
        False,
    )
    monkeypatch.setenv("SITE_URL", "http://[::1]:9000")
    assert environment.site("SITE_URL", default="").is_loopback


@pytest.mark.parametrize("value", ["short", "a" * 80])
def test_secret_key_refuses_what_can_be_guessed(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SECRET_KEY", value)
    with pytest.raises(Malformed, match="^Configuration: SECRET_KEY must be"):
        environment.secret_key("SECRET_KEY")


OLD_KEYS = "the-first-of-" + "0123456789" * 4, "the-second-of-" + "0123456789" * 4
PUBLIC = environment.Site(
    "https://a.example.org", "a.example.org", is_https=True, is_loopback=False
)
OWN = environment.Site("http://127.0.0.1", "127.0.0.1", is_https=False, is_loopback=True)


def test_signing_keys_are_the_present_one_and_those_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SIGNING_KEYS_BEFORE", "  ".join(OLD_KEYS))
    monkeypatch.setenv("SIGNING_KEY", OLD_KEYS[1])
    assert keys.signing_keys(site=PUBLIC, directory=tmp_path) == [OLD_KEYS[1], OLD_KEYS[0]]
    assert not list(tmp_path.iterdir())


def test_signing_key_must_be_set_on_a_site_that_others_reach(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SIGNING_KEY", raising=False)
    monkeypatch.delenv("SIGNING_KEYS_BEFORE", raising=False)
    with pytest.raises(Malformed, match="^Configuration: SIGNING_KEY must be set"):
        keys.signing_keys(site=PUBLIC, directory=tmp_path)
    kept = keys.signing_keys(site=OWN, directory=tmp_path)
    assert kept == keys.signing_keys(site=OWN, directory=tmp_path)
    assert kept == [(tmp_path / "signing_key").read_text()]
    assert (tmp_path / "signing_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("value", ["short", f"{OLD_KEYS[0]} short", f"{OLD_KEYS[0]},x y"])
def test_signing_keys_before_are_keys(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SIGNING_KEYS_BEFORE", value)
    with pytest.raises(Malformed, match="^Configuration: SIGNING_KEYS_BEFORE must be keys"):
        environment.secret_keys("SIGNING_KEYS_BEFORE")


@pytest.mark.parametrize("value", ["https://a.example.org", "a b", "a.example.org/x"])
def test_words_refuses_addresses(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", value)
    with pytest.raises(Malformed, match="^Configuration: ALLOWED_HOSTS must be host names"):
        environment.words("ALLOWED_HOSTS", [])


def test_mail_without_url_becomes_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert mail_settings("EMAIL_URL", files="/x/mail") == {
        "EMAIL_BACKEND": "config.mailbox.FileBackend",
        "EMAIL_FILE_PATH": "/x/mail",
    }


@pytest.mark.parametrize(
    ("value", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org:2525?tls=1", 2525, True, False),
        ("submission://u:p%40ss@mail.example.org", 587, True, False),
        ("smtps://u:p%40ss@mail.example.org", 465, False, True),
    ],
)
def test_mail_url_chooses_port_and_encryption(
    monkeypatch: pytest.MonkeyPatch, value: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    settings = mail_settings("EMAIL_URL", files="")
    assert settings["EMAIL_PORT"] == port
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (tls, ssl)
    assert settings["EMAIL_HOST_PASSWORD"] in {"", "p@ss"}


@pytest.mark.parametrize(("value", "hour"), [("", 7), ("0", 0), ("23", 23), ("07", 7)])
def test_hour_of_day_is_read(monkeypatch: pytest.MonkeyPatch, value: str, hour: int) -> None:
    monkeypatch.setenv("DAILY_MAIL_HOUR", value)
    assert hour_of_day("DAILY_MAIL_HOUR", 7) == hour


@pytest.mark.parametrize("value", ["24", "-1", "7:00", "seven", "²"])
def test_hour_of_day_refuses_what_is_no_hour(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DAILY_MAIL_HOUR", value)
    with pytest.raises(Malformed, match="^Configuration: DAILY_MAIL_HOUR must be a whole hour"):
        hour_of_day("DAILY_MAIL_HOUR", 7)


@pytest.mark.parametrize(
    ("value", "zone"), [("", "UTC"), ("Europe/Berlin", "Europe/Berlin"), (" UTC ", "UTC")]
)
def test_time_zone_is_read(monkeypatch: pytest.MonkeyPatch, value: str, zone: str) -> None:
    monkeypatch.setenv("OFFICE_TIME_ZONE", value)
    assert time_zone("OFFICE_TIME_ZONE", "UTC") == zone


@pytest.mark.parametrize("value", ["Berlin", "CET+1", "../etc/passwd", "/etc/localtime", "+02:00"])
def test_time_zone_refuses_what_has_no_such_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("OFFICE_TIME_ZONE", value)
    with pytest.raises(Malformed, match="^Configuration: OFFICE_TIME_ZONE must be the name of a"):
        time_zone("OFFICE_TIME_ZONE", "UTC")


@pytest.mark.parametrize("value", ["mail.example.org", "http://x", "smtp://", "file://relative"])
def test_mail_url_refuses_what_is_no_mail_server(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(Malformed, match="^Configuration: EMAIL_URL must look like"):
        mail_settings("EMAIL_URL", files="")


@pytest.mark.parametrize(
    "value",
    [
        "api.example.org",
        "ftp://api.example.org",
        "http://api.example.org",  # what is read there decides on retractions
        "https://",
        "https://api.example.org?key=hunter2",
        "https://user:hunter2@api.example.org",
        "https://api.example.org/#x",
        "https://api.example.org\r\nHost: elsewhere",
    ],
)
def test_service_refuses_what_is_no_base_of_addresses(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SERVICE_URL", value)
    with pytest.raises(Malformed, match="^Configuration: SERVICE_URL ") as refused:
        environment.service("SERVICE_URL", default="")
    assert "hunter2" not in str(refused.value.code)


def test_service_may_be_a_server_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_URL", "http://127.0.0.1:9000/crossref/")
    assert environment.service("SERVICE_URL", "") == "http://127.0.0.1:9000/crossref"
    monkeypatch.delenv("SERVICE_URL")
    default = "https://api.crossref.org"
    assert environment.service("SERVICE_URL", default) == default


@pytest.mark.parametrize("value", ["references", "a@b@c", "a b@example.org", "a@example.org,b@c.d"])
def test_mail_address_refuses_what_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MAIL_ADDRESS", value)
    with pytest.raises(Malformed, match="must be one mail address"):
        environment.mail_address("MAIL_ADDRESS")
