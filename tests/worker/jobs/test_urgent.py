"""The urgent lane: when it is open, what it speaks of, and that one short mail a day is all there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest

from rules.model import (
    ME,
    Address,
    Calendar,
    Case,
    Duty,
    Evidence,
    Kind,
    Review,
    Section,
    Suggestion,
    Turn,
    What,
)
from tests.builders import MARA, Mail, mail, owner, when
from tests.doubles.clock import SetClock
from tests.doubles.outbox import MemoryOutbox
from worker.digest import URGENT
from worker.jobs.digest import Schedule, send_asked, send_due
from worker.jobs.issue import Desk
from worker.jobs.post import Post, Posted
from worker.jobs.urgent import Told, UrgentLane, is_open, send_urgent, untold
from worker.packs import packs
from worker.ports import (
    Batch,
    Bookmark,
    FolderCoverage,
    FolderRole,
    OutboxUnreachable,
    Phase,
    Sighting,
    Store,
)

ADDRESS = "mara@lindqvist.example"
TOMAS = "Tomas Ruud <tomas.ruud@nordvik.example>"
INES = "Ines Carvalho <ines@harbour.example>"
NOWHERE_NEAR = timedelta(days=3)


# ── When it is open ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "zone", "open_"),
    [
        ("2026-11-18T07:59", "Europe/Stockholm", False),
        ("2026-11-18T08:00", "Europe/Stockholm", True),
        ("2026-11-18T17:59", "Europe/Stockholm", True),
        ("2026-11-18T18:00", "Europe/Stockholm", False),
        ("2026-11-21T10:00", "Europe/Stockholm", False),  # a Saturday
        ("2026-11-22T10:00", "Europe/Stockholm", False),
        ("2026-11-19T10:00", "Europe/Stockholm", False),  # a holiday of theirs
        ("2026-11-22T10:00", "Asia/Dubai", False),
        ("2026-11-18T23:30", "America/Los_Angeles", False),
        ("2026-11-18T08:00", "Pacific/Auckland", True),
    ],
)
def test_it_is_open_in_the_owners_working_hours(at: str, zone: str, open_: bool) -> None:
    calendar = Calendar(ZoneInfo(zone), holidays=frozenset({date(2026, 11, 19)}))
    now = datetime.fromisoformat(at).replace(tzinfo=calendar.zone)

    assert is_open(now.astimezone(UTC), next_weekly=now + NOWHERE_NEAR, calendar=calendar) is open_


def test_a_weekend_of_friday_and_saturday_is_the_owners_to_set() -> None:
    calendar = Calendar(ZoneInfo("Asia/Riyadh"), weekend=frozenset({4, 5}))
    days = [datetime(2026, 11, day, 10, tzinfo=calendar.zone) for day in (20, 21, 22)]  # Friday to Sunday

    seen = [is_open(day, next_weekly=day + NOWHERE_NEAR, calendar=calendar) for day in days]
    assert seen == [False, False, True]


@pytest.mark.parametrize(("ahead", "open_"), [(11.9, False), (12, False), (12.1, True)])
def test_it_waits_for_a_weekly_digest_that_is_near(ahead: float, open_: bool) -> None:
    now = when("Wed 2026-11-18 08:00")
    assert (
        is_open(
            now, next_weekly=now + timedelta(hours=ahead), calendar=Calendar(ZoneInfo("Europe/Stockholm"))
        )
        is open_
    )


# ── What it speaks of ───────────────────────────────────────────────────────────────────────


def suggestion(section: Section = Section.URGENT, *, what: What = What.REPLY) -> Suggestion:
    """The owner owes a reply since Tuesday 17 November."""
    evidence = Evidence("<1@harbour.example>", "please meet Tomas", "en.introduces")
    duty = Duty(
        *(what, ME, "tomas.ruud@nordvik.example", date(2026, 11, 17), date(2026, 11, 18)),
        overdue=False,
        urgent=section is Section.URGENT,
        evidence=evidence,
        why="Due Wednesday.",
    )
    case = Case(
        *("3f2a", Kind.MADE_FOR_ME, "MADE", Turn.ME, None, "ines@harbour.example", None, None),
        *((duty.to,), None, None, "", ("<1@harbour.example>",), (duty,), ()),
    )
    return Suggestion(case, section, duty, Address(duty.to), "Answer Tomas", duty.why, evidence)


@pytest.mark.parametrize(
    ("told_on", "duty", "silent"),
    [
        ("2026-11-18", ("3f2a", "reply"), True),
        ("2026-11-17", ("3f2a", "reply"), True),  # on the day it began
        ("2026-11-16", ("3f2a", "reply"), False),  # before that: it was another one
        ("2026-11-18", ("3f2a", "thank"), False),
        ("2026-11-18", ("9bc1", "reply"), False),
    ],
)
def test_a_duty_is_spoken_of_once(told_on: str, duty: tuple[str, str], silent: bool) -> None:
    earlier = [Told(when(f"{told_on} 07:30"), frozenset({duty}))]
    left = untold([suggestion()], earlier, calendar=owner().calendar)

    assert left == (() if silent else (suggestion(),))


@pytest.mark.parametrize("section", [section for section in Section if section is not Section.URGENT])
def test_it_speaks_of_nothing_that_can_wait_for_the_weekly_digest(section: Section) -> None:
    assert untold([suggestion(section)], [], calendar=owner().calendar) == ()


# ── That it is sent ─────────────────────────────────────────────────────────────────────────

MONDAY_AT_EIGHT = Schedule(weekday=0, hour=8, minute=0)


@pytest.fixture
def post(store: Store) -> Post:
    """Monday at nine, the weekly digest just sent; it spoke of nothing urgent."""
    clock = SetClock(when("Mon 2026-11-16 09:00"))
    store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, clock.now()))
    desk = Desk(store, owner(), packs(), sender=ADDRESS, to=ADDRESS)
    post = Post(desk, MemoryOutbox(frozenset({ADDRESS})), clock, by="this process")
    assert send_due(post, schedule=MONDAY_AT_EIGHT) is Posted.SENT
    return post


def introduction(on: str, *, who: str = TOMAS) -> Mail:
    name = who.split()[0]
    says = f"Mara, please meet {name}, who runs the timetables. {name}, Mara plans trams. Over to you two!"
    return mail(INES, says, on=on, to=[MARA, who], subject=f"Mara, meet {name}")


def arrive(store: Store, *mails: Mail) -> None:
    for one in mails:
        uid = int(one.on.timestamp()) % 10**6
        store.save(Batch(Bookmark("home", "INBOX", 7, uid), (Sighting(uid, one.reading(owner())),)))


def at(post: Post, moment: str) -> Posted:
    assert isinstance(post.clock, SetClock)
    post.clock.at = when(moment)
    post.store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, post.clock.at))
    return send_urgent(post, schedule=MONDAY_AT_EIGHT)


def subjects(post: Post) -> list[str]:
    assert isinstance(post.outbox, MemoryOutbox)
    return [message_from_bytes(content)["Subject"] for content in post.outbox.sent]


def test_on_the_day_an_answer_is_due_one_short_mail_comes_and_no_second_one(post: Post, store: Store) -> None:
    arrive(store, introduction("Tue 2026-11-17 14:00"))

    assert at(post, "Tue 2026-11-17 15:00") is Posted.NOTHING_TO_SAY  # due tomorrow
    assert at(post, "Wed 2026-11-18 08:05") is Posted.SENT
    assert at(post, "Wed 2026-11-18 08:20") is Posted.NOT_DUE
    assert at(post, "Thu 2026-11-19 08:05") is Posted.NOTHING_TO_SAY  # it was told
    assert subjects(post)[1:] == ["Today: 1 introduction to answer"]


def test_it_names_only_what_is_new(post: Post, store: Store) -> None:
    arrive(store, introduction("Tue 2026-11-17 14:00"))
    at(post, "Wed 2026-11-18 08:05")
    arrive(store, introduction("Wed 2026-11-18 14:00", who="Nina Ekberg <nina.ekberg@tramway.example>"))

    assert at(post, "Thu 2026-11-19 08:05") is Posted.SENT
    assert isinstance(post.outbox, MemoryOutbox)
    assert [b"Tomas" in content for content in post.outbox.sent[1:]] == [True, False]


def test_what_the_weekly_digest_said_is_not_said_again(post: Post, store: Store) -> None:
    arrive(store, introduction("Fri 2026-11-20 14:00"))
    assert isinstance(post.clock, SetClock)
    post.clock.at = when("Mon 2026-11-23 08:01")

    assert send_due(post, schedule=MONDAY_AT_EIGHT) is Posted.SENT
    assert at(post, "Mon 2026-11-23 09:00") is Posted.NOT_DUE  # the day has had its mail
    assert at(post, "Tue 2026-11-24 09:00") is Posted.NOTHING_TO_SAY


def test_what_a_digest_said_that_was_asked_for_is_not_said_again(post: Post, store: Store) -> None:
    arrive(store, introduction("Tue 2026-11-17 14:00"))
    assert at(post, "Tue 2026-11-17 16:00") is Posted.NOTHING_TO_SAY
    send_asked(post)

    assert at(post, "Wed 2026-11-18 08:05") is Posted.NOTHING_TO_SAY


def test_while_the_weekly_digest_waits_to_be_sent_the_urgent_one_waits_too(post: Post, store: Store) -> None:
    arrive(store, introduction("Fri 2026-11-20 14:00"))
    assert isinstance(post.outbox, MemoryOutbox)
    assert isinstance(post.clock, SetClock)

    assert at(post, "Mon 2026-11-23 09:00") is Posted.NOT_DUE  # not planned yet
    post.outbox.failures.append(OutboxUnreachable("mail.broms.example does not answer"))
    with pytest.raises(OutboxUnreachable):
        send_due(post, schedule=MONDAY_AT_EIGHT)
    assert at(post, "Tue 2026-11-24 09:00") is Posted.NOT_DUE
    assert store.planned(URGENT, "2026-11-24") is None


def test_what_is_long_overdue_is_left_to_the_weekly_digest(post: Post, store: Store) -> None:
    arrive(store, introduction("Thu 2026-11-05 14:00"))
    assert at(post, "Tue 2026-11-17 09:00") is Posted.NOTHING_TO_SAY


def test_one_that_failed_is_tried_again_that_day_with_the_same_bytes_and_not_the_next(
    post: Post, store: Store
) -> None:
    arrive(store, introduction("Tue 2026-11-17 14:00"))
    assert isinstance(post.outbox, MemoryOutbox)
    post.outbox.failures += [OutboxUnreachable("mail.broms.example does not answer")] * 2
    for moment in ("Wed 2026-11-18 08:05", "Wed 2026-11-18 11:00"):
        with pytest.raises(OutboxUnreachable):
            at(post, moment)
        send_due(post, schedule=MONDAY_AT_EIGHT)
    frozen = store.unsent()[0]

    assert at(post, "Wed 2026-11-18 12:00") is Posted.SENT
    assert post.outbox.sent[-1] == frozen.content


def test_yesterdays_unsent_one_is_let_go(post: Post, store: Store) -> None:
    arrive(store, introduction("Tue 2026-11-17 14:00"))
    assert isinstance(post.outbox, MemoryOutbox)
    post.outbox.failures.append(OutboxUnreachable("mail.broms.example does not answer"))
    with pytest.raises(OutboxUnreachable):
        at(post, "Wed 2026-11-18 17:00")

    assert at(post, "Thu 2026-11-19 09:00") is Posted.SENT  # the duty was told by nobody yet
    send_due(post, schedule=MONDAY_AT_EIGHT)
    phases = [one.phase for day in (18, 19) if (one := store.planned(URGENT, f"2026-11-{day}"))]
    assert phases == [Phase.HELD, Phase.SENT]
    assert len([subject for subject in subjects(post) if subject.startswith("Today")]) == 1


def test_a_week_with_nothing_to_say_does_not_silence_it(post: Post, store: Store) -> None:
    assert isinstance(post.clock, SetClock)
    post.clock.at = when("Mon 2026-11-23 08:01")
    store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, post.clock.at))
    assert send_due(post, schedule=MONDAY_AT_EIGHT) is Posted.NOTHING_TO_SAY
    arrive(store, introduction("Fri 2026-11-20 14:00"))

    assert at(post, "Mon 2026-11-23 10:00") is Posted.SENT
    assert subjects(post)[-1].startswith("Today: ")


def a_lane(post: Post, monkeypatch: pytest.MonkeyPatch) -> tuple[Callable[[str], Posted], Sequence[datetime]]:
    """The lane of one service, asked at a moment; and when the whole was derived."""
    lane, reviews, review = UrgentLane(), list[datetime](), Desk.review

    def counted(desk: Desk, now: datetime) -> Review:
        reviews.append(now)
        return review(desk, now)

    def looked(moment: str) -> Posted:
        assert isinstance(post.clock, SetClock)
        post.clock.at = when(moment)
        return lane.send(post, schedule=MONDAY_AT_EIGHT)

    monkeypatch.setattr(Desk, "review", counted)
    return looked, reviews


def test_a_service_derives_no_review_again_while_day_and_facts_stand(
    post: Post, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, reviews = a_lane(post, monkeypatch)
    for moment in ("Tue 2026-11-17 10:00", "Tue 2026-11-17 10:15", "Tue 2026-11-17 10:30"):
        assert looked(moment) is Posted.NOTHING_TO_SAY
    assert len(reviews) == 1
    arrive(store, introduction("Tue 2026-11-17 10:40"))
    assert looked("Tue 2026-11-17 10:45") is Posted.NOTHING_TO_SAY
    assert len(reviews) == 2
    assert looked("Wed 2026-11-18 08:05") is Posted.SENT
    assert len(reviews) == 3


def tea(on: str) -> Mail:
    return mail("Loes Brand <loes@brand.example>", "Shall we have tea?", on=on, to=[MARA], subject="Tea")


def test_new_mail_in_a_service_costs_a_look_at_what_is_around_it_and_no_review_of_the_whole(
    post: Post, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, reviews = a_lane(post, monkeypatch)
    arrive(store, introduction("Tue 2026-11-17 14:00"))
    assert looked("Tue 2026-11-17 15:00") is Posted.NOTHING_TO_SAY
    arrive(store, tea("Tue 2026-11-17 15:05"))
    assert looked("Tue 2026-11-17 15:10") is Posted.NOTHING_TO_SAY
    assert len(reviews) == 2  # it had not looked around yet
    arrive(store, tea("Tue 2026-11-17 15:15"))
    assert looked("Tue 2026-11-17 15:20") is Posted.NOTHING_TO_SAY
    assert len(reviews) == 2
    late = introduction("Mon 2026-11-16 14:00", who="Bram Teunissen <bram@teunissen.example>")  # due today
    store.save(Batch(Bookmark("home", "INBOX", 7, 10**6), (Sighting(10**6, late.reading(owner())),)))
    assert isinstance(post.outbox, MemoryOutbox)
    post.outbox.failures.append(OutboxUnreachable("mail.broms.example does not answer"))
    with pytest.raises(OutboxUnreachable):
        looked("Tue 2026-11-17 15:30")
    assert len(reviews) == 3
    assert looked("Tue 2026-11-17 15:45") is Posted.SENT  # what failed is not taken for quiet
