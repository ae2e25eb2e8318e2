"""The log of 0005 on SQLite, whose REPLACE deletes a row without a word to the DELETE trigger. PostgreSQL has no such
statement: its trigger on UPDATE hears of ON CONFLICT and MERGE too."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NO_REPLACE = """
CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit_log can only grow'); END
"""
# An id still to be chosen is -1 before the insert: a row with that id would keep out all that follow.
_NO_ID_BELOW_ONE = """
CREATE TRIGGER audit_log_no_id_below_one AFTER INSERT ON audit_log WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'audit_log can only grow'); END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_NO_REPLACE)
        op.execute(_NO_ID_BELOW_ONE)
