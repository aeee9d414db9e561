"""The account in which the site acts itself."""

import pgtrigger

from articles.protection import Guard

#: No person's name can hold a space.
SOURCE_WATCH = "source watch"


def source_watch_is_nobody() -> pgtrigger.Trigger:
    """Nobody logs in as the site, gives it rights, has its mail, or takes its name."""
    return Guard(
        name="source_watch_is_nobody",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' AND (OLD.username = '{SOURCE_WATCH}')
                IS DISTINCT FROM (NEW.username = '{SOURCE_WATCH}')
            THEN
                RAISE EXCEPTION 'The account of the site keeps its name, and no other gets it';
            END IF;
            IF NEW.username = '{SOURCE_WATCH}' AND (
                NEW.is_active OR NEW.is_staff OR NEW.is_superuser
                OR NEW.email <> '' OR left(NEW.password, 1) <> '!'
            ) THEN
                RAISE EXCEPTION 'The account of the site is closed, and stays so';
            END IF;
            RETURN NEW;
        """,
    )
