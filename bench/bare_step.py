"""The least a verb could do: lock a row, update it and add another, in a transaction."""

from typing import ClassVar

from django.db import connection, models, transaction


class Thing(models.Model):
    """What a bare step locks and updates."""

    state = models.TextField()
    steps = models.IntegerField()

    objects: ClassVar[models.Manager["Thing"]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_thing"

    def __str__(self) -> str:
        return self.state


class Event(models.Model):
    """What a bare step adds."""

    thing = models.IntegerField()
    what = models.TextField()

    objects: ClassVar[models.Manager["Event"]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_event"

    def __str__(self) -> str:
        return self.what


def create_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_thing (id int PRIMARY KEY, state text, steps int)")
        cursor.execute("CREATE TABLE bench_event (id bigserial PRIMARY KEY, thing int, what text)")
        cursor.execute("INSERT INTO bench_thing VALUES (1, 'submitted', 0)")


def by_sql() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM bench_thing WHERE id = 1 FOR UPDATE")
        cursor.execute("UPDATE bench_thing SET steps = steps + 1 WHERE id = 1")
        cursor.execute("INSERT INTO bench_event (thing, what) VALUES (1, 'step')")


def by_models() -> None:
    with transaction.atomic():
        thing = Thing.objects.select_for_update().get(pk=1)
        thing.steps += 1
        thing.save()
        Event.objects.create(thing=thing.pk, what="step")
