"""PostgreSQL and Valkey for people who have neither: real servers, started from wheels.

A *cluster* is one PostgreSQL and one Valkey that belong together. `main` holds the data of a
laptop, `test` is what the test suite runs against. Whoever needs a cluster attaches to it
(`attachment`). The first to attach starts a *keeper* (`keeper`), a small process that owns the two
servers and stops them when nobody is attached any more, however the last one ended.
"""
