"""`/metrics` in Prometheus's text format, for whoever sends the token.

Everything is asked of the database at the moment of the look, so every process answers the same,
and nothing is counted in memory. A group that cannot be read, or takes too long, is left out and
says so in `editorial_group_up`; the others are there.
"""

import datetime
import logging
import platform
import tomllib
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus

import django
from django.conf import settings
from django.db import Error, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from editorial.measures import GROUPS, Group, Measure

log = logging.getLogger(__name__)

#: Before every name.
SITE = "editorial_"
#: For one question. All of them together stay below the ten seconds that Prometheus waits.
MILLISECONDS = 500


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Without METRICS_TOKEN nothing is here; with it, only for whoever sends it."""
    if not settings.METRICS_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "")
    if not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        answer = HttpResponse("Send the token.\n", "text/plain", HTTPStatus.UNAUTHORIZED)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    registry = CollectorRegistry()
    registry.register(Site(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Site(Collector):
    """All groups, as of one moment."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now

    def describe(self) -> list[Metric]:
        """Nothing: the registry of one answer need not know the names before it asks."""
        return []

    def collect(self) -> Iterator[Metric]:
        build = {"version": _version(), "django": django.__version__}
        build["python"] = platform.python_version()
        yield InfoMetricFamily(f"{SITE}build", "What runs here.", build)
        group_up = GaugeMetricFamily(
            f"{SITE}group_up", "1: the figures of this group could be read.", labels=["group"]
        )
        for name, group in GROUPS.items():
            measures = self._ask(name, group)
            group_up.add_metric([name], measures is not None)
            yield from map(_family, measures or [])
        yield group_up

    def _ask(self, name: str, group: Group) -> list[Measure] | None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, TRUE)", [str(MILLISECONDS)]
                )
                return group(self.now)
        except Error as error:
            log.warning("Figures could not be read: %s", error, extra={"facts": {"group": name}})
            return None


def _family(measure: Measure) -> GaugeMetricFamily:
    family = GaugeMetricFamily(SITE + measure.name, measure.says, labels=measure.labels)
    for values, value in measure.values.items():
        family.add_metric(values, value)
    return family


@cache
def _version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
