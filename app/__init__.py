"""Qixian (期限): from an official notice to every province's calendar.

intake      a notice document into rows, every change kept as a revision
queries     every read: which tasks, until when, for whom
feeds       tasks → iCalendar, one feed a province
publishing  every feed's published copy: bytes, validators, the short way to them
exports     tasks → CSV and XLSX
digests     what a province should hear this week
delivery    who gets which mail, once: subscriptions, ledger, run
mail        a message, and the ways to hand it over
pages       Jinja: pages and mails
routes      every address; jobs: what ticks when; commands: the command line
main        create_app(settings, clock), where all parts meet
models, tellings, database, migrations, schemas, provinces, workdays, folding, clock, errors, settings: the ground floor
"""

__version__ = "0.1.0"
