"""Use of generative AI as surveys see it: the other instrument that disagrees on China."""

TABLE = {
    "title": "People who use generative AI, by survey, China and US",
    "description": (
        "Points from two surveys, compiled for this book. The bases differ: China counts the "
        "whole population (602 million users are 42.8 % of 1.41 billion people), the US adults "
        "of 18 to 64. A higher share on one base is therefore not a higher share of the same "
        "people, and neither compares with telemetry (table ai_use_telemetry)."
    ),
    "publisher": (
        "CNNIC (China); Real-Time Population Survey / Federal Reserve Bank of St. Louis (US); "
        "compiled for this book"
    ),
    "url": "https://www.stlouisfed.org/on-the-economy/2025/nov/state-generative-ai-adoption-2025",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-02",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["place", "month"],
    "fields": [
        {
            "name": "place",
            "type": "string",
            "description": "US or China",
            "unit": None,
            "constraints": {"required": True, "enum": ["China", "US"]},
        },
        {
            "name": "month",
            "type": "string",
            "description": "Month of the survey",
            "unit": None,
            "constraints": {"required": True, "pattern": "[0-9]{4}-[0-9]{2}"},
        },
        {
            "name": "share_pct",
            "type": "number",
            "description": "Share of the base who use generative AI",
            "unit": "% of the base",
            "constraints": {"required": True, "minimum": 0, "maximum": 100},
        },
        {
            "name": "users_million",
            "type": "number",
            "description": "Users",
            "unit": "million people",
            "constraints": {"minimum": 0},
        },
        {
            "name": "base",
            "type": "string",
            "description": "Whom the share is of",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "derived",
            "type": "boolean",
            "description": "The share was derived by us from a published change",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "evidence",
            "type": "string",
            "description": "Survey, and how the value was read",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "source_url",
            "type": "string",
            "description": "Page the value was read on",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {"users_million": "the US survey gives shares only"},
    "quirks": [
        "US August 2024 was first published as 39.4 % and later revised to 44.6 %.",
        (
            "China December 2024 is derived (36.5 less 18.8 points); the release on December 2025 "
            "implies 17.6."
        ),
    ],
}
