"""Text on its way into a calendar."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from app.feeds.lines import fold, summary
from app.schemas.fields import clean

LINES = st.text(st.sampled_from("ab\\\\^ ；期限é𠮷😀"), max_size=400)


@given(LINES)
def test_a_line_is_folded_as_icalendar_folds_it(text: str) -> None:
    assert fold(text.encode()) == Contentline(text).to_ical() + b"\r\n"


@given(LINES)
def test_a_folded_line_is_short_whole_and_never_cut_inside_a_character(text: str) -> None:
    folded = fold(text.encode())
    assert folded.replace(b"\r\n ", b"") == text.encode() + b"\r\n"
    for line in folded.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(title=st.text(max_size=600), after=st.sampled_from(["", "（17:00截止）"]))
def test_a_summary_is_one_line_of_255_characters_at_most_and_keeps_its_ends(title: str, after: str) -> None:
    line = summary("【延期】截止 ", title, after)
    assert len(line) <= 255
    assert "\n" not in line
    assert line.startswith("【延期】截止")
    assert line.endswith(after)


def test_cleaning_leaves_every_character_but_those_that_break_a_reader() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        unreadable = unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} and char not in "\n\t\r"
        assert clean(f"a{char}b") == ("a b" if unreadable else f"a{char}b".replace("\r", "\n").replace("\ufeff", ""))
