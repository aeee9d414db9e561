"""What readers may ask about the board and its rules."""

from django.urls import URLPattern, path

from editorial.views import public

urlpatterns: list[URLPattern] = [
    path("board/", public.board, name="board"),
    path("board/<slug:slug>/", public.board_member, name="board-member"),
    path("board/<slug:slug>/<slug:digest>.jpg", public.board_photo, name="board-photo"),
    path("editorial-policy/", public.policy, name="policy"),
]
