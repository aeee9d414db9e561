"""How accounts choose their mail, and where a mail service tells of addresses that fail."""

from django.urls import URLPattern, path

from editorial.views import bounce_hook, mail_preference

urlpatterns: list[URLPattern] = [
    path("accounts/mail/", mail_preference.preference, name="mail-preference"),
    path("accounts/mail/leave/<str:token>/", mail_preference.leave, name="leave-daily-mail"),
    path("accounts/mail/works/<int:pk>/", mail_preference.works, name="address-works"),
    path("hooks/bounces/", bounce_hook.bounces, name="bounces"),
]
