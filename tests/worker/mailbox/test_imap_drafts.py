"""Drafts in a real mailbox: laid once, taken away untouched, and nothing else is ever written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message

import pytest

from rules.model import Address, Review
from tests.servers.account import PASSWORD, Account
from tests.servers.recording_proxy import RecordingProxy
from tests.worker.answers.home import ME, Home, reply
from worker.jobs.drafts import Layout, lay_out, stranded
from worker.mailbox.folders import FolderRules
from worker.mailbox.imap_drafts import ImapDrafts
from worker.ports import FolderUnreadable, LaidPhase, Throttled, Unreachable
from worker.ports.drafts import MARK

pytestmark = pytest.mark.dovecot

READS = re.compile(
    r"CAPABILITY|NOOP|LOGOUT|ID \(.*\)|LOGIN .*|AUTHENTICATE PLAIN|LIST \"\" \"\*\"|EXAMINE \"?Drafts\"?"
    r"|UID SEARCH UID [\d:,]+|UID FETCH [\d,:]+ \((?:FLAGS|BODY\.PEEK\[[^]]*\]| )+\)"
)
WRITES = re.compile(
    r"APPEND \"?Drafts\"? \(\\Draft\) \{\d+\}"
    r"|SELECT \"?Drafts\"?|UID STORE \d+ \+FLAGS\.SILENT \(\\Deleted\)|UID EXPUNGE \d+"
)
OTHERS = ("INBOX", "Sent", "Archive", "Junk", "Trash")


@dataclass
class Mailbox:
    """The owner's account, and what Introloop owes their Drafts folder."""

    account: Account
    port: int
    home: Home = field(default_factory=Home)

    def drafts(self) -> ImapDrafts:
        return ImapDrafts(
            "home",
            host="127.0.0.1",
            port=self.port,
            user=self.account.user,
            password=lambda: PASSWORD,
            folders=FolderRules(),
            security="plaintext-loopback",
            timeout=10.0,
        )

    def lay(self, drafts: ImapDrafts | None = None, review: Review | None = None) -> dict[str, int]:
        self.home.clock.forward(minutes=30)
        ear = self.home.ear()
        layout = Layout(drafts or self.drafts(), ear.store, ear.owner, ME, ear.now)
        return dict(lay_out(review or ear.review(()), layout))

    def lying(self, folder: str = "Drafts") -> list[Message]:
        return [message_from_bytes(content) for _, content in self._fetched(folder)]

    def _fetched(self, folder: str) -> Iterator[tuple[bytes, bytes]]:
        with self.account.session() as imap:
            _, count = imap.select(folder, readonly=True)
            if count != [b"0"]:
                _, found = imap.fetch("1:*", "(UID FLAGS BODY.PEEK[])")
                yield from (one for one in found if isinstance(one, tuple))

    def of(self, name: str) -> int:
        """The number, from 1, of the draft to somebody."""
        return next(n for n, mail in enumerate(self.lying(), start=1) if name in mail["To"])

    def phases(self) -> list[LaidPhase]:
        return [draft.phase for draft in self.home.store.laid()]

    def change(self, *commands: tuple[str, ...]) -> None:
        """As the owner's own mail program does."""
        with self.account.session() as imap:
            imap.select("Drafts")
            for command in commands:
                getattr(imap, command[0])(*command[1:])


@pytest.fixture
def box(account: Account, proxy: RecordingProxy) -> Mailbox:
    return Mailbox(account, proxy.port)


def done(box: Mailbox, *numbers: int) -> None:
    """The owner says so of some items of a digest."""
    digest = box.home.digest()
    box.home.hears(reply(digest, "\n".join(f"done {n}" for n in numbers)))


def test_what_the_owner_owes_is_laid_as_a_draft_in_its_thread(box: Mailbox) -> None:
    assert box.lay() == {"laid": 3}
    assert len(box.lying()) == 3
    tomas = next(mail for mail in box.lying() if "tomas@nordvik.example" in mail["To"])
    assert tomas["From"] == f"Mara Lindqvist <{ME}>"
    assert tomas["Subject"] == "Re: Mara, meet Tomas"
    assert tomas["In-Reply-To"] in tomas["References"]
    assert tomas["In-Reply-To"].endswith("@harbour.example>")
    assert "ines@harbour.example" in tomas["Bcc"]
    case_id, duty, day = tomas[MARK].split("/")
    assert (len(case_id), duty, day) == (10, "reply", "2026-11-13")
    with box.account.session() as imap:
        imap.select("Drafts", readonly=True)
        assert all(b"\\Draft" in line for line in imap.fetch("1:*", "(FLAGS)")[1] if isinstance(line, bytes))


def test_a_draft_stays_in_its_thread_however_long_its_ids_are(box: Mailbox) -> None:
    review = box.home.ear().review(())
    one = review.suggestions[0]
    answered, before = f"<{'a' * 90}@mail.example.org>", f"<{'b' * 120}@mail.example.org>"
    draft = replace(one.drafts[0], in_reply_to=answered, references=(before, answered))
    box.lay(review=replace(review, suggestions=(replace(one, drafts=(draft,)),)))
    (lying,) = box.lying()
    assert (lying["In-Reply-To"], lying["References"].split()) == (answered, [before, answered])


@pytest.mark.parametrize(
    "email",
    ["jörg@example.org", "a..b@example.org", "a,b@example.org", "a@b@example.org", "x@bü.example"],
)
def test_an_address_that_cannot_be_written_down_costs_its_own_draft_alone(box: Mailbox, email: str) -> None:
    review = box.home.ear().review(())
    strange, *others = review.suggestions
    draft = replace(strange.drafts[0], to=(Address(email),))
    many = (replace(strange, drafts=(draft,)), *others)
    assert box.lay(review=replace(review, suggestions=many)) == {"laid": len(others)}


def test_a_folder_that_is_only_called_so_is_not_written_to(box: Mailbox) -> None:
    box.account.create("Brouillons")
    box.lay()
    assert (len(box.lying()), len(box.lying("Brouillons"))) == (3, 0)


def test_a_draft_is_laid_once_whatever_becomes_of_it(box: Mailbox) -> None:
    box.lay()
    assert box.lay() == {}
    box.change(("store", str(box.of("tomas")), "+FLAGS", r"(\Deleted)"), ("expunge",))
    assert box.lay() == {}
    assert len(box.lying()) == 2


def test_it_is_taken_away_when_it_is_no_longer_needed(box: Mailbox) -> None:
    box.lay()
    done(box, 1, 3)
    assert box.lay() == {"withdrawn": 2}
    assert len(box.lying()) == 1
    assert box.lay() == {}


@pytest.mark.parametrize("touch", ["flagged", "answered", "rewritten", "sent", "expunged elsewhere"])
def test_what_the_owner_has_touched_is_left_to_them(box: Mailbox, touch: str) -> None:
    box.lay()
    number = str(box.of("tomas"))
    if touch in ("flagged", "answered"):
        box.change(("store", number, "+FLAGS", rf"(\{touch.title()})"))
    else:
        changed = (
            next(mail for mail in box.lying() if "tomas" in mail["To"]).as_bytes() + b"\r\nOne line more."
        )
        box.change(("store", number, "+FLAGS", r"(\Deleted)"), ("expunge",))
        if touch == "rewritten":
            box.account.append(changed, folder="Drafts", flags=r"(\Draft)")
        if touch == "sent":
            box.account.append(changed, folder="Sent")
    left = len(box.lying())
    done(box, 1, 2, 3)
    assert box.lay() == {"left": 1, "withdrawn": 2}
    assert len(box.lying()) == left - 2
    assert box.lay() == {}


def test_a_server_that_cannot_remove_one_message_alone_is_left_alone_and_that_is_said(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.lay()
    done(box, 1)
    drafts = box.drafts()
    enter = ImapDrafts.__enter__

    def without_uidplus(self: ImapDrafts) -> ImapDrafts:
        enter(self)
        connection = self._connected()
        connection.capabilities -= {"UIDPLUS"}
        return self

    monkeypatch.setattr(ImapDrafts, "__enter__", without_uidplus)
    assert box.lay(drafts) == {"stranded": 1}
    assert len(box.lying()) == 3
    (said,) = stranded(box.home.store, since=None)
    assert "please delete it" in said
    assert said in box.home.notes()


def test_nothing_but_drafts_is_ever_written(box: Mailbox, proxy: RecordingProxy) -> None:
    for folder in OTHERS:
        box.account.append(b"Subject: theirs\r\n\r\nNot ours.\r\n", folder=folder)
    box.account.append(b"Subject: my own draft\r\n\r\nHalf a\r\n", folder="Drafts", flags=r"(\Draft)")
    before = [box.account.counts(folder) for folder in OTHERS]
    box.lay()
    done(box, 1, 2)
    box.lay()
    written = [c for c in proxy.commands() if WRITES.fullmatch(c)]
    said = [c for c in proxy.commands() if not c.startswith(("From:", "To:")) and _is_command(c)]
    assert [c for c in said if not READS.fullmatch(c) and not WRITES.fullmatch(c)] == []
    assert [c.partition(" ")[0] for c in written].count("APPEND") == 3
    assert sum(c.startswith("UID EXPUNGE") for c in written) == 2
    assert [box.account.counts(folder) for folder in OTHERS] == before
    assert any(mail["Subject"] == "my own draft" for mail in box.lying())


def _is_command(line: str) -> bool:
    """Without its tag a line of a draft that is being sent looks like none of IMAP's verbs."""
    verbs = (
        "APPEND COPY MOVE STORE EXPUNGE UID SELECT EXAMINE CREATE DELETE RENAME SUBSCRIBE CLOSE SETMETADATA"
    )
    return line.partition(" ")[0] in verbs.split()


@dataclass
class Killed(BaseException):
    """As far as the code can tell, the process is gone."""


@pytest.mark.parametrize("at", ["before the APPEND", "after it"])
def test_a_process_that_dies_in_between_never_lays_a_second_one(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    append = ImapDrafts.append

    def dies(self: ImapDrafts, content: bytes) -> None:
        if at == "after it":
            append(self, content)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(ImapDrafts, "append", dies)
        with pytest.raises(Killed):
            box.lay()
    assert box.phases() == [LaidPhase.INTENDED]
    assert box.lay() == {"laid": 3}
    assert len(box.lying()) == 3


def test_one_that_was_laid_before_a_kill_and_sent_since_is_not_laid_again(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = ImapDrafts.append

    def dies(self: ImapDrafts, content: bytes) -> None:
        append(self, content)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(ImapDrafts, "append", dies)
        with pytest.raises(Killed):
            box.lay()
    box.change(("store", "1", "+FLAGS", r"(\Deleted)"), ("expunge",))
    assert box.lay() == {"left": 1, "laid": 2}


def test_a_second_installation_finds_what_the_first_one_laid(box: Mailbox) -> None:
    box.lay()
    other = Mailbox(box.account, box.port)
    assert other.lay() == {"laid": 3}
    assert len(box.lying()) == 3


def test_at_most_seven_lie_there_and_those_with_a_choice_do_not(box: Mailbox) -> None:
    review = box.home.ear().review(())
    one = review.suggestions[0]
    two_drafts = replace(one, drafts=one.drafts * 2)
    nobody = replace(one, drafts=(replace(one.drafts[0], to=()),))
    assert box.lay(review=replace(review, suggestions=(two_drafts, nobody))) == {}
    many = tuple(replace(one, case=replace(one.case, id=f"{n:010}")) for n in range(9))
    assert box.lay(review=replace(review, suggestions=many)) == {"laid": 7}
    assert box.lay(review=replace(review, suggestions=many)) == {}


def test_without_a_drafts_folder_nothing_is_written(box: Mailbox) -> None:
    drafts = ImapDrafts(
        "home",
        host="127.0.0.1",
        port=box.port,
        user=box.account.user,
        password=lambda: PASSWORD,
        folders=FolderRules(sent="Drafts"),
        security="plaintext-loopback",
    )
    with pytest.raises(FolderUnreadable, match="no folder of drafts"):
        box.lay(drafts)
    with pytest.raises(Unreachable):
        drafts.state()
    assert box.lying() == []


def test_a_refused_append_says_what_to_do(box: Mailbox, proxy: RecordingProxy) -> None:
    proxy.intercept = lambda command: b"TAG NO [OVERQUOTA] full" if command.startswith(b"APPEND") else None
    with pytest.raises(Throttled):
        box.lay()
    proxy.intercept = lambda command: b"TAG NO not here" if command.startswith(b"APPEND") else None
    with pytest.raises(FolderUnreadable) as refused:
        box.lay()
    assert "is the mailbox full" in refused.value.advice
    proxy.intercept = None
    assert box.lay() == {"laid": 3}


@pytest.mark.parametrize(
    "refused", [b"EXAMINE", b"UID FETCH", b"UID SEARCH", b"UID STORE", b"UID EXPUNGE", b"SELECT"]
)
def test_whatever_the_server_refuses_is_told_and_tried_again(
    box: Mailbox, proxy: RecordingProxy, refused: bytes
) -> None:
    box.lay()
    done(box, 1)
    proxy.intercept = lambda command: b"TAG NO not now" if command.startswith(refused) else None
    with pytest.raises(FolderUnreadable):
        box.lay()
    proxy.intercept = None
    assert box.lay() == {"withdrawn": 1}


def test_a_server_that_lists_no_folders_is_told(box: Mailbox, proxy: RecordingProxy) -> None:
    proxy.intercept = lambda command: b"TAG NO not now" if command.startswith(b"LIST") else None
    with pytest.raises(Unreachable):
        box.lay()
