"""Where board members read and sign."""

from django.urls import URLPattern, path

from editorial.views import desk, desk_review

urlpatterns: list[URLPattern] = [
    path("desk/", desk.desk, name="desk"),
    path("desk/reviews/<int:pk>/", desk_review.review, name="review"),
    path("desk/reviews/<int:pk>/conflict/", desk_review.conflict, name="review-conflict"),
    path("desk/reviews/<int:pk>/sign-off/", desk_review.sign_off, name="review-sign-off"),
]
