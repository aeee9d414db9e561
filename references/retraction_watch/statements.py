"""The SQL by which a file's rows take the place of what is stored. The table `incoming` holds them.

A row of `incoming` without a nature could not be read: its record is left as it is stored.
"""

FIELDS = ("nature", '"on"', "doi", "pmid", "notice_doi", "notice_pmid", "reasons")
STORED = "references_retractionwatchentry"


def _of(table: str) -> str:
    return ", ".join(f"{table}.{field}" for field in FIELDS)


#: Of an earlier import in the same transaction.
FORGET = "DROP TABLE IF EXISTS pg_temp.incoming, pg_temp.touched"
CREATE = """
    CREATE TEMPORARY TABLE incoming (
        place bigint, record_id text, nature text, "on" date, doi text, pmid text,
        notice_doi text, notice_pmid text, reasons text
    ) ON COMMIT DROP
"""
COPY = "COPY incoming FROM STDIN"
INDEX = "CREATE INDEX ON incoming (record_id)"
ANALYSE = "ANALYZE incoming"
#: Of a record that occurs twice the last row counts.
ONCE = """
    DELETE FROM incoming AS earlier USING incoming AS later
    WHERE earlier.record_id = later.record_id AND earlier.place < later.place
"""
#: Stored records of which the file says nothing.
VANISHED = f"""
    FROM {STORED} AS entry
    WHERE NOT EXISTS (SELECT FROM incoming WHERE incoming.record_id = entry.record_id)
"""
#: The numbers of works of which something else is told now than before: old numbers and new.
TOUCH = f"""
    CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
    WITH other AS (
        SELECT incoming.doi, incoming.pmid, entry.doi AS old_doi, entry.pmid AS old_pmid
        FROM incoming LEFT JOIN {STORED} AS entry ON entry.record_id = incoming.record_id
        WHERE incoming.nature IS NOT NULL AND ({_of("incoming")}) IS DISTINCT FROM ({_of("entry")})
    )
    SELECT doi, pmid FROM other
    UNION SELECT old_doi, old_pmid FROM other WHERE old_doi IS NOT NULL
    UNION SELECT entry.doi, entry.pmid {VANISHED}
"""  # noqa: S608 - our own names
COUNT_VANISHED = f"SELECT count(*) {VANISHED}"
DELETE_VANISHED = f"DELETE {VANISHED}"
UPSERT = f"""
    WITH written AS (
        INSERT INTO {STORED} AS entry
            (record_id, nature, "on", doi, pmid, notice_doi, notice_pmid, reasons)
        SELECT record_id, {_of("incoming")} FROM incoming WHERE nature IS NOT NULL
        ON CONFLICT (record_id) DO UPDATE SET ({", ".join(FIELDS)}) = ROW ({_of("excluded")})
        WHERE ({_of("excluded")}) IS DISTINCT FROM ({_of("entry")})
        RETURNING xmax = 0 AS is_new
    )
    SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM written
"""  # noqa: S608
_NEVER_CONSULTED = """
    NOT EXISTS (
        SELECT FROM references_notice AS notice
        WHERE notice.reference_id = work.id AND notice.teller = 'retraction_watch'
            AND notice.gone IS NULL
    )
"""
#: Works of which something else is told now, and works added since they could be told of.
CONCERNED = " UNION ".join(
    f"""
    SELECT work.id FROM references_reference AS work
        JOIN touched ON touched.{number} = work.{number} WHERE work.{number} <> ''
    UNION SELECT work.id FROM references_reference AS work
        JOIN {STORED} AS entry ON entry.{number} = work.{number}
        WHERE work.{number} <> '' AND {_NEVER_CONSULTED}
    """  # noqa: S608
    for number in ("doi", "pmid")
)
