"""Fixtures of the editorial tests."""

from tests.reminders import mails

__all__ = ["mails"]
