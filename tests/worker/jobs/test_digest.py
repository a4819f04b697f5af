"""When the digest goes out, and that it goes out once: due, planned, claimed, sent, settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest

from rules.model import Header, Mark, Reading
from tests.builders import MARA, mail, owner, when
from tests.doubles.clock import SetClock
from tests.doubles.outbox import MemoryOutbox
from worker.digest import WEEKLY
from worker.jobs.digest import DigestLane, Schedule, send_asked, send_due
from worker.jobs.issue import Desk
from worker.jobs.post import ClockSteppedBack, OnDoubt, Post, Posted
from worker.packs import packs
from worker.ports import (
    ALL_CLOSED,
    ASKED,
    Batch,
    Bookmark,
    ConfigurationError,
    FolderCoverage,
    FolderRole,
    InDoubt,
    IntroloopError,
    OutboxUnreachable,
    Phase,
    Sighting,
    Store,
)

ADDRESS = "mara@lindqvist.example"
MONDAY_AT_EIGHT = Schedule(weekday=0, hour=8, minute=0)
TOMAS = "Tomas Ruud <tomas.ruud@nordvik.example>"
INES = "Ines Carvalho <ines@harbour.example>"


@pytest.fixture
def post(store: Store) -> Post:
    """Monday at nine, an hour after the digest was due, with a mailbox read to its end just before."""
    clock = SetClock(when("Mon 2026-11-16 09:00"))
    read_to_its_end(store, at=clock.now())
    desk = Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS)
    return Post(desk, MemoryOutbox(frozenset({ADDRESS})), clock, by="this process")


def read_to_its_end(store: Store, *, at: datetime) -> None:
    store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, at))


def outbox(post: Post) -> MemoryOutbox:
    assert isinstance(post.outbox, MemoryOutbox)
    return post.outbox


def clock(post: Post) -> SetClock:
    assert isinstance(post.clock, SetClock)
    return post.clock


def arrive(store: Store, header: Header, *, uid: int = 1) -> None:
    store.save(Batch(Bookmark("home", "INBOX", 7, uid), (Sighting(uid, Reading(header)),)))


def due(post: Post) -> Posted:
    return send_due(post, schedule=MONDAY_AT_EIGHT)


def week(store: Store, period: str = "2026-W47") -> Phase | None:
    planned = store.planned(WEEKLY, period) or store.planned(ALL_CLOSED, period)
    return planned.phase if planned else None


def test_a_digest_that_is_due_is_sent_once(post: Post) -> None:
    assert [due(post), due(post), due(post)] == [Posted.SENT, Posted.NOT_DUE, Posted.NOT_DUE]
    (sent,) = outbox(post).sent
    assert message_from_bytes(sent)["To"].endswith(f"<{ADDRESS}>")


def test_before_the_first_complete_scan_no_digest_is_sent(store: Store) -> None:
    desk = Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS)
    early = Post(desk, MemoryOutbox(frozenset({ADDRESS})), SetClock(when("Mon 2026-11-16 09:00")), by="me")

    assert due(early) is Posted.NOT_DUE
    assert week(store) is None


def test_a_service_opens_no_store_between_two_digests_but_every_quarter_of_an_hour(post: Post) -> None:
    lane, looks = DigestLane(), list[Posted]()
    assert lane.send(post, schedule=MONDAY_AT_EIGHT) is Posted.SENT
    clock(post).forward(days=6, hours=11)  # Sunday at eight in the evening
    read_to_its_end(post.store, at=clock(post).now())
    while clock(post).now() < when("Mon 2026-11-23 08:01"):
        if not lane.rests(clock(post).now()):
            looks.append(lane.send(post, schedule=MONDAY_AT_EIGHT))
        clock(post).forward(minutes=1)
    assert looks == [Posted.NOT_DUE] * 12 * 4 + [Posted.NOTHING_TO_SAY]  # in the minute in which it was due


def test_a_service_looks_again_at_once_while_something_waits_or_the_clock_was_set_back(
    post: Post, store: Store
) -> None:
    lane = DigestLane()
    outbox(post).failures.append(InDoubt("the line broke"))
    assert lane.send(post, schedule=MONDAY_AT_EIGHT) is Posted.IN_DOUBT
    assert not lane.rests(clock(post).now())
    clock(post).forward(minutes=40)
    assert lane.send(post, schedule=MONDAY_AT_EIGHT) is Posted.SENT
    assert lane.send(post, schedule=MONDAY_AT_EIGHT) is Posted.NOT_DUE
    assert lane.rests(clock(post).now())
    clock(post).forward(minutes=-1)
    assert not lane.rests(clock(post).now())


def test_a_service_that_knows_no_mail_yet_does_not_rest(store: Store) -> None:
    desk, lane = Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS), DigestLane()
    early = Post(desk, MemoryOutbox(frozenset({ADDRESS})), SetClock(when("Mon 2026-11-16 09:00")), by="me")

    assert lane.send(early, schedule=MONDAY_AT_EIGHT) is Posted.NOT_DUE
    assert not lane.rests(clock(early).now())


def test_the_next_week_has_a_digest_of_its_own_with_its_own_message_id(post: Post, store: Store) -> None:
    due(post)
    clock(post).forward(days=14)
    fresh_mail_unreadable(store)
    due(post)

    ids = [message_from_bytes(content)["Message-ID"] for content in outbox(post).sent]
    assert len(set(ids)) == 2
    assert week(store, "2026-W49") is Phase.SENT


def fresh_mail_unreadable(store: Store) -> None:
    """A mailbox not read for long is something to say."""
    store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, None, problem="it is gone"))


def test_a_week_with_nothing_to_say_stays_silent_to_its_end(post: Post, store: Store) -> None:
    due(post)  # the first one speaks
    clock(post).forward(days=7)
    read_to_its_end(store, at=clock(post).now())

    assert due(post) is Posted.NOTHING_TO_SAY
    clock(post).forward(days=2)
    fresh_mail_unreadable(store)
    assert due(post) is Posted.NOT_DUE
    assert len(outbox(post).sent) == 1


def test_after_weeks_asleep_only_the_newest_digest_comes_and_says_that_it_is_late(
    post: Post, store: Store
) -> None:
    due(post)
    clock(post).forward(days=24)
    fresh_mail_unreadable(store)

    assert [due(post), due(post)] == [Posted.SENT, Posted.NOT_DUE]
    assert week(store, "2026-W48") is None
    assert b"This was due on Monday 7 December" in outbox(post).sent[-1].replace(b"=\r\n", b"")


def test_a_digest_left_unsent_is_let_go_when_a_newer_one_is_due(post: Post, store: Store) -> None:
    outbox(post).failures.append(OutboxUnreachable("mail.broms.example does not answer"))
    with pytest.raises(OutboxUnreachable):
        due(post)
    clock(post).forward(days=7)
    fresh_mail_unreadable(store)

    assert due(post) is Posted.SENT
    assert (week(store), week(store, "2026-W48")) == (Phase.HELD, Phase.SENT)


@pytest.mark.parametrize("failure", [OutboxUnreachable("no answer"), ConfigurationError("no password")])
def test_after_a_failure_the_same_bytes_are_sent_at_once(
    post: Post, store: Store, failure: IntroloopError
) -> None:
    outbox(post).failures.append(failure)
    with pytest.raises(type(failure)):
        due(post)
    frozen = store.unsent()[0].content

    assert due(post) is Posted.SENT
    assert outbox(post).sent == [frozen]


def test_a_digest_in_doubt_that_a_scan_finds_is_not_sent_again(post: Post, store: Store) -> None:
    outbox(post).failures.append(InDoubt("the connection was lost after the final dot"))
    assert due(post) is Posted.IN_DOUBT
    doubtful = store.unsent()[0]
    ours = mail(MARA, "", on="Mon 2026-11-16 09:00").message.header
    arrive(store, replace(ours, message_id=doubtful.message_id, marks=frozenset({Mark.OWN_DIGEST})))

    assert due(post) is Posted.SENT
    assert outbox(post).sent == []
    assert week(store) is Phase.SENT


def test_a_digest_in_doubt_waits_half_an_hour_and_is_sent_again_as_it_was(post: Post, store: Store) -> None:
    outbox(post).failures.append(InDoubt("the connection was lost after the final dot"))
    due(post)
    frozen = store.unsent()[0].content
    clock(post).forward(minutes=29)
    waiting = due(post)
    clock(post).forward(minutes=2)

    assert (waiting, due(post)) == (Posted.IN_DOUBT, Posted.SENT)
    assert outbox(post).sent == [frozen]


def test_an_owner_who_would_rather_miss_one_has_a_doubtful_digest_held(post: Post, store: Store) -> None:
    careful = replace(post, on_doubt=OnDoubt.HOLD)
    outbox(post).failures.append(InDoubt("the connection was lost after the final dot"))
    due(careful)
    clock(post).forward(minutes=31)

    assert [due(careful), due(careful)] == [Posted.IN_DOUBT, Posted.NOT_DUE]
    assert outbox(post).sent == []
    assert week(store) is Phase.HELD


def test_what_another_process_is_sending_is_left_to_it(post: Post, store: Store) -> None:
    outbox(post).failures.append(OutboxUnreachable("mail.broms.example does not answer"))
    with pytest.raises(OutboxUnreachable):
        due(post)
    store.claim(store.unsent()[0], by="another", now=clock(post).now(), lease=900)

    assert due(post) is Posted.ELSEWHERE
    clock(post).forward(minutes=16)
    assert due(post) is Posted.SENT


def test_a_clock_that_stepped_back_plans_nothing_and_says_so(post: Post, store: Store) -> None:
    store.highest_now(clock(post).now() + timedelta(hours=2))

    with pytest.raises(ClockSteppedBack, match="the clock stepped back"):
        due(post)
    assert week(store) is None


def test_a_digest_asked_for_stands_for_the_weekly_one_that_was_due_and_not_for_the_next(
    post: Post, store: Store
) -> None:
    assert send_asked(post) is Posted.SENT
    assert due(post) is Posted.NOT_DUE
    assert store.last_sent(ASKED) is not None
    clock(post).forward(hours=7 * 24)
    assert due(post) is Posted.SENT
    assert len(outbox(post).sent) == 2


def test_a_digest_asked_for_before_the_weekly_one_is_due_does_not_replace_it(post: Post) -> None:
    clock(post).forward(hours=-2)
    assert send_asked(post) is Posted.SENT
    clock(post).forward(hours=2)
    assert due(post) is Posted.SENT


def test_a_digest_asked_for_with_nothing_to_say_is_not_sent(post: Post) -> None:
    due(post)
    clock(post).forward(hours=1)

    assert send_asked(post) is Posted.NOTHING_TO_SAY
    assert len(outbox(post).sent) == 1


def test_one_asked_for_that_failed_is_not_sent_by_itself_later(post: Post, store: Store) -> None:
    due(post)
    clock(post).forward(days=2)
    fresh_mail_unreadable(store)
    for failure in (OutboxUnreachable("mail.broms.example does not answer"), InDoubt("no reply came")):
        outbox(post).failures.append(failure)
    with pytest.raises(OutboxUnreachable):
        send_asked(post)
    clock(post).forward(minutes=1)
    assert send_asked(post) is Posted.IN_DOUBT
    lost, doubtful = store.unsent()
    arrive(store, replace(mail(MARA, on="2026-11-18").message.header, message_id=doubtful.message_id))

    clock(post).forward(minutes=40)
    due(post)

    assert len(outbox(post).sent) == 1
    phases = [one.phase for mail in (lost, doubtful) if (one := store.planned(ASKED, mail.period))]
    assert phases == [Phase.HELD, Phase.SENT]
    assert store.unsent() == ()


def test_the_first_issue_knows_that_it_is_the_first(post: Post) -> None:
    now = datetime(2026, 11, 16, 8, tzinfo=UTC)
    first = post.desk.issue(WEEKLY, "2026-W47", now=now, due=now)
    due(post)
    second = post.desk.issue(WEEKLY, "2026-W48", now=now + timedelta(days=7), due=now + timedelta(days=7))

    assert (first.number, first.since) == (1, None)
    assert second.number == 2
    assert second.since == clock(post).now()
    assert second.message_id != first.message_id
