"""How accounts choose their mail; beside the other pages of an account."""

from django.urls import URLPattern, path

from editorial.views import mail_preference

urlpatterns: list[URLPattern] = [
    path("accounts/mail/", mail_preference.preference, name="mail-preference"),
    path("accounts/mail/leave/<str:token>/", mail_preference.leave, name="leave-daily-mail"),
]
