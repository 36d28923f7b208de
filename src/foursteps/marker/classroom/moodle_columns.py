"""The columns of Moodle's grading worksheet, in whatever language it was downloaded.

Moodle writes the headers, and the word before a participant's number, in the language of the
person who downloads, and reads them in that of the person who uploads. So they stay as they are,
and the columns are found by what is common to all languages: their order, their form, and the
names that are known here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# English, German, Spanish, French, Chinese and some more; in small letters.
NAMES = {
    "identifier": (
        *("identifier", "id", "identificador", "identifiant", "identificatore", "标识符", "編號"),
        *("编号", "识别符", "識別子", "识别码", "идентификатор", "identifikator", "identyfikator"),
    ),
    "grade": (
        *("grade", "bewertung", "calificación", "note", "valutazione", "nota", "cijfer", "成绩"),
        *("成績", "评分", "分数", "評点", "оценка", "ocena", "betyg", "karakter", "avaliação"),
    ),
    "maximum": (
        *("maximum grade", "bestwertung", "maximale bewertung", "calificación máxima"),
        *("note maximale", "最高分", "最高成绩", "最大成绩", "满分", "最高分数", "最高成績"),
        *("valutazione massima", "nota máxima", "maximumcijfer"),
    ),
    "may_change": (
        *("grade can be changed", "bewertung kann geändert werden", "la note peut être modifiée"),
        *("la calificación puede ser cambiada", "la calificación puede cambiarse"),
        *("la calificación se puede cambiar", "成绩可以更改", "成绩可更改", "成绩可以修改"),
        *("可以更改成绩", "成績可以變更"),
    ),
}
NO = (
    *("no", "nein", "non", "nee", "nej", "nei", "não", "nie", "ne", "否", "不", "不可以", "нет"),
    *("いいえ", "아니오", "아니요", "hayır"),
)
ENGLISH = ("Last modified (submission)", "Last modified (grade)")
# `Participant 4711`, `Teilnehmer/in4711`, `参与者 4711`
_PARTICIPANT = re.compile(r"(?P<word>\D+?)\s*(?P<number>\d+)\Z")
# `Last modified (grade)`, also with the brackets of Chinese
_MODIFIED = re.compile(r"(?P<what>.*?)\s*[(（].+[)）]\s*\Z")


@dataclass(frozen=True)
class Columns:
    """Where a worksheet's columns stand; `maximum` and `may_change` are None where they are not.

    modified: those of the last changes; the last is that of the grade, which the import needs.
    """

    identifier: int
    grade: int
    maximum: int | None
    may_change: int | None
    modified: tuple[int, ...]
    is_english: bool

    @property
    def kept(self) -> list[int]:
        """What goes back: no comments, which an import would write anew, and no students' texts."""
        last = max(n for n in (self.grade, self.maximum, self.may_change) if n is not None)
        return sorted({*range(last + 1), *self.modified})


def find(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """The Columns of a worksheet; None if it is none, or they cannot be told apart."""
    plain = [name.strip().casefold() for name in names]
    identifier = _participants(rows, len(names))
    if identifier is None:
        identifier = _named(plain, "identifier") if "grade" in plain else None
    modified = _modified(names)
    may_change, maximum, grade = (_named(plain, n) for n in ("may_change", "maximum", "grade"))
    if len(modified) == 2 and identifier is not None and modified[0] >= identifier + 4:
        # Their order is the same in every language.
        first = modified[0]
        may_change = first - 1 if may_change is None and grade is None else may_change
        maximum = first - 2 if maximum is None and grade is None else maximum
        grade = first - 3 if grade is None else grade
    if identifier is None or grade is None or not modified:
        return None
    is_english = names[identifier].strip() == "Identifier" and names[grade].strip() == "Grade"
    return Columns(identifier, grade, maximum, may_change, modified, is_english)


def _named(plain: Sequence[str], role: str) -> int | None:
    """Where a column stands that has one of the names of a role."""
    return next((n for n, name in enumerate(plain) if name in NAMES[role]), None)


def _participants(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """The column whose cells are one word with a number each, "Participant 4711"."""
    for column in range(min(width, 3)):
        cells = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
        found = [_PARTICIPANT.match(cell) for cell in cells]
        if cells and all(found) and len({one["word"] for one in found if one}) == 1:
            return column
    return None


def _modified(names: Sequence[str]) -> tuple[int, ...]:
    """The columns of the last changes: a pair of headers that differ only in brackets."""
    if ENGLISH[-1] in names:
        return tuple(names.index(name) for name in ENGLISH if name in names)
    by_what: dict[str, list[int]] = {}
    for n, name in enumerate(names):
        found = _MODIFIED.match(name.strip())
        if found:
            by_what.setdefault(found["what"].casefold(), []).append(n)
    pairs = [tuple(places) for places in by_what.values() if len(places) == 2]
    return pairs[-1] if pairs else ()
