"""Accounts of people. The one in which the site acts itself is not among them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from editorial.triggers import SOURCE_WATCH

admin.site.unregister(User)


@admin.register(User)
class PeopleAdmin(UserAdmin[User]):
    """Nobody edits, opens, empowers or deletes the account of the site."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).exclude(username=SOURCE_WATCH)
