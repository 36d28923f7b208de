"""docs/benchmarks.md says of every attack what its own file says."""

from tests.benchmarks import attacks


def test_the_table_of_attacks_says_what_their_files_say():
    text = attacks.PAGE.read_text(encoding="utf-8")
    assert attacks.renewed(text) == text, "run `.venv/bin/python -m tests.benchmarks.attacks`"


def test_what_was_measured_stays_and_the_rest_is_renewed():
    text = attacks.PAGE.read_text(encoding="utf-8")
    row = "| abort | Aborts the process. | 0 | 0 (killed) | no result | no result |\n"
    assert row in text
    changed = text.replace(row, row.replace("Aborts", "Aborted").replace("| 0 | 0", "| 2 | 0"))
    assert changed != text and attacks.renewed(changed) == text
    lost = attacks.renewed(text.replace(row, ""))
    assert "| abort | Aborts the process. | 0 | not yet | not yet | not yet |\n" in lost
    left_over = text.replace(row, row + "| no such | A file. | 0 | 0 | 0 | 0 |\n")
    assert attacks.renewed(left_over) == text
