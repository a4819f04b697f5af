"""`scan` on a mailbox on this disk, `digest`, and `status`."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.worker.cli.conftest import NOW, Introloop
from worker.ports import Batch
from worker.wiring import wire

ROBIN = "robin@oosterwijk.example"


@pytest.fixture
def mbox(told: Path) -> Path:
    return told / "demo.mbox"


def test_any_mailbox_can_be_read_without_a_configuration(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    line = ["scan", "--mailbox", mbox, "--identity", ROBIN, "--identity", "r.oosterwijk@tidewell.example"]
    first = introloop(*line, "--state", state)
    again = introloop("scan", "--state", state)

    assert (first.code, first.err) == (0, "")
    assert re.match(r"Looked at \d+ messages: \d+ new, 7 lists and circulars left out, 0 unread", first.out)
    assert again.out.startswith("Looked at 0 messages")
    assert "Sofia Petrakis" in introloop("loops", "--state", state, "--now", NOW).out


def test_a_misspelt_identity_is_not_reported_as_peace(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    misspelt = "robin@oosterwijk.exmaple"
    said = introloop("scan", "--mailbox", mbox, "--identity", misspelt, "--state", tmp_path)
    status = introloop("status", "--state", tmp_path)

    assert re.search(rf"None of the messages read \(\d+\) is from or to {misspelt}:", said.err)
    assert f"Is an address misspelt? Yours stand in {tmp_path / 'mailbox.toml'}." in said.err
    assert status.code == 1
    assert "All is well" not in status.out
    assert "is from or to you: is an address misspelt" in status.out
    assert f"introloop --state {tmp_path} check names the file" in status.out

    loops, digest = introloop("loops", "--state", tmp_path), introloop("digest", "--state", tmp_path)
    assert f"is from or to {misspelt}: nothing in them can be yours." in loops.err
    assert digest.out.startswith("Subject: Is your address misspelt?\n")
    assert f"is from or to {misspelt}: nothing in them can be yours." in " ".join(digest.out.split())
    assert "closed" not in digest.out.lower()


def test_what_cannot_be_an_address_is_refused_before_anything_is_written(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    said = introloop("scan", "--mailbox", mbox, "--identity", "robin", "--state", state)

    assert (said.code, state.exists()) == (2, False)
    assert "“robin”" in said.err


def test_any_one_of_the_addresses_is_enough_and_a_tagged_one_is_the_same(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    line = ["--identity", "robin+work@oosterwijk.example", "--identity", "robin@elsewhere.example"]
    assert introloop("scan", "--mailbox", mbox, *line, "--state", tmp_path).err == ""
    assert introloop("status", "--state", tmp_path).code == 0


@pytest.mark.parametrize(
    "line", [["loops"], ["loops", "--json"], ["show", "3f2a"], ["explain", "3f2a"], ["people"], ["status"]]
)
def test_a_mistyped_state_is_told_from_one_in_which_nothing_is_open(
    introloop: Introloop, told: Path, tmp_path: Path, line: list[str]
) -> None:
    config, mistyped = told / "mailbox.toml", tmp_path / "stat"
    said = introloop(*line, "--config", config, "--state", mistyped)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"nothing was ever scanned into {mistyped}\n")
    assert not mistyped.exists()


def test_without_any_configuration_a_mistyped_state_is_named_as_well(
    introloop: Introloop, tmp_path: Path
) -> None:
    said = introloop("loops", "--state", tmp_path / "stat")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"nothing was ever scanned into {tmp_path / 'stat'}\n")


def test_a_command_in_an_advice_can_be_typed_as_it_is_printed(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    place = tmp_path / "an introloop place"
    place.mkdir()
    for file in ("mailbox.toml", "demo.mbox"):
        shutil.copy(state / file, place)
    advice = introloop("loops", "--state", place).err.splitlines()[1]
    assert advice == f"Is it the directory you mean? introloop --state '{place}' scan reads mail into it."

    program, *typed = shlex.split(advice.partition("? ")[2].partition(" reads")[0])
    assert program == "introloop"
    assert introloop(*typed).code == 0
    with closing(wire(state=place).store()) as store:
        store.folders_selected("demo.mbox", ())
    assert f"introloop --state '{place}' scan" in introloop("status", "--state", place).out


def test_every_command_in_a_digest_works_as_it_is_printed(
    introloop: Introloop, state: Path, tmp_path: Path
) -> None:
    named = Path(shutil.copytree(state, tmp_path / "a mailbox"))
    text = introloop("digest", "--now", NOW, "--state", named).out
    printed = re.findall(r": +introloop (.+)", text)
    assert len(printed) > 5
    assert all(one.startswith(f"--state '{named}' ") for one in printed)
    done = next(one for one in printed if " done " in one)
    assert introloop(*shlex.split(done)).code == 0


@pytest.mark.parametrize("line", [["loops"], ["digest"], ["status"], ["scan"], ["decisions"]])
def test_every_command_that_is_printed_names_the_configuration_that_the_line_named(
    introloop: Introloop, state: Path, tmp_path: Path, line: list[str]
) -> None:
    """Before the command, in whatever it is printed; where it would be found anyway it is left out."""
    config = tmp_path / "my settings.toml"
    config.write_text((state / "mailbox.toml").read_text() + f'[store]\ndirectory = "{state}"\n')
    case = introloop("loops", "--json", "--config", config).json["cases"][0]["id"]
    introloop("note", case, "a word", "--config", config)

    out = " ".join(introloop(*line, "--config", config).out.split())
    printed = re.findall(r"introloop (?=\w|--).{3}", out)
    assert printed
    assert out.count(f"introloop --config '{config}' ") == len(printed)
    assert "--config" not in introloop(*line, "--config", state / "mailbox.toml", "--state", state).out


def test_before_the_first_scan_nothing_is_called_open_or_closed(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    line = ["init", "--address", ROBIN, "--no-scan", "--mailbox", mbox, "--config", tmp_path / "config.toml"]
    introloop(*line, "--state", tmp_path / "state")

    out = introloop("loops", "--config", tmp_path / "config.toml", "--state", tmp_path / "state").out
    place = f"--config {tmp_path / 'config.toml'} --state {tmp_path / 'state'}"
    assert out == f"No mail was read yet: introloop {place} scan reads it.\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["--identity", ROBIN], "--identity belongs to --mailbox"),
        (["--mailbox", "MBOX", "--state", "."], "--identity me@example.com"),
        (["--mailbox", "MBOX", "--identity", ROBIN], "--state DIR"),
        (
            ["--mailbox", "/dev/null", "--identity", ROBIN, "--state", "."],
            "/dev/null is neither an mbox file nor",
        ),
    ],
)
def test_what_a_scan_without_configuration_needs_is_named(
    introloop: Introloop, mbox: Path, line: list[str], why: str
) -> None:
    said = introloop("scan", *[str(mbox) if word == "MBOX" else word for word in line])

    assert said.code == 2
    assert why in said.err


def test_a_mailbox_that_is_gone_is_said_and_told_by_status(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    here, state = tmp_path / "mail.mbox", tmp_path / "state"
    here.write_bytes(mbox.read_bytes())
    introloop("scan", "--mailbox", here, "--identity", ROBIN, "--state", state)
    here.unlink()

    said = introloop("scan", "--state", state)
    status = introloop("status", "--state", state)

    assert said.code == 1
    assert "there is no mailbox at" in said.err
    assert status.code == 1
    assert status.out.count("there is no mailbox at") == 1


def test_a_file_that_is_no_mailbox_fails_the_scan_and_says_what_one_is(
    introloop: Introloop, tmp_path: Path
) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text("BEGIN:VCARD\nFN:Helen Marsh\nEND:VCARD\n")
    said = introloop("scan", "--mailbox", cards, "--identity", ROBIN, "--state", tmp_path / "state")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"Not read: {cards} is no mbox file\nNothing could be read.")
    assert "people import takes an address book" in said.err


def test_a_mistake_in_the_owners_phrases_fails_the_scan_and_gives_up_no_message(
    introloop: Introloop, told: Path, tmp_path: Path
) -> None:
    config, pack = tmp_path / "config.toml", tmp_path / "packs" / "en.toml"
    config.write_text(f'{(told / "mailbox.toml").read_text()}\n[packs]\ndirectory = "packs"\n')
    pack.parent.mkdir()
    pack.write_text('[[signal]]\nact = "SINGS"\nphrases = ["la la la"]\n')
    line = ("scan", "--config", config, "--state", tmp_path / "state")
    said = introloop(*line)
    pack.unlink()
    again = introloop(*line)

    assert said.code == 78
    assert "SINGS" in said.err
    assert f"Mend it in {pack.parent}" in said.err
    assert "Traceback" not in said.err
    assert again.code == 0
    assert ", 0 unreadable" in again.out


def test_one_folder_that_is_gone_beside_others_is_told_and_fails_no_scan(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    for name in ("one.mbox", "other.mbox"):
        (mail / name).write_bytes(mbox.read_bytes())
    introloop("scan", "--mailbox", mail, "--identity", ROBIN, "--state", tmp_path / "state")
    (mail / "other.mbox").unlink()
    said = introloop("scan", "--state", tmp_path / "state")

    assert (said.code, "other is gone" in said.err) == (0, True)
    assert said.out.startswith("Looked at 0 messages")


def test_status_of_a_scanned_mailbox_is_well(introloop: Introloop, mbox: Path, tmp_path: Path) -> None:
    introloop("scan", "--mailbox", mbox, "--identity", ROBIN, "--state", tmp_path)
    said = introloop("status", "--state", tmp_path)

    assert said.code == 0
    assert "All is well." in said.out
    assert "Last digest sent: never." in said.out
    assert introloop("status", "--json", "--state", tmp_path).json["level"] == "well"


def test_status_says_what_names_the_folders_that_are_not_read(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    mail, state = tmp_path / "mail", tmp_path / "state"
    mail.mkdir()
    for name in ("one.mbox", "Trash.mbox"):
        shutil.copy(mbox, mail / name)
    introloop("scan", "--mailbox", mail, "--identity", ROBIN, "--state", state)
    command = re.findall(
        r"introloop (--state \S+ check) .*not read", introloop("status", "--state", state).out
    )
    assert command == [f"--state {state} check"]
    assert re.search(r"Trash\b.*not read", introloop(*command[0].split()).out)


def test_status_calls_no_folder_read_to_its_end_whose_older_mail_is_not(
    introloop: Introloop, mbox: Path, tmp_path: Path
) -> None:
    introloop("scan", "--mailbox", mbox, "--identity", ROBIN, "--state", tmp_path)
    with closing(wire(state=tmp_path).store()) as store:
        (folder,) = store.coverage().folders
        mark = store.bookmark(folder.account, folder.folder)
        assert mark
        store.folder_gone(folder.account, folder.folder)  # a floor only falls
        store.save(Batch(replace(mark, floor=40, since=datetime(2026, 10, 1, 9, tzinfo=UTC))))
    said = introloop("status", "--state", tmp_path)

    assert "not yet, up to 40 left" in said.out
    assert "Mail from before 2026-10-01" in said.out
    assert str(folder.complete)[:10] not in said.out
    assert introloop("status", "--json", "--state", tmp_path).json["coverage"]["folders"][0]["left"] == 40


def test_a_digest_is_printed_and_its_page_written(introloop: Introloop, told: Path, tmp_path: Path) -> None:
    page = tmp_path / "digest.html"
    said = introloop("digest", "--html", page, "--now", NOW, "--state", told)

    assert said.code == 0
    assert said.out.startswith("Subject: ")
    assert "Sofia Petrakis" in said.out
    assert "Sofia Petrakis" in page.read_text("utf-8")


def test_sending_needs_a_way_out_and_the_present(introloop: Introloop, told: Path) -> None:
    past = introloop("digest", "--send", "--now", NOW, "--state", told)
    nowhere = introloop("digest", "--send", "--state", told)

    assert (past.code, nowhere.code) == (2, 78)
    assert "has no [smtp]" in nowhere.err


def test_while_one_process_is_at_work_a_second_says_so_and_reading_goes_on(
    introloop: Introloop, state: Path
) -> None:
    with wire(state=state).at_work("run"):
        refused, loops = introloop("scan", "--state", state), introloop("loops", "--state", state)

    assert (refused.code, loops.code) == (1, 0)
    assert refused.err.startswith(f"introloop run (process {os.getpid()}) is at work on {state}")


def test_a_file_that_cannot_be_written_is_named_with_what_to_look_at(
    introloop: Introloop, told: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "missing" / "digest.html"
    said = introloop("digest", "--html", nowhere, "--state", told, "--now", NOW)

    assert said.code == 1
    assert said.err.splitlines() == [
        f"{nowhere} cannot be used: No such file or directory.",
        "Check that its directory is there and yours, and that the disk has room.",
    ]
