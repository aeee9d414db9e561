"""Django's PostgreSQL, which starts the embedded servers at the first connection.

Only the settings for a machine without DATABASE_URL name it: a server of your own never meets it.
"""
