"""One process reduced to its mail: `python -m tests.mail.worker DATABASE SMTP DATA MOMENT CONNECTIONS`."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from app.clock import FixedClock
from app.database import Database
from app.delivery import ledger
from app.delivery.run import DigestRun
from app.mail import transport_for
from app.settings import Settings
from app.workdays import Workdays


def main(url: str, smtp: str, data: str, moment: str, connections: str) -> None:
    ledger.LEASE = timedelta(seconds=30)
    settings = Settings(
        data_dir=Path(data), database_url=url, smtp_url=smtp, mail_connections=int(connections), mail_rate=0
    )
    clock = FixedClock(datetime.fromisoformat(moment))
    DigestRun(Database(url), settings, transport_for(settings), clock, Workdays()).if_due()


main(*sys.argv[1:])
