"""What is written once in pyproject.toml and needed on the site: addresses, version, dates."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

FRONT_DOOR = "index"
# The book's name where its whole title would be too long.
SHORT_TITLE = "Four Steps"


class ProjectError(ValueError):
    """pyproject.toml lacks something that the site needs."""


@dataclass(frozen=True)
class BookFacts:
    """Facts about the book, as plain strings; addresses carry no final slash."""

    version: str
    authors: tuple[str, ...]
    repository: str
    site: str
    tables_to: str  # the newest day in a table, and up to which day events were read: ISO days
    events_to: str

    def recipe_address(self, path):
        """Address of a file of the repository (`path` relative to its root)."""
        return f"{self.repository}/blob/main/{path}"

    def page_address(self, pagename):
        """Public address of a page: `data/claims` → `…/data/claims.html`, `index` → `…/`."""
        return f"{self.site}/" if pagename == FRONT_DOOR else f"{self.site}/{pagename}.html"

    @property
    def year(self):
        """Year of this edition, as it is cited: that of the newest thing it knows."""
        return max(self.tables_to, self.events_to)[:4]


def read_book_facts(folder):
    """Read `folder/pyproject.toml`; raises ProjectError naming the key that is missing."""
    path = Path(folder) / "pyproject.toml"
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return BookFacts(
            version=facts["project"]["version"],
            authors=tuple(author["name"] for author in facts["project"]["authors"]),
            repository=facts["project"]["urls"]["Repository"].rstrip("/"),
            site=facts["project"]["urls"]["Site"].rstrip("/"),
            tables_to=str(facts["tool"]["foursteps"]["tables-to"]),
            events_to=str(facts["tool"]["foursteps"]["events-to"]),
        )
    except KeyError as error:
        raise ProjectError(f"{path.name}: the key {error} is missing; the site needs it") from None


def configure(app, config):
    """Give Sphinx and the theme the facts, so that `_config.yml` need not repeat them."""
    project = read_book_facts(app.srcdir)
    app.foursteps_project = project
    config.version = config.release = project.version
    config.html_baseurl = f"{project.site}/"
    # Until the site is published its own address answers nobody; our tests map it to the build.
    config.linkcheck_ignore.append(re.escape(project.site) + ".*")
    options = config.html_theme_options
    options["repository_url"] = project.repository
    options["use_repository_button"] = options["use_edit_page_button"] = True


def setup(app):
    """Run before the theme reads its options."""
    app.connect("config-inited", configure, priority=100)
