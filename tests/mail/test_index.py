"""How SQLite finds the mails whose time has come: by the index of what is open, without sorting the whole ledger."""

from app.clock import FixedClock
from app.database import Database
from app.delivery import ledger


def test_claiming_reads_the_ledger_by_the_index_of_what_is_open(sqlite_url: str, clock: FixedClock) -> None:
    database = Database(sqlite_url)
    statement = ledger.waiting(clock.now(), None).compile(database.engine, compile_kwargs={"literal_binds": True})
    with database.engine.connect() as connection:
        steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    database.close()
    assert any("ix_deliveries_unsettled" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)
