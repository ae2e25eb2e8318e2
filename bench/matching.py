"""A draft against five thousand published tasks: every task weighed, and only those that can be meant.

`python -m bench.matching` prints both, and whether they found the same.
"""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.database import Database
from app.drafts.known import find_standing
from app.drafts.likeness import likeness
from app.drafts.matching import ALONE, MOST, find_candidates, ways_of
from app.drafts.standing import KnownTask, Standing, even
from app.extraction import Draft, read_text
from app.workdays import Workdays
from bench.catalogues import Document, first_notice, load

Weighed = tuple[str, float]
_NOTICES, _TASKS, _ROUNDS = 250, 20, 7
_WORDS = (
    "职业教育", "高等学校", "中等职业学校", "社区教育", "教师队伍", "德育", "实习管理",
    "数字校园", "虚拟仿真", "质量年度报告", "技能大赛", "产教融合", "校企合作", "典型案例",
    "信息数据", "采集", "总结", "推介", "征集", "课程资源", "实训基地",
    "继续教育", "专业设置", "招生计划", "心理健康", "安全检查",
)  # fmt: skip


def weigh_every_task(draft: Draft, known: list[KnownTask]) -> list[list[Weighed]]:
    """The candidates of each of the draft's tasks, as (id, score), by holding every known task against it."""
    text = even(draft.text)
    cited = {task.number for task in known if even(task.number) in text}
    return [_best(task.title, task.summary, ways_of(task), cited, known) for task in draft.tasks]


def _best(title: str, summary: str, ways: set[str], cited: set[str], known: list[KnownTask]) -> list[Weighed]:
    found = []
    for task in known:
        alike = max(likeness(task.title, title), likeness(task.title, summary))
        score = round(0.6 * alike + 0.3 * (task.number in cited) + 0.1 * bool(task.contacts & ways), 2)
        if alike >= 0.35 and score >= 0.5:
            found.append((task.id, score))
    return sorted(found, key=lambda each: (-each[1], each[0]))[:MOST]


def many_notices() -> list[Document]:
    """Notices a day apart, twenty tasks each, titled from the words of the trade."""
    chance, base = random.Random(7), first_notice()
    return [base | _notice(chance, base, number) for number in range(_NOTICES)]


def _notice(chance: random.Random, base: Document, number: int) -> Document:
    day = date(2021, 10, 1) + timedelta(days=number)
    facts = {"id": f"many-{number}", "number": f"教职成司函〔2021〕{number + 20}号", "issued_on": str(day)}
    tasks = [_task(chance, task, f"many-{number}-{at}") for at, task in enumerate((base["tasks"] * 2)[:_TASKS])]
    return {"notice": base["notice"] | facts, "tasks": tasks}


def _task(chance: random.Random, task: Document, task_id: str) -> Document:
    phone = f"010-{chance.randrange(66000000, 67000000)}"
    title = "".join(chance.sample(_WORDS, chance.randint(2, 4))) + chance.choice(["", "工作", "情况", "报送"])
    return task | {"id": task_id, "title": title, "contacts": [{"name": "张三", "phones": [phone]}]}


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What `act` gives, and its best time in milliseconds."""
    took = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        found = act()
        took.append((time.perf_counter() - start) * 1000)
    return found, min(took)


def _as_text(document: Document) -> str:
    """The first notice as a text, its headings and wordings."""
    facts = document["notice"]
    lines = [facts["number"], facts["title"], facts["addressees"] + "："]
    for number, task in enumerate(document["tasks"], 1):
        lines += [f"{number}. {task['title']}", f"{task['summary']}", f"报送时间：2022年{number % 12 + 1}月20日前"]
    return "\n\n".join([*lines, facts["issuer"], "2022年6月23日"])


def main() -> None:
    """Fill a database, match one draft both ways, print what each took."""
    draft = read_text(_as_text(first_notice()), workdays=Workdays())
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        database.migrate()
        load(database, [*many_notices(), first_notice()])
        with database.read() as session:
            standing, built = _timed(lambda: find_standing(session, date(2021, 1, 1)))
        database.close()
    every = list(standing)
    plain, before = _timed(lambda: weigh_every_task(draft, every))
    narrowed, after = _timed(lambda: find_candidates(draft, standing))
    same = plain == [[(each.task.id, each.score) for each in found] for found in narrowed]
    _, indexed = _timed(lambda: Standing(every, least=ALONE))
    print(f"{len(every):,} published tasks, {len(draft.tasks)} tasks in the draft")
    print(f"every task weighed  {before:7.1f} ms")
    print(f"those near          {after:7.1f} ms   {before / after:.0f} times faster, the same candidates: {same}")
    print(f"read and indexed    {built:7.1f} ms   once a state of the catalogue ({indexed:.1f} ms of it the index)")


if __name__ == "__main__":
    main()
