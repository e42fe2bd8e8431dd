"""Mediators keep the reminder of the rules that they start from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'


def upgrade() -> None:
    op.create_table('desk_reminders',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('mediator_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mediator_id'], ['people.id'], name=op.f('fk_desk_reminders_mediator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_reminders'))
    )


def downgrade() -> None:
    op.drop_table('desk_reminders')
