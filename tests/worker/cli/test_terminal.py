"""How things look: wrapped, calm, and safe to print whatever came by mail."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.model import ME, Case, Duty, Evidence, Kind, Review, Turn, What
from worker.cli.terminal import Screen, shown
from worker.cli.wording import day, duty, short_ids


def test_control_signs_of_a_mail_do_not_reach_the_terminal() -> None:
    assert shown("a\x1b[31mred\u202e\u200b\nb\x07") == "a[31mred b"


def test_a_long_text_is_wrapped_below_its_beginning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    screen.line("word " * 40, indent=4)
    screen.item("3f2a", "word " * 40)
    lines = capsys.readouterr().out.splitlines()

    assert len(lines) > 4
    assert all(len(line) <= 100 for line in lines)
    assert all(line.startswith("    ") for line in lines[:2])


def test_markup_in_a_text_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen()
    screen.line("[bold]not bold[/bold] :smile:")
    screen.table(("a",), [("[red]not red[/red]",)])

    out = capsys.readouterr().out
    assert "[bold]not bold[/bold] :smile:" in out
    assert "[red]not red[/red]" in out


def test_in_a_pipe_no_progress_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen().progress() as bars:
        bars("INBOX", 1, 10)
        bars("INBOX", 10, 10)

    assert capsys.readouterr().out.strip() == ""


def look(monkeypatch: pytest.MonkeyPatch, *, terminal: str = "dumb") -> None:
    """Somebody looks, from a terminal of that kind."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", terminal)


def drawn(capsys: pytest.CaptureFixture[str]) -> list[str]:
    screen = Screen()
    screen.heading("Folders")
    screen.item("3f2a", "Dana Okoye")
    screen.table(("folder", "messages"), [("受信トレイ", "12"), ("Cafe\u0301", "3"), ("[red]Sent[/red]", "")])
    screen.line("word " * 10, indent=2, style="dim", fold=False)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_pipe_says_what_a_terminal_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = drawn(capsys)
    look(monkeypatch)

    assert drawn(capsys) == piped
    assert piped[4:8] == [
        "folder           messages",
        "受信トレイ       12",
        "Cafe\u0301             3",
        "[red]Sent[/red]",
    ]


def test_on_a_terminal_long_texts_are_folded_to_its_width_and_progress_is_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    look(monkeypatch, terminal="xterm")
    screen = Screen()
    screen.line("word " * 40)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80  # as COLUMNS says
    with screen.progress() as bars:
        bars("INBOX", 1, 10)
        bars("INBOX", 10, 10)

    assert "INBOX" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("that", "said"),
    [
        (date(2026, 11, 19), "today"),
        (date(2026, 11, 20), "tomorrow"),
        (date(2026, 11, 18), "yesterday"),
        (date(2026, 11, 23), "Mon 23 Nov"),
        (date(2027, 1, 4), "Mon 4 Jan 2027"),
    ],
)
def test_a_day_is_said_as_people_say_it(that: date, said: str) -> None:
    assert day(that, date(2026, 11, 19)) == said


def test_ids_are_as_short_as_they_can_be_told_apart() -> None:
    cases = tuple(_case(name) for name in ("3f2a7700", "3f2a7711", "b01c0000"))

    assert short_ids(Review(datetime(2026, 11, 19, tzinfo=UTC), cases, (), ())) == {
        "3f2a7700": "3f2a770",
        "3f2a7711": "3f2a771",
        "b01c0000": "b01c000",
    }


def _case(name: str) -> Case:
    return Case(
        id=name,
        kind=Kind.MADE_FOR_ME,
        state="MADE",
        turn=Turn.ME,
        awaiting=None,
        introducer=None,
        requester=None,
        helper=None,
        targets=(),
        outcome=None,
        organisation=None,
        purpose="",
        messages=(),
        duties=(),
        steps=(),
    )


@pytest.mark.parametrize(
    ("due", "said"), [(date(2026, 11, 18), "due since yesterday"), (date(2026, 11, 19), "due today")]
)
def test_a_day_that_is_past_is_one_since_which_it_is_due(due: date, said: str) -> None:
    one = Duty(What.REPLY, ME, "Dana", due, due, False, False, Evidence("<m@example.org>", "", "r"), "")
    assert duty(one, {}, today=date(2026, 11, 19)) == f"Reply to Dana, {said}"
