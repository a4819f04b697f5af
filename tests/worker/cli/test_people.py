"""People on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rules.model import Review
from tests.worker.cli.conftest import NOW, Introloop, Person
from worker.wiring import App


def test_people_are_listed_the_latest_first(introloop: Introloop, told: Path) -> None:
    plain, listed = introloop("people", "--state", told), introloop("people", "list", "--state", told)

    assert plain.out == listed.out
    assert listed.out.index("Grace Kimani") < listed.out.index("Luca Moretti")


def test_a_person_is_shown_with_what_the_owner_said_of_them(introloop: Introloop, state: Path) -> None:
    set_ = [
        "people",
        "set",
        "helen.marsh@tidewell.example",
        "--type",
        "reference",
        "--note",
        "hired me twice",
    ]
    assert introloop(*set_, "--state", state).out == "Noted of helen.marsh@tidewell.example.\n"

    out = introloop("people", "show", "helen marsh", "--state", state).out

    assert "reference" in out
    assert "hired me" in out
    assert (
        "Helen Marsh introduced you to Nadia Ferreira"
        in introloop("people", "show", "nadia", "--state", state).out
    )


def test_somebody_unknown_is_said_to_be(introloop: Introloop, told: Path) -> None:
    said = introloop("people", "show", "Zebulon", "--state", told)

    assert (said.code, said.err.splitlines()[0]) == (1, "nobody fits “Zebulon”")


def test_a_person_is_exported_and_forgotten(introloop: Introloop, state: Path) -> None:
    address = "grace.kimani@windmere.example"
    rows = [json.loads(line) for line in introloop("export", address, "--state", state).out.splitlines()]

    forgotten = introloop("forget", address, "--yes", "--state", state)

    assert "message" in {row["table"] for row in rows}
    assert forgotten.out.startswith(f"Forgotten: all that was held of {address}.")
    said = introloop("export", address, "--state", state)
    assert (said.out, said.err) == ("", f"Nothing is held of {address}.\n")
    assert introloop("forget", address, "--yes", "--state", state).out == f"Nothing is held of {address}.\n"


def test_forgetting_takes_the_pages_in_the_state_directory_and_says_what_it_does_not_reach(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "mine.html"
    introloop("digest", "--preview", "--state", state, "--now", NOW)
    introloop("digest", "--html", elsewhere, "--state", state, "--now", NOW)
    assert (state / "preview.html").exists()

    said = introloop("forget", "grace.kimani@windmere.example", "--yes", "--state", state).out

    assert list(state.glob("*.html")) == []
    assert elsewhere.exists()
    assert f"Deleted in {state}: preview.html, digest.html.\n" in said
    assert "Not reached: what you had written elsewhere (report, --html, backup)." in said


LENA, KEMAL = "lena@hofmann.example", "kemal@brightwater.example"
INTRODUCTION = f"""From x Mon Nov 09 09:00:00 2026
From: Lena Hofmann <{LENA}>
To: Nora Vale <nora@vale.example>
Cc: Kemal Aydin <{KEMAL}>
Subject: Nora <> Kemal
Date: Mon, 09 Nov 2026 09:00:00 +0100
Message-ID: <1@mail.example>

Hi both,

Nora, meet Kemal, who leads data at Brightwater. Kemal, Nora is the best analyst I know.
I'll let you two take it from here!

Lena

From x Tue Nov 10 09:00:00 2026
From: Nora Vale <nora@vale.example>
To: Kemal Aydin <{KEMAL}>, Lena Hofmann <{LENA}>
Subject: Re: Nora <> Kemal
Date: Tue, 10 Nov 2026 09:00:00 +0100
Message-ID: <2@mail.example>
In-Reply-To: <1@mail.example>

Thanks Lena for the introduction!

Kemal, how is Brightwater? Would Thursday at 15:00 work for a call?

Nora
"""


@pytest.mark.parametrize(("address", "name"), [(KEMAL, b"kemal"), (LENA, b"lena")])
def test_a_case_goes_with_its_target_or_introducer_and_no_byte_of_them_is_left(
    introloop: Introloop, tmp_path: Path, address: str, name: bytes
) -> None:
    mailbox, state = tmp_path / "mail.mbox", tmp_path / "kept"
    mailbox.write_text(INTRODUCTION, "utf-8")
    introloop("scan", "--mailbox", mailbox, "--identity", "nora@vale.example", "--state", state)
    loops = ("loops", "--json", "--all", "--state", state, "--now", NOW)
    assert [case["targets"] for case in introloop(*loops).json["cases"]] == [[KEMAL]]

    introloop("forget", address, "--yes", "--state", state)

    assert [case for case in introloop(*loops).json["cases"] if case["state"] != "CLOSED"] == []
    assert name not in b"".join(file.read_bytes() for file in state.iterdir()).lower()


def test_forgetting_says_in_how_many_open_loops_somebody_stands_and_looks_through_the_mail_once(
    introloop: Introloop, state: Path, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = introloop("loops", "--json", "--state", state).json["cases"]
    theirs = [case for case in before if "tom.reyes@postbox.example" in str(case)]
    review, asked_for = App.review, []

    def counted(*said: Any) -> Review:
        asked_for.append(said)
        return review(*said)

    monkeypatch.setattr(App, "review", counted)
    person.said.append("y")
    said = introloop("forget", "tom.reyes@postbox.example", "--state", state)

    assert len(theirs) > 0
    (asked,) = person.asked
    assert f"They stand in {len(theirs)} open loop" in asked
    assert (
        f"Forgotten: all that was held of tom.reyes@postbox.example. They stood in {len(theirs)} " in said.out
    )
    assert len(asked_for) == 1
    assert len(introloop("loops", "--json", "--state", state).json["cases"]) < len(before)


def test_of_somebody_of_whom_nothing_is_held_it_is_not_asked(
    introloop: Introloop, state: Path, person: Person
) -> None:
    said = introloop("forget", "nobody@nowhere.example", "--state", state)

    assert (said.code, person.asked) == (0, [])
    assert "Nothing is held of nobody@nowhere.example.\n" in said.out


def test_forgetting_asks_first(introloop: Introloop, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "n")
    said = introloop("forget", "grace.kimani@windmere.example", "--state", state)

    assert said.code == 1
    assert introloop("export", "grace.kimani@windmere.example", "--state", state).out


@pytest.mark.parametrize(
    "address",
    ["robin@oosterwijk.example", "R.Oosterwijk@Tidewell.example", "robin+lists@oosterwijk.example"],
)
def test_the_owner_cannot_be_forgotten_by_mistake(introloop: Introloop, state: Path, address: str) -> None:
    said = introloop("forget", address, "--state", state)  # refused before anything is asked

    assert said.code == 1
    assert said.err.startswith(f"{address} is your own address: nothing was deleted\n")
    assert introloop("people", "--state", state).out.count("\n") > 5


def test_a_note_on_somebody_needs_their_address(introloop: Introloop, state: Path) -> None:
    said = introloop("people", "set", "Helen", "--type", "friend", "--state", state)

    assert (said.code, "Helen is no mail address" in said.err) == (2, True)


# ── Who is one human ────────────────────────────────────────────────────────────────────────

GRACE, TOM = "grace.kimani@windmere.example", "tom.reyes@postbox.example"


def test_two_people_are_merged_told_with_the_reason_and_parted_again(
    introloop: Introloop, state: Path
) -> None:
    said = introloop("people", "merge", "Grace Kimani", TOM, "--state", state)
    shown = introloop("people", "show", TOM, "--state", state).out
    listed = introloop("people", "merges", "--state", state).out
    undone = introloop("people", "merge", GRACE, TOM, "--undo", "--state", state)

    assert said.out.splitlines()[0] == f"Noted: merge {GRACE} and {TOM}."
    assert GRACE in shown
    assert "you said so" in shown
    assert "you said so" in listed
    assert undone.out.splitlines() == [
        f"Taken back: merge {GRACE} and {TOM}.",
        f"  Grace Kimani: {GRACE}",
        f"  Tom Reyes: {TOM}",
    ]
    assert introloop("people", "merges", "--state", state).out == "Everybody is known by one address.\n"


def test_a_merge_and_a_split_are_decisions_that_undo_takes_back(introloop: Introloop, state: Path) -> None:
    introloop("people", "merge", GRACE, TOM, "--state", state)
    introloop("people", "split", GRACE, TOM, "--state", state)
    parted = introloop("people", "merges", "--state", state).out
    listed = introloop("decisions", "--state", state).out

    assert "you said that" in parted
    assert f"split {TOM} from {GRACE}" in listed
    assert introloop("undo", "--state", state).out == f"Taken back: split {TOM} from {GRACE}.\n"
    assert introloop("people", "show", GRACE, "--state", state).out.count(TOM) > 0
    again = introloop("people", "split", GRACE, TOM, "--state", state)
    assert again.out.startswith(f"Noted: split {GRACE} and {TOM}.")
    assert introloop("people", "split", GRACE, TOM, "--undo", "--state", state).code == 0


def test_what_is_one_already_is_said_with_where_to_look(introloop: Introloop, state: Path) -> None:
    said = introloop("people", "merge", GRACE, "Grace Kimani", "--state", state)
    assert (said.code, "people show" in said.err) == (1, True)


def test_one_mail_is_no_mails_and_what_is_said_already_is_not_asked(
    introloop: Introloop, state: Path
) -> None:
    amara = "amara.diallo@lumio-energy.example"
    asked = introloop("people", "show", amara, "--state", state).out
    introloop("people", "set", amara, "--likes", "yes", "--work", "yes", "--setting", "yes", "--state", state)
    answered = introloop("people", "show", amara, "--state", state).out

    assert "1 mail from them, 3 to them" in asked
    assert f"introloop --state {state} people set {amara} --likes yes says" in asked
    assert f'introloop --state {state} people set {amara} --inside "COMPANY" says' in answered


def test_a_case_goes_by_the_same_short_id_wherever_it_is_printed(introloop: Introloop, state: Path) -> None:
    listed = introloop("people", "show", "nadia", "--state", state).out
    name = next(line.split()[0] for line in listed.splitlines() if "introduced you to Nadia" in line)

    assert len(name) == 4
    assert f"{name}  Helen Marsh" in introloop("loops", "--all", "--state", state).out
    hint = f"id {name} · introloop --state {state} explain {name} says"
    assert hint in introloop("show", name, "--state", state).out
    explained = introloop("explain", name, "--state", state).out
    assert f"Case {name}: " in explained
    assert f"introloop --state {state} not-intro {name} --sender" in explained
