"""Official passages of both governments in pairs, retold, for the documents reader."""


def field(name, description, kind="string", required=True, **constraints):
    """One column."""
    constraints = {"required": True, **constraints} if required else constraints
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": None,
        "constraints": constraints,
    }


TABLE = {
    "title": "Official passages in pairs",
    "description": (
        "Passages of US and Chinese official texts, paired by theme, each retold in our own words "
        "with its place in the text, what it claims, its terms of art and the claims of this book "
        "on which it bears. Chosen from texts that could be read or confirmed, not sampled; no "
        "text is copied."
    ),
    "publisher": "The Four Steps authors",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["id"],
    "fields": [
        field("id", "Pair and country", unique=True, pattern="P[0-9]{2}-(China|US)"),
        field("pair", "Number of the pair", "integer", minimum=1),
        field("theme", "Theme of the pair"),
        field("place", "Whose text", enum=["China", "US"]),
        field("document", "Short title in English"),
        field("original_title", "Title in Chinese, for Chinese texts", required=False),
        field(
            "date",
            "Day of issue; for a text read by its date of force, the reference says so",
            "date",
        ),
        field("reference", "Article, section or part"),
        field("status", "Standing of the text, as far as known on the date of knowledge"),
        field("passage", "What the passage lays down, retold"),
        field("asserts", "What the passage claims about the world, retold"),
        field("terms", "Terms of art, split by `;`; Chinese ones with pinyin and sense"),
        field("claims", "Claims of this book on which it bears", pattern="C[0-9]{2}( C[0-9]{2})*"),
        field("bears", "How it bears on them"),
        field("source_url", "Address of the text", pattern=r"https?://\S+"),
        field("evidence", "What was read to confirm it"),
    ],
    "known_nulls": {"original_title": "US texts have no Chinese title"},
    "quirks": [
        "A pair puts texts of different force side by side: compare what they say, not their weight.",
        "Standing is that of the newest source read; later changes may be missed.",
    ],
}
