"""Django's entry for this app."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
