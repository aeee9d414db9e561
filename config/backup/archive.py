"""The file itself: written whole or not at all, and read only when it is whole."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from config.backup.errors import BackupError
from config.backup.manifest import Manifest, read_manifest

DUMP = "database.dump"
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
LONGEST_MANIFEST = 256 * CHUNK


def write_archive(file: Path, dump: Iterable[bytes], manifest: Manifest) -> int:
    """Write it beside its place first, then move it there. The dump is compressed already.

    How many bytes it has. An earlier backup of this name is there until the new one is whole.
    """
    with _replaced(file) as handle:
        digest = hashlib.sha256()
        with ZipFile(handle, "w", ZIP_STORED) as archive:
            with archive.open(DUMP, "w", force_zip64=True) as member:
                for chunk in dump:
                    digest.update(chunk)
                    member.write(chunk)
            archive.writestr(MANIFEST, manifest.as_json(sha256=digest.hexdigest()))
        return handle.tell()


@contextmanager
def opened_archive(file: Path) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """Its manifest, and its dump, of which every byte has been checked. Raises BackupError."""
    with ExitStack() as stack:
        yield _checked(file, stack)


def _checked(file: Path, stack: ExitStack) -> tuple[Manifest, IO[bytes]]:
    try:
        archive = stack.enter_context(ZipFile(file))
        manifest, sha256 = _manifest_of(archive)
        with archive.open(DUMP) as member:
            if _sha256_of(member) != sha256:
                raise BackupError(f"{file} was changed after it was made. Use another backup.")
        return manifest, stack.enter_context(archive.open(DUMP))
    except (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        reason = str(error).strip("'\"")
        raise BackupError(f"{file} is not a backup, or not a whole one: {reason}.") from error
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror or error}.") from error


def _sha256_of(member: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := member.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _manifest_of(archive: ZipFile) -> tuple[Manifest, str]:
    if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise ValueError("its manifest is too large")
    return read_manifest(archive.read(MANIFEST))


@contextmanager
def _replaced(file: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner alone that takes the place of `file` at the end."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if file.is_dir():
            raise BackupError(f"{file} is a directory. Name a file.")
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(file)
        directory = os.open(file.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)
