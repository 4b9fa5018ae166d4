"""How an older register becomes one of today; Alembic is imported only when there is something to do."""
