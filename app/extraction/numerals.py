"""Chinese numbers in dates: 二十三, 二〇二四, 两."""

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "O": 0,
    "o": 0,
    "0": 0,
    "两": 2,
    "元": 1,
}


def number(word: str) -> int:
    """The value of 「30」, 「三十」, 「廿三」, 「十一」, 「二〇二四」 or 「两」; ValueError for anything else."""
    if word.isdecimal():
        return int(word)
    word = word.replace("廿", "二十").replace("卅", "三十")
    if "十" in word:
        tens, _, units = word.partition("十")
        return 10 * _digits(tens or "一") + (_digits(units) if units else 0)
    return _digits(word)


def _digits(word: str) -> int:
    try:
        return int("".join(str(_DIGITS[char]) for char in word))
    except KeyError:
        raise ValueError(f"{word!r} is not a number") from None
