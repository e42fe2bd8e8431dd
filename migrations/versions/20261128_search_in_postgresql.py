"""What the search stands on in PostgreSQL: the extension pg_trgm, and a schema that no other migration looks into.

The tables of the index are made in it by the index itself, which is made anew whenever its form changes.
"""

from __future__ import annotations

from alembic import op
from flask import current_app

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    from forum.search.engines.postgres.foundations import lay

    if current_app.config['SETTINGS'].is_searched_by_postgresql:
        lay(op.get_bind())


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP SCHEMA IF EXISTS search CASCADE')
