"""How well notices are read: what a person reads in `tests/notices/` against what the rules read, and how fast.

    python -m bench.reading

Cases 01–20 were open while the rules were written; the others were written, in five rounds, before the rules were
tried on them. What each round scored the first time stands in docs/reading.md.
"""

import importlib
import importlib.util
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.extraction import Draft, read_text
from app.extraction.draft import DraftStatus, DraftTask
from app.workdays import Workdays

ROOT = Path(__file__).parents[1]
NOTICES = ROOT / "tests" / "notices"
FIRST_NOTICE = ROOT.parent / "shared" / "notices" / "moe-zcs-2022-8.txt"
# The last case of each set.
HALVES = {
    "the first notice": 0,
    "open cases": 20,
    "held back, first round": 44,
    "held back, second round": 64,
    "held back, third round": 76,
    "held back, fourth round": 86,
    "held back, fifth round": 999,
}
_ALIKE = 0.5
# Texts of one kind of thing, whose cost must not grow faster than they do.
_OVER_AND_OVER = {"sentence": "请各校于3月1日前报送材料。", "list": "1月1日前、", "row": "报送时间\t2026年1月1日\n"}
_OPEN = {"needs_year", "damaged", "relative", "recurring", "to_be_notified", "planned"}


@dataclass(slots=True)
class Tally:
    """Right answers, answers given, answers wanted; and what went wrong, in words."""

    right: int = 0
    given: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, given: Iterable[object], wanted: Iterable[object]) -> None:
        """Count two bags of answers of the case `name` against each other."""
        mine, theirs = Counter(given), Counter(wanted)
        self.right += (mine & theirs).total()
        self.given += mine.total()
        self.wanted += theirs.total()
        self.misses += [f"{name}: missed {item}" for item in (theirs - mine).elements()]
        self.misses += [f"{name}: wrong {item}" for item in (mine - theirs).elements()]

    def line(self, label: str) -> str:
        """Recall and precision in per cent."""
        recall, precision = _percent(self.right, self.wanted), _percent(self.right, self.given)
        right = self.right
        return f"{label:14} recall {recall} ({right}/{self.wanted})  precision {precision} ({right}/{self.given})"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "   –   "


def cases() -> list[tuple[str, str, dict]]:
    """(name, text, expected) of every pair of files, and of the first notice where it lies beside the repository."""
    found = []
    for path in sorted(NOTICES.glob("*.json")):
        text = FIRST_NOTICE if path.stem == "00-first-notice" else path.with_suffix(".txt")
        if text.exists():
            found.append((path.stem, text.read_text("utf-8"), json.loads(path.read_text("utf-8"))))
        else:
            print(f"left out: {path.stem}, its text is not here")
    return found


def half_of(name: str) -> str:
    """The set a case belongs to, by its number."""
    number = int(name.split("-")[0])
    return next(half for half, last in HALVES.items() if number <= last)


def score(drafts: list[tuple[str, Draft, dict]]) -> tuple[dict[str, Tally], list[str]]:
    """A tally of each quality over these drafts, and the silent guesses among them."""
    tallies: dict[str, Tally] = {label: Tally() for label in _QUALITIES}
    guesses: list[str] = []
    for name, draft, expected in drafts:
        for label, (mine, theirs) in _QUALITIES.items():
            tallies[label].add(name, mine(draft), theirs(expected))
        _titles(name, draft, expected, tallies.setdefault("title", Tally()))
        guesses += silent_guesses(name, draft, expected)
    return tallies, guesses


def _dated(draft: Draft) -> list[DraftTask]:
    return [task for task in draft.tasks if task.status is DraftStatus.DATED]


def _wanted(expected: dict) -> list[dict]:
    return [task for task in expected["tasks"] if task["status"] == "dated"]


def _clock(task: DraftTask) -> str:
    return task.deadline.due_time.strftime("%H:%M") if task.deadline.due_time else ""


_Bag = Callable[..., list]
_QUALITIES: dict[str, tuple[_Bag, _Bag]] = {
    "due date": (
        lambda draft: [str(task.deadline.due_on) for task in _dated(draft)],
        lambda expected: [task["due_on"] for task in _wanted(expected)],
    ),
    "year": (
        lambda draft: sorted({str(task.deadline.due_on) for task in _dated(draft)}),
        lambda expected: sorted({task["due_on"] for task in _wanted(expected)}),
    ),
    "window": (
        lambda draft: [f"{t.deadline.opens_on}~{t.deadline.due_on}" for t in _dated(draft) if t.deadline.opens_on],
        lambda expected: [f"{t['opens_on']}~{t['due_on']}" for t in _wanted(expected) if t["opens_on"]],
    ),
    "clock": (
        lambda draft: [f"{t.deadline.due_on} {_clock(t)}" for t in _dated(draft) if _clock(t)],
        lambda expected: [f"{t['due_on']} {t['due_time']}" for t in _wanted(expected) if t["due_time"]],
    ),
    "status": (
        lambda draft: [task.status.value for task in draft.tasks],
        lambda expected: [task["status"] for task in expected["tasks"]],
    ),
    "item": (
        lambda draft: [f"{task.item} {task.status.value}" for task in draft.tasks],
        lambda expected: [f"{task['item']} {task['status']}" for task in expected["tasks"]],
    ),
    "phone, e-mail": (
        lambda draft: sorted({value for contact in draft.contacts for value in contact.phones + contact.emails}),
        lambda expected: sorted({value for each in expected["contacts"] for value in each["phones"] + each["emails"]}),
    ),
    "contact name": (
        lambda draft: sorted({contact.name for contact in draft.contacts}),
        lambda expected: sorted({contact["name"] for contact in expected["contacts"]}),
    ),
}  # fmt: skip


def _titles(name: str, draft: Draft, expected: dict, tally: Tally) -> None:
    """A title counts as right when it shares half of its pairs of characters, or holds the other one."""
    left = list(draft.tasks)
    for wanted in expected["tasks"]:
        same = [t for t in left if str(t.deadline.due_on) == str(wanted["due_on"]) and t.status == wanted["status"]]
        same.sort(key=lambda task: -likeness(task.title, wanted["title"]))
        tally.wanted += 1
        if same and likeness(same[0].title, wanted["title"]) >= _ALIKE:
            tally.right += 1
            left.remove(same[0])
        elif same:
            tally.misses.append(f"{name}: {same[0].title!r} for {wanted['title']!r}")
    tally.given += len(draft.tasks)


def likeness(one: str, other: str) -> float:
    """1 for titles of which one holds the other, else the share of common pairs of characters (Dice)."""
    a, b = (("".join(char for char in words if char.isalnum())) for words in (one, other))
    if a and b and (a in b or b in a):
        return 1.0
    mine, theirs = (Counter(itertools.pairwise(words)) for words in (a, b))
    total = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / total if total else 0.0


def silent_guesses(name: str, draft: Draft, expected: dict) -> list[str]:
    """Dates given as certain where a person reads none: an item's open task is missing and a date stands there."""
    known = {task["due_on"] for task in _wanted(expected)}
    read = Counter((task.item, task.status.value) for task in draft.tasks)
    unread = {t["item"] for t in expected["tasks"] if t["status"] in _OPEN and not read[t["item"], t["status"]]}
    return [
        f"{name}: {task.item} {task.deadline.due_on} «{task.deadline.wording}»"
        for task in _dated(draft)
        if task.item in unread and str(task.deadline.due_on) not in known
    ]


def _baseline(drafts: list[tuple[str, str, dict]]) -> None:
    """Every date that JioNLP finds, taken as due on its last day: what finding without judging comes to."""
    if importlib.util.find_spec("jionlp") is None:
        print("\nbaseline left out: JioNLP is not installed (extra bench-reading)")
        return
    jionlp = importlib.import_module("jionlp")
    tally = Tally()
    for name, text, expected in drafts:
        issued = str(expected.get("issued_on", "2024-01-01"))
        base = dict(zip(("year", "month", "day"), map(int, issued.split("-")), strict=True))
        found = jionlp.ner.extract_time(text, time_base=base, with_parsing=True)
        days = {each["detail"]["time"][1][:10] for each in found if each["type"] in {"time_point", "time_span"}}
        tally.add(name, days, {task["due_on"] for task in _wanted(expected)})
    print("\n" + tally.line("JioNLP, dates"))


def _report(label: str, drafts: list[tuple[str, Draft, dict]], *, with_misses: bool) -> None:
    tallies, guesses = score(drafts)
    print(f"\n{label}: {len(drafts)} notices")
    for quality, tally in tallies.items():
        print("  " + tally.line(quality))
        for miss in tally.misses if with_misses else []:
            print(f"      {miss}")
    open_phrases = sum(not phrase.is_accounted for _, draft, _ in drafts for phrase in draft.phrases)
    print(f"  silent guesses {len(guesses)}; phrases left to a person {open_phrases}")
    for guess in guesses:
        print(f"      {guess}")


def _speed() -> None:
    """Seconds to read a text of 10,000 characters and what ten and a hundred times of it cost."""
    workdays = Workdays()
    seed = "\n".join(text for _, text, _ in cases())
    print()
    for size in (10_000, 100_000, 1_000_000):
        print(f"{size:>9,} characters: {_milliseconds(seed, size, workdays):8.1f} ms")
    for name, repeated in _OVER_AND_OVER.items():
        short, long = (_milliseconds(repeated, size, workdays) for size in (10_000, 100_000))
        print(f"one {name} over and over, ten times as long: {long / short:4.1f} times the cost")


def _milliseconds(seed: str, size: int, workdays: Workdays) -> float:
    text = (seed * (size // len(seed) + 1))[:size]
    runs = 5 if size == 10_000 else 1
    start = time.process_time()
    for _ in range(runs):
        read_text(text, workdays=workdays)
    return 1000 * (time.process_time() - start) / runs


def main(*, with_misses: bool = True) -> int:
    """Print the scores of the open and the held-back cases, and the speed. Always 0: a report, not a gate."""
    workdays = Workdays()
    notices = cases()
    drafts = [(name, read_text(text, workdays=workdays), expected) for name, text, expected in notices]
    for half in HALVES:
        _report(half, [each for each in drafts if half_of(each[0]) == half], with_misses=with_misses)
    _baseline(notices)
    _speed()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
