"""Sheets quote messages of rooms as well as posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    with op.batch_alter_table('sheet_quotations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message_id', sa.Integer(), nullable=True))
        batch_op.alter_column('thread_id', existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column('post_id', existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(batch_op.f('fk_sheet_quotations_message_id'), 'messages', ['message_id'], ['id'])
    with op.batch_alter_table('sheet_quotations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_quotations_message_id'), ['message_id'], unique=False)


def downgrade() -> None:
    op.execute('DELETE FROM sheet_quotations WHERE post_id IS NULL OR thread_id IS NULL')
    with op.batch_alter_table('sheet_quotations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_quotations_message_id'))
    with op.batch_alter_table('sheet_quotations', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_sheet_quotations_message_id'), type_='foreignkey')
        batch_op.alter_column('post_id', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('thread_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column('message_id')
