"""Private calendars: the page of an account, and what calendar programs read."""

from django.urls import URLPattern, path

from editorial.views import calendars

urlpatterns: list[URLPattern] = [
    path("accounts/calendar/", calendars.calendar, name="calendar"),
    path("calendar/<slug:token>.ics", calendars.feed, name="calendar-feed"),
]
