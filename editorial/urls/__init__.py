"""Addresses of the board's public pages and of its desk."""

from editorial.urls import desk, public

app_name = "editorial"
urlpatterns = [*public.urlpatterns, *desk.urlpatterns]
