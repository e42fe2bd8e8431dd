"""Reports wish for a mediation and are answered, and a person has one open on each thing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'

IS_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wishes_mediation', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('answer', sa.Text(), nullable=False, server_default=''))
    op.create_index(
        'uq_reports_open',
        'reports',
        ['object_kind', 'object_id', 'reporter_id'],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def downgrade() -> None:
    op.drop_index('uq_reports_open', table_name='reports')
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_column('answer')
        batch_op.drop_column('wishes_mediation')
