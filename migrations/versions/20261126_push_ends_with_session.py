"""Web push that ends with the session of its browser."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def find_sessions() -> None:
    """Ties each subscription to the latest session of its person in a browser of the same name; those of none end."""
    pushes = sa.table("push_subscriptions", *(sa.column(name) for name in ("person_id", "browser", "login_hash")))
    logins = sa.table("logins", *(sa.column(name) for name in ("token_hash", "person_id", "browser", "began_at")))
    same = (logins.c.person_id == pushes.c.person_id) & (logins.c.browser == pushes.c.browser)
    latest = sa.select(logins.c.token_hash).where(same).order_by(logins.c.began_at.desc()).limit(1)
    op.execute(pushes.update().values(login_hash=latest.scalar_subquery()))
    op.execute(pushes.delete().where(pushes.c.login_hash.is_(None)))


def upgrade() -> None:
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("login_hash", sa.String(length=64), nullable=True))
    find_sessions()
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.alter_column("login_hash", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_push_subscriptions_login_hash"),
            "logins",
            ["login_hash"],
            ["token_hash"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        )
        batch_op.create_index(batch_op.f("ix_push_subscriptions_login_hash"), ["login_hash"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscriptions_login_hash"))
        batch_op.drop_constraint(batch_op.f("fk_push_subscriptions_login_hash"), type_="foreignkey")
        batch_op.drop_column("login_hash")
