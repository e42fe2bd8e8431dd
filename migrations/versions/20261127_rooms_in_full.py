"""Rooms in full: several a school, rooms between schools, replies, reactions, and what those who hold them did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0008'
down_revision = '0007'

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
IS_MAIN = sa.text("kind = 'main'")


def upgrade() -> None:
    with op.batch_alter_table('rooms', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=60), nullable=False, server_default='main'))
        batch_op.add_column(sa.Column('purpose', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('welcome_source', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('welcome_html', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pinned_message_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('slow_seconds', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('opened_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('submission', sa.String(length=32), nullable=True))
        batch_op.drop_constraint(batch_op.f('uq_rooms_school_id'), type_='unique')
        batch_op.drop_constraint(batch_op.f('uq_rooms_community_id'), type_='unique')
        batch_op.create_foreign_key(batch_op.f('fk_rooms_opened_by'), 'people', ['opened_by'], ['id'])
        batch_op.create_unique_constraint(batch_op.f('uq_rooms_opened_by_submission'), ['opened_by', 'submission'])
    with op.batch_alter_table('rooms', schema=None) as batch_op:
        batch_op.create_index('uq_rooms_main_school', ['school_id'], unique=True, sqlite_where=IS_MAIN, postgresql_where=IS_MAIN)
        batch_op.create_index('uq_rooms_main_community', ['community_id'], unique=True, sqlite_where=IS_MAIN, postgresql_where=IS_MAIN)
        batch_op.create_index(batch_op.f('ix_rooms_school_id'), ['school_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rooms_community_id'), ['community_id'], unique=False)

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reply_to_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reaction_counts', JSON, nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('hidden_as', sa.String(length=60), nullable=False, server_default='mediation'))
        batch_op.create_foreign_key(batch_op.f('fk_messages_reply_to_id'), 'messages', ['reply_to_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_messages_reply_to_id'), ['reply_to_id'], unique=False)
        batch_op.create_index('ix_messages_room_said', ['room_id', 'said_at'], unique=False)

    with op.batch_alter_table('room_visits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('level', sa.String(length=60), nullable=False, server_default='all'))
        batch_op.create_index(batch_op.f('ix_room_visits_person_id'), ['person_id'], unique=False)

    op.create_table('room_members',
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=60), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by'], ['people.id'], name=op.f('fk_room_members_invited_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_room_members_person_id')),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_room_members_room_id')),
    sa.PrimaryKeyConstraint('room_id', 'person_id', name=op.f('pk_room_members'))
    )
    with op.batch_alter_table('room_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_members_person_id'), ['person_id'], unique=False)

    op.create_table('room_silences',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_room_silences_by_id')),
    sa.ForeignKeyConstraint(['lifted_by'], ['people.id'], name=op.f('fk_room_silences_lifted_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_room_silences_person_id')),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_room_silences_room_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_silences'))
    )
    with op.batch_alter_table('room_silences', schema=None) as batch_op:
        batch_op.create_index('ix_room_silences_person', ['room_id', 'person_id', 'until'], unique=False)

    op.create_table('room_acts',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('room_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('facts', JSON, nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_room_acts_by_id')),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_room_acts_message_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_room_acts_person_id')),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_room_acts_room_id')),
    sa.ForeignKeyConstraint(['undone_by'], ['people.id'], name=op.f('fk_room_acts_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_acts'))
    )
    with op.batch_alter_table('room_acts', schema=None) as batch_op:
        batch_op.create_index('ix_room_acts_room', ['room_id', 'id'], unique=False)

    op.create_table('message_reactions',
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('reacted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_message_reactions_message_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_message_reactions_person_id')),
    sa.PrimaryKeyConstraint('message_id', 'person_id', 'kind', name=op.f('pk_message_reactions'))
    )
    with op.batch_alter_table('message_reactions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_reactions_person_id'), ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('message_reactions')
    op.drop_table('room_acts')
    op.drop_table('room_silences')
    op.drop_table('room_members')

    with op.batch_alter_table('room_visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_visits_person_id'))
        batch_op.drop_column('level')

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index('ix_messages_room_said')
        batch_op.drop_index(batch_op.f('ix_messages_reply_to_id'))
        batch_op.drop_constraint(batch_op.f('fk_messages_reply_to_id'), type_='foreignkey')
        batch_op.drop_column('hidden_as')
        batch_op.drop_column('reaction_counts')
        batch_op.drop_column('reply_to_id')

    # Rooms of other kinds than the first have no place in the older form, nor has what was said there.
    others = "SELECT id FROM rooms WHERE kind <> 'main'"
    op.execute(f"DELETE FROM room_visits WHERE room_id IN ({others})")  # noqa: S608
    op.execute(f"DELETE FROM messages WHERE room_id IN ({others})")  # noqa: S608
    op.execute("DELETE FROM rooms WHERE kind <> 'main'")
    with op.batch_alter_table('rooms', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rooms_community_id'))
        batch_op.drop_index(batch_op.f('ix_rooms_school_id'))
        batch_op.drop_index('uq_rooms_main_community')
        batch_op.drop_index('uq_rooms_main_school')
    with op.batch_alter_table('rooms', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_rooms_opened_by_submission'), type_='unique')
        batch_op.drop_constraint(batch_op.f('fk_rooms_opened_by'), type_='foreignkey')
        for name in (
            'submission', 'opened_at', 'opened_by', 'closed_at', 'paused_at', 'slow_seconds', 'pinned_message_id',
            'welcome_html', 'welcome_source', 'purpose', 'kind',
        ):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(batch_op.f('uq_rooms_community_id'), ['community_id'])
        batch_op.create_unique_constraint(batch_op.f('uq_rooms_school_id'), ['school_id'])
