"""The glossary: English terms with the Chinese beside them, shown on its own page."""


def field(name, description, required=True, **constraints):
    """One column of strings."""
    constraints = {"required": True, **constraints} if required else constraints
    return {
        "name": name,
        "type": "string",
        "description": description,
        "unit": None,
        "constraints": constraints,
    }


TABLE = {
    "title": "Glossary in English and Chinese",
    "description": (
        "Technical terms and policy terms of both sides: English, Chinese characters as used on "
        "the mainland, pinyin with tone marks, the literal sense, the meaning in plain words, and "
        "who uses the term how. Official terms name a text; the renderings of technical terms are "
        "those known to the authors, and others exist."
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
        field(
            "id",
            "Name of the entry; its anchor on the page is `term-<id>`",
            unique=True,
            pattern="[a-z0-9]+(-[a-z0-9]+)*",
        ),
        field("term", "The term in English"),
        field(
            "forms",
            "Spellings looked for in the chapters, split by `;`: in small letters found in any "
            "case, with capitals as written",
        ),
        field(
            "kind",
            "technical (of a science or of engineering) or policy (of governments and public life)",
            enum=["technical", "policy"],
        ),
        field("chinese", "The term in Chinese characters", pattern=".*[一-鿿].*"),
        field("pinyin", "Pronunciation with tone marks"),
        field("literal", "What the Chinese characters say"),
        field("meaning", "What the term means, in plain words"),
        field("use", "How the term is used, and by whom"),
        field("source", "Official text that uses the term", required=False),
        field("source_url", "Address of that text", required=False, pattern=r"https?://\S+"),
        field("evidence", "What the rendering or the source rests on"),
    ],
    "known_nulls": {
        "source": "Terms of a science or of everyday speech have no official text",
        "source_url": "Terms of a science or of everyday speech have no official text",
    },
    "quirks": [
        "An official address was not always opened: the column evidence says what was read.",
    ],
}
