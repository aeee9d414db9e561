"""For operators and their probes: is the process there, and can it do its work?"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from editorial.health import sweep_health

SECONDS_FOR_THE_BROKER = 1
Check = Callable[[], Mapping[str, Any]]


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. It says nothing about what the process needs."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Every part by name, each with `ok`; 503 when one is not."""
    parts = {name: dict(check()) for name, check in CHECKS.items()}
    ok = all(part["ok"] for part in parts.values())
    status = HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ok": ok, "parts": parts}, status=status)


def _database() -> Mapping[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False, "says": "not reachable"}
    return {"ok": True}


def _migrations() -> Mapping[str, Any]:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return {"ok": False, "says": "not readable"}
    return {"ok": not plan, "waiting": len(plan)}


def _broker() -> Mapping[str, Any]:
    """Down, it costs the reminders up to a minute and nothing else, but somebody should know."""
    client = redis.Redis.from_url(
        settings.BROKER.redis,
        socket_connect_timeout=SECONDS_FOR_THE_BROKER,
        socket_timeout=SECONDS_FOR_THE_BROKER,
    )
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return {"ok": False, "says": "not reachable"}
    finally:
        client.close()
    return {"ok": True}


def _reminders() -> Mapping[str, Any]:
    try:
        health = sweep_health(timezone.now())
    except DatabaseError:
        return {"ok": False, "says": "not readable"}
    return {
        "ok": health.ok,
        **({} if health.ok else {"says": health.says}),
        "last_sweep": health.last_sweep,
        "oldest_unsent": health.oldest_unsent,
        "oldest_news_of_a_source": health.oldest_news,
    }


CHECKS: dict[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "reminders": _reminders,
}
