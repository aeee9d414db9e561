"""Where board members read and sign."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
