"""The only SQL. One module a noun; each function takes an open Store first.

Plain SQL with named parameters that SQLite and PostgreSQL both take; what only SQLite knows stays
in `engine`.
"""
