"""The White House's pages since 20 January 2021, out of one archive of a public repository."""

import re
import tarfile
from dataclasses import dataclass

import _us_words as us
import yaml

SPOKEN_KINDS = ("speeches-remarks", "press-briefings", "remarks")
SPOKEN_TITLE = re.compile(
    r"(?:Background )?Press (?:Briefing|Call|Conference|Gaggle)|Remarks|Interview of|"
    r"(?:Joint )?Statements? and Remarks"
)
BOUNDARY = "2025-01-20"  # pages of this day that whitehouse.gov holds are the new administration's


@dataclass
class Page:
    """One file: its path without `.md`, and what its head says."""

    path: str
    head: str
    body: str

    def __post_init__(self):
        facts = yaml.load(self.head, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.kind = self.path.split("/")[0]
        self.date = str(facts["date"])
        self.url = facts["source_url"]
        self.title = us.plain(str(facts["title"]))
        biden = "bidenwhitehouse.archives.gov" in self.url
        self.administration = "Biden" if biden else "Trump, second"
        year, month = self.date.split("-")[:2]
        self.half_year = f"{year}H{1 if int(month) <= 6 else 2}"
        self.spoken = self.kind in SPOKEN_KINDS or bool(SPOKEN_TITLE.match(self.title))

    @property
    def names_ai(self):
        """Whether title or text name AI."""
        return bool(us.AI.search(self.title) or us.AI.search(self.body))

    @property
    def text(self):
        """Title and text, plain, to be counted."""
        return us.Text(f"{self.title}. {us.plain(self.body)}", self.date)


def pages(raw, recipe):
    """All pages of the archive, sorted by path, and the set of paths that repeat another page.

    A page repeats another if day and text, spaces apart, are the same; the first by path is kept.
    """
    found, first, repeated = [], {}, set()
    with tarfile.open(raw / recipe.raw[0]) as archive:
        for member in archive:
            path = member.name.partition("/")[2]
            if not path.endswith(".md") or "/" not in path:
                continue
            _, head, body = archive.extractfile(member).read().decode().split("---\n", 2)
            found.append(Page(path.removesuffix(".md"), head, body))
    found.sort(key=lambda page: f"{page.path}.md")
    for page in found:
        key = (page.date, " ".join(page.body.split()))
        if first.setdefault(key, page.path) != page.path:
            repeated.add(page.path)
    return found, repeated
