"""Mediators take what was reported in hand, and leave each other notes about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    op.create_table('desk_takings',
    sa.Column('object_kind', sa.String(length=60), nullable=False),
    sa.Column('object_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('mediator_id', sa.Integer(), nullable=False),
    sa.Column('acted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mediator_id'], ['people.id'], name=op.f('fk_desk_takings_mediator_id')),
    sa.PrimaryKeyConstraint('object_kind', 'object_id', name=op.f('pk_desk_takings'))
    )
    op.create_index(op.f('ix_desk_takings_mediator_id'), 'desk_takings', ['mediator_id'], unique=False)
    op.create_table('desk_notes',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('object_kind', sa.String(length=60), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=False),
    sa.Column('mediator_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mediator_id'], ['people.id'], name=op.f('fk_desk_notes_mediator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_notes'))
    )
    op.create_index('ix_desk_notes_object', 'desk_notes', ['object_kind', 'object_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_desk_notes_object', table_name='desk_notes')
    op.drop_table('desk_notes')
    op.drop_index(op.f('ix_desk_takings_mediator_id'), table_name='desk_takings')
    op.drop_table('desk_takings')
