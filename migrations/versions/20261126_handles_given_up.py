"""Handles that people gave up for others: they still lead to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "former_handles",
        sa.Column("handle", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_former_handles_person_id")),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_former_handles")),
    )
    with op.batch_alter_table("former_handles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_handles_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("former_handles")
