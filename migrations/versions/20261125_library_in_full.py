"""The practice library in full: reviews, authors, files, shelves, transpositions, quotations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    op.create_table('collections',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_collections_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_collections')),
    sa.UniqueConstraint('owner_id', 'submission', name=op.f('uq_collections_owner_id_submission'))
    )
    with op.batch_alter_table('collections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collections_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_collections_public_changed', ['is_public', 'changed_at', 'id'], unique=False)

    op.create_table('watched_filters',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('filters', sa.String(length=500), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_watched_filters_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watched_filters')),
    sa.UniqueConstraint('person_id', 'filters', name=op.f('uq_watched_filters_person_id_filters'))
    )
    with op.batch_alter_table('watched_filters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_watched_filters_person_id'), ['person_id'], unique=False)

    op.create_table('collection_entries',
    sa.Column('collection_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['collection_id'], ['collections.id'], name=op.f('fk_collection_entries_collection_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_collection_entries_sheet_id')),
    sa.PrimaryKeyConstraint('collection_id', 'sheet_id', name=op.f('pk_collection_entries'))
    )
    with op.batch_alter_table('collection_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collection_entries_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('sheet_authors',
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('may_submit', sa.Boolean(), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by'], ['people.id'], name=op.f('fk_sheet_authors_invited_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sheet_authors_person_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_authors_sheet_id')),
    sa.PrimaryKeyConstraint('sheet_id', 'person_id', name=op.f('pk_sheet_authors'))
    )
    with op.batch_alter_table('sheet_authors', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_authors_person_id'), ['person_id'], unique=False)

    op.create_table('sheet_bookmarks',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sheet_bookmarks_person_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_bookmarks_sheet_id')),
    sa.PrimaryKeyConstraint('person_id', 'sheet_id', name=op.f('pk_sheet_bookmarks'))
    )
    with op.batch_alter_table('sheet_bookmarks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sheet_bookmarks_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('sheet_comments',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolved_by', sa.Integer(), nullable=True),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_sheet_comments_author_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['sheet_comments.id'], name=op.f('fk_sheet_comments_parent_id')),
    sa.ForeignKeyConstraint(['resolved_by'], ['people.id'], name=op.f('fk_sheet_comments_resolved_by')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_comments_sheet_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_comments')),
    sa.UniqueConstraint('author_id', 'submission', name=op.f('uq_sheet_comments_author_id_submission'))
    )
    with op.batch_alter_table('sheet_comments', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_comments_sheet', ['sheet_id', 'id'], unique=False)

    op.create_table('sheet_events',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('facts', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['people.id'], name=op.f('fk_sheet_events_actor_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_events_sheet_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_events'))
    )
    with op.batch_alter_table('sheet_events', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_events_sheet', ['sheet_id', 'id'], unique=False)

    op.create_table('sheet_files',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('caption', sa.Text(), nullable=False),
    sa.Column('alternative', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('added_in', sa.Integer(), nullable=False),
    sa.Column('removed_in', sa.Integer(), nullable=True),
    sa.Column('added_by', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_sheet_files_added_by')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_files_sheet_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_files'))
    )
    with op.batch_alter_table('sheet_files', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_files_sheet', ['sheet_id', 'position'], unique=False)

    op.create_table('sheet_pdfs',
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('problem', sa.String(length=60), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_pdfs_sheet_id')),
    sa.PrimaryKeyConstraint('sheet_id', 'version', name=op.f('pk_sheet_pdfs'))
    )
    op.create_table('sheet_quotations',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('marker', sa.String(length=40), nullable=False),
    sa.Column('consent', sa.String(length=60), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sheet_quotations_person_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_sheet_quotations_post_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_quotations_sheet_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_sheet_quotations_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_quotations')),
    sa.UniqueConstraint('marker', name=op.f('uq_sheet_quotations_marker'))
    )
    with op.batch_alter_table('sheet_quotations', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_quotations_person_consent', ['person_id', 'consent'], unique=False)
        batch_op.create_index(batch_op.f('ix_sheet_quotations_sheet_id'), ['sheet_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sheet_quotations_thread_id'), ['thread_id'], unique=False)

    op.create_table('sheet_reviews',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('previous_version', sa.Integer(), nullable=True),
    sa.Column('submitted_by', sa.Integer(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.Integer(), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_reviews_sheet_id')),
    sa.ForeignKeyConstraint(['submitted_by'], ['people.id'], name=op.f('fk_sheet_reviews_submitted_by')),
    sa.ForeignKeyConstraint(['taken_by'], ['people.id'], name=op.f('fk_sheet_reviews_taken_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_reviews'))
    )
    with op.batch_alter_table('sheet_reviews', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_reviews_closed_submitted', ['closed_at', 'submitted_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sheet_reviews_sheet_id'), ['sheet_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sheet_reviews_taken_by'), ['taken_by'], unique=False)

    op.create_table('transpositions',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=60), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('adapted', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('adapted_html', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('outcome_html', sa.Text(), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=True),
    sa.Column('may_contact', sa.Boolean(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reminded_at_3', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at_12', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_transpositions_author_id')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_transpositions_school_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_transpositions_sheet_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_transpositions_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transpositions')),
    sa.UniqueConstraint('author_id', 'submission', name=op.f('uq_transpositions_author_id_submission'))
    )
    with op.batch_alter_table('transpositions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transpositions_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_transpositions_school_id'), ['school_id'], unique=False)
        batch_op.create_index('ix_transpositions_sheet_state', ['sheet_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_transpositions_thread_id'), ['thread_id'], unique=False)
        batch_op.create_index('uq_transpositions_current', ['sheet_id', 'school_id', 'author_id'], unique=True, sqlite_where=sa.text("removed_at IS NULL AND state IN ('planned', 'under_way')"), postgresql_where=sa.text("removed_at IS NULL AND state IN ('planned', 'under_way')"))

    op.create_table('contact_requests',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('recipient_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('transposition_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['recipient_id'], ['people.id'], name=op.f('fk_contact_requests_recipient_id')),
    sa.ForeignKeyConstraint(['sender_id'], ['people.id'], name=op.f('fk_contact_requests_sender_id')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_contact_requests_sheet_id')),
    sa.ForeignKeyConstraint(['transposition_id'], ['transpositions.id'], name=op.f('fk_contact_requests_transposition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_requests')),
    sa.UniqueConstraint('sender_id', 'submission', name=op.f('uq_contact_requests_sender_id_submission'))
    )
    with op.batch_alter_table('contact_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_requests_recipient_id'), ['recipient_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_requests_sender_id'), ['sender_id'], unique=False)

    op.create_table('sheet_opinions',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('editor_id', sa.Integer(), nullable=False),
    sa.Column('opinion', sa.String(length=60), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['editor_id'], ['people.id'], name=op.f('fk_sheet_opinions_editor_id')),
    sa.ForeignKeyConstraint(['review_id'], ['sheet_reviews.id'], name=op.f('fk_sheet_opinions_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_opinions')),
    sa.UniqueConstraint('review_id', 'editor_id', name=op.f('uq_sheet_opinions_review_id_editor_id'))
    )
    op.create_table('sheet_discussions',
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_sheet_discussions_sheet_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_sheet_discussions_thread_id')),
    sa.PrimaryKeyConstraint('sheet_id', name=op.f('pk_sheet_discussions')),
    sa.UniqueConstraint('thread_id', name=op.f('uq_sheet_discussions_thread_id'))
    )
    # Columns are added in place, with a default for the rows there are: a table that others point to is never made anew.
    op.add_column('sheet_versions', sa.Column('is_autosave', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('sheet_versions', sa.Column('restored_from', sa.Integer(), nullable=True))
    op.add_column('sheets', sa.Column('listed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('sheets', sa.Column('transposition_count', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('sheets', sa.Column('translated_version', sa.Integer(), nullable=True))
    op.create_index(op.f('ix_sheets_listed_at'), 'sheets', ['listed_at'], unique=False)
    op.execute("UPDATE sheets SET listed_at = published_at WHERE published_version IS NOT NULL")


def downgrade() -> None:
    op.drop_index(op.f('ix_sheets_listed_at'), table_name='sheets')
    for column in ('translated_version', 'transposition_count', 'listed_at'):
        op.execute(f'ALTER TABLE sheets DROP COLUMN {column}')
    for column in ('restored_from', 'is_autosave'):
        op.execute(f'ALTER TABLE sheet_versions DROP COLUMN {column}')
    op.drop_table('sheet_discussions')
    op.drop_table('sheet_opinions')
    with op.batch_alter_table('contact_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_requests_sender_id'))
        batch_op.drop_index(batch_op.f('ix_contact_requests_recipient_id'))

    op.drop_table('contact_requests')
    with op.batch_alter_table('transpositions', schema=None) as batch_op:
        batch_op.drop_index('uq_transpositions_current', sqlite_where=sa.text("removed_at IS NULL AND state IN ('planned', 'under_way')"), postgresql_where=sa.text("removed_at IS NULL AND state IN ('planned', 'under_way')"))
        batch_op.drop_index(batch_op.f('ix_transpositions_thread_id'))
        batch_op.drop_index('ix_transpositions_sheet_state')
        batch_op.drop_index(batch_op.f('ix_transpositions_school_id'))
        batch_op.drop_index(batch_op.f('ix_transpositions_author_id'))

    op.drop_table('transpositions')
    with op.batch_alter_table('sheet_reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_reviews_taken_by'))
        batch_op.drop_index(batch_op.f('ix_sheet_reviews_sheet_id'))
        batch_op.drop_index('ix_sheet_reviews_closed_submitted')

    op.drop_table('sheet_reviews')
    with op.batch_alter_table('sheet_quotations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_quotations_thread_id'))
        batch_op.drop_index(batch_op.f('ix_sheet_quotations_sheet_id'))
        batch_op.drop_index('ix_sheet_quotations_person_consent')

    op.drop_table('sheet_quotations')
    op.drop_table('sheet_pdfs')
    with op.batch_alter_table('sheet_files', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_files_sheet')

    op.drop_table('sheet_files')
    with op.batch_alter_table('sheet_events', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_events_sheet')

    op.drop_table('sheet_events')
    with op.batch_alter_table('sheet_comments', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_comments_sheet')

    op.drop_table('sheet_comments')
    with op.batch_alter_table('sheet_bookmarks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_bookmarks_sheet_id'))

    op.drop_table('sheet_bookmarks')
    with op.batch_alter_table('sheet_authors', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sheet_authors_person_id'))

    op.drop_table('sheet_authors')
    with op.batch_alter_table('collection_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_collection_entries_sheet_id'))

    op.drop_table('collection_entries')
    with op.batch_alter_table('watched_filters', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_watched_filters_person_id'))

    op.drop_table('watched_filters')
    with op.batch_alter_table('collections', schema=None) as batch_op:
        batch_op.drop_index('ix_collections_public_changed')
        batch_op.drop_index(batch_op.f('ix_collections_owner_id'))

    op.drop_table('collections')
