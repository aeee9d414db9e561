"""Where the site's people work, as far as they do not say so themselves."""

import zoneinfo

from config.environment import Malformed, text


def time_zone(name: str, default: str) -> str:
    """The name of a time zone of the IANA database, which PostgreSQL knows by the same name."""
    value = text(name, default)
    # "localtime" is this machine's own, and no name that PostgreSQL knows.
    if value not in zoneinfo.available_timezones() - {"localtime"}:
        raise Malformed(name, "must be the name of a time zone, like Europe/Berlin or UTC.")
    return value
