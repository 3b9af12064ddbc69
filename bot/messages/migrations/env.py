"""How alembic reaches our database: over the connection that `bot.database.upgrade` hands in."""

from alembic import context

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # two processes that start together bring the schema up one after the other
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7465821)")
context.configure(connection=connection, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
