"""Where members see and declare what concerns themselves."""

from django.urls import URLPattern, path

from editorial.views import desk_member

urlpatterns: list[URLPattern] = [
    path("desk/me/", desk_member.me, name="me"),
    path("desk/me/disclosures/", desk_member.state, name="me-state"),
    path("desk/me/disclosures/<int:pk>/end/", desk_member.end, name="me-end"),
]
