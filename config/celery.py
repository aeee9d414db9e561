"""The Celery application. The database holds what is due; a message is only a doorbell."""

from typing import Any

from celery import Celery
from django.conf import settings
from kombu.transport.redis import Channel

from config.embedded.attachment import attach


class Application(Celery):
    """Without REDIS_URL, the embedded broker is started at the first connection to it."""

    def connection_for_write(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- Celery's own signature
        self._attach()
        return super().connection_for_write(*args, **kwargs)

    def connection_for_read(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- Celery's own signature
        self._attach()
        return super().connection_for_read(*args, **kwargs)

    def _attach(self) -> None:
        if settings.EMBEDDED_BROKER:
            attach(settings.EMBEDDED_BROKER)


# When the broker goes away, Celery 5.7 closes its channel twice, and the second time tries to give
# back what was not acknowledged, over a connection that is gone: the worker ends with an
# AttributeError. Our messages are doorbells; nothing has to be given back.
Channel.do_restore = False

app = Application("editorial-review", set_as_current=True)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
