"""What readers may ask about the board and its rules."""

from django.urls import URLPattern, path

from editorial.views import public, report_page

urlpatterns: list[URLPattern] = [
    path("board/", public.board, name="board"),
    path("board/<slug:slug>/", public.board_member, name="board-member"),
    path("board/<slug:slug>/<slug:digest>.jpg", public.board_photo, name="board-photo"),
    path("editorial-policy/", public.policy, name="policy"),
    path("articles/<slug:slug>/report/", report_page.report, name="report"),
    path("articles/<slug:slug>/report/thanks/", report_page.thanks, name="report-thanks"),
]
