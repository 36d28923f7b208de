"""The book's verdict on each part of each claim, with what it rests on."""

VERDICTS = [
    "supported",
    "partly supported",
    "not supported as stated",
    "contested",
    "not testable with open data",
    # Conceptual and normative claims and predictions get no yes or no: `supports` says what the
    # claim explains, `sinks` what speaks against it, `would_change` what would settle it.
    "weighed",
    "pending",
]

TABLE = {
    "title": "Verdicts on the claims",
    "description": (
        "One row per part of a claim and step. For empirical and causal parts: supported, partly "
        "supported, not supported as stated, contested (sources disagree) or not testable with "
        "open data. Conceptual and normative parts and predictions are 'weighed': `supports` says "
        "what the claim explains, `sinks` what speaks against it, `would_change` what would "
        "settle it. 'pending' stands only while the chapter does not exist. Strength of the "
        "evidence: strong (several independent sources agree and no defensible specification "
        "turns the result), moderate (one good source, or several that agree under most "
        "specifications), weak (one source with known faults, or a result that turns with the "
        "specification), none (no open evidence bears on it; a toy model is "
        "no evidence)."
    ),
    "publisher": "The Four Steps authors",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["id", "part", "step"],
    "fields": [
        {
            "name": "id",
            "type": "string",
            "description": "Number of the claim (table claims)",
            "unit": None,
            "constraints": {"required": True, "pattern": "C[0-9]{2}"},
        },
        {
            "name": "part",
            "type": "string",
            "description": "The part of the claim that is judged",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "step",
            "type": "integer",
            "description": "Step (chapter) that judges it; 0 is the opening",
            "unit": None,
            "constraints": {"required": True, "minimum": 0, "maximum": 5},
        },
        {
            "name": "verdict",
            "type": "string",
            "description": "The verdict",
            "unit": None,
            "constraints": {"required": True, "enum": VERDICTS},
        },
        {
            "name": "strength",
            "type": "string",
            "description": "Strength of the evidence, by the criteria above",
            "unit": None,
            "constraints": {"required": True, "enum": ["strong", "moderate", "weak", "none"]},
        },
        {
            "name": "figure",
            "type": "string",
            "description": "The figure it rests on, as notebook and anchor",
            "unit": None,
            "constraints": {"pattern": r"[0-5]-[a-z0-9-]+\.ipynb#[A-Za-z0-9][^ ]*"},
        },
        {
            "name": "tables",
            "type": "string",
            "description": "Tables it rests on, joined by '; '",
            "unit": None,
        },
        {
            "name": "supports",
            "type": "string",
            "description": "What speaks for it, or what it explains",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "sinks",
            "type": "string",
            "description": "What speaks against it",
            "unit": None,
            "constraints": {"required": True},
        },
        {
            "name": "would_change",
            "type": "string",
            "description": "What would change or settle the verdict",
            "unit": None,
            "constraints": {"required": True},
        },
    ],
    "known_nulls": {"tables": "the verdict rests on a toy model, which draws no table"},
    "quirks": ["Verdicts are the authors' judgement on the evidence named, as of the vintage."],
}
