"""Where managing editors and auditors see what is due for another review, and when."""

from django.urls import URLPattern, path

from editorial.views import due, due_ahead

urlpatterns: list[URLPattern] = [
    path("desk/due/", due.due, name="due"),
    path("desk/due/articles/", due.articles, name="due-list"),
    path("desk/due/tonight/", due.tonight, name="due-tonight"),
    path("desk/due/forecast/", due_ahead.forecast, name="due-forecast"),
    path("desk/due/levelling/", due_ahead.levelling, name="due-levelling"),
    path("desk/due/<slug:table>.csv", due.due_file, name="due-file"),
]
