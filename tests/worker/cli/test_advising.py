"""Advice as typed: `introloop paths`, and what `show` and `people show` say beside the facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.builders import mail
from tests.worker.cli.conftest import NOW, Introloop

CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ada,Quist,https://www.linkedin.com/in/ada,,Windmere Ltd,Planner,02 Feb 2026
"""
TIDEWELL = "Helen Marsh <helen.marsh@tidewell.example>"


# ── Paths ───────────────────────────────────────────────────────────────────────────────────


def test_the_way_into_a_company_is_shown_with_whom_not_to_ask_now(introloop: Introloop, told: Path) -> None:
    out = introloop("paths", "Windmere", "--state", told, "--now", NOW).out

    assert out.splitlines()[1] == "Windmere"
    not_now = out.partition("Not now")[2]
    assert "Grace Kimani <grace.kimani@windmere.example>" in not_now
    assert "works there; 2 threads with you" in not_now
    assert "A loop to them is open since Wednesday 18 November: your thanks." in not_now


def test_whom_to_ask_first_and_what_is_not_known_is_said(introloop: Introloop, state: Path) -> None:
    introloop("people", "set", "helen.marsh@tidewell.example", "--inside", "Lumio Energy", "--state", state)
    introloop(
        "people", "set", "helen.marsh@tidewell.example", "--likes", "yes", "--met", "yes", "--state", state
    )

    out = introloop("paths", "Lumio Energy", "--state", state, "--now", NOW).out

    helen = out.partition("Ask now")[2].partition("First something else")[0]
    assert TIDEWELL in helen
    assert "knows somebody there, as you said" in helen
    assert "6/6; yes: met, likes, work, setting, inside, willing" in helen
    assert "Ask for an introduction." in helen


def test_somebody_of_an_address_book_without_an_address_is_a_way_in(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    (book := tmp_path / "Connections.csv").write_text(CONNECTIONS)
    introloop("people", "import", book, "--state", state)

    out = introloop("paths", "Windmere", "--state", state, "--now", NOW).out

    ada = out.partition("First something else")[2].partition("Not now")[0]
    assert "Ada Quist" in ada
    assert "works there (Planner), by your address book" in ada
    assert (
        f"Once you have an address: introloop --state {state} people set ADDRESS --name 'Ada Quist'"
        in " ".join(ada.split())
    )


def test_where_nobody_is_known_it_says_so_and_what_can_be_done(introloop: Introloop, told: Path) -> None:
    out = introloop("paths", "Nowhere & Sons", "--state", told).out

    assert "Nobody in your mail or your address books leads there yet." in out
    assert f'introloop --state {told} people set ADDRESS --inside "Nowhere & Sons"' in " ".join(out.split())


def test_without_a_company_all_targets_are_shown(introloop: Introloop, state: Path) -> None:
    local = next(state.glob("*.toml"))
    local.write_text(local.read_text().replace("[owner]", '[owner]\ntargets = ["Windmere", "Lumio Energy"]'))

    said = introloop("paths", "--json", "--state", state, "--now", NOW).json

    assert [one["company"] for one in said["companies"]] == ["Windmere", "Lumio Energy"]
    grace = said["companies"][0]["paths"][0]
    assert (grace["address"], grace["ask_now"], grace["ready"]) == (
        "grace.kimani@windmere.example",
        "no",
        {"yes": 2, "of": 6},
    )
    assert grace["not_now"][0]["evidence"]["sentence"].startswith("only to let you know")


def test_without_company_and_targets_it_says_how_to_name_one(introloop: Introloop, told: Path) -> None:
    said = introloop("paths", "--state", told)

    assert said.code == 1
    assert said.err.startswith("no company is named, and the configuration has no targets\n")


def test_an_application_there_is_said_first(introloop: Introloop, tmp_path: Path) -> None:
    applied = mail(
        "Windmere Talent <talent@windmere.example>",
        "Thank you for applying. We have received your application.",
        on="Mon 2026-11-16 09:00",
        to="Robin Oosterwijk <robin@oosterwijk.example>",
        subject="Your application",
    )
    (box := tmp_path / "one.mbox").write_bytes(b"From x Mon Nov 16 09:00:00 2026\n" + applied.content + b"\n")
    identity = ("--identity", "robin@oosterwijk.example")
    assert introloop("scan", "--mailbox", box, *identity, "--state", tmp_path / "other").code == 0

    out = introloop("paths", "Windmere", "--state", tmp_path / "other", "--now", NOW).out

    assert "Worth knowing: You applied at Windmere, acknowledged on Monday 16 November" in " ".join(
        out.split()
    )
    assert "“We have received your application.”" in out or "“Thank you for applying.”" in out


# ── People ──────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_shown_with_what_each_element_stands_on(introloop: Introloop, told: Path) -> None:
    out = introloop("people", "show", "priya", "--state", told).out

    assert "Contact type not known" in out
    assert "Ready to speak for you: 2/6" in out
    met = out.partition("They met you in person: yes (the mail tells of it)")[2]
    assert met.split("\n")[1].strip().startswith("“thank you for the coffee")
    assert "They like you: unknown" in out


def test_what_the_owner_says_of_an_element_counts_at_once(introloop: Introloop, state: Path) -> None:
    introloop("people", "set", "priya.nair@kestrelventures.example", "--likes", "no", "--state", state)
    assert "They like you: no (as you said)" in introloop("people", "show", "priya", "--state", state).out


def test_a_reference_is_shown_with_what_they_are_good_for_and_what_they_did(
    introloop: Introloop, told: Path
) -> None:
    out = introloop("people", "show", "helen", "--state", told).out

    assert "Contact type: reference, you work at one place" in out
    assert "Good for: a word on your work" in out
    assert "introduced you to Nadia Ferreira" in out.partition("They helped you")[2]


def test_whom_the_owner_helped_is_shown(introloop: Introloop, told: Path) -> None:
    out = introloop("people", "show", "david", "--state", told).out
    assert "you introduced them to Karin Holm" in out.partition("You helped them")[2]


def test_somebody_in_no_case_is_asked_about(introloop: Introloop, told: Path) -> None:
    listed = introloop("people", "--state", told).out
    assert "brad@pipelineboost.example" in listed
    out = introloop("people", "show", "brad@pipelineboost.example", "--state", told).out
    assert f"introloop --state {told} people set brad@pipelineboost.example --type says it" in out


# ── Cases ───────────────────────────────────────────────────────────────────────────────────


def test_an_ask_that_does_not_fit_is_said_at_its_case(
    introloop: Introloop, state: Path, case_of: Callable[[Path, str], str]
) -> None:
    introloop("people", "set", "a.whitby@eastferry-university.example", "--type", "friend", "--state", state)

    out = introloop("show", case_of(state, "whitby"), "--state", state, "--now", NOW).out

    assert "This asks a friend to vouch for your work" in " ".join(out.partition("Worth knowing")[2].split())
