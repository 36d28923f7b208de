"""In what sense the word race stands near AI in US official texts; coded by hand in context.

One letter for each occurrence, in the order of the text:

* A: a contest over AI or its making between states, or one that is to be won; the text's own words
* Q: the same in words that the text quotes from somebody outside the executive branch
* D: the same, denied
* F: a contest of states over something else (space, the Moon, 6G)
* H: firms or governments that hurry, or somebody runs ahead, without a rival state
* E: ethnicity
"""

SENSES = {
    "A": ("AI contest", "own"),
    "Q": ("AI contest", "quoted"),
    "D": ("AI contest, denied", "own"),
    "F": ("another contest", "own"),
    "H": ("haste", "own"),
    "E": ("ethnicity", "own"),
}

# Path of a page of the White House, or its beginning → the letters. Occurrences near AI only.
PAGES = {
    "articles/2025-06/2025-06-13-what-they-are-saying": "Q",
    "articles/2025-06/2025-06-30-60-organizations": "A",
    "articles/2025-07/2025-07-07-president-trumps-one-big": "Q",
    "articles/2025-07/2025-07-16-icymi-president-trump-announces-92": "Q",
    "articles/2025-07/2025-07-23-white-house-unveils": "AAAAA",
    "articles/2025-07/2025-07-24-wide-acclaim": "Q" * 21,
    "articles/2025-08/2025-08-05-remarks-by-director-kratsios": "FAAFA",
    "articles/2025-09/2025-09-04-president-trumps-ai-energy": "H",
    "articles/2025-09/2025-09-05-president-trump-tech-leaders": "Q",
    "articles/2025-09/2025-09-09-major-organizations": "QQ",
    "articles/2026-02/2026-02-20-remarks-by-director": "A",
    "articles/2026-03/2026-03-05-president-trump-secures": "Q",
    "articles/2026-03/2026-03-08-president-trump-has-secured": "H",
    "articles/2026-03/2026-03-09-president-trump-has-secured": "H",
    "articles/2026-03/2026-03-20-president-donald-j-trump-unveils": "AAA",
    "blog/2023-12/2023-12-14-delivering": "E",
    "briefings-statements/2025-11/2025-11-04-presidential-message": "AA",
    "briefings-statements/2025-11/2025-11-17-presidential-message": "A",
    "briefings-statements/2026-03/2026-03-02-first-lady": "E",
    "briefings-statements/2026-03/2026-03-25-first-lady": "F",
    "fact-sheets/2025-07/2025-07-23-fact-sheet-president-donald-j-trump-prevents": "E",
    "fact-sheets/2025-11/2025-11-24-fact-sheet": "A",
    "fact-sheets/2025-12/2025-12-11-fact-sheet": "A",
    "fact-sheets/2025-12/2025-12-19-fact-sheet": "FF",
    "fact-sheets/2026-03/2026-03-04-fact-sheet": "A",
    "presidential-actions/2025-01/2025-01-14-executive-order-on-advancing": "A",
    "presidential-actions/2025-05/2025-05-23-reinvigorating": "A",
    "presidential-actions/2025-07/2025-07-23-preventing-woke": "EEEEE",
    "presidential-actions/2025-11/2025-11-24-launching": "AA",
    "presidential-actions/2025-12/2025-12-11-eliminating": "AA",
    "press-briefings/2023-05/2023-05-04-background-press-call": "D",
    "releases/2026-05/2026-05-22-remarks-by-director": "A",
    "releases/2026-07/2026-07-22-45502": "A",
    "releases/2026-07/2026-07-24-what-they-are-saying": "QAA",
    "research/2026-01/2026-01-21-artificial-intelligence": "A",
    "speeches-remarks/2024-09/2024-09-24-remarks-by-president-biden": "H",
    "speeches-remarks/2025-01/2025-01-06-remarks-of-national": "H",
    "statements-releases/2022-02/2022-02-07-president-biden": "E",
    "statements-releases/2022-05/2022-05-23-fact-sheet-in-asia": "H",
    "statements-releases/2023-10/2023-10-12-u-s-singapore": "H",
}
# File of a legal or policy text → the letters. All occurrences; those near AI are found by program.
TEXTS = {
    "2025-01-14-eo-14141-ai-infrastructure": "A",
    "2025-07-23-americas-ai-action-plan": "AAAFAAAAHA",
    "2025-07-23-article-ai-action-plan-announcement": "AAAAA",
    "2025-07-23-eo-14319-woke-ai": "EEEEE",
    "2025-11-24-eo-genesis-mission": "AA",
    "2025-12-11-eo-14365-national-policy-framework": "AA",
    "2026-03-20-release-national-ai-legislative-framework": "AAA",
    "2026-09-29-fact-sheet-era-of-super-intelligence": "A",
}


def letters(coded, name, found):
    """The letters of a text, by its name or the beginning of its name.

    Raises `LookupError` unless there is one for each of the `found` occurrences.
    """
    known = [codes for beginning, codes in coded.items() if name.startswith(beginning)]
    codes = known[0] if known else ""
    if len(known) > 1 or len(codes) != found:
        raise LookupError(
            f"{name}: {found} occurrences of race, {len(codes)} coded in _us_race_senses.py; "
            "read them in context and code each."
        )
    return codes


def counts(codes):
    """The three columns on race: contests over AI, those among them that are quoted, other uses."""
    contests = sum(code in "AQ" for code in codes)
    return {
        "race": contests,
        "race_quoted": codes.count("Q"),
        "race_other_sense": len(codes) - contests,
    }
