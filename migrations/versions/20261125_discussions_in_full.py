"""Communities, discussions and notices in full: reading marks, holders' acts, reactions, proposals, conversations,
drafts, files, watching, and how people wish to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0003'
down_revision = '0002'


def give_handles() -> None:
    """Calls each person by the number of their account where they have no handle yet, a thousand at a time.

    A name can't be spelled in SQL alike on both databases; « @membre-12 » is told from others, and that is enough.
    """
    people = sa.table('people', sa.column('id', sa.Integer()), sa.column('handle', sa.String()))
    connection = op.get_bind()
    last = connection.scalar(sa.select(sa.func.max(people.c.id))) or 0
    for first in range(0, last + 1, 1000):
        some = people.c.id.between(first, first + 999) & people.c.handle.is_(None)
        called = sa.literal('membre-').concat(sa.cast(people.c.id, sa.String()))
        connection.execute(people.update().where(some).values(handle=called))


def upgrade() -> None:
    op.create_table('stopped_addresses',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('email', name=op.f('pk_stopped_addresses'))
    )
    op.create_table('attachments',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=200), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('holder', sa.String(length=60), nullable=True),
    sa.Column('holder_id', sa.Integer(), nullable=True),
    sa.Column('brought_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_attachments_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments'))
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index('ix_attachments_holder', ['holder', 'holder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachments_person_id'), ['person_id'], unique=False)

    op.create_table('conversations',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['started_by'], ['people.id'], name=op.f('fk_conversations_started_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
    sa.UniqueConstraint('started_by', 'submission', name=op.f('uq_conversations_started_by_submission'))
    )
    op.create_table('digests_sent',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=20), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_digests_sent_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'period', name=op.f('pk_digests_sent'))
    )
    op.create_table('drafts',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('fields', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_drafts_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'place', name=op.f('pk_drafts'))
    )
    op.create_table('feed_keys',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_feed_keys_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_feed_keys'))
    )
    op.create_table('notice_preferences',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('mail', sa.String(length=60), nullable=False),
    sa.Column('push', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notice_preferences_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'category', name=op.f('pk_notice_preferences'))
    )
    op.create_table('push_subscriptions',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('endpoint', sa.String(length=1000), nullable=False),
    sa.Column('p256dh', sa.String(length=200), nullable=False),
    sa.Column('auth', sa.String(length=200), nullable=False),
    sa.Column('browser', sa.String(length=200), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_push_subscriptions_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_subscriptions')),
    sa.UniqueConstraint('endpoint', name=op.f('uq_push_subscriptions_endpoint'))
    )
    with op.batch_alter_table('push_subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_push_subscriptions_person_id'), ['person_id'], unique=False)

    op.create_table('quiet_hours',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('begins', sa.String(length=5), nullable=False),
    sa.Column('ends', sa.String(length=5), nullable=False),
    sa.Column('weekends', sa.Boolean(), nullable=False),
    sa.Column('holiday_zone', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_quiet_hours_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_quiet_hours'))
    )
    op.create_table('tag_synonyms',
    sa.Column('slug', sa.String(length=100), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_tag_synonyms_tag_id')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_tag_synonyms'))
    )
    with op.batch_alter_table('tag_synonyms', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tag_synonyms_tag_id'), ['tag_id'], unique=False)

    op.create_table('watches',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('object_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=60), nullable=False),
    sa.Column('is_automatic', sa.Boolean(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_watches_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'kind', 'object_id', name=op.f('pk_watches'))
    )
    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.create_index('ix_watches_object', ['kind', 'object_id', 'level'], unique=False)

    op.create_table('community_facilitators',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('named_by', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_community_facilitators_community_id')),
    sa.ForeignKeyConstraint(['named_by'], ['people.id'], name=op.f('fk_community_facilitators_named_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_community_facilitators_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_facilitators'))
    )
    with op.batch_alter_table('community_facilitators', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_community_facilitators_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_community_facilitators_person_id'), ['person_id'], unique=False)

    op.create_table('community_invitations',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_community_invitations_community_id')),
    sa.ForeignKeyConstraint(['invited_by'], ['people.id'], name=op.f('fk_community_invitations_invited_by')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_community_invitations_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_invitations')),
    sa.UniqueConstraint('community_id', 'email', name=op.f('uq_community_invitations_community_id_email'))
    )
    with op.batch_alter_table('community_invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_community_invitations_email'), ['email'], unique=False)

    op.create_table('community_requests',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('is_admitted', sa.Boolean(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['answered_by'], ['people.id'], name=op.f('fk_community_requests_answered_by')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_community_requests_community_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_community_requests_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_requests'))
    )
    with op.batch_alter_table('community_requests', schema=None) as batch_op:
        batch_op.create_index('ix_community_requests_open', ['community_id', 'answered_at'], unique=False)
        batch_op.create_index('uq_community_requests_waiting', ['community_id', 'person_id'], unique=True, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_community_requests_person_id'), ['person_id'], unique=False)

    op.create_table('community_sheets',
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('put_by', sa.Integer(), nullable=False),
    sa.Column('put_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_community_sheets_community_id')),
    sa.ForeignKeyConstraint(['put_by'], ['people.id'], name=op.f('fk_community_sheets_put_by')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheets.id'], name=op.f('fk_community_sheets_sheet_id')),
    sa.PrimaryKeyConstraint('community_id', 'sheet_id', name=op.f('pk_community_sheets'))
    )
    with op.batch_alter_table('community_sheets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_community_sheets_sheet_id'), ['sheet_id'], unique=False)

    op.create_table('conversation_members',
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_number', sa.Integer(), nullable=False),
    sa.Column('muted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_conversation_members_conversation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_conversation_members_person_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'person_id', name=op.f('pk_conversation_members'))
    )
    with op.batch_alter_table('conversation_members', schema=None) as batch_op:
        batch_op.create_index('ix_conversation_members_person', ['person_id', 'left_at'], unique=False)

    op.create_table('conversation_messages',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_reason', sa.Text(), nullable=False),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_conversation_messages_author_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_conversation_messages_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation_messages')),
    sa.UniqueConstraint('author_id', 'submission', name=op.f('uq_conversation_messages_author_id_submission')),
    sa.UniqueConstraint('conversation_id', 'number', name=op.f('uq_conversation_messages_conversation_id_number'))
    )
    with op.batch_alter_table('conversation_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_messages_author_id'), ['author_id'], unique=False)

    op.create_table('space_tags',
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_space_tags_space_id')),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_space_tags_tag_id')),
    sa.PrimaryKeyConstraint('space_id', 'tag_id', name=op.f('pk_space_tags'))
    )
    op.create_table('space_templates',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_space_templates_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space_templates'))
    )
    with op.batch_alter_table('space_templates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_space_templates_space_id'), ['space_id'], unique=False)

    op.create_table('proposals',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('question', sa.String(length=200), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('details_html', sa.Text(), nullable=False),
    sa.Column('is_multiple', sa.Boolean(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('outcome_html', sa.Text(), nullable=False),
    sa.Column('outcome_by', sa.Integer(), nullable=True),
    sa.Column('outcome_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submission', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_proposals_author_id')),
    sa.ForeignKeyConstraint(['outcome_by'], ['people.id'], name=op.f('fk_proposals_outcome_by')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_proposals_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals')),
    sa.UniqueConstraint('author_id', 'submission', name=op.f('uq_proposals_author_id_submission'))
    )
    with op.batch_alter_table('proposals', schema=None) as batch_op:
        batch_op.create_index('ix_proposals_closing', ['closed_at', 'closes_at'], unique=False)
        batch_op.create_index('ix_proposals_thread', ['thread_id', 'id'], unique=False)

    op.create_table('thread_acts',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('other_thread_id', sa.Integer(), nullable=True),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['people.id'], name=op.f('fk_thread_acts_actor_id')),
    sa.ForeignKeyConstraint(['other_thread_id'], ['threads.id'], name=op.f('fk_thread_acts_other_thread_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_acts_thread_id')),
    sa.ForeignKeyConstraint(['undone_by'], ['people.id'], name=op.f('fk_thread_acts_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread_acts'))
    )
    with op.batch_alter_table('thread_acts', schema=None) as batch_op:
        batch_op.create_index('ix_thread_acts_other', ['other_thread_id', 'id'], unique=False)
        batch_op.create_index('ix_thread_acts_thread', ['thread_id', 'id'], unique=False)

    op.create_table('thread_reads',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('read_number', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_thread_reads_person_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_thread_reads_thread_id')),
    sa.PrimaryKeyConstraint('person_id', 'thread_id', name=op.f('pk_thread_reads'))
    )
    with op.batch_alter_table('thread_reads', schema=None) as batch_op:
        batch_op.create_index('ix_thread_reads_thread', ['thread_id'], unique=False)

    op.create_table('consent_answers',
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('stance', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_consent_answers_person_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_consent_answers_proposal_id')),
    sa.PrimaryKeyConstraint('proposal_id', 'person_id', name=op.f('pk_consent_answers'))
    )
    op.create_table('post_quotes',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('quoted_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_post_quotes_post_id')),
    sa.ForeignKeyConstraint(['quoted_id'], ['posts.id'], name=op.f('fk_post_quotes_quoted_id')),
    sa.PrimaryKeyConstraint('post_id', 'quoted_id', name=op.f('pk_post_quotes'))
    )
    with op.batch_alter_table('post_quotes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_quotes_quoted_id'), ['quoted_id'], unique=False)

    op.create_table('post_traces',
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_post_traces_post_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['threads.id'], name=op.f('fk_post_traces_thread_id')),
    sa.PrimaryKeyConstraint('thread_id', 'number', name=op.f('pk_post_traces'))
    )
    with op.batch_alter_table('post_traces', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_traces_post_id'), ['post_id'], unique=False)

    op.create_table('proposal_options',
    sa.Column('id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=200), nullable=False),
    sa.Column('moment', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_proposal_options_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal_options'))
    )
    with op.batch_alter_table('proposal_options', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_options_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('reactions',
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('reacted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_reactions_person_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_reactions_post_id')),
    sa.PrimaryKeyConstraint('post_id', 'person_id', 'kind', name=op.f('pk_reactions'))
    )
    with op.batch_alter_table('reactions', schema=None) as batch_op:
        batch_op.create_index('ix_reactions_person', ['person_id'], unique=False)

    op.create_table('proposal_choices',
    sa.Column('option_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['option_id'], ['proposal_options.id'], name=op.f('fk_proposal_choices_option_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_proposal_choices_person_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_proposal_choices_proposal_id')),
    sa.PrimaryKeyConstraint('option_id', 'person_id', name=op.f('pk_proposal_choices'))
    )
    with op.batch_alter_table('proposal_choices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_choices_proposal_id'), ['proposal_id'], unique=False)

    with op.batch_alter_table('communities', schema=None) as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(length=60), nullable=False, server_default='open'))
        batch_op.add_column(sa.Column('admission', sa.String(length=60), nullable=False, server_default='open'))
        batch_op.add_column(sa.Column('why', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('charter_changed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('proposed_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('decided_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('decision_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('archived_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('archive_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('submission', sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f('ix_communities_proposed_by'), ['proposed_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_communities_state'), ['state'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_communities_proposed_by_submission'), ['proposed_by', 'submission'])
        batch_op.create_foreign_key(batch_op.f('fk_communities_proposed_by'), 'people', ['proposed_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_communities_decided_by'), 'people', ['decided_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_communities_archived_by'), 'people', ['archived_by'], ['id'])

    with op.batch_alter_table('community_memberships', schema=None) as batch_op:
        batch_op.add_column(sa.Column('charter_accepted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('removed_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('removal_reason', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_community_memberships_removed_by'), 'people', ['removed_by'], ['id'])

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('topic', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('audience', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('reason', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mail_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('push_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('pushed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('mail_rhythm', sa.String(length=60), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mail_tries', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('push_tries', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_index('ix_notices_about', ['about'], unique=False)
        batch_op.create_index('ix_notices_mail_due', ['mail_due_at', 'id'], unique=False)
        batch_op.create_index('ix_notices_push_due', ['push_due_at', 'id'], unique=False)
        batch_op.create_index('ix_notices_topic', ['topic', 'person_id'], unique=False)
        batch_op.create_index('ix_notices_unread', ['person_id', 'audience'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('handle', sa.String(length=60), nullable=True))
    give_handles()
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.alter_column('handle', existing_type=sa.String(length=60), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_people_handle'), ['handle'])

    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=60), nullable=False, server_default='post'))
        batch_op.add_column(sa.Column('is_wiki', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('helped_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('helped_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('reaction_counts', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default='{}'))
        batch_op.create_foreign_key(batch_op.f('fk_posts_helped_by'), 'people', ['helped_by'], ['id'])
        batch_op.create_index('ix_posts_thread_author', ['thread_id', 'author_id', 'number'], unique=False)
        batch_op.create_index('ix_posts_thread_written', ['thread_id', 'written_at', 'number'], unique=False)
        for name, where in (('ix_posts_helped', 'helped_at IS NOT NULL'), ('ix_posts_notes', "kind = 'note'")):
            batch_op.create_index(name, ['thread_id', 'number'], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))

    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pinned_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('slow_seconds', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('summary', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('summary_html', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('summary_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('summary_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('helped_count', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('proposal_count', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_index('ix_threads_last', ['last_post_at', 'id'], unique=False)
        batch_op.create_index('ix_threads_unanswered', ['post_count', 'last_post_at', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_threads_summary_by'), 'people', ['summary_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_threads_merged_into_id'), 'threads', ['merged_into_id'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('threads', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_threads_merged_into_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_threads_summary_by'), type_='foreignkey')
        batch_op.drop_index('ix_threads_unanswered')
        batch_op.drop_index('ix_threads_last')
        batch_op.drop_column('proposal_count')
        batch_op.drop_column('helped_count')
        batch_op.drop_column('summary_at')
        batch_op.drop_column('summary_by')
        batch_op.drop_column('summary_html')
        batch_op.drop_column('summary')
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('slow_seconds')
        batch_op.drop_column('pinned_until')

    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.drop_column('closed_at')

    with op.batch_alter_table('posts', schema=None) as batch_op:
        for name in ('ix_posts_notes', 'ix_posts_helped', 'ix_posts_thread_written', 'ix_posts_thread_author'):
            batch_op.drop_index(name)
        batch_op.drop_constraint(batch_op.f('fk_posts_helped_by'), type_='foreignkey')
        batch_op.drop_column('reaction_counts')
        batch_op.drop_column('helped_by')
        batch_op.drop_column('helped_at')
        batch_op.drop_column('is_wiki')
        batch_op.drop_column('kind')

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_people_handle'), type_='unique')
        batch_op.drop_column('handle')

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index('ix_notices_unread')
        batch_op.drop_index('ix_notices_topic')
        batch_op.drop_index('ix_notices_push_due')
        batch_op.drop_index('ix_notices_mail_due')
        batch_op.drop_index('ix_notices_about')
        batch_op.drop_column('push_tries')
        batch_op.drop_column('mail_tries')
        batch_op.drop_column('mail_rhythm')
        batch_op.drop_column('pushed_at')
        batch_op.drop_column('push_due_at')
        batch_op.drop_column('mailed_at')
        batch_op.drop_column('mail_due_at')
        batch_op.drop_column('reason')
        batch_op.drop_column('audience')
        batch_op.drop_column('topic')
        batch_op.drop_column('about')

    with op.batch_alter_table('community_memberships', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_community_memberships_removed_by'), type_='foreignkey')
        batch_op.drop_column('removal_reason')
        batch_op.drop_column('removed_by')
        batch_op.drop_column('removed_at')
        batch_op.drop_column('charter_accepted_at')

    with op.batch_alter_table('communities', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_communities_archived_by'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_communities_decided_by'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_communities_proposed_by'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_communities_proposed_by_submission'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_communities_state'))
        batch_op.drop_index(batch_op.f('ix_communities_proposed_by'))
        batch_op.drop_column('submission')
        batch_op.drop_column('archive_reason')
        batch_op.drop_column('archived_by')
        batch_op.drop_column('archived_at')
        batch_op.drop_column('decision_reason')
        batch_op.drop_column('decided_at')
        batch_op.drop_column('decided_by')
        batch_op.drop_column('proposed_at')
        batch_op.drop_column('proposed_by')
        batch_op.drop_column('charter_changed_at')
        batch_op.drop_column('why')
        batch_op.drop_column('admission')
        batch_op.drop_column('state')

    with op.batch_alter_table('proposal_choices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_choices_proposal_id'))

    op.drop_table('proposal_choices')
    with op.batch_alter_table('reactions', schema=None) as batch_op:
        batch_op.drop_index('ix_reactions_person')

    op.drop_table('reactions')
    with op.batch_alter_table('proposal_options', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_options_proposal_id'))

    op.drop_table('proposal_options')
    with op.batch_alter_table('post_traces', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_traces_post_id'))

    op.drop_table('post_traces')
    with op.batch_alter_table('post_quotes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_quotes_quoted_id'))

    op.drop_table('post_quotes')
    op.drop_table('consent_answers')
    with op.batch_alter_table('thread_reads', schema=None) as batch_op:
        batch_op.drop_index('ix_thread_reads_thread')

    op.drop_table('thread_reads')
    with op.batch_alter_table('thread_acts', schema=None) as batch_op:
        batch_op.drop_index('ix_thread_acts_thread')
        batch_op.drop_index('ix_thread_acts_other')

    op.drop_table('thread_acts')
    with op.batch_alter_table('proposals', schema=None) as batch_op:
        batch_op.drop_index('ix_proposals_thread')
        batch_op.drop_index('ix_proposals_closing')

    op.drop_table('proposals')
    with op.batch_alter_table('space_templates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_space_templates_space_id'))

    op.drop_table('space_templates')
    op.drop_table('space_tags')
    with op.batch_alter_table('conversation_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversation_messages_author_id'))

    op.drop_table('conversation_messages')
    with op.batch_alter_table('conversation_members', schema=None) as batch_op:
        batch_op.drop_index('ix_conversation_members_person')

    op.drop_table('conversation_members')
    with op.batch_alter_table('community_sheets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_community_sheets_sheet_id'))

    op.drop_table('community_sheets')
    with op.batch_alter_table('community_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_community_requests_person_id'))
        batch_op.drop_index('ix_community_requests_open')

    op.drop_table('community_requests')
    with op.batch_alter_table('community_invitations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_community_invitations_email'))

    op.drop_table('community_invitations')
    with op.batch_alter_table('community_facilitators', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_community_facilitators_person_id'))
        batch_op.drop_index(batch_op.f('ix_community_facilitators_community_id'))

    op.drop_table('community_facilitators')
    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.drop_index('ix_watches_object')

    op.drop_table('watches')
    with op.batch_alter_table('tag_synonyms', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tag_synonyms_tag_id'))

    op.drop_table('tag_synonyms')
    op.drop_table('quiet_hours')
    with op.batch_alter_table('push_subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_push_subscriptions_person_id'))

    op.drop_table('push_subscriptions')
    op.drop_table('notice_preferences')
    op.drop_table('feed_keys')
    op.drop_table('drafts')
    op.drop_table('digests_sent')
    op.drop_table('conversations')
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachments_person_id'))
        batch_op.drop_index('ix_attachments_holder')
        batch_op.drop_index(batch_op.f('ix_attachments_fingerprint'))

    op.drop_table('attachments')
    op.drop_table('stopped_addresses')
