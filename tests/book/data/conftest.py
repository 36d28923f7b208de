"""A small project of two tables, to be built, broken and fetched for."""

import textwrap
from pathlib import Path

import pytest

from foursteps.book.data.layout import Project

MODELS = """
title: Models
description: Some models.
publisher: A publisher
url: https://example.org/models
licence: CC BY 4.0
reuse: open
vintage: 2026-08-22
retrieved: 2026-11-23
access: direct
raw:
  lab/models.csv: [Model, Compute]
download: https://example.org/models.csv
primary_key: [model]
fields:
  model: Name
  year: {type: integer, description: Year, unit: year}
  compute: {type: number, description: Training compute, unit: FLOP, minimum: 0}
  place: {like: us_or_china, description: Country}
  open: {type: boolean, description: Open weights}
  day: {type: date, description: Day of release}
known_nulls:
  compute: not disclosed
quirks:
  - Names are short.
picture:
  kind: dots
  x: day
  y: compute
  colour: place
  title: How much computing did each model take?
"""
MODELS_CODE = """
import pandas as pd


def build(raw, recipe):
    frame = pd.read_csv(raw / recipe.raw[0])
    frame["open"] = frame["Open"] == "yes"
    frame["day"] = pd.to_datetime(frame["Day"])
    names = {"Model": "model", "Year": "year", "Compute": "compute", "Place": "place"}
    return frame.rename(columns=names)[recipe.columns]
"""
SHARED = "us_or_china: {description: US or China, enum: [US, China]}\n"
MODELS_RAW = """\
Model,Year,Compute,Place,Open,Day
beta,2024,1e25,China,yes,2024-05-06
alpha,2023,,US,no,2023-01-02
"""
MODELS_CSV = """\
model,year,compute,place,open,day
alpha,2023,,US,false,2023-01-02
beta,2024,1e+25,China,true,2024-05-06
"""

SURVEY = """
# A survey that a person downloads.
title: Survey
description: A survey.
publisher: A bureau
url: https://example.org/survey
licence: CC BY-NC 4.0
reuse: attribution-noncommercial
vintage: 2026
retrieved: 2026-11-23
access: manual
raw: [bureau/survey.csv]
download: Take the file Table 3 and call it bureau/survey.csv.
primary_key: [place]
fields:
  place: Country
  share_pct: {type: number, description: Share of adults, unit: "%"}
picture: {kind: bar, x: share_pct, y: place, title: More adults in the US than in China}
"""
SURVEY_CODE = """
import pandas as pd


def build(raw, recipe):
    return pd.read_csv(raw / "bureau/survey.csv")
"""

EVENTS = r"""
# Events, compiled by hand.
title: Events
description: Some events.
publisher: compiled for this book
url: https://example.org/
licence: CC BY 4.0
reuse: open
vintage: 2026
retrieved: 2026-11-23
access: compiled
primary_key: [id]
fields:
  id: {description: Id, pattern: 'E\d+'}
  what: What happened
picture: {none: Events are told in words.}
"""

PYPROJECT = """\
[project]
name = "small"
version = "1.0"
"""


def put(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    """A project whose tables are not built yet."""
    root = tmp_path / "project"
    put(root / "pyproject.toml", PYPROJECT)
    put(root / "data/recipes/_fields.yml", SHARED)
    put(root / "data/recipes/models.yml", MODELS)
    put(root / "data/recipes/models.py", MODELS_CODE)
    put(root / "data/recipes/survey.yml", SURVEY)
    put(root / "data/recipes/survey.py", SURVEY_CODE)
    put(root / "data/recipes/events.yml", EVENTS)
    put(root / "data/events.csv", "id,what\nE1,began\n")
    return Project(root)


@pytest.fixture
def raw(tmp_path):
    """A folder with the publishers' files of that project."""
    folder = tmp_path / "raw"
    put(folder / "lab/models.csv", MODELS_RAW)
    put(folder / "bureau/survey.csv", "place,share_pct\nUS,54.6\nChina,42.8\n")
    return folder
