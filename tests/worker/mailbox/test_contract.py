"""What every mailbox holds to, whatever is behind it: run over each backend and over the tests' double."""

from __future__ import annotations

import pytest

from tests.worker.mailbox.rigs import ARRIVED, Rig, letter, named
from worker.ports import FolderRole, FolderUnreadable, Mailbox, MailboxError, RawHeader, RawMail


def all_headers(mailbox: Mailbox, *, after: int = 0, upto: int | None = None) -> list[RawHeader]:
    return [header for batch in mailbox.headers(after, upto=upto) for header in batch]


def test_inbox_and_sent_are_read_and_drafts_junk_and_trash_never(rig: Rig) -> None:
    with rig.mailbox() as mailbox:
        folders = {folder.role: folder for folder in mailbox.folders()}
    assert folders[FolderRole.INBOX].name == "INBOX"
    assert folders[FolderRole.SENT].name == "Sent"
    assert {role for role in folders if folders[role].selected} >= {FolderRole.INBOX, FolderRole.SENT}
    for role in (FolderRole.DRAFTS, FolderRole.JUNK, FolderRole.TRASH):
        assert not folders[role].selected
    assert all(folder.why for folder in folders.values())


def test_each_message_comes_once_in_rising_order_with_header_size_and_day(rig: Rig) -> None:
    rig.deliver(letter("First"), letter("Second"), letter("Third"))
    with rig.mailbox() as mailbox:
        state = mailbox.open("INBOX")
        headers = all_headers(mailbox)
    assert state.messages == 3
    assert state.uidvalidity > 0
    assert sorted({h.uid for h in headers}) == [h.uid for h in headers]
    assert all(0 < h.uid < state.uidnext for h in headers)
    assert {f"Subject: {s}".encode() for s in ("First", "Second", "Third")} == {
        line.rstrip(b"\r") for h in headers for line in h.header.split(b"\n") if line.startswith(b"Subject")
    }
    assert all(b"From: Ines Carvalho <ines@example.com>" in h.header for h in headers)
    assert all(b"See you on Monday" not in h.header for h in headers)
    assert all(abs(h.size - len(letter("First"))) < 20 for h in headers)
    assert all(h.arrived == ARRIVED and not h.truncated and not h.problem for h in headers)


def test_of_messages_that_were_read_those_that_are_gone_are_told(rig: Rig) -> None:
    rig.deliver(letter("First"), letter("Second"))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        uids = [header.uid for header in all_headers(mailbox)]
        gone = uids[-1] + 7
        assert list(mailbox.expunged(uids, missing=1)) == []
        assert list(mailbox.expunged([*uids, gone], missing=1)) == [gone]


def test_an_empty_folder_has_no_headers(rig: Rig) -> None:
    with rig.mailbox() as mailbox:
        assert mailbox.open("Sent").messages == 0
        assert all_headers(mailbox) == []


def test_only_what_came_after_the_bookmark_is_read(rig: Rig) -> None:
    rig.deliver(letter("Old"))
    with rig.mailbox() as mailbox:
        before = mailbox.open("INBOX")
        bookmark = all_headers(mailbox)[-1].uid
        assert all_headers(mailbox, after=bookmark) == []
    rig.deliver(letter("New"))
    with rig.mailbox() as mailbox:
        after = mailbox.open("INBOX")
        (new,) = all_headers(mailbox, after=bookmark)
    assert after.uidvalidity == before.uidvalidity
    assert b"Subject: New" in new.header


def test_a_glance_tells_which_mail_it_is_of_what_came_after(rig: Rig) -> None:
    names = ["First", "Second", "Third"]
    rig.deliver(*(letter(name, header="X-Introloop: weekly 2026-W47\r\n") for name in names))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        uids = [header.uid for header in all_headers(mailbox)]
        seen = {header.uid: header for header in mailbox.glance(uids[0])}
        assert [header.uid for header in mailbox.glance(0, upto=uids[1])] == uids[:2]
        assert list(mailbox.glance(uids[2])) == []
        assert list(mailbox.glance(uids[2], upto=uids[1])) == []
    assert list(seen) == uids[1:]
    assert all(b"X-Introloop: weekly 2026-W47" in header.header for header in seen.values())
    assert len({header.header for header in seen.values()}) == 2
    assert all(b"Message-ID: <" in header.header for header in seen.values())
    assert all(header.arrived == ARRIVED for header in seen.values())


def test_no_uid_above_the_upper_limit_is_read(rig: Rig) -> None:
    rig.deliver(letter("First"), letter("Second"), letter("Third"))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        uids = [header.uid for header in all_headers(mailbox)]
        assert [h.uid for h in all_headers(mailbox, after=uids[0], upto=uids[1])] == [uids[1]]


def test_headers_come_in_batches_of_at_most_500(rig: Rig) -> None:
    rig.deliver(*(letter(f"Number {n}") for n in range(620)))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        sizes = [len(batch) for batch in mailbox.headers(0)]
    assert sum(sizes) == 620
    assert max(sizes) <= 500


def test_texts_can_be_read_between_two_batches_of_headers(rig: Rig) -> None:
    rig.deliver(*(letter(f"Number {n}") for n in range(510)))
    texts = 0
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        for batch in mailbox.headers(0):
            texts += sum(isinstance(mail, RawMail) for mail in mailbox.mails(batch))
    assert texts == 510


def test_a_mail_is_read_as_it_was_written(rig: Rig) -> None:
    text = "From Lisbon to Oslo by train.\r\n\r\nFrom there we fly.\r\nBlå \N{SNOWMAN}"
    rig.deliver(letter(text=text))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        (mail,) = mailbox.mails(all_headers(mailbox), deep=True)
    assert isinstance(mail, RawMail)
    assert mail.content.replace(b"\r\n", b"\n").rstrip() == letter(text=text).replace(b"\r\n", b"\n").rstrip()
    assert not mail.truncated


def test_of_a_large_mail_the_header_and_the_beginning_are_read(rig: Rig) -> None:
    rig.deliver(letter(text="Good news first.\r\n" + "QUFBQUFBQUFB\r\n" * 40_000))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        (header,) = all_headers(mailbox)
        (mail,) = mailbox.mails([header], deep=True)
    assert isinstance(mail, RawMail)
    assert header.size > 500_000
    assert mail.truncated
    assert len(mail.content) <= 256 * 1024
    assert b"Subject: Coffee" in mail.content
    assert b"Good news first." in mail.content


def test_a_header_beyond_all_measure_is_cut(rig: Rig) -> None:
    endless = "References: " + "\r\n ".join(f"<{n}@example.com>" for n in range(20_000)) + "\r\n"
    rig.deliver(letter(header=endless))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        (header,) = all_headers(mailbox)
    assert header.truncated
    assert len(header.header) <= 129 * 1024
    assert b"Subject: Coffee" in header.header


@pytest.mark.parametrize(
    "odd",
    [
        b"Subject: no blank line",
        b"\r\n\r\nno header\r\n",
        b"Subject: \xff\xfe\r\nX: \x80\r\n\r\n\xc3\x28 bytes\r\n",
    ],
    ids=["header only", "body only", "stray bytes"],
)
def test_a_broken_message_harms_no_other(rig: Rig, odd: bytes) -> None:
    rig.deliver(letter("Before"), odd, letter("After"))
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        headers = all_headers(mailbox)
        mails = list(mailbox.mails(headers))
    found = b"".join(h.header for h in headers)
    assert b"Subject: Before" in found
    assert b"Subject: After" in found
    assert len(mails) == len(headers)


def test_a_message_that_is_not_there_is_passed_over(rig: Rig) -> None:
    rig.deliver(letter())
    with rig.mailbox() as mailbox:
        mailbox.open("INBOX")
        (header,) = all_headers(mailbox)
        mails = list(mailbox.mails([header, *named(header.uid + 7)]))
    assert [mail.uid for mail in mails if isinstance(mail, RawMail)] == [header.uid]
    assert len(mails) == 1


def test_a_folder_that_is_not_there_is_named_and_the_others_go_on(rig: Rig) -> None:
    rig.deliver(letter())
    with rig.mailbox() as mailbox:
        with pytest.raises(FolderUnreadable, match="Projects") as refused:
            mailbox.open("Projects")
        assert refused.value.advice
        mailbox.open("INBOX")
        assert len(all_headers(mailbox)) == 1


def test_without_an_open_folder_nothing_is_read(rig: Rig) -> None:
    with rig.mailbox() as mailbox:
        with pytest.raises(MailboxError):
            all_headers(mailbox)
        with pytest.raises(MailboxError):
            list(mailbox.mails(named(1)))
