"""Chinese terms of rivalry and of cooperation in Chinese originals: one row per text and term."""

import re
from datetime import date

import _china_by_eye as by_eye
import pandas as pd

FOLDER = "update_2026_10/texts/china"
# Term → its sense in English, and the term of which it is a part and in which it is counted too.
TERMS = {
    "竞争": ("competition, of firms as of states", ""),
    "竞争力": ("competitiveness", "竞争"),
    "国际竞争": ("international competition", "竞争"),
    "竞赛": ("race, contest", ""),
    "博弈": ("strategic game, rivalry", ""),
    "赢": ("win: mostly win-win, or the fight against poverty", ""),
    "共赢": ("win-win", "赢"),
    "领先": ("ahead, in the lead", ""),
    "引领": ("lead, guide", ""),
    "赶超": ("catch up and overtake", ""),
    "制高点": ("commanding heights", ""),
    "主导": ("dominant, leading", ""),
    "安全": ("security and safety, which Chinese does not tell apart", ""),
    "国家安全": ("national security", "安全"),
    "合作": ("cooperation", ""),
    "美国": ("United States", ""),
    "霸权": ("hegemony", ""),
    "遏制": ("contain, curb: a rival or an abuse", ""),
    "保护主义": ("protectionism", ""),
    "自立自强": ("self-reliance and strength", ""),
    "卡脖子": ("stranglehold, chokepoint", ""),
    "关键核心技术": ("key core technologies", ""),
    "人工智能": ("artificial intelligence", ""),
    "芯片": ("chip", ""),
}
# File without its date → kind of text, English title.
OTHERS = {
    "export-control-law": ("law", "Export Control Law"),
    "anti-foreign-sanctions-law": ("law", "Anti-Foreign Sanctions Law"),
    "data-security-law": ("law", "Data Security Law"),
    "algorithm-recommendation-provisions": (
        "departmental rule", "Provisions on Algorithmic Recommendation"),
    "science-and-technology-progress-law": ("law", "Science and Technology Progress Law"),
    "dual-use-items-export-control-regulations": (
        "regulation", "Regulations on Export Control of Dual-Use Items"),
    "provisions-implementing-anti-foreign-sanctions-law": (
        "regulation", "Provisions on Implementing the Anti-Foreign Sanctions Law"),
    "cybersecurity-law-as-amended": ("law", "Cybersecurity Law as amended in 2025"),
    "foreign-trade-law-as-revised": ("law", "Foreign Trade Law as revised in 2025"),
}  # fmt: skip
REPORT = re.compile(r"government-work-report-(\d{4})$")


def build(raw, recipe):
    """One row for each text and term; of a report read in part, only what was found is counted."""
    frames = [_file(raw, path) for path in recipe.raw]
    frames += [_by_eye(year, *read) for year, read in by_eye.READ.items()]
    frames += [_in_part(year, *read) for year, read in by_eye.IN_PART.items()]
    return pd.concat(frames)[recipe.columns]


def _file(raw, path):
    day, name = path.split("/")[-1][:10], path.split("/")[-1][11:].removesuffix(".txt")
    text = re.sub(r"\s", "", (raw / path).read_text(encoding="utf-8-sig"))
    counts = {term: text.count(term) for term in TERMS}
    how = "whole text, counted by program"
    if report := REPORT.match(name):
        return _report(int(report[1]), day, how, len(text), counts)
    kind, title = OTHERS[name]
    return _rows(name, kind, title, day, how, len(text), counts)


def _by_eye(year, day, how, characters, found):
    """Counts from the noted occurrences. Raises `ValueError` where one lacks its term."""
    return _report(year, day, how, characters, dict.fromkeys(TERMS, 0) | _noted(year, found))


def _in_part(year, day, how, found):
    """As `_by_eye`, of a text that may lack sentences: a term that was not found has no count."""
    return _report(year, day, how, None, _noted(year, found))


def _noted(year, found):
    """Term → number of the occurrences noted."""
    for term, places in found.items():
        if wrong := [place for place in places.split() if place.count(term) != 1]:
            raise ValueError(f"_china_by_eye.py, {year}, {term}: not once in {', '.join(wrong)}.")
    return {term: len(places.split()) for term, places in found.items()}


def _report(year, day, how, characters, counts):
    title = f"Government work report {year}"
    return _rows(f"work-report-{year}", "work report", title, day, how, characters, counts)


def _rows(text, kind, title, day, how, characters, counts):
    return pd.DataFrame(
        {
            "text": text,
            "kind": kind,
            "title": title,
            "date": day,
            "year": date.fromisoformat(day).year,
            "term": term,
            "sense": sense,
            "part_of": whole or None,
            "count": counts.get(term),
            "characters": characters,
            "how": how,
        }
        for term, (sense, whole) in TERMS.items()
    ).astype({"count": "Int64", "characters": "Int64"})
