"""What members answer, say and sign, as the database lets them."""

import pgtrigger

from articles.protection import Guard
from editorial.triggers.members import IN_OFFICE, STILL_ASKED, UNCONFLICTED, WROTE_NOTHING


def sign_off_is_valid() -> pgtrigger.Trigger:
    """A signature is by the member's own account, asked for, on the version under review.

    It bears the member's name, credentials and affiliation of that moment, and whose place the
    member was asked in.
    """
    return Guard(
        name="valid_signature",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT 1
                FROM editorial_review r
                JOIN articles_version v ON v.id = r.version_id
                JOIN editorial_assignment a
                    ON a.review_id = r.id AND a.member_id = NEW.member_id
                JOIN editorial_boardmember m ON m.id = NEW.member_id
                JOIN auth_user u ON u.id = m.user_id
                WHERE r.id = NEW.review_id
                    AND r.state = 'under_review'
                    AND v.digest = NEW.digest
                    AND m.user_id = NEW.signed_by_id
                    AND m.name = NEW.signer_name
                    AND m.credentials = NEW.signer_credentials
                    AND m.affiliation = NEW.signer_affiliation
                    AND a.in_place_of_id IS NOT DISTINCT FROM NEW.stands_in_for_id
                    AND {STILL_ASKED}
                    AND {IN_OFFICE}
                    AND (
                        (NEW.verdict = 'recuse' AND a.conflict <> 'unanswered')
                        OR ({UNCONFLICTED} AND {WROTE_NOTHING})
                    )
            ) THEN
                RAISE EXCEPTION 'Member % cannot sign review % with this text',
                    NEW.member_id, NEW.review_id;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - constants of this package
    )


def withdrawal_is_by_the_signer() -> pgtrigger.Trigger:
    """A signature is taken back by whoever gave it, while the review is under way."""
    return Guard(
        name="withdrawal_is_by_the_signer",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT 1
                FROM editorial_signoff s
                JOIN editorial_review r ON r.id = s.review_id
                WHERE s.id = NEW.sign_off_id
                    AND s.signed_by_id = NEW.withdrawn_by_id
                    AND r.state = 'under_review'
            ) THEN
                RAISE EXCEPTION 'Sign-off % cannot be withdrawn by this account now',
                    NEW.sign_off_id;
            END IF;
            RETURN NEW;
        """,
    )


def answers_are_the_members_own() -> pgtrigger.Trigger:
    """Members answer for themselves, while the review is open, and not under a signature.

    Nobody waives a conflict of interest of their own. Once signed, the answers, the waiver and the
    hand-back stay as they were.
    """
    return Guard(
        name="answer_stands_once_signed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("own", "integer")],
        func="""
            SELECT user_id INTO own FROM editorial_boardmember WHERE id = NEW.member_id;
            IF TG_OP = 'UPDATE' AND ROW(NEW.review_id, NEW.member_id, NEW.in_place_of_id,
                    NEW.assigned_at, NEW.assigned_by_id)
                IS DISTINCT FROM ROW(OLD.review_id, OLD.member_id, OLD.in_place_of_id,
                    OLD.assigned_at, OLD.assigned_by_id) THEN
                RAISE EXCEPTION 'An assignment stays with its review and member';
            END IF;
            IF NOT EXISTS (
                SELECT 1 FROM editorial_review
                WHERE id = NEW.review_id AND state IN ('submitted', 'under_review')
            ) THEN
                RAISE EXCEPTION 'Review % is closed', NEW.review_id;
            END IF;
            IF NEW.conflict_answered_by_id <> own OR NEW.responded_by_id <> own THEN
                RAISE EXCEPTION 'Member % answers for themselves only', NEW.member_id;
            END IF;
            IF NEW.waived_by_id = own THEN
                RAISE EXCEPTION 'Member % cannot waive a conflict of their own', NEW.member_id;
            END IF;
            IF TG_OP = 'UPDATE' AND ROW(NEW.conflict, NEW.conflict_statement,
                    NEW.conflict_answered_at, NEW.conflict_answered_by_id, NEW.response,
                    NEW.responded_at, NEW.responded_by_id, NEW.waived_at, NEW.waived_by_id,
                    NEW.waiver_reason, NEW.released_at, NEW.released_by_id, NEW.release_reason)
                IS DISTINCT FROM ROW(OLD.conflict, OLD.conflict_statement,
                    OLD.conflict_answered_at, OLD.conflict_answered_by_id, OLD.response,
                    OLD.responded_at, OLD.responded_by_id, OLD.waived_at, OLD.waived_by_id,
                    OLD.waiver_reason, OLD.released_at, OLD.released_by_id, OLD.release_reason)
                AND EXISTS (
                    SELECT 1 FROM editorial_signoff
                    WHERE review_id = OLD.review_id AND member_id = OLD.member_id
                ) THEN
                RAISE EXCEPTION 'Member % has signed review %', OLD.member_id, OLD.review_id;
            END IF;
            RETURN NEW;
        """,
    )


def said_by_whoever_reads(what: str, *, by: str) -> pgtrigger.Trigger:
    """Said by the member's own account, while the review is under way and the member is asked."""
    return Guard(
        name=f"{what}_is_the_members_own",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT 1
                FROM editorial_assignment a
                JOIN editorial_review r ON r.id = a.review_id
                JOIN editorial_boardmember m ON m.id = a.member_id
                WHERE a.id = NEW.assignment_id
                    AND m.user_id = NEW.{by}_id
                    AND r.state = 'under_review'
                    AND {STILL_ASKED}
            ) THEN
                RAISE EXCEPTION 'Nobody but the member of assignment % says this, and only now',
                    NEW.assignment_id;
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - constants of this package and of the models
    )
