"""Addresses of the whole site."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import demo_mail, health, metrics

handler400 = "config.error_pages.bad_request"
handler403 = "config.error_pages.permission_denied"
handler404 = "config.error_pages.not_found"
handler500 = "config.error_pages.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("articles.urls")),
    path("", include("references.urls")),
    path("", include("editorial.urls")),
]
if settings.EMAIL_BACKEND == "config.mailbox.FileBackend":
    urlpatterns += [
        path("demo/mail/", demo_mail.mail_list, name="demo-mails"),
        path("demo/mail/<slug:name>/", demo_mail.mail_detail, name="demo-mail"),
    ]
