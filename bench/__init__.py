"""How fast is it, next to the least that the same work could cost? `make bench`.

Each measure times our code and a bare baseline in turn, on the same machine, database and minute,
and gives the ratio of the two: the machine's own speed and its noise drop out of it. The database
is made for the run, on the server that `DATABASE_URL` names (else the embedded one), and dropped
after it; nothing is written to anybody's data.
"""
