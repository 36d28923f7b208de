"""`publish`: what it stores, and what it refuses."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from foursteps import holds, publish, publishing


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr(publishing, "_show", bundles.append)
    return bundles


def test_values_are_stored_plain_with_their_origin(shown):
    publish(
        tables=["b", "a", "b"],
        share=np.float64(1) / 3,
        n=np.int64(7),
        flag=np.bool_(True),
        who=pd.Series(["US"])[0],
    )
    publish(toy=True, n=1)
    publish(cited="jervis-1978", n=1)
    stored = shown[0][publishing.MIME]
    assert stored == {
        "values": {"share": 0.3333333, "n": 7, "flag": True, "who": "US"},
        "tables": ["a", "b"],
    }
    assert [type(v) for v in stored["values"].values()] == [float, int, bool, str]
    assert shown[0]["text/plain"] == "share = 0.333333\nn = 7\nflag = True\nwho = 'US'"
    assert shown[1][publishing.MIME] == {"values": {"n": 1}, "tables": [], "toy": True}
    assert shown[2][publishing.MIME] == {"values": {"n": 1}, "tables": [], "cited": "jervis-1978"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 1}, "exactly one of tables=[…], toy=True or cited='key': none was given"),
        ({"tables": ["a"], "toy": True, "n": 1}, "more than one was given"),
        ({"tables": "a", "n": 1}, "tables='a' is not a list of table names"),
        ({"tables": [], "n": 1}, "for a model's result write toy=True"),
        ({"cited": "Jervis 1978", "n": 1}, "is not a reference's key such as 'jervis-1978'"),
        ({"toy": True}, "at least one value"),
        ({"toy": True, "x": float("nan")}, "x is nan: prose cannot hold it"),
        ({"toy": True, "x": np.inf}, "x is inf"),
        ({"toy": True, "x": pd.NA}, "x is a NAType: publish int, float, str or bool"),
        ({"toy": True, "x": pd.Timestamp("2025-01-20")}, "x is a Timestamp"),
        ({"toy": True, "x": pd.Series([1])}, "x is a Series"),
    ],
)
def test_what_prose_cannot_hold_is_refused(shown, arguments, message):
    with pytest.raises(publishing.PublishError) as caught:
        publish(**arguments)
    assert message in str(caught.value)
    assert shown == []


def test_plain_python_publishes_in_silence():
    code = "from foursteps import publish; print(publish(toy=True, n=1))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("None\n", "")


def test_a_finding_is_shown_and_stops_the_notebook_when_it_no_longer_holds(shown):
    holds("It grew", pd.Series([1, 2]).is_monotonic_increasing)
    assert shown[0][publishing.FINDING_MIME] == {"sentence": "It grew", "holds": True}
    with pytest.raises(publishing.FindingError, match="the data no longer say 'It grew'"):
        holds("It grew", np.bool_(False))
    assert shown[1][publishing.FINDING_MIME]["holds"] is False


@pytest.mark.parametrize(
    ("sentence", "condition", "message"),
    [
        ("", True, "holds needs the sentence"),
        ("It grew", pd.Series([True]), "is a Series, not True or False: end it with .all"),
        ("It grew", 1, "is a int, not True or False"),
    ],
)
def test_a_finding_without_words_or_truth_is_refused(sentence, condition, message):
    with pytest.raises(publishing.PublishError, match=message):
        holds(sentence, condition)
