"""The library's pages with what articles know of its records: where each is used."""

from django.contrib import admin

from references.admin import ReferenceAdmin
from references.admin.pages import Page
from references.models import Reference

PAGES: tuple[Page, ...] = ()

admin.site.unregister(Reference)


@admin.register(Reference)
class CitedReferenceAdmin(ReferenceAdmin):
    """Whoever subclasses it again adds pages `beside`, columns and actions, as this does."""

    beside = (*ReferenceAdmin.beside, *PAGES)
