"""What changed between two versions of a table, by primary key."""

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 3


@dataclass
class Difference:
    """Keys added, removed and changed (key → column → (old, new)), and columns come and gone."""

    rows: int
    is_new: bool = False
    added: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    changed: dict = field(default_factory=dict)
    columns_added: list = field(default_factory=list)
    columns_removed: list = field(default_factory=list)

    def __bool__(self):
        parts = (self.added, self.removed, self.changed, self.columns_added, self.columns_removed)
        return self.is_new or any(parts)

    def lines(self, name):
        """The summary as lines of text, the first beginning with the table's `name`."""
        if self.is_new:
            return [f"{name}: new table, {self.rows:,} rows"]
        if not self:
            return [f"{name}: unchanged, {self.rows:,} rows"]
        counts = f"added {len(self.added):,}, removed {len(self.removed):,}"
        lines = [f"{name}: rows {counts}, changed {len(self.changed):,}; now {self.rows:,} rows"]
        if self.columns_added or self.columns_removed:
            columns = [f"+{c}" for c in self.columns_added] + [
                f"-{c}" for c in self.columns_removed
            ]
            lines.append(f"    columns: {', '.join(columns)}")
        per_column = Counter(column for cells in self.changed.values() for column in cells)
        if per_column:
            told = (f"{column} in {count:,}" for column, count in per_column.most_common())
            lines.append(f"    changed cells: {', '.join(told)}")
        lines += _examples("+", [" | ".join(key) for key in self.added])
        lines += _examples("-", [" | ".join(key) for key in self.removed])
        lines += _examples("~", [_change(key, cells) for key, cells in self.changed.items()])
        return lines


def _change(key, cells):
    told = (
        f"{column} {old or '(empty)'} → {new or '(empty)'}" for column, (old, new) in cells.items()
    )
    return f"{' | '.join(key)}: {', '.join(told)}"


def _examples(sign, told):
    more = [f"    {sign} … and {len(told) - EXAMPLES:,} more"] if len(told) > EXAMPLES else []
    return [f"    {sign} {line}" for line in told[:EXAMPLES]] + more


def difference(old, new, key):
    """Compare two tables (rows of strings, header first; `old` may be None) by columns `key`."""
    if not old:
        return Difference(len(new) - 1, is_new=True)
    before, after = _by_key(old, key), _by_key(new, key)
    shared = [column for column in new[0] if column in old[0]]
    changed = {}
    for k in after.keys() & before.keys():
        pairs = {c: (before[k][c], after[k][c]) for c in shared if before[k][c] != after[k][c]}
        if pairs:
            changed[k] = pairs
    return Difference(
        rows=len(new) - 1,
        added=[k for k in after if k not in before],
        removed=[k for k in before if k not in after],
        changed=dict(sorted(changed.items())),
        columns_added=[c for c in new[0] if c not in old[0]],
        columns_removed=[c for c in old[0] if c not in new[0]],
    )


def _by_key(rows, key):
    named = (dict(zip(rows[0], row, strict=False)) for row in rows[1:])
    return {tuple(row.get(column, "") for column in key): row for row in named}
