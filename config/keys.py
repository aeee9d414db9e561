"""The secret key of a machine that was given none."""

import os
import secrets
from pathlib import Path

from config.environment import Malformed


def kept_secret_key(directory: Path) -> str:
    """Made once, kept readable for its owner alone, so that sessions survive a restart."""
    path = directory / "secret_key"
    try:
        return path.read_text().strip() or _make(path)
    except FileNotFoundError:
        return _make(path)
    except OSError:
        raise Malformed(
            "SECRET_KEY", f"is not set, and {path} cannot be read by this user. Set it."
        ) from None


def _make(path: Path) -> str:
    """Two processes that begin at once agree: the first to link its file wins."""
    draft = path.with_name(f"secret_key.{os.getpid()}")
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
            "SECRET_KEY", f"is not set, and none can be kept in {path.parent}. Set it."
        ) from None
    return path.read_text().strip()
