"""Mediation cases, what is written in them sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    op.create_table('mediation_cases',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('wrapped_key', sa.Text(), nullable=False),
    sa.Column('stage', sa.String(length=60), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('referred_to', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('turn_of', sa.Integer(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.Column('follow_up_on', sa.Date(), nullable=True),
    sa.Column('follow_up_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['people.id'], name=op.f('fk_mediation_cases_asked_by')),
    sa.ForeignKeyConstraint(['referred_to'], ['people.id'], name=op.f('fk_mediation_cases_referred_to')),
    sa.ForeignKeyConstraint(['turn_of'], ['people.id'], name=op.f('fk_mediation_cases_turn_of')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_cases')),
    sa.UniqueConstraint('asked_by', 'submission', name=op.f('uq_mediation_cases_asked_by_submission'))
    )
    op.create_index('ix_mediation_cases_stage', 'mediation_cases', ['stage', 'closed_at'], unique=False)
    op.create_table('mediation_entries',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('stage', sa.String(length=60), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('private_to', sa.Integer(), nullable=True),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['about_id'], ['people.id'], name=op.f('fk_mediation_entries_about_id')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_mediation_entries_author_id')),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_cases.id'], name=op.f('fk_mediation_entries_case_id')),
    sa.ForeignKeyConstraint(['private_to'], ['people.id'], name=op.f('fk_mediation_entries_private_to')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mediation_entries')),
    sa.UniqueConstraint('author_id', 'submission', name=op.f('uq_mediation_entries_author_id_submission'))
    )
    op.create_index('ix_mediation_entries_case', 'mediation_entries', ['case_id', 'id'], unique=False)
    op.create_table('mediation_seats',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('beside_id', sa.Integer(), nullable=True),
    sa.Column('wishes_same_school', sa.Boolean(), nullable=True),
    sa.Column('ready_stage', sa.String(length=60), nullable=False),
    sa.Column('seated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['beside_id'], ['people.id'], name=op.f('fk_mediation_seats_beside_id')),
    sa.ForeignKeyConstraint(['case_id'], ['mediation_cases.id'], name=op.f('fk_mediation_seats_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mediation_seats_person_id')),
    sa.PrimaryKeyConstraint('case_id', 'person_id', name=op.f('pk_mediation_seats'))
    )
    op.create_index('ix_mediation_seats_person', 'mediation_seats', ['person_id', 'state'], unique=False)
    op.create_table('mediation_answers',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(length=60), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['mediation_entries.id'], name=op.f('fk_mediation_answers_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_mediation_answers_person_id')),
    sa.PrimaryKeyConstraint('entry_id', 'person_id', name=op.f('pk_mediation_answers'))
    )


def downgrade() -> None:
    op.drop_table('mediation_answers')
    op.drop_index('ix_mediation_seats_person', table_name='mediation_seats')
    op.drop_table('mediation_seats')
    op.drop_index('ix_mediation_entries_case', table_name='mediation_entries')
    op.drop_table('mediation_entries')
    op.drop_index('ix_mediation_cases_stage', table_name='mediation_cases')
    op.drop_table('mediation_cases')
