"""How much of a text is fetched: its beginning, and more only of mail that needs it."""

from __future__ import annotations

from tests.builders import mail
from tests.worker.jobs.scans import held, letters, mailbox, scanned
from worker.ports import Store


def test_a_text_below_a_long_quote_is_fetched_after_all_and_no_other_twice(store: Store) -> None:
    quoted = mail(
        "Ida Broms <ida@broms.example>", "> So you said.\n" * 200 + "\nYes, gladly.", on="2026-11-02"
    )
    long = mail("Ida Broms <ida@broms.example>", "Dear Mara, it was a long day.\n" * 200, on="2026-11-03")
    box = mailbox(letters(1)[0], quoted, long, text=2000)

    report = scanned(box, store)

    assert (report.new, report.quarantined) == (3, 0)
    assert [uid for _, uid in box.fetched] == [1, 2, 3, 2]
    assert len(held(store)) == 3


def test_a_mail_that_says_nothing_at_all_is_read_twice_and_then_kept(store: Store) -> None:
    empty = mail("Ida Broms <ida@broms.example>", "> So you said.\n" * 20_000, on="2026-11-02")
    box = mailbox(empty, text=2000)

    assert scanned(box, store).new == 1
    assert [uid for _, uid in box.fetched] == [1, 1]
