"""What a reply changes, what the next digest says of it, and that it can all be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.model import ContactType, Turn
from tests.builders import mail
from tests.worker.answers.home import MARA, VOUCHED, Home, code, number_of, reply
from worker.answers.wording import HELP
from worker.digest import URGENT, WEEKLY, items_of, to_email
from worker.jobs import commands
from worker.ports import Phase, Planned


@pytest.fixture
def home() -> Home:
    return Home()


def test_several_things_are_done_at_once_and_told_in_the_next_digest(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "done 2\nmet 1\nsnooze 3 2w\nnote 1 Likes tea"))
    assert home.verbs == ["done", "met", "snooze", "note"]
    turns = {case.id: (case.turn, case.state) for case in home.ear().review(()).cases}
    assert {turn for turn, _ in turns.values()} >= {Turn.ME, Turn.CLOSED}
    assert "MET" in {state for _, state in turns.values()}
    (note,) = home.notes()
    assert note == (
        "As you wrote: “done 2” (Dana Okoye), “met 1” (Tomas Ruud), “snooze 3 2026-11-30” (Noor Haddad), "
        "“note 1” (Tomas Ruud). Reply “undo” to take the last back."
    )


def test_each_is_told_once(home: Home) -> None:
    home.hears(reply(home.digest()))
    assert home.notes()
    home.digest("2026-W48")
    assert home.notes() == ()


def test_the_same_letter_again_changes_nothing(home: Home) -> None:
    digest = home.digest()
    said = reply(digest, "done 2\nundo\nmet 1")
    assert home.hears(said) == 1
    assert [home.hears(said) for _ in range(3)] == [0, 0, 0]
    assert home.verbs == ["met"]


def test_the_same_words_in_a_new_letter_change_nothing_either(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "done 2"))
    home.hears(reply(digest, "done 2", message_id="<again@lindqvist.example>"))
    assert home.verbs == ["done"]
    assert home.said()[-1] == ("done 2", commands.SAID_BEFORE)


def test_undo_takes_back_the_last_word_and_it_can_be_said_again(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "done 2\nmute 3"))
    home.hears(reply(digest, "undo", message_id="<2@lindqvist.example>"))
    assert home.verbs == ["done"]
    home.hears(reply(digest, "undo 2", message_id="<3@lindqvist.example>"))
    assert home.verbs == []
    home.hears(reply(digest, "done 2", message_id="<4@lindqvist.example>"))
    assert home.verbs == ["done"]


def test_what_was_taken_back_in_its_own_letter_or_at_the_command_line_can_be_said_again(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "done 2\nundo"))
    home.hears(reply(digest, "done 2", message_id="<2@lindqvist.example>"))
    assert home.verbs == ["done"]
    home.store.undo()
    home.hears(reply(digest, "done 2", message_id="<3@lindqvist.example>"))
    assert home.verbs == ["done"]


def test_there_may_be_nothing_to_take_back(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "undo\nundo 2"))
    assert home.said() == [("undo", commands.NOTHING_SAID), ("undo 2", commands.NOTHING_SAID)]


def test_letters_count_in_the_order_in_which_they_were_written(home: Home) -> None:
    digest = home.digest()
    home.clock.forward(hours=2)
    home.deliver(reply(digest, "mute 2", message_id="<late@lindqvist.example>", at=home.clock.now()))
    home.deliver(
        reply(digest, "undo", message_id="<later@lindqvist.example>", at=home.clock.now().replace(minute=5))
    )
    home.clock.forward(hours=1)
    assert home.listen() == 2
    assert home.verbs == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("done 9", commands.NO_ITEM),
        ("done 0", commands.NO_ITEM),
        ("friend 2", commands.A_CASE),
        ("done 4", commands.A_PERSON),
    ],
)
def test_what_cannot_be_done_is_told_with_the_reason(home: Home, said: str, why: str) -> None:
    home.hears(reply(home.digest(), said))
    assert home.verbs == []
    assert home.said() == [(said, why)]
    assert why in home.notes()[0]


def test_an_item_may_ask_what_somebody_is_to_the_owner(home: Home) -> None:
    home.hears(reply(home.digest(), "reference 4"))
    (note,) = home.store.notes()
    assert (note.addresses, note.contact_type) == (("ines@harbour.example",), ContactType.REFERENCE)


def test_undo_after_what_somebody_is_takes_nothing_else_back(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "done 2"))
    home.hears(reply(digest, "reference 4\nundo", message_id="<2@lindqvist.example>"))
    home.hears(reply(digest, "undo", message_id="<3@lindqvist.example>"))
    assert home.verbs == ["done"]
    assert home.said()[2:] == [("undo", commands.SAY_ANEW)] * 2
    home.hears(reply(digest, "mute 3\nundo", message_id="<4@lindqvist.example>"))
    home.hears(reply(digest, "undo 2", message_id="<5@lindqvist.example>"))
    assert home.verbs == []


def test_undo_means_a_word_that_was_said_after_what_somebody_is(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "reference 4"))
    home.hears(reply(digest, "done 2", message_id="<2@lindqvist.example>"))
    home.hears(reply(digest, "undo", message_id="<3@lindqvist.example>"))
    assert home.verbs == []


def test_a_case_that_has_gone_is_no_longer_there(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "done 2"))
    lost = items_of(digest.content)[2].case_id.encode()
    gone = replace(
        digest, period="2026-W40", message_id="<other@x>", content=digest.content.replace(lost, b"0000000000")
    )
    home.store.plan(gone)
    home.store.settle(gone, Phase.SENT, at=home.clock.now())
    home.hears(reply(gone, "done 3", message_id="<2@lindqvist.example>"))
    assert home.said()[-1] == ("done 3", commands.GONE)


def test_of_a_digest_that_was_forgotten_nothing_is_known(home: Home) -> None:
    digest = home.digest()
    home.store.forget("dana@okoye.example")
    home.hears(reply(digest, "done 2"))
    assert home.said() == [("done 2", commands.NO_ITEM)]


def test_met_means_nothing_where_nobody_was_to_meet(home: Home) -> None:
    asked = mail(
        "Otto Brandt <otto@brandt.example>",
        "Mara, could you introduce me to Vera Lund at Nordvik? I would love to hear about her work.",
        on="Thu 2026-11-12 09:00",
        to=[MARA],
        subject="An introduction to Vera",
    )
    first = mail(
        MARA, "Good to see you in Oslo.", on="Mon 2026-11-02 09:00", to=["Otto Brandt <otto@brandt.example>"]
    )
    home.mailbox.put(first.content, folder="Sent")
    home.mailbox.put(asked.content)
    home.scan()
    digest = home.digest()
    (case,) = [case for case in home.ear().review(()).cases if case.kind == "asked_of_me"]
    home.hears(reply(digest, f"met {number_of(digest, case.id)}"))
    assert [why for _, why in home.said()] == [commands.NO_MEETING]


# ── Links ───────────────────────────────────────────────────────────────────────────────────


def linked(digest: Planned, words: str, line: str, *, message_id: str = "<link@lindqvist.example>") -> bytes:
    return reply(
        digest, f"{words}\n\n{line}", headers={"In-Reply-To": None, "References": None}, message_id=message_id
    )


def test_a_link_counts_where_the_mail_program_forgot_what_it_answers(home: Home) -> None:
    digest = home.digest()
    home.hears(linked(digest, "done 2", code(digest, 2, "done")))
    home.hears(linked(digest, "snooze 3 1w", code(digest, 3, "snooze"), message_id="<2@lindqvist.example>"))
    assert home.verbs == ["done", "snooze"]


def test_a_link_of_an_older_digest_means_that_digests_item(home: Home) -> None:
    old = home.digest("2026-W46")
    home.hears(reply(old, "done 1"))
    new = home.digest("2026-W47")
    home.hears(linked(new, "done 2", code(old, 2, "done"), message_id="<2@lindqvist.example>"))
    assert home.said()[-1] == ("done 2", "")
    assert home.store.heard()[-1].digest == old.message_id


def test_a_link_whose_date_was_not_filled_in_is_told(home: Home) -> None:
    digest = home.digest()
    home.hears(linked(digest, "moved 2 DATE", code(digest, 2, "moved")))
    assert home.said() == [("moved 2 DATE", "it names no day that can be meant")]


# ── What is no answer ───────────────────────────────────────────────────────────────────────


def test_how_to_answer_is_explained_once_and_never_again(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "Lovely, thank you"))
    assert home.notes() == (
        "Not done: “Lovely, thank you”, because it says nothing that is understood.",
        HELP,
    )
    home.digest("2026-W48")
    home.hears(reply(digest, "And again", message_id="<2@lindqvist.example>", at=home.clock.now()))
    assert HELP not in home.notes()


def test_mail_to_oneself_that_answers_nothing_is_left_alone(home: Home) -> None:
    digest = home.digest()
    own = reply(digest, "done 2", headers={"In-Reply-To": None, "References": None, "Subject": "Shopping"})
    assert home.hears(own) == 0
    assert home.store.heard() == ()
    assert home.listen() == 0
    assert home.mailbox.fetched.count(("Sent", 1)) <= 2  # read by the scan, and once more


def test_an_empty_reply_is_heard_and_says_nothing(home: Home) -> None:
    assert home.hears(reply(home.digest(), "")) == 0
    assert home.notes() == ()


def test_our_own_digest_in_the_mailbox_is_no_answer(home: Home) -> None:
    digest = home.digest()
    assert home.hears(digest.content) == 0


def test_where_nothing_waits_nobody_logs_in(home: Home) -> None:
    home.digest()
    before = home.mailbox.entered
    assert home.listen() == 0
    assert home.mailbox.entered == before


def test_many_lines_are_told_shortly(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "\n".join(f"note {n % 3 + 1} remark number {n}" for n in range(14))))
    home.hears(
        reply(digest, "\n".join(f"done {n}" for n in range(10, 24)), message_id="<2@lindqvist.example>")
    )
    notes = home.notes()
    assert ", and 2 more" in notes[0]
    assert notes[-1] == "And 2 more were not done."


def test_a_letter_that_has_moved_meanwhile_is_read_where_it_lies_next_time(home: Home) -> None:
    digest = home.digest()
    home.deliver(reply(digest))
    home.mailbox.uidvalidity = 8
    assert home.listen() == 0
    home.scan()
    home.clock.forward(hours=1)
    assert home.listen() == 1


@pytest.mark.parametrize("how", ["moved out of it", "the folder is gone"])
def test_where_the_copy_in_sent_has_gone_the_other_one_is_read(home: Home, how: str) -> None:
    digest = home.digest()
    home.deliver(reply(digest, headers={"Authentication-Results": VOUCHED}))
    if how == "the folder is gone":
        home.mailbox.gone = frozenset({"Sent"})
    else:
        home.mailbox.contents["Sent"].clear()
    assert home.listen() == 1
    assert home.verbs == ["done"]


def test_one_that_the_server_cannot_serve_waits(home: Home) -> None:
    digest = home.digest()
    home.deliver(reply(digest))
    home.mailbox.contents["Sent"].clear()
    assert home.listen() == 0
    assert home.store.heard() == ()


def test_a_process_that_dies_while_it_hears_hears_it_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = home.digest()
    home.clock.forward(hours=1)
    home.deliver(reply(digest, "done 2\nundo\nmet 1"))

    def dies(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(home.store), "hear", dies)
        with pytest.raises(KeyboardInterrupt):
            home.listen()
    assert home.verbs == []
    assert home.listen() == 1
    assert home.verbs == ["met"]


def test_it_is_told_in_the_digest_and_not_in_the_short_mail_of_a_day(home: Home) -> None:
    home.hears(reply(home.digest()))
    assert home.notes()
    assert home.issue(kind=URGENT)[0].notes == ()


def test_what_was_heard_while_a_digest_waited_to_be_sent_is_told_in_the_next(home: Home) -> None:
    first = home.digest()
    home.clock.forward(days=7)
    issue, written = home.issue("2026-W47b")
    content = to_email(written, issue).as_bytes()
    home.store.plan(Planned(WEEKLY, "2026-W47b", issue.message_id, content, home.clock.now()))
    home.hears(reply(first, "done 2"))
    planned = home.store.planned(WEEKLY, "2026-W47b")
    assert planned
    home.store.settle(planned, Phase.SENT, at=home.clock.now())
    assert "done 2" in home.notes()[0]
