"""Addresses of the board's public pages, of its desk, and of what accounts choose."""

from editorial.urls import calendars, desk, due, mail, oversight, owning, public, seat

app_name = "editorial"
urlpatterns = [
    *public.urlpatterns,
    *seat.urlpatterns,
    *desk.urlpatterns,
    *mail.urlpatterns,
    *calendars.urlpatterns,
    *oversight.urlpatterns,
    *due.urlpatterns,
    *owning.urlpatterns,
]
