# Triggers that no connection can switch off; more of what was signed and decided stays.

import articles.protection
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0003_reminders_know_what_was_planned'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='permanent',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='no_truncate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='assignment',
            name='answer_stands_once_signed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='auditevent',
            name='append_only',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='auditevent',
            name='no_truncate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='boardmember',
            name='permanent',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='boardmember',
            name='no_truncate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='livearticle',
            name='live_version_is_approved',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='publishedversion',
            name='publication_is_approved',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='permanent',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='no_truncate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='legal_moves',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='submission_is_frozen',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='starts_submitted',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='quorum',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signoff',
            name='append_only',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signoff',
            name='no_truncate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='signoff',
            name='valid_signature',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8f1cf4b508cca1042f0cca306147cb4c86a0ca84', operation='DELETE', pgid='pgtrigger_permanent_1b596', table='editorial_assignment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='26173474d05aa68bd43377e204e8c46daac1551e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_97c52', table='editorial_assignment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='answer_stands_once_signed', sql=articles.protection.GuardSql(func="\n            IF TG_OP = 'UPDATE' AND ROW(NEW.review_id, NEW.member_id, NEW.assigned_at,\n                    NEW.assigned_by_id)\n                IS DISTINCT FROM ROW(OLD.review_id, OLD.member_id, OLD.assigned_at,\n                    OLD.assigned_by_id) THEN\n                RAISE EXCEPTION 'An assignment stays with its review and member';\n            END IF;\n            IF NOT EXISTS (\n                SELECT 1 FROM editorial_review\n                WHERE id = NEW.review_id AND state IN ('submitted', 'under_review')\n            ) THEN\n                RAISE EXCEPTION 'Review % is closed', NEW.review_id;\n            END IF;\n            IF NEW.conflict_answered_by_id <> (\n                SELECT user_id FROM editorial_boardmember WHERE id = NEW.member_id\n            ) THEN\n                RAISE EXCEPTION 'Member % answers for themselves only', NEW.member_id;\n            END IF;\n            IF TG_OP = 'UPDATE' AND ROW(NEW.conflict, NEW.conflict_statement,\n                    NEW.conflict_answered_at, NEW.conflict_answered_by_id)\n                IS DISTINCT FROM ROW(OLD.conflict, OLD.conflict_statement,\n                    OLD.conflict_answered_at, OLD.conflict_answered_by_id)\n                AND EXISTS (\n                    SELECT 1 FROM editorial_signoff\n                    WHERE review_id = OLD.review_id AND member_id = OLD.member_id\n                ) THEN\n                RAISE EXCEPTION 'Member % has signed review %', OLD.member_id, OLD.review_id;\n            END IF;\n            RETURN NEW;\n        ", hash='b1e9e5fd4bfc6a7e65866c204c7afcfaa827b002', operation='INSERT OR UPDATE', pgid='pgtrigger_answer_stands_once_signed_e6729', table='editorial_assignment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80e166bdbc7a6f923ea9255bd2310cab24275e16', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9a065', table='editorial_auditevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='34e6d52a64f45c802fa6c65443272012d97b1c31', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_11302', table='editorial_auditevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardmember',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='de76d09443d77731f10f94f7294020263709a209', operation='DELETE', pgid='pgtrigger_permanent_d0e8f', table='editorial_boardmember', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardmember',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='79a24016be41d7e7a36222a67c8de5e8fb50dfe9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_66727', table='editorial_boardmember', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardmember',
            trigger=pgtrigger.compiler.Trigger(name='account_stays', sql=articles.protection.GuardSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='61f53b0c636126716fe1385e9eb69f1f8aa249b8', operation='UPDATE', pgid='pgtrigger_account_stays_3727b', table='editorial_boardmember', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='livearticle',
            trigger=pgtrigger.compiler.Trigger(name='live_version_is_approved', sql=articles.protection.GuardSql(func="\n            IF TG_OP = 'INSERT' THEN\n                IF NEW.live_version_id IS NOT NULL THEN\n                    RAISE EXCEPTION 'A new article has no live version';\n                END IF;\n                RETURN NEW;\n            END IF;\n            IF NEW.live_version_id IS NOT DISTINCT FROM OLD.live_version_id THEN\n                RETURN NEW;\n            END IF;\n            IF NEW.live_version_id IS NULL THEN\n                RAISE EXCEPTION 'A live article is retired, its live version is not removed';\n            END IF;\n            IF NOT EXISTS (\n                SELECT 1\n                FROM articles_version v\n                JOIN articles_publication p ON p.version_id = v.id\n                JOIN editorial_review r ON r.version_id = v.id AND r.state = 'approved'\n                WHERE v.id = NEW.live_version_id\n                    AND v.article_id = NEW.id\n                    AND v.number >= COALESCE(\n                        (SELECT number FROM articles_version WHERE id = OLD.live_version_id), 0\n                    )\n            ) THEN\n                RAISE EXCEPTION 'Version % is not an approved version of article %',\n                    NEW.live_version_id, NEW.id;\n            END IF;\n            RETURN NEW;\n        ", hash='12bc7dd6aeb236525e215b048d7394074c9213d8', operation='INSERT OR UPDATE', pgid='pgtrigger_live_version_is_approved_214bd', table='articles_article', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedversion',
            trigger=pgtrigger.compiler.Trigger(name='publication_is_approved', sql=articles.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1 FROM editorial_review\n                WHERE version_id = NEW.version_id AND state = 'approved'\n            ) THEN\n                RAISE EXCEPTION 'Version % has no approved review', NEW.version_id;\n            END IF;\n            RETURN NEW;\n        ", hash='e4effc3cb9ac643f7c9e097c6d300e687541a627', operation='INSERT', pgid='pgtrigger_publication_is_approved_93927', table='articles_publication', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6177096f9ff6a6965de63b4451df4e371addf6a4', operation='DELETE', pgid='pgtrigger_permanent_f3b29', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='64bdfba1f755df9547e174a3e28fd391636c4b19', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_35cdf', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=articles.protection.GuardSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{submitted:under_review,submitted:withdrawn,under_review:approved,under_review:changes_requested,under_review:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b3b21f01b42228e8ba5281e15f6adb719dd92a83', operation='UPDATE', pgid='pgtrigger_legal_moves_880f9', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='submission_is_frozen', sql=articles.protection.GuardSql(condition='WHEN (OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."policy" IS DISTINCT FROM (NEW."policy") OR OLD."approvals_needed" IS DISTINCT FROM (NEW."approvals_needed") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='31cc660d36839f5138c8fcaaf05beb4c7bdccd3a', operation='UPDATE', pgid='pgtrigger_submission_is_frozen_77b40', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='starts_submitted', sql=articles.protection.GuardSql(func="\n            IF NEW.state <> 'submitted' THEN\n                RAISE EXCEPTION 'A review starts as submitted, not as %', NEW.state;\n            END IF;\n            IF NOT EXISTS (\n                SELECT 1 FROM articles_version\n                WHERE id = NEW.version_id AND article_id = NEW.article_id\n            ) THEN\n                RAISE EXCEPTION 'Version % is not of article %', NEW.version_id, NEW.article_id;\n            END IF;\n            IF NEW.approvals_needed < (\n                SELECT p.approvals_needed FROM editorial_policy p\n                JOIN articles_version v ON p.tier = v.content ->> 'risk_tier'\n                WHERE v.id = NEW.version_id\n            ) THEN\n                RAISE EXCEPTION 'Version % needs more than % approvals',\n                    NEW.version_id, NEW.approvals_needed;\n            END IF;\n            RETURN NEW;\n        ", hash='1db17a6f80c3d257a9005d22fcb1317e342486b7', operation='INSERT', pgid='pgtrigger_starts_submitted_15375', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='steps_stand', sql=articles.protection.GuardSql(func="\n            IF NEW.state = OLD.state AND ROW(\n                NEW.begun_at, NEW.begun_by_id, NEW.closed_at, NEW.closed_by_id, NEW.reason\n            ) IS DISTINCT FROM ROW(\n                OLD.begun_at, OLD.begun_by_id, OLD.closed_at, OLD.closed_by_id, OLD.reason\n            ) OR NEW.state <> 'under_review' AND ROW(NEW.begun_at, NEW.begun_by_id)\n                IS DISTINCT FROM ROW(OLD.begun_at, OLD.begun_by_id)\n            THEN\n                RAISE EXCEPTION 'The steps of review % stay as they were taken', NEW.id;\n            END IF;\n            RETURN NEW;\n        ", hash='bba20a447c6cc6b0042fd49bc4885cd9ecab196b', operation='UPDATE', pgid='pgtrigger_steps_stand_5e40e', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='quorum', sql=articles.protection.GuardSql(condition='WHEN (NEW."state" = \'approved\' AND NOT (OLD."state" = \'approved\'))', declare='DECLARE approvals integer;', func="\n            SELECT count(DISTINCT s.member_id) INTO approvals\n            FROM editorial_signoff s\n            JOIN editorial_assignment a ON a.review_id = s.review_id AND a.member_id = s.member_id\n            JOIN editorial_boardmember m ON m.id = s.member_id\n            JOIN auth_user u ON u.id = m.user_id\n            JOIN articles_version v ON v.id = NEW.version_id\n            WHERE s.review_id = NEW.id AND \n    s.verdict = 'approve'\n    AND s.digest = v.digest\n    AND a.conflict = 'none'\n    AND m.deactivated_at IS NULL\n    AND u.is_active\n    AND m.term_from <= (now() AT TIME ZONE 'UTC')::date\n    AND (m.term_to IS NULL OR m.term_to >= (now() AT TIME ZONE 'UTC')::date)\n    AND NOT v.content -> 'authors' @> jsonb_build_array(jsonb_build_object('id', m.user_id))\n;\n            IF approvals < NEW.approvals_needed THEN\n                RAISE EXCEPTION 'Review % has % of % approvals needed',\n                    NEW.id, approvals, NEW.approvals_needed;\n            END IF;\n            RETURN NEW;\n        ", hash='20be541acfecadb8a8ae6d5f8b1b3b667104b698', operation='UPDATE', pgid='pgtrigger_quorum_ebb02', table='editorial_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewschedule',
            trigger=pgtrigger.compiler.Trigger(name='permanent', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5b58d644e3f50c5410da5a5e1299c8f068e602d4', operation='DELETE', pgid='pgtrigger_permanent_af531', table='editorial_reviewschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewschedule',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='c6cf477b6ae426209482fb34507b58caa68044a7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_66b4d', table='editorial_reviewschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewschedule',
            trigger=pgtrigger.compiler.Trigger(name='schedule_rests_on_an_approval', sql=articles.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1 FROM editorial_review\n                WHERE id = NEW.review_id AND article_id = NEW.article_id AND state = 'approved'\n            ) THEN\n                RAISE EXCEPTION 'Review % is no approval of article %',\n                    NEW.review_id, NEW.article_id;\n            END IF;\n            RETURN NEW;\n        ", hash='9d37ea846b600411ef90ee04ea2e264754096511', operation='INSERT OR UPDATE', pgid='pgtrigger_schedule_rests_on_an_approval_e84f7', table='editorial_reviewschedule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoff',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d0bb57ce13f68b20223486b0f91834710cae750', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6b033', table='editorial_signoff', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoff',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=articles.protection.GuardSql(func="RAISE EXCEPTION 'Rows of % are kept for ever', TG_TABLE_NAME;", hash='93833753e6694a0a5e3a699a239ce1518ec34fee', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_87a2f', table='editorial_signoff', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signoff',
            trigger=pgtrigger.compiler.Trigger(name='valid_signature', sql=articles.protection.GuardSql(func="\n            IF NOT EXISTS (\n                SELECT 1\n                FROM editorial_review r\n                JOIN articles_version v ON v.id = r.version_id\n                JOIN editorial_assignment a\n                    ON a.review_id = r.id AND a.member_id = NEW.member_id\n                JOIN editorial_boardmember m ON m.id = NEW.member_id\n                JOIN auth_user u ON u.id = m.user_id\n                WHERE r.id = NEW.review_id\n                    AND r.state = 'under_review'\n                    AND v.digest = NEW.digest\n                    AND m.user_id = NEW.signed_by_id\n                    AND m.name = NEW.signer_name\n                    AND m.credentials = NEW.signer_credentials\n                    AND m.deactivated_at IS NULL\n                    AND u.is_active\n                    AND m.term_from <= (now() AT TIME ZONE 'UTC')::date\n                    AND (m.term_to IS NULL OR m.term_to >= (now() AT TIME ZONE 'UTC')::date)\n                    AND (\n                        NEW.verdict = 'recuse'\n                        OR (\n                            a.conflict = 'none'\n                            AND NOT v.content -> 'authors'\n                                @> jsonb_build_array(jsonb_build_object('id', m.user_id))\n                        )\n                    )\n            ) THEN\n                RAISE EXCEPTION 'Member % cannot sign review % with this text',\n                    NEW.member_id, NEW.review_id;\n            END IF;\n            RETURN NEW;\n        ", hash='65e2722020a8bfdc3a82ad795e1a7ac7da99a024', operation='INSERT', pgid='pgtrigger_valid_signature_e288d', table='editorial_signoff', when='BEFORE')),
        ),
    ]
