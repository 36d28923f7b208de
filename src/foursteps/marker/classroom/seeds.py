"""Whose variant is which: the seed that each student of a class was given, and its key."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from foursteps.ground import atomic_files
from foursteps.marker.exercise import key, variants
from foursteps.marker.exercise.key import Key
from foursteps.marker.exercise.sets import ExerciseSet
from foursteps.marker.sandbox.jobs import Run

SHORTEST = 16  # bytes of a secret that nobody guesses


class SecretError(RuntimeError):
    """A secret that cannot be used; says why and what to do."""


@dataclass(frozen=True)
class Seeds:
    """How a class got its seeds: one seed for all, or one each, from a secret; "" is the paper's.

    Nothing of it stands in a notebook: what a student's notebook says is only compared with it.
    """

    seed: str = ""
    secret: bytes = b""

    def of(self, set_name: str, student: str) -> str:
        """The seed of a student."""
        return variants.seed_of(self.secret, set_name, student) if self.secret else self.seed

    def fingerprint(self, exercise_set: ExerciseSet) -> str:
        """The set's fingerprint, and how its seeds were given: marks of another way are others."""
        if not self.seed and not self.secret:
            return exercise_set.fingerprint
        told = b"\0".join([exercise_set.fingerprint.encode(), self.seed.encode(), self.secret])
        return hashlib.sha256(told).hexdigest()


PAPERS_OWN = Seeds()


def read_secret(path: Path | str, make: bool = False) -> bytes:
    """The secret in a file; with `make` one is made where there is none. Raises SecretError."""
    path = Path(path)
    if make and not path.exists():
        atomic_files.write(path, secrets.token_hex(32) + "\n", atomic_files.PRIVATE)
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SecretError(
            f"{path}: cannot be read ({error.strerror}): name the file with which the notebooks"
            " were released"
        ) from None
    if len(secret) < SHORTEST:
        raise SecretError(
            f"{path}: a secret of fewer than {SHORTEST} characters can be guessed: let"
            " `foursteps release --secret` make the file"
        )
    return secret


@dataclass
class ClassSets:
    """The exercise set as every student has it, and its key; equal variants are made once."""

    base: ExerciseSet
    seeds: Seeds
    _sets: dict[str, ExerciseSet] = field(default_factory=dict)
    _keys: dict[str, Key] = field(default_factory=dict)

    def of(self, student: str) -> ExerciseSet:
        """The set as this student has it."""
        seed = self.seeds.of(self.base.name, student)
        if seed not in self._sets:
            self._sets[seed] = self.base.variant(seed)
        return self._sets[seed]

    def key(self, student: str) -> Key:
        """The key of this student's variant; `compute` must have been called with the student."""
        return self._keys[self.of(student).fingerprint]

    def compute(self, students: Iterable[str], run: Run) -> None:
        """Compute the keys of these students' variants."""
        for student in students:
            mine = self.of(student)
            if mine.fingerprint not in self._keys:
                self._keys[mine.fingerprint] = key.cached(mine, run)
