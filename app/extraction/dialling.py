"""A telephone number as it is dialled, with the area code that a number beside it says."""

import re

# How many digits two numbers of one exchange share.
_EXCHANGE = 4
_DAY = re.compile(r"20[0-3]\d(?:1[0-2]|0?[1-9])(?:3[01]|[12]\d|0?[1-9])")


class Dialling:
    """Turns matches of NUMBER into numbers, one after another; an area code said once holds for those that follow."""

    def __init__(self) -> None:
        self.area = ""
        self.local = ""

    def number(self, match: re.Match[str], *, near: bool, is_beside: bool) -> str:
        """010-66097867, 13800000000, 010-65265376转821.

        `near`: the number before stands right before it; `is_beside`: on the same line.
        """
        extension = f"转{match['extension']}" if match["extension"] else ""
        if match["mobile"]:
            return re.sub(r"[- ]", "", match["mobile"])
        local = (match["local"] or "").replace(" ", "")
        if match["service"] or match["short"]:
            return (match["service"] or match["short"]) + extension
        area = match["bracketed"] or match["area"] or match["abroad"]
        area = "0" + area if area and not area.startswith("0") else area
        is_alike = len(local) == len(self.local) and local[:_EXCHANGE] == self.local[:_EXCHANGE]
        self.area = area or (self.area if near or (is_beside and is_alike) else "")
        self.local = local
        return f"{self.area}-{local}{extension}" if self.area else local + extension


def is_day(text: str, match: re.Match[str]) -> bool:
    """Whether a number of `text` is a day: 「2018514」 alone on its line, a signature that lost its 年 and 月."""
    behind = text[match.end() : match.end() + 1]
    fills = text[match.start() - 1 : match.start()] == "\n" and behind in {"", "\n"}
    return (fills or behind == "日") and _DAY.fullmatch(match.group()) is not None
