"""The day of issue of the notice that changed a task: an older notice must not undo a newer one unseen."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("issued_on", sa.Date(), nullable=True))
