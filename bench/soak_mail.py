"""The long form of the mail's fault test: 200 `kill -9` at random moments of a run over 500 subscriptions."""

import argparse
import os
import tempfile
from pathlib import Path

from app.database import Database
from tests.mail.crash import MOST_IN_FLIGHT, Toll, survive
from tests.servers import PostgresCluster


def main() -> int:
    """Run it on SQLite and PostgreSQL; 1 when anybody was forgotten or heard more than the kills explain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--readers", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20220822)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    print(f"{options.readers} readers, {options.kills} kills, seed {options.seed}, {os.cpu_count()} cores")
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="qixian-soak-") as folder:
        if options.database != "postgresql":
            url = f"sqlite:///{Path(folder) / 'qixian.db'}"
            Database(url).migrate()
            verdicts.append(_report("SQLite", _run(url, Path(folder), options), options.readers))
        if options.database != "sqlite":
            with PostgresCluster(Path(folder)) as cluster, cluster.clone() as url:
                verdicts.append(_report("PostgreSQL", _run(url, Path(folder), options), options.readers))
    return 0 if all(verdicts) else 1


def _run(url: str, folder: Path, options: argparse.Namespace) -> Toll:
    return survive(url, folder / "var", readers=options.readers, kills=options.kills, seed=options.seed)


def _report(name: str, toll: Toll, readers: int) -> bool:
    is_bounded = toll.duplicates <= toll.kills * MOST_IN_FLIGHT
    is_same = set(toll.variants.values()) == {1}
    is_complete = len(toll.copies) == readers and toll.states == {"sent": readers}
    print(
        f"{name}: {toll.kills} processes killed at work; {len(toll.copies)} of {readers} readers have the digest; "
        f"{toll.duplicates} duplicates (bound {toll.kills * MOST_IN_FLIGHT}), each the same mail: {is_same}"
    )
    return is_bounded and is_same and is_complete


if __name__ == "__main__":
    raise SystemExit(main())
