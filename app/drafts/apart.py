"""Reading in a process of its own: a file made to crash, hang or exhaust the reader takes nothing else along.

This module is both ends: `read_apart` asks, and run as a script it answers.
"""

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

import app
from app.drafts.reading import called, read_bounded
from app.errors import InvalidInput, TooLarge, Unavailable
from app.extraction import Draft
from app.workdays import Workdays

_COMMAND = (sys.executable, "-m", "app.drafts.apart")
_SECONDS = 30.0
_LIMITS = {"RLIMIT_AS": 1_500_000_000, "RLIMIT_CPU": 25, "RLIMIT_FSIZE": 200_000_000}
# So many at once may take their memory; the others wait, and are told to come back when that takes too long.
_PLACES = BoundedSemaphore(2)
_PATIENCE = 5.0
# What helps where reading takes too much: less of the simplest formats, a simpler format else.
SPLIT, SAVE_AS = "请只上传通知正文，或分成几份分别读取。", "请只上传通知正文，或另存为 .docx、.txt 再试。"
_SIMPLEST = (".txt", ".docx")
_REFUSALS = {refusal.__name__: refusal for refusal in (InvalidInput, TooLarge)}


def read_apart(name: str, source: bytes | str, workdays: Workdays) -> Draft:
    """The draft of a text, or of the file called `name`, within 30 seconds and 1.5 GB.

    Raises InvalidInput or TooLarge as `read_bounded` does, InvalidInput when it takes more than that, and Unavailable
    while too many others are read.
    """
    if not _PLACES.acquire(timeout=_PATIENCE):
        raise Unavailable("正在读取的通知太多，请过半分钟再试。")
    try:
        answer = json.loads(_ask(_Question(name, source, workdays)))
    finally:
        _PLACES.release()
    if "draft" in answer:
        return Draft.model_validate(answer["draft"])
    raise _REFUSALS[answer["refusal"]](answer["detail"], param=answer["param"])


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    source: bytes | str
    workdays: Workdays

    @property
    def packed(self) -> bytes:
        """The question for the pipe."""
        return pickle.dumps((self.name, self.source, self.workdays))

    @property
    def remedy(self) -> str:
        """What to do where this takes too much."""
        is_simple = isinstance(self.source, str) or self.name.lower().endswith(_SIMPLEST)
        return SPLIT if is_simple else SAVE_AS


def _ask(question: _Question) -> bytes:
    """What the other process answers. Whatever it started and left behind goes with it."""
    name = called(question.name)
    with tempfile.TemporaryDirectory(prefix="qixian-reading-") as folder, _process(folder) as process:
        try:
            answer, _ = process.communicate(question.packed, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            raise InvalidInput(
                f"「{name}」在 {_SECONDS:g} 秒内读不完，已经停止。{question.remedy}", param="file"
            ) from None
        finally:
            _end(process)
    if process.returncode:
        raise InvalidInput(f"「{name}」太大或太复杂，读不下来。{question.remedy}", param="file")
    return answer


def _process(folder: str) -> subprocess.Popen[bytes]:
    """The reader, without our secrets; it keeps its files in `folder` and leads a group of processes of its own."""
    public = {name: value for name, value in os.environ.items() if not name.startswith("QIXIAN_")}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        _COMMAND,
        cwd=Path(app.__file__).parents[1],
        env={**public, "TMPDIR": folder},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":  # it has no groups of processes
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _answer(question: bytes) -> dict[str, object]:
    name, source, workdays = pickle.loads(question)  # noqa: S301 - from the process that started us
    try:
        return {"draft": read_bounded(name, source, workdays).model_dump(mode="json")}
    except InvalidInput as error:
        return {"refusal": type(error).__name__, "detail": error.detail, "param": error.param}


def _bound() -> None:
    with suppress(ImportError):  # Windows has no such bounds; the time-out holds there too
        import resource

        for limit, most in _LIMITS.items():
            with suppress(ValueError):  # macOS knows no bound on address space
                resource.setrlimit(getattr(resource, limit), (most, most))


def main() -> None:
    """Answer one question from standard input, within bounds that hold for this process and those it starts."""
    _bound()
    answer = json.dumps(_answer(sys.stdin.buffer.read()))
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
