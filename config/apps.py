"""Django's entries for this package: its commands and templates, and the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from config.celery import app as celery_app


class SiteConfig(AppConfig):
    """Imports the Celery application with Django, so that `shared_task` finds it everywhere."""

    name = "config"
    label = "site_config"
    celery = celery_app


class SiteAdminConfig(AdminConfig):
    default_site = "config.admin_site.EditorialAdminSite"
