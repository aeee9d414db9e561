"""All settings. Read from the environment by typed readers; nobody imports this module by name."""

from importlib.util import find_spec
from pathlib import Path

import django_stubs_ext

from config.content_policy import DIRECTIVES
from config.databases import database_settings
from config.embedded.places import Cluster
from config.environment import (
    LOOPBACK,
    Malformed,
    broker,
    broker_at_socket,
    mail_address,
    one_of,
    secret_key,
    service,
    site,
    switch,
    text,
    words,
)
from config.keys import signing_keys, site_key
from config.logs import logging_settings
from config.mail import hour_of_day, mail_settings
from config.office import time_zone
from config.publications import own_publications
from config.timetable import TIMETABLE

# Lets classes of Django be written with the type they hold: ModelAdmin[Article], Feed[Article].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

# Who reaches this site, and how.

DEBUG = switch("DEBUG", default=False)
SITE = site("SITE_URL", default="http://127.0.0.1:8000")
SITE_URL = SITE.url
ALLOWED_HOSTS = words(
    "ALLOWED_HOSTS", [*sorted(LOOPBACK), "[::1]"] if SITE.is_loopback else [SITE.host]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECRET_KEY = site_key("SECRET_KEY", site=SITE, directory=VAR)
#: Never in the database: whoever can write there could seal what nobody signed.
SIGNING_KEYS = signing_keys(site=SITE, directory=VAR)

# Sample accounts and the demo's mail page.

DEMO = switch("DEMO", default=False)
if DEMO and not SITE.is_loopback:
    raise Malformed(
        "DEMO", "shows everyone's mail, so it runs on this machine only (see SITE_URL)."
    )
DEMO_PASSWORD = text("DEMO_PASSWORD", "demo-password-only")

INSTALLED_APPS = [
    "config.apps.SiteConfig",
    "editorial",
    "articles",
    "references",
    "config.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "pgtrigger",
    "pghistory",
    "django_fsm",
    "django_prose_editor",
]
if find_spec("django_migration_linter"):  # a development tool, absent in production
    INSTALLED_APPS.append("django_migration_linter")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.UnreadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.RefusedFormMiddleware",
    "config.middleware.EditorNonceMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

# Data. The cache is in the database too, so that a broker that is away breaks no login.

DATABASES = {"default": database_settings("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = (
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
)  # a page that is read writes nothing

# Text and time.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # allauth and the admin speak more, our own text does not yet
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# Static files.

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.CollectedStorage"},
}
MEDIA_ROOT = VAR / "media"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = not STATIC_ROOT.is_dir()  # nothing was collected: look for each file

# Accounts: one login for admin and desk.

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by managing editors
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
#: Of readers, too: reports from one address in all, and about one article.
ACCOUNT_RATE_LIMITS = {"report": "5/h/ip", "report_of_article": "2/d/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE.is_https else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE.is_loopback
MFA_TOTP_ISSUER = "Editorial review"
# A site with https stands behind one proxy that ends TLS and says for whom it asks.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SITE.is_https else 0

# What browsers are told.

CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SITE.is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE.is_https else None
SECURE_SSL_REDIRECT = SITE.is_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SITE.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE.is_https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.error_pages.form_expired"

# A long article with all its sections and references fits; what is larger is refused (413).
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Files do not count above. What is more than a bibliography may have is thrown away as it comes.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "references.uploads.quota.Quota",
]

# Mail.

MAIL = mail_settings("EMAIL_URL", files=str(VAR / "mail"))
MAIL_HOST_NAME = "localhost" if SITE.is_loopback else SITE.host
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_HOST = MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT = MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = MAIL.get("EMAIL_TIMEOUT")
EMAIL_FILE_PATH = MAIL.get("EMAIL_FILE_PATH")
DEFAULT_FROM_EMAIL = f"Editorial review <editorial@{MAIL_HOST_NAME}>"
SERVER_EMAIL = f"editorial@{MAIL_HOST_NAME}"
#: Of whoever has chosen no time zone of their own: when their office hours are.
OFFICE_TIME_ZONE = time_zone("OFFICE_TIME_ZONE", "UTC")
BOUNCE_TOKEN = secret_key("BOUNCE_TOKEN")  # opens /hooks/bounces/; without one it is not there
DAILY_MAIL_HOUR = hour_of_day("DAILY_MAIL_HOUR", 7)  # in the recipient's time zone

# Celery. A message is confirmed when its work begins; one that was fetched and never begun (its
# worker was killed) is given out again within seconds of its visibility running out.

REDIS = broker("REDIS_URL")
EMBEDDED_BROKER = None if REDIS else "main"
BROKER = REDIS or broker_at_socket(str(Cluster("main").valkey_socket))
LONGEST_TASK = 120
CELERY_BROKER_URL = BROKER.kombu
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": LONGEST_TASK + 10,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "max_retries": 0,  # a request does not wait for a broker that is away
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = LONGEST_TASK
CELERY_TASK_SOFT_TIME_LIMIT = LONGEST_TASK - 20
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# What asks other hosts has a worker of its own, so that mail never waits for them.
CELERY_TASK_ROUTES = {
    "references.tasks.*": {"queue": "look-ups"},
    "editorial.tasks.watch_sources": {"queue": "look-ups"},
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
# In memory: the schedule is code, and what is due is in the database. No file to be torn by a kill.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = TIMETABLE

# Where works are looked up and checked. No other host is ever asked.

CROSSREF_URL = service("CROSSREF_URL", "https://api.crossref.org")
CROSSREF_MAILTO = mail_address("CROSSREF_MAILTO")  # whom Crossref and NCBI write to about us
PUBMED_URL = service("PUBMED_URL", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils")
PUBMED_API_KEY = text("PUBMED_API_KEY")

#: What counts as citing oneself: DOI prefixes, hosts, ISSNs, journals and publishers.
OWN_PUBLICATIONS = own_publications("OWN_PUBLICATIONS", host=SITE.host)
#: How sources are set from now on; a version keeps the style that it was frozen with.
REFERENCE_STYLE = one_of("REFERENCE_STYLE", ["ama", "vancouver"])

METRICS_TOKEN = secret_key("METRICS_TOKEN")  # opens /metrics; without one it is not there
LOGGING = logging_settings(one_of("LOG_FORMAT", ["lines", "json"]))

#: Who reviewed an article is known to `editorial`; the reader site asks through this address.
ARTICLES_PROVENANCE = "editorial.provenance.ReviewProvenance"
# Called whenever a source's standing has changed; the sweep of every minute makes up for it.
REFERENCES_STANDING_CHANGED = "editorial.sources.react"
