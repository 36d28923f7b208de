"""The book's typefaces: Source Serif for the text, Source Sans for headings, tables and charts.

Cut to the letters of the book (`cutting`, run by `foursteps faces`) and sent with the site. What
they lack, Chinese above all, falls to the reader's system.
"""

from pathlib import Path

HERE = Path(__file__).parents[1] / "vendor" / "faces"
STATIC = Path(__file__).parent / "static"

# Every printable letter of ASCII, the book's signs, and what European names need.
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + " £§°±²·×÷½–—‘’“”…−€"
ACCENTED = "©³ÁÄÅÇÉÍÓÖØÜßàáâãäåæçèéêëìíîïñòóôõöøùúûü"
# Pinyin stands on few pages: in files of its own, which only those load.
PINYIN = "āēěīōūǎǐǒǔǜ"
# What each file holds, by kind, weight and style.
CUTS = {
    "serif-400": PLAIN + ACCENTED,
    "serif-400-italic": PLAIN + ACCENTED,
    "serif-600": PLAIN,
    "sans-400": PLAIN + ACCENTED,
    "sans-600": PLAIN + ACCENTED,
    "serif-400-pinyin": PINYIN,
    "serif-400-italic-pinyin": PINYIN,
    "sans-400-pinyin": PINYIN,
}
# Signs in the book's text that neither face has: drawn by the system.
LEFT_TO_THE_SYSTEM = "▼○●★†"


def add_folders(app):
    """Give Sphinx our files; here, because Jupyter Book links whatever it finds itself."""
    app.config.html_static_path.extend([str(STATIC), str(HERE)])


def setup(app):
    """Register the style sheet; before those of every part, which say where a face is used."""
    app.add_css_file("face.css", priority=890)
    app.connect("builder-inited", add_folders, priority=100)
