"""What readers get, as the database lets it be."""

import pgtrigger

from articles.protection import Guard


def schedule_rests_on_an_approval() -> pgtrigger.Trigger:
    """The clocks of an article name the approved review of that article that set them."""
    return Guard(
        name="schedule_rests_on_an_approval",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("article_id", "review_id"),  # type: ignore[no-untyped-call]
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM editorial_review
                WHERE id = NEW.review_id AND article_id = NEW.article_id AND state = 'approved'
            ) THEN
                RAISE EXCEPTION 'Review % is no approval of article %',
                    NEW.review_id, NEW.article_id;
            END IF;
            RETURN NEW;
        """,
    )


def live_version_is_approved() -> pgtrigger.Trigger:
    """What readers get is a published version of this article, and never an older one."""
    return Guard(
        name="live_version_is_approved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF TG_OP = 'INSERT' THEN
                IF NEW.live_version_id IS NOT NULL THEN
                    RAISE EXCEPTION 'A new article has no live version';
                END IF;
                RETURN NEW;
            END IF;
            IF NEW.live_version_id IS NOT DISTINCT FROM OLD.live_version_id THEN
                RETURN NEW;
            END IF;
            IF NEW.live_version_id IS NULL THEN
                RAISE EXCEPTION 'A live article is retired, its live version is not removed';
            END IF;
            IF NOT EXISTS (
                SELECT 1
                FROM articles_version v
                JOIN articles_publication p ON p.version_id = v.id
                JOIN editorial_review r ON r.version_id = v.id AND r.state = 'approved'
                WHERE v.id = NEW.live_version_id
                    AND v.article_id = NEW.id
                    AND v.number >= COALESCE(
                        (SELECT number FROM articles_version WHERE id = OLD.live_version_id), 0
                    )
            ) THEN
                RAISE EXCEPTION 'Version % is not an approved version of article %',
                    NEW.live_version_id, NEW.id;
            END IF;
            RETURN NEW;
        """,
    )


def publication_is_approved() -> pgtrigger.Trigger:
    """Nothing is recorded as published before a review approved it."""
    return Guard(
        name="publication_is_approved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM editorial_review
                WHERE version_id = NEW.version_id AND state = 'approved'
            ) THEN
                RAISE EXCEPTION 'Version % has no approved review', NEW.version_id;
            END IF;
            RETURN NEW;
        """,
    )
