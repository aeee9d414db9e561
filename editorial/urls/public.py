"""What readers may ask about the board and its rules."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
