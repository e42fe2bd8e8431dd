"""Searches that members keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    op.create_table('saved_searches',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('asking', sa.String(length=1000), nullable=False),
    sa.Column('rhythm', sa.String(length=60), nullable=False),
    sa.Column('by_mail', sa.Boolean(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('news', sa.Integer(), nullable=False),
    sa.Column('news_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_saved_searches_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_searches')),
    sa.UniqueConstraint('person_id', 'asking', name=op.f('uq_saved_searches_person_id_asking'))
    )
    op.create_index(op.f('ix_saved_searches_due_at'), 'saved_searches', ['due_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_saved_searches_due_at'), table_name='saved_searches')
    op.drop_table('saved_searches')
