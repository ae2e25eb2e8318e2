"""The mail's commands as a person types them: lists taken line by line, the ledger looked at, a digest tried."""

from pathlib import Path

import pytest

from tests.conftest import SEED, Run
from tests.mail.post import letters, read


@pytest.fixture
def qixian(qixian: Run) -> Run:
    """`qixian …` with the first notice."""
    qixian("load", str(SEED))
    return qixian


def test_a_list_is_taken_line_by_line_and_bad_lines_are_named(qixian: Run, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "email,province,calendar\na@example.org,广东,\nnobody,广东,\nb@example.org,广冬,\nc@example.org,深圳,maybe\n",
        encoding="utf-8",
    )
    done = qixian("subscriptions", "import", str(listed))
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "list.csv:2: a@example.org: subscribed"
    assert lines[1].startswith("list.csv:3: nobody: refused: ")
    assert lines[2].startswith("list.csv:4: b@example.org: refused: ")
    assert lines[3].startswith("list.csv:5: c@example.org: refused: calendar 'maybe'")
    assert lines[4] == "3 lines refused."


def test_the_same_list_again_changes_nothing(qixian: Run, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("email,province\na@example.org,广东;深圳\n", encoding="utf-8")
    assert "subscribed\nEvery line was taken." in qixian("subscriptions", "import", str(listed)).stdout
    again = qixian("subscriptions", "import", str(listed))
    assert (again.returncode, "unchanged\nEvery line was taken." in again.stdout) == (0, True)


def test_deliveries_are_listed_and_one_that_was_sent_is_not_sent_again(qixian: Run) -> None:
    qixian("subscribe", "a@example.org", "-p", "广东")
    qixian("digest", "run", "--as-of", "2022-08-22")
    number, state, *_, where = qixian("deliveries", "list").stdout.strip().split("\t")
    assert (state, where) == ("sent", "guangdong a@example.org")
    assert qixian("deliveries", "requeue", number).stdout == f"{number}: sent\n"
    unknown = qixian("deliveries", "requeue", "999")
    assert (unknown.returncode, "No delivery has the number 999" in unknown.stderr) == (2, True)


def test_a_test_mail_arrives_and_the_ledger_does_not_hear_of_it(qixian: Run, tmp_path: Path) -> None:
    done = qixian("digest", "test", "--to", "me@example.org", "--province", "广东", "--as-of", "2022-08-22")
    assert (done.returncode, "me@example.org was sent the digest of 广东省" in done.stdout) == (0, True)
    folder = tmp_path / "var" / "mail" / "new"
    (file,) = folder.iterdir()
    assert read(file.read_bytes())["to"] == "me@example.org"
    assert "报送期限周报" in letters(folder)[0]
    assert qixian("deliveries", "list").stdout == ""
