"""The application with a beat of two seconds, so that a test need not wait for the minute."""

from celery.schedules import schedule

from config.celery import app

SECONDS = 2
app.conf["beat_schedule"] = {
    "sweep": app.conf["beat_schedule"]["sweep"] | {"schedule": schedule(SECONDS)}
}

__all__ = ["app"]
