"""Addresses of the board's public pages, of its desk, and of what accounts choose."""

from editorial.urls import calendars, desk, mail, oversight, public, seat

app_name = "editorial"
urlpatterns = [
    *public.urlpatterns,
    *seat.urlpatterns,
    *desk.urlpatterns,
    *mail.urlpatterns,
    *calendars.urlpatterns,
    *oversight.urlpatterns,
]
