"""One verdict for each claim, from the verdicts on its parts, by a rule that is written down.

The parts stand in the table `verdicts`, one row per claim, part and step. The ledger page states
the rule in words; the opening and the ledger show what follows from it.
"""

# From the most to the least favourable; the last two are no verdict on facts.
ORDER = (
    "supported",
    "partly supported",
    "contested",
    "not supported as stated",
    "not testable with open data",
    "weighed",
    "pending",
)
STRENGTHS = ("strong", "moderate", "weak", "none")  # from the strongest to the weakest
UNTESTED = "not testable with open data"
# So begins the part that judges the form in which people hold a claim; the claim as it is worded
# does not follow from it.
AS_SAID = "as people say it: "


def overall_verdict(parts):
    """The verdict on a claim whose parts have the verdicts `parts` (a list of str).

    A part that waits leaves the claim pending. Parts that are weighed count only where nothing
    else does. Parts that agree decide; where they do not, one part that stands at least in part
    makes the claim partly supported; else one part that falls sinks the claim as stated; else it
    is contested. Raises ValueError for no part, or for a word that is no verdict.
    """
    unknown = sorted(set(parts) - set(ORDER))
    if unknown or not parts:
        raise ValueError(f"no verdict can follow from {unknown or 'no part'}: {', '.join(ORDER)}")
    if "pending" in parts:
        return "pending"
    judged = set(parts) - {"weighed"}
    if not judged:
        return "weighed"
    if len(judged) == 1:
        return judged.pop()
    if judged & {"supported", "partly supported"}:
        return "partly supported"
    return "not supported as stated" if "not supported as stated" in judged else "contested"


def overall_strength(verdicts, strengths):
    """The weakest strength among the parts that could be judged (among all, if none could be).

    `verdicts` and `strengths` are lists of str of one length, one entry per part.
    """
    pairs = list(zip(verdicts, strengths, strict=True))
    tested = [strength for verdict, strength in pairs if verdict != UNTESTED]
    return max(tested or strengths, key=STRENGTHS.index)


def overall(verdicts):
    """Judge every claim of the table `verdicts` as a whole.

    Returns a DataFrame with one row per claim, indexed by `id` in order: `verdict`, `strength`,
    `parts` (number) and `steps` (such as "1, 3"). Source: the columns `id`, `part`, `step`, `verdict` and
    `strength` of `verdicts`; no other table enters. Parts that judge what people say instead
    (`AS_SAID`) are left out.
    """
    import pandas as pd

    rows = []
    worded = verdicts[~verdicts["part"].str.startswith(AS_SAID)]
    for claim, parts in worded.sort_values(["id", "step"]).groupby("id"):
        words, strengths = parts["verdict"].tolist(), parts["strength"].tolist()
        rows.append(
            {
                "id": claim,
                "verdict": overall_verdict(words),
                "strength": overall_strength(words, strengths),
                "parts": len(parts),
                "steps": ", ".join(str(step) for step in parts["step"].unique()),
            }
        )
    return pd.DataFrame(rows, columns=["id", "verdict", "strength", "parts", "steps"]).set_index(
        "id"
    )
