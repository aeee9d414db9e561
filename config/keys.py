"""The secret keys of the site: from the environment, else kept on this machine.

Only a site that nobody else reaches may go without being given them.
"""

import os
import secrets
from pathlib import Path

from config.environment import Malformed, Site, secret_key, secret_keys


def site_key(name: str, *, site: Site, directory: Path) -> str:
    """The key in the environment variable `name`, else the one kept in `directory`."""
    if given := secret_key(name):
        return given
    if not site.is_loopback:
        raise Malformed(name, "must be set on a site that others reach (see SITE_URL).")
    return kept_key(name, directory)


def signing_keys(*, site: Site, directory: Path) -> list[str]:
    """What seals signatures, newest first: the present key, then those that sealed before it."""
    present = site_key("SIGNING_KEY", site=site, directory=directory)
    return [present, *(key for key in secret_keys("SIGNING_KEYS_BEFORE") if key != present)]


def kept_key(name: str, directory: Path) -> str:
    """Made once, kept readable for its owner alone, so that it is the same after a restart."""
    path = directory / name.lower()
    try:
        return path.read_text().strip() or _make(name, path)
    except FileNotFoundError:
        return _make(name, path)
    except OSError:
        raise Malformed(
            name, f"is not set, and {path} cannot be read by this user. Set it."
        ) from None


def _make(name: str, path: Path) -> str:
    """Two processes that begin at once agree: the first to link its file wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            if not path.read_text().strip():
                draft.replace(path)  # an empty file says nothing
        finally:
            draft.unlink(missing_ok=True)
    except OSError:
        raise Malformed(
            name, f"is not set, and none can be kept in {path.parent}. Set it."
        ) from None
    return path.read_text().strip()
