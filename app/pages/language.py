"""Which language a page speaks: Chinese as the templates are written, English from its catalogue."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache, partial
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent.parent / "locales"


class Language(StrEnum):
    """What `?lang=` takes; the value is also the name of the locale."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """Its BCP 47 tag, for the `lang` of a page."""
        return "zh-CN" if self is Language.CHINESE else "en"

    @property
    def other(self) -> "Language":
        """The one the switch leads to."""
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE


# A page says some sixty days, most of them the same as the page before.
_DAYS_KEPT = 4096
# Patterns of Unicode TR 35.
_DATES: Mapping[Language, Mapping[str, str]] = {
    Language.CHINESE: {
        "day": "M月d日（EEE）",
        "full_day": "y年M月d日（EEE）",
        "weekday": "EEE",
        "month": "M月",
        "full_month": "y年M月",
    },
    Language.ENGLISH: {
        "day": "EEE d MMM",
        "full_day": "EEE d MMM y",
        "weekday": "EEE",
        "month": "MMM",
        "full_month": "MMM y",
    },
}


def date_filters(language: Language) -> dict[str, Callable[[date], str]]:
    """How a template says a day or a month, by the name of the filter."""
    return {
        name: lru_cache(maxsize=_DAYS_KEPT)(partial(format_date, format=pattern, locale=language.value))
        for name, pattern in _DATES[language].items()
    }


@cache
def translations(language: Language) -> NullTranslations:
    """The words of `language`. English is compiled from its catalogue when first asked for; no build step."""
    if language is Language.CHINESE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def catalogue(language: Language) -> Catalog:
    """Every sentence of a language that is not the templates' own, with its translation."""
    with (LOCALES / language.value / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language.value)
