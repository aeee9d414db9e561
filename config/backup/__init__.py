"""One file with everything in the database, and the way back.

The file is a zip archive of two members: `database.dump`, PostgreSQL's own archive (`pg_restore`
reads it), and `manifest.json`, which says what must be true once it is restored. It holds password
hashes and mail addresses, so it is readable for its owner alone.
"""
