"""Where board members read and sign."""

from django.urls import URLPattern, path

from editorial.views import (
    desk,
    desk_answer,
    desk_away,
    desk_notes,
    desk_paper,
    desk_review,
    desk_signing,
)

urlpatterns: list[URLPattern] = [
    path("desk/", desk.desk, name="desk"),
    path("desk/reviews/<int:pk>/", desk_review.review, name="review"),
    path("desk/reviews/<int:pk>/answer/", desk_answer.answer, name="review-answer"),
    path("desk/reviews/<int:pk>/conflict/", desk_review.conflict, name="review-conflict"),
    path("desk/reviews/<int:pk>/text.pdf", desk_paper.text, name="review-paper"),
    path("desk/reviews/<int:pk>/read/", desk_notes.read, name="review-read"),
    path("desk/reviews/<int:pk>/comment/", desk_notes.comment, name="review-comment"),
    path("desk/reviews/<int:pk>/settle/", desk_notes.settle, name="review-settle"),
    path("desk/reviews/<int:pk>/sign-off/", desk_signing.sign_off, name="review-sign-off"),
    path("desk/reviews/<int:pk>/take-back/", desk_signing.take_back, name="review-take-back"),
    path("desk/away/", desk_away.away, name="away"),
    path("desk/away/<int:pk>/end/", desk_away.end, name="away-end"),
    path("desk/away/<int:pk>/hand-over/", desk_away.hand_over, name="away-hand-over"),
]
