"""Options of a feed's address: what is taken, what is refused and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.feeds.options import Lead, Options, Window, Wishes, parse_query
from app.schemas.document import TaskKind


def test_every_option_is_understood() -> None:
    wishes = parse_query(b"window=marks&remind=5wd,1wd&alarm=7d,1d&kind=report,data&download=1")
    assert wishes == Wishes(
        Options(
            window=Window.MARKS,
            remind=(Lead(1, working=True), Lead(5, working=True)),
            alarm=(Lead(1, working=False), Lead(7, working=False)),
            kind=(TaskKind.DATA, TaskKind.REPORT),
        ),
        download=True,
    )


@pytest.mark.parametrize("query", ["", "v=2", "utm_source=x&utm_source=y", "Window=bar", "&&", "=", "window=both", "%"])
def test_what_asks_for_nothing_known_is_the_default_feed(query: str) -> None:
    assert parse_query(query.encode()) == Wishes(Options(), download=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("remind=5wd,1wd", "remind=1wd,5wd"),
        ("remind=1wd", "remind=1wd,1wd"),
        ("kind=report,data", "kind=data,report&v=3"),
        ("remind=5wd,1wd", "remind=5wd%2C1wd"),
    ],
)
def test_one_wish_written_in_two_ways_is_one_feed(one: str, other: str) -> None:
    assert parse_query(one.encode()) == parse_query(other.encode())


REFUSED = {
    "window=lines": "window: 'lines' is not valid. It is one of both, bar, marks.",
    "window=mark": "window: 'mark' is not valid. Did you mean marks?",
    "window=": "window: '' is not valid. It is one of both, bar, marks.",
    "remind=soon": "remind: 'soon' is not valid; write it as 5wd,1wd: working days (wd) or days (d), 366 at most.",
    "remind=0wd": "remind: '0wd' is not valid; write it as 5wd,1wd: working days (wd) or days (d), 366 at most.",
    "remind=367d": "remind: '367d' is not valid; write it as 5wd,1wd: working days (wd) or days (d), 366 at most.",
    "remind=１d": "remind: '１d' is not valid; write it as 5wd,1wd: working days (wd) or days (d), 366 at most.",
    "remind=1d,2d,3d,4d,5d,6d": "remind: '1d,2d,3d,4d,5d,6d' asks for 6; 5 are the most.",
    "alarm=1wd": "alarm: '1wd' is not valid; write it as 7d,1d: days before, at 09:00, 366 at most.",
    "alarm=-1d": "alarm: '-1d' is not valid; write it as 7d,1d: days before, at 09:00, 366 at most.",
    "kind=raport": "kind: 'raport' is not valid. Did you mean report?",
    "download=yes": "download: 'yes' is not valid. It is one of 1, 0.",
    "window=bar&window=bar": "window is given twice; give it once, with commas between values.",
    "alarm=1d%0D%0AX:1": "alarm: '1d\\r\\nX:1' is not valid; write it as 7d,1d: days before, at 09:00, 366 at most.",
}


@pytest.mark.parametrize(("query", "words"), REFUSED.items())
def test_a_wrong_value_is_refused_by_name(query: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_query(query.encode())
    assert caught.value.detail == words
    assert caught.value.param == query.partition("=")[0]


@given(st.binary(max_size=300))
def test_any_query_is_understood_or_refused_never_a_crash(query: bytes) -> None:
    try:
        wishes = parse_query(query)
    except InvalidInput as refused:
        assert refused.status == 422
    else:
        assert isinstance(wishes, Wishes)
