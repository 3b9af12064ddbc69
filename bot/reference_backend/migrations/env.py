"""Runs the migrations on the connection that `bot.database.upgrade` hands over."""

from alembic import context

from bot.reference_backend.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="reference_backend_version",
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
