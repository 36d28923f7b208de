"""What pages need not carry is taken away, and nothing else."""

from foursteps.book.site.page_weight import plain_tokens, without_icons


def test_only_tokens_without_a_colour_are_unwrapped():
    code = '<span class="k">def</span> <span class="nf">f</span><span class="p">(</span>'
    assert plain_tokens(code) == '<span class="k">def</span> <span class="nf">f</span>('


def test_only_rules_of_unused_icons_go():
    css = '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-egg:before{content:"\\f7fb"}p{top:0}'
    assert without_icons(css, {"fa-navicon"}) == css.replace('.fa-egg:before{content:"\\f7fb"}', "")


def test_every_icon_on_the_site_still_has_its_rule(built_site, pages):
    css = (built_site / "_static" / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    styles = {"fa-solid", "fa-regular", "fa-brands", "fa-lg"}
    for name, page in pages.items():
        for icon in page.soup.select("i[class*=fa-], span[class*=fa-]"):
            for glyph in {c for c in icon["class"] if c.startswith("fa-")} - styles:
                assert f".{glyph}:before" in css, (name, glyph)
    assert css.count(":before{content:") < 300
