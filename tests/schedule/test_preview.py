"""`swot schedule preview`: what would come when."""

from __future__ import annotations

import json

import pytest

from adapters.cli import main

AUTUMN = ("--at", "01:30", "--zone", "Europe/London", "--from", "2026-10-23", "--days", "5")


def previewed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a run prints that ends well."""
    assert main(["schedule", "preview", *arguments]) == 0
    return capsys.readouterr().out


def test_each_day_is_told_with_local_time_and_instant(capsys: pytest.CaptureFixture[str]):
    """Across the end of summer time."""
    assert previewed(capsys, *AUTUMN, "--weekdays", "sat-mon").splitlines() == [
        "2026-10-24  01:30  2026-10-24T00:30:00Z",
        "2026-10-25  01:30  2026-10-25T00:30:00Z",
        "2026-10-26  01:30  2026-10-26T01:30:00Z",
    ]


def test_programs_read_it_as_json(capsys: pytest.CaptureFixture[str]):
    """A list of objects, every one with the same three fields."""
    rows = json.loads(previewed(capsys, *AUTUMN, "--json"))
    assert [row["local_date"] for row in rows] == [f"2026-10-{day}" for day in (23, 24, 25, 26, 27)]
    assert rows[2] == {"local_date": "2026-10-25", "local": "01:30", "utc": "2026-10-25T00:30:00Z"}
    none = previewed(capsys, *AUTUMN[:-1], "1", "--weekdays", "mon", "--json")
    assert json.loads(none) == []


def test_a_time_that_is_leapt_over_is_told_as_it_will_be(capsys: pytest.CaptureFixture[str]):
    """The date is the slot's own, the time that of the clock when it fires."""
    told = previewed(capsys, "--at", "23:30", "--zone", "America/Nuuk", "--from", "2026-03-28", "--days", "1")
    assert told == "2026-03-28  00:00  2026-03-29T01:00:00Z\n"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--at", "8", "no time of day"),
        ("--zone", "Europe/Londn", "Did you mean Europe/London?"),
        ("--weekdays", "monkey", "no days of the week"),
        ("--days", "0", "a number of days from 1 to 7,320"),
        ("--from", "9999-12-01", "a day of the years 1970 to 2100"),
    ],
)
def test_what_makes_no_sense_is_said(capsys: pytest.CaptureFixture[str], option: str, value: str, said: str):
    """In a sentence, and nothing else."""
    arguments = dict(zip(AUTUMN[::2], AUTUMN[1::2], strict=True)) | {option: value}
    assert main(["schedule", "preview", *(word for pair in arguments.items() for word in pair)]) == 1
    assert said in capsys.readouterr().err
