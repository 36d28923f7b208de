"""What official plans say they will do, item by item: the intention side of a claim."""

AIMS = ["better AI", "inputs", "use", "rules and safety", "abroad"]

TABLE = {
    "title": "Items of official AI plans, by aim, US and China",
    "description": (
        "The numbered or headed items of four official texts, in our own words, each coded by its "
        "main aim: better AI (science and models), inputs (data, chips, power, people), use (in "
        "firms, society, science and government), rules and safety, abroad. Where another code is "
        "defensible it stands in other_aim, so that a reader can count both ways. Items are not "
        "money and not of equal weight. Of the US plan of 2025 only the first pillar is coded: "
        "the items of the other pillars were not confirmed one by one. They are about "
        "infrastructure and about diplomacy and security."
    ),
    "publisher": "The Four Steps authors",
    "url": "https://github.com/OWNER/four-steps",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["text", "number"],
    "fields": [
        {
            "name": "text",
            "type": "string",
            "description": "Short name of the official text",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "number",
            "type": "integer",
            "description": "Place of the item in the text (in the part coded)",
            "unit": "item",
            "constraints": {"required": True, "minimum": 1},
        },
        {
            "name": "place",
            "type": "string",
            "description": "Whose text it is",
            "unit": None,
            "constraints": {"required": True, "enum": ["US", "China"]},
        },
        {
            "name": "year",
            "type": "integer",
            "description": "Year of the text",
            "unit": "year",
            "constraints": {"required": True},
        },
        {
            "name": "item",
            "type": "string",
            "description": "What the item is about, in our words",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "aim",
            "type": "string",
            "description": "Its main aim as we code it",
            "unit": None,
            "constraints": {"required": True, "enum": AIMS},
        },
        {
            "name": "other_aim",
            "type": "string",
            "description": "A second code that a reader could defend",
            "unit": None,
            "constraints": {"enum": AIMS},
        },
        {
            "name": "source_url",
            "type": "string",
            "description": "Address of the text",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "evidence",
            "type": "string",
            "description": "What was read for the coding",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {"other_aim": "items with one defensible code"},
    "quirks": [
        (
            "The texts differ in kind: China's opinions of 2025 are about application by their "
            "title, while its plan of 2017 and the US texts cover AI policy as a whole."
        ),
        "One coder; no second coder has checked the codes.",
    ],
}
