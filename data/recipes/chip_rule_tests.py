"""The thresholds of the three US chip rules, one test a row."""


def field(name, kind, description, unit=None, **constraints):
    """One column of the table, as the engine wants it."""
    return {
        "name": name,
        "type": kind,
        "description": description,
        "unit": unit,
        "constraints": constraints,
    }


TABLE = {
    "title": "Thresholds of the US rules on chips, October 2022 to January 2026",
    "description": (
        "What a chip must reach, or stay below, to be caught or licensed under each rule. A test "
        "holds when every value given in its row holds. The rules have more conditions than fit "
        "here: who buys, for what, whether a chip is meant for data centres. The letter of April "
        "2025 on the H20 is not public; it is known from the firm's filing, which gives no "
        "threshold, and is therefore not a row. 3A090.b stands here as 'licensed' because a "
        "notice can suffice."
    ),
    "publisher": "The Four Steps authors, from the rules of the US Department of Commerce",
    "url": "https://www.federalregister.gov/documents/2023/10/25/2023-23055",
    "licence": "CC BY 4.0",
    "reuse": "open",
    "vintage": "2026-11-23",
    "retrieved": "2026-11-23",
    "access": "compiled",
    "raw": [],
    "primary_key": ["test"],
    "fields": [
        field("test", "string", "Name of the test", required=True),
        field(
            "rule",
            "string",
            "The rule",
            required=True,
            enum=["January 2026", "October 2022", "October 2023"],
        ),
        field("entry", "string", "Entry or section", required=True),
        field("from_date", "date", "In force from", required=True),
        field("tpp_min", "number", "TPP at least", "TPP"),
        field("tpp_below", "number", "TPP below", "TPP"),
        field("density_min", "number", "Performance density at least", "TPP per mm²"),
        field("density_below", "number", "Performance density below", "TPP per mm²"),
        field("interconnect_gbps_min", "number", "Interconnect at least", "GB per second"),
        field("bandwidth_gbps_below", "number", "Memory bandwidth below", "GB per second"),
        field(
            "outcome", "string", "caught or licensed", required=True, enum=["caught", "licensed"]
        ),
        field("meaning", "string", "What the outcome means", required=True),
        field("citation", "string", "Federal Register citation", required=True),
        field("source_url", "string", "Where the values were seen", required=True),
        field("evidence", "string", "How they were seen", required=True),
    ],
    "known_nulls": {
        name: "not part of the test"
        for name in (
            "tpp_min",
            "tpp_below",
            "density_min",
            "density_below",
            "interconnect_gbps_min",
            "bandwidth_gbps_below",
        )
    },
    "quirks": ["Test 2023-b2 rests on one public list of thresholds."],
}
