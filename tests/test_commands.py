"""The command line, as a person types it: what it prints, what it leaves behind, how it exits."""

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SEED, Run


def letters(tmp_path: Path) -> list[EmailMessage]:
    found = []
    for file in sorted((tmp_path / "var" / "mail" / "new").iterdir()):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def test_a_digest_is_written_once_and_opens_in_a_mail_client(qixian: Run, tmp_path: Path) -> None:
    qixian("load", str(SEED))
    assert qixian("subscribe", "office@example.org", "--province", "广东").returncode == 0
    first = qixian("digest", "run", "--as-of", "2022-08-22")
    assert (first.returncode, "1 sent" in first.stdout) == (0, True)
    second = qixian("digest", "run", "--as-of", "2022-08-22")
    assert (second.returncode, "0 planned, 0 sent" in second.stdout) == (0, True)
    (letter,) = letters(tmp_path)
    assert letter["to"] == "office@example.org"
    assert "广东" in letter["subject"]
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        assert "8月25日（周四）" in part.get_content()
        assert "8月30日（周二）" in part.get_content()


def test_the_week_after_gets_its_own_digest(qixian: Run, tmp_path: Path) -> None:
    qixian("load", str(SEED))
    qixian("subscribe", "office@example.org", "-p", "guangdong")
    for day in ("2022-08-22", "2022-08-24", "2022-08-29"):
        qixian("digest", "run", "--as-of", day)
    assert len({letter["message-id"] for letter in letters(tmp_path)}) == len(letters(tmp_path)) == 2


def test_a_preview_sends_nothing(qixian: Run, tmp_path: Path) -> None:
    qixian("load", str(SEED))
    shown = qixian("digest", "preview", "--province", "深圳", "--as-of", "2022-08-22")
    assert "深圳市" in shown.stdout
    assert not (tmp_path / "var" / "mail").exists()


def test_loading_prints_what_changed(qixian: Run, tmp_path: Path, seed: dict[str, Any]) -> None:
    assert "15 added" in qixian("load", str(SEED)).stdout
    assert "nothing changed" in qixian("load", str(SEED)).stdout
    seed["tasks"][8]["due_on"] = "2022-11-15"
    amended = tmp_path / "amended.json"
    amended.write_text(json.dumps(seed), encoding="utf-8")
    assert '~ moe-zcs-2022-8-08 due_on: "2022-10-30" → "2022-11-15"' in qixian("load", str(amended)).stdout


def test_one_broken_file_among_several_changes_nothing(qixian: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "qixian/notice-1", "tasks": [{"due_on": "2022-02-30"}]}', encoding="utf-8")
    refused = qixian("load", str(SEED), str(broken))
    assert refused.returncode == 2
    assert "broken.json was refused, nothing was changed" in refused.stderr
    assert "tasks[0].due_on: 2022-02-30 does not exist in the calendar" in refused.stderr
    assert "15 added" in qixian("load", str(SEED)).stdout


MISTAKES = {
    "no such file": (["load", "nowhere.json"], "nowhere.json"),
    "no such province": (["feed", "guangdon"], "Did you mean guangdong?"),
    "no such day": (["digest", "run", "--as-of", "2022-02-30"], "2022-02-30 does not exist in the calendar"),
    "no address": (["subscribe", "nobody", "-p", "广东"], "'nobody' is not an e-mail address"),
    "no such command": (["lod"], "No such command 'lod'"),
}


@pytest.mark.parametrize(("arguments", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gets_one_clear_line_and_exit_code_2(qixian: Run, arguments: list[str], message: str) -> None:
    done = qixian(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


WRONG_SETTINGS = {
    "QIXIAN_SMTP_ULR": ("smtp://localhost", "Did you mean QIXIAN_SMTP_URL?"),
    "QIXIAN_DATABASE_URL": ("mysql://user:secret@localhost/x", "must start with sqlite:/// or postgresql://"),
    "QIXIAN_DIGEST_TIME": ("half past eight", "write HH:MM"),
}


@pytest.mark.parametrize(("name", "value", "message"), [(n, *rest) for n, rest in WRONG_SETTINGS.items()])
def test_a_wrong_setting_stops_the_command_and_keeps_the_secret(
    qixian: Run, name: str, value: str, message: str
) -> None:
    done = qixian("load", str(SEED), **{name: value})
    assert done.returncode == 2
    assert message in done.stderr
    assert "secret" not in done.stderr


def test_a_database_that_does_not_answer_is_said_and_exits_with_1(qixian: Run) -> None:
    done = qixian("load", str(SEED), QIXIAN_DATABASE_URL="postgresql://nobody:secret@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "secret" not in done.stderr


def test_a_feed_is_printed_as_its_subscribers_get_it(qixian: Run) -> None:
    qixian("load", str(SEED))
    assert qixian("feed", "guangdong").stdout.count("BEGIN:VEVENT") == 12
