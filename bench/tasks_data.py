"""A catalogue of any size for measuring: notices over ten years, in the proportions and words of the first one."""

import json
import random
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from app.database import Database
from app.folding import searchable
from app.models import NO_DAY, channel_types
from app.provinces import ALL_MASK, GROUPS, PROVINCES, mask_of

FIRST_DAY, DAYS = date(2016, 1, 1), 3652
TASKS_A_NOTICE = 500
STAMP = datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, as SQLite keeps it
_ITEMS = tuple(f"{part}（{number}）" for part in "一二三四" for number in "一二三四五六七八九十")
_TOPICS = (
    "职业教育",
    "继续教育",
    "社区教育",
    "教材建设",
    "实习管理",
    "数字校园",
    "虚拟仿真",
    "教师培训",
    "质量年度报告",
    "技能大赛",
)
_ACTS = ("总结报送", "数据填报", "项目申报", "案例征集", "情况汇总", "名单推荐", "信息采集", "研讨会", "培训班")
_KINDS = ("report", "data", "application", "collection", "meeting", "training")
_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红建文辉力"
_CHANNELS: tuple[dict[str, Any], ...] = (
    {"type": "email", "address": "office@example.cn", "note": "电子版材料"},
    {"type": "platform", "name": "全国信息管理系统", "url": None, "note": "网上填报"},
    {"type": "post", "address": "北京市西城区大木仓胡同37号", "note": "纸质版材料"},
)
_TASK_COLUMNS = [
    "id",
    "notice_id",
    "position",
    "item",
    "title",
    "summary",
    "kind",
    "status",
    "opens_on",
    "due_on",
    "sort_on",
    "due_time",
    "precision",
    "wording",
    "audience",
    "applies_because",
    "channels",
    "channel_types",
    "needs_seal",
    "forms",
    "contacts",
    "limits",
    "sequence",
    "version",
    "created_at",
    "updated_at",
    "withdrawn_at",
]
_NOTICE_COLUMNS = [
    "id",
    "number",
    "title",
    "issuer",
    "issued_on",
    "addressees",
    "url",
    "attachments",
    "created_at",
    "updated_at",
]
_MOST = mask_of(GROUPS["provinces"]) | mask_of(p for p in PROVINCES if p.slug == "xpcc")


def fill(database: Database, tasks: int) -> None:
    """Put `tasks` tasks into an empty, migrated database, in one go and past the ORM; then let it gather statistics."""
    pick = random.Random(20220822)
    notices = max(1, tasks // TASKS_A_NOTICE)
    rows = (_task(pick, number, notices) for number in range(tasks))
    label = f"{database.engine.dialect.name}: {tasks:,} tasks"
    with _writer(database) as writer:
        writer.write("notices", _NOTICE_COLUMNS, (_notice(number, notices) for number in range(notices)))
        for chunk in _chunks(_progress(rows, tasks, label), 20_000):
            writer.write("tasks", _TASK_COLUMNS, chunk)
            writer.write("task_texts", ["task_id", "folded"], [(row[0], _text(row)) for row in chunk])
        writer.finish(f"UPDATE catalogue SET version = {notices}, longest_window = 60")


def _notice(number: int, notices: int) -> tuple[Any, ...]:
    issued = FIRST_DAY + timedelta(days=number * DAYS // notices)
    name = f"教职成函〔{issued.year}〕{number}号"
    stamps = (STAMP, STAMP)
    return (
        f"n-{number}",
        name,
        f"关于做好{issued.year}年有关工作的通知",
        "教育部",
        issued,
        "各省",
        None,
        "[]",
        *stamps,
    )


def _task(pick: random.Random, number: int, notices: int) -> tuple[Any, ...]:
    notice = min(number // TASKS_A_NOTICE, notices - 1)
    due = _due(pick, notice, notices)
    opens = due - timedelta(days=pick.randint(5, 60)) if due and pick.random() < 0.2 else None
    topic, act = pick.choice(_TOPICS), pick.choice(_ACTS)
    channels = [channel for channel in _CHANNELS if pick.random() < 0.5]
    name = pick.choice(_NAMES) + pick.choice(_GIVEN) + pick.choice(_GIVEN)
    contacts = [{"name": name, "phones": [f"010-{pick.randint(60000000, 69999999)}"], "emails": []}]
    wording = f"{due.year}年{due.month}月{due.day}日前" if due else "另行通知"
    summary = f"组织本地区学校做好{topic}{act}工作，于{wording}报送第{number}号材料，加盖公章后扫描上传。"
    return (
        f"n-{notice}-{number}", f"n-{notice}", number % TASKS_A_NOTICE, pick.choice(_ITEMS), f"{topic}{act}", summary,
        pick.choices(_KINDS, (30, 25, 15, 20, 7, 3))[0], "dated" if due else "to_be_notified", opens, due,
        due or NO_DAY, None,
        "day" if due else "undated", wording, _audience(pick), "通知主送各省", json.dumps(channels, ensure_ascii=False),
        channel_types(channels), pick.random() < 0.3, "[]", json.dumps(contacts, ensure_ascii=False), None, 0,
        notice + 1, STAMP, STAMP + timedelta(seconds=notice), STAMP if pick.random() < 0.01 else None,
    )  # fmt: skip


def _due(pick: random.Random, notice: int, notices: int) -> date | None:
    """Within half a year of the notice, every third at a month's end, every eighth not known yet."""
    if pick.random() < 0.125:
        return None
    day = FIRST_DAY + timedelta(days=notice * DAYS // notices + pick.randint(20, 200))
    return day.replace(day=28) if pick.random() < 0.33 else day


def _audience(pick: random.Random) -> int:
    if pick.random() < 0.15:
        return mask_of(pick.sample(PROVINCES, pick.randint(1, 10)))
    return ALL_MASK if pick.random() < 0.5 else _MOST


def _text(row: tuple[Any, ...]) -> str:
    return searchable(row[4], row[5], row[13], json.loads(row[20]))


class _Sqlite:
    def __init__(self, database: Database) -> None:
        self.pooled = database.engine.raw_connection()
        self.connection: sqlite3.Connection = self.pooled.driver_connection  # ty: ignore[invalid-assignment]
        self.connection.execute("BEGIN")

    def write(self, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(columns))
        plain = (tuple(str(v) if isinstance(v, date) else v for v in row) for row in rows)
        self.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", plain)

    def finish(self, statement: str) -> None:
        for part in (statement, "COMMIT", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"):
            self.connection.execute(part)

    def close(self) -> None:
        self.pooled.close()


class _Postgres:
    def __init__(self, database: Database) -> None:
        url = make_url(database.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.connection = psycopg.connect(url, autocommit=True)
        # An index of grams is built of a full table many times faster than along with it.
        asked = self.connection.execute("SELECT pg_get_indexdef('ix_task_texts_grams'::regclass)").fetchone()
        self.index = asked[0] if asked else ""
        self.connection.execute("DROP INDEX ix_task_texts_grams")

    def write(self, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self, statement: str) -> None:
        for part in (statement, "SET maintenance_work_mem = '1GB'", self.index, "VACUUM (ANALYZE)"):
            self.connection.execute(part)  # ty: ignore[no-matching-overload] - words of our own making

    def close(self) -> None:
        self.connection.close()


@contextmanager
def _writer(database: Database) -> Iterator[_Sqlite | _Postgres]:
    writer = _Sqlite(database) if database.engine.dialect.name == "sqlite" else _Postgres(database)
    try:
        yield writer
    finally:
        writer.close()


def _chunks(rows: Iterator[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def _progress(rows: Iterable[tuple[Any, ...]], total: int, label: str) -> Iterator[tuple[Any, ...]]:
    """The rows, with a bar on standard error while they pass."""
    for done, row in enumerate(rows, start=1):
        if done % 10_000 == 0 or done == total:
            bar = "█" * (done * 30 // total)
            print(
                f"\r{label} {bar:<30} {done / total:4.0%}",
                end="" if done < total else "\n",
                file=sys.stderr,
                flush=True,
            )
        yield row
