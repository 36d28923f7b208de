"""National rules, orders and plans on AI of the US and of China, 2017 to 2026."""


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


THEMES = [
    "content and security",
    "models and firms",
    "persons and ethics",
    "support only",
    "the state's own use",
    "trade and building",
]

TABLE = {
    "title": "Instruments on AI of the US federal government and of China's centre, 2017-2026",
    "description": (
        "Rules, orders, memoranda, plans and technical documents: the 25 instruments of a list "
        "drawn up for this book, an announced rescission, two plans, a federal law of 2025 and an "
        "order of 2026. Not a "
        "census: US State laws are in us_state_ai_topics, Chinese local rules and national "
        "standards are left out, and so are sector rules that do not name AI. `duty` says whether "
        "an instrument adds duties on those who make or offer AI (1), removes some (-1) or does "
        "neither (0); `duty_other` is a second code that a reader could defend; `why` gives "
        "the reason. Instruments are not of equal weight."
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
        field("id", "string", "Number", required=True, pattern="[CU][0-9]{2}"),
        field("place", "string", "Whose instrument", required=True, enum=["China", "US"]),
        field("name", "string", "Short name", required=True),
        field(
            "form",
            "string",
            "Kind of instrument",
            required=True,
            enum=[
                "announcement",
                "departmental rule",
                "export rule",
                "initiative",
                "memorandum",
                "order",
                "plan",
                "statute",
                "technical document",
            ],
        ),
        field(
            "issuer", "string", "Who issued it; co-issuers of Chinese rules are not all verified"
        ),
        field("issued", "date", "Issued", required=True),
        field("effective", "date", "In force from"),
        field("ended", "date", "Revoked, or rescission announced"),
        field("theme", "string", "What its duties are about", required=True, enum=THEMES),
        field(
            "duty",
            "integer",
            "1 adds, -1 removes, 0 neither",
            "step",
            required=True,
            enum=[-1, 0, 1],
        ),
        field(
            "duty_other",
            "integer",
            "A second code that can be defended (else the same)",
            "step",
            required=True,
            enum=[-1, 0, 1],
        ),
        field("support", "boolean", "Promises support for making or using AI", required=True),
        field("added", "boolean", "Added to the first list of 25", required=True),
        field("agora_id", "integer", "Number in AGORA and in race_texts", "number"),
        field("source_url", "string", "Address of the text, or of the page read", required=True),
        field("evidence", "string", "What was read", required=True),
        field("why", "string", "Why it is coded so", required=True),
    ],
    "known_nulls": {
        "effective": "plans, and texts without such a date",
        "ended": "not ended as far as known",
        "agora_id": "not in the copy of AGORA used",
    },
    "quirks": [
        "One coder; no second coder has checked the codes.",
        "'Departmental rule' is our classification.",
        "The order of June 2026 rests on press reports.",
    ],
}
