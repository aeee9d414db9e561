"""Addresses of the reference library outside the admin's own."""

from django.urls import path

from references import views

app_name = "references"
urlpatterns = [path("admin-tools/references/search", views.search, name="search")]
