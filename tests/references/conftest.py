"""Fixtures of the tests of the library."""

from tests.references.remote.conftest import server

__all__ = ["server"]
