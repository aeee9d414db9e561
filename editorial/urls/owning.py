"""Where it is seen and said who looks after which articles."""

from django.urls import URLPattern, path

from editorial.views import desk_cover, leads, owners

urlpatterns: list[URLPattern] = [
    path("desk/away/editors/", desk_cover.away, name="away-editors"),
    path("desk/away/editors/<int:pk>/end/", desk_cover.end, name="away-editors-end"),
    path("desk/due/owners/", owners.owner_list, name="due-owners"),
    path("desk/due/owners/<int:pk>/", owners.owner_page, name="due-owner"),
    path("desk/due/leads/", leads.leads, name="due-leads"),
]
