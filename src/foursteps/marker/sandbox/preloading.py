"""Inside: what is loaded and used once, before the forks, so that no child pays for it again."""

import contextlib
import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

from foursteps.ground.quick_imports import without_slow_formats

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# What the book's notebooks import.
LIBRARIES = (
    "numpy",
    "pandas",
    "altair",
    "networkx",
    "scipy.stats",
    "scipy.optimize",
    "statsmodels.api",
    "foursteps.charts",
    "foursteps.tables",
    "foursteps.publishing",
)
# The first use of many things costs a hundred times the second: schemas of Altair, parsers and
# caches of pandas. Each part may fail by itself, say where a table is not there.
FIRST_USES = (
    """
import altair as alt
import numpy as np
import pandas as pd

frame = pd.DataFrame(
    {"k": list("aabb"), "l": [1, 2, 1, 2], "v": [1.5, 2, 3, None], "d": pd.to_datetime("2024-05-06")}
)
frame.groupby("k")["v"].agg(["mean", "median", "count"]).reset_index()
frame.pivot_table(index="k", columns="l", values="v")
frame.merge(frame, on="k").sort_values("v_x").assign(w=lambda t: t["v_x"] * 2).query("w > 1")
frame["d"].dt.year.value_counts()
frame["k"].str.upper().map({"A": 1}).fillna(0)
frame.to_csv()
np.polyfit([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], 1)
""",
    """
point = alt.Chart(frame).mark_point(filled=True).encode(
    x=alt.X("d:T").title("d").axis(format="%Y").scale(zero=False),
    y=alt.Y("mean(v):Q", title="v"),
    color=alt.Color("k:N").scale(domain=["a"], range=["red"]).legend(None),
    shape="k:N",
    tooltip=["k", "v"],
)
line = alt.Chart(frame).mark_line().encode(x="l:O", y="v:Q", strokeDash="k:N")
bar = alt.Chart(frame).mark_bar().encode(x="sum(v):Q", y=alt.Y("k:N").sort("-x"), column="l:N")
text = line.mark_text(align="left").encode(text="k:N").transform_filter("datum.v > 1")
chart = (line + text + alt.Chart(frame).mark_rule().encode(y=alt.datum(1))).properties(
    title="t", description="d", usermeta={"id": "x"}, width=300
)
for made in (point, chart, bar, point | line):
    made.to_dict()
""",
    """
from foursteps import charts, load, publish

charts.enable()
charts.place_color("k"), charts.place_shape("k"), charts.place_dash("k")
for name in ("claims", "notable_models", "military_spending_nmc"):
    load(name)
""",
    """
from foursteps.judging.encoding import encode

for value in (frame, frame["v"], frame.groupby("k")["v"].sum(), frame.to_numpy(), point, {"a": 1}):
    encode(value)
""",
)


def without_drawing() -> None:
    """Put a stand-in in the place of vl-convert, which draws charts as pictures.

    It would start a JavaScript engine, which asks for more address space than a child may have
    and then ends the whole process. A chart's specification needs none of it.
    """
    stand_in: Any = types.ModuleType("vl_convert")
    stand_in.__version__ = "0"

    def refuse(name):
        if name.startswith("__"):
            raise AttributeError(name)

        def nothing_is_drawn(*args, **kwargs):
            raise RuntimeError("charts are not drawn as pictures while a notebook is marked")

        return nothing_is_drawn

    stand_in.__getattr__ = refuse
    sys.modules["vl_convert"] = stand_in


def load_libraries() -> None:
    """Import what notebooks import; what is not installed is left to those that need it."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError), without_slow_formats():
            importlib.import_module(name)


def warm_up(shell: "InteractiveShell") -> None:
    """Use once, in the shell, what notebooks use; leave no name behind."""
    for source in FIRST_USES:
        shell.run_cell(source, store_history=False, silent=True)
    shell.run_cell("1 / 0", store_history=False, silent=True)
    for name in ("_", "__", "___"):
        shell.user_ns.pop(name, None)
    shell.reset(new_session=True, aggressive=False)
