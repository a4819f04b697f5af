"""What was seen in the mailbox: the contract of every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import HealthCheck, given, settings

from rules.model import Address, Reading
from tests.worker.store.facts import NOON, TOMAS, batch, many, reading, readings
from worker.ports import Batch, Bookmark, Folder, FolderCoverage, FolderRole, Quarantined, Store
from worker.store.loading import Loader
from worker.store.rows import pack
from worker.store.sql import SqlStore

INBOX = Folder("INBOX", FolderRole.INBOX, selected=True)
SENT = Folder("Sent", FolderRole.SENT, selected=True)


@given(readings)
@settings(max_examples=300)
def test_a_reading_comes_back_as_it_was_with_every_field_and_its_own_time_zone(told: Reading) -> None:
    back = Loader().reading(pack(told))
    assert back == told
    assert back.header.date.utcoffset() == told.header.date.utcoffset()


def test_what_the_messages_of_a_thread_share_is_held_once(sqlite: SqlStore) -> None:
    first = reading(to=(TOMAS, Address("ines@example.com", "Ines")), subject="Tea on Thursday")
    answer = replace(first.header, message_id="<2@mail.example>", in_reply_to=(first.header.message_id,))
    sqlite.save(batch(first, replace(first, header=answer)))
    one, other = sqlite.readings()
    assert other.header.in_reply_to[0] is one.header.message_id
    assert (other.header.to, other.header.subject) == (one.header.to, one.header.subject)
    assert other.header.to is one.header.to
    assert other.header.subject is one.header.subject


@given(readings)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_mail_can_be_stored(sqlite: SqlStore, told: Reading) -> None:
    sqlite.save(batch(told))
    assert sqlite.known([told.header.message_id]) == {told.header.message_id}


def test_a_stray_surrogate_in_a_header_stops_no_batch(store: Store) -> None:
    odd = reading(subject="caf\udce9", sender=Address("a\udce9@example.com", "A\udce9\0"))
    assert store.save(batch(odd, reading("2"))) == 2


def test_a_surrogate_in_an_id_is_replaced_and_the_message_is_still_known(sqlite: SqlStore) -> None:
    sqlite.save(batch(reading(message_id="<\udce9\0@x>")))
    assert sqlite.known(["<\udce9\0@x>"]) == {"<\udce9\0@x>"}
    assert sqlite.save(batch(reading(message_id="<\udce9\0@x>"), first=2)) == 0


def test_a_new_store_has_read_nothing(store: Store) -> None:
    assert store.bookmark("work", "INBOX") is None
    assert list(store.readings()) == []
    assert store.coverage().folders == ()
    assert store.known(["<1@mail.example>"]) == frozenset()


def test_saving_keeps_the_messages_and_how_far_we_read(store: Store) -> None:
    assert store.save(batch(reading("1"), reading("2"))) == 2
    assert store.bookmark("work", "INBOX") == Bookmark("work", "INBOX", 7, 2)
    assert store.known(["<1@mail.example>", "<9@mail.example>"]) == {"<1@mail.example>"}


def test_saving_the_same_step_twice_changes_nothing(store: Store) -> None:
    step = batch(reading("1"), reading("2"), skipped=5)
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    store.save(step)
    before = list(store.readings()), store.coverage(), store.bookmark("work", "INBOX")
    assert store.save(step) == 0
    assert (list(store.readings()), store.coverage(), store.bookmark("work", "INBOX")) == before


def test_readings_come_by_date_and_then_by_id_in_whatever_order_they_arrived(store: Store) -> None:
    early, late = reading("z", date=NOON), reading("b", date=NOON + timedelta(hours=1))
    same_instant = reading("a", date=(NOON + timedelta(hours=1)).astimezone(UTC))
    store.save(batch(late, early, same_instant))
    assert list(store.readings()) == [early, same_instant, late]


def test_a_message_in_two_folders_is_one_message(store: Store) -> None:
    store.save(batch(reading("1")))
    assert store.save(batch(reading("1"), folder="Archive")) == 0
    assert len(list(store.readings())) == 1
    (row,) = store.export("dana.okoye@example.org")
    assert row["locations"] == [
        {"account": "work", "folder": "Archive", "uidvalidity": 7, "uid": 1},
        {"account": "work", "folder": "INBOX", "uidvalidity": 7, "uid": 1},
    ]


def test_two_messages_that_share_a_message_id_are_both_kept_and_told_apart(store: Store) -> None:
    first, second = reading("1", subject="Meet Dana"), reading("1", subject="Your invoice", sender=TOMAS)
    assert store.save(batch(first, second)) == 2
    assert store.save(batch(second, first, first=10)) == 0
    ids = [r.header.message_id for r in store.readings()]
    assert len(set(ids)) == 2
    assert "<1@mail.example>" in ids


def test_a_message_is_held_when_it_is_that_message_and_not_when_it_only_shares_its_id(store: Store) -> None:
    first, second = reading("1", subject="Meet Dana"), reading("1", subject="Your invoice", sender=TOMAS)
    store.save(batch(first))
    assert list(store.holds((first.header, second.header, reading("2").header))) == [True, False, False]
    store.save(batch(second, first=2))
    assert list(store.holds((first.header, second.header))) == [True, True]


def test_a_shared_id_without_an_at_sign_is_told_apart_too(store: Store) -> None:
    assert store.save(batch(reading(message_id="odd"), reading(message_id="odd", subject="other"))) == 2


def test_a_copy_whose_subject_line_was_folded_elsewhere_is_the_same_message(store: Store) -> None:
    store.save(batch(reading("1", subject="An introduction to  Dana")))
    assert store.save(batch(reading("1", subject="An introduction\tto Dana"), first=2)) == 0


def test_the_first_reading_of_a_message_stands(store: Store) -> None:
    store.save(batch(reading("1", questions=3)))
    store.save(batch(reading("1"), first=2))
    assert [r.questions for r in store.readings()] == [3]


def test_the_bookmark_never_goes_back(store: Store) -> None:
    store.save(batch(upto=90))
    store.save(batch(reading("1"), first=10))
    assert store.bookmark("work", "INBOX") == Bookmark("work", "INBOX", 7, 90)
    assert store.known(["<1@mail.example>"])


def test_a_new_uidvalidity_starts_the_folder_anew_and_doubles_no_message(store: Store) -> None:
    lost = Quarantined("work", "INBOX", 7, 3, "ValueError while reading the header")
    store.save(batch(reading("1"), reading("2"), quarantined=(lost,), skipped=4))
    assert store.save(batch(reading("1"), validity=8, first=40)) == 0
    assert store.bookmark("work", "INBOX") == Bookmark("work", "INBOX", 8, 40)
    assert store.quarantined() == ()
    assert store.coverage().skipped == 0
    row = next(
        row for row in store.export("dana.okoye@example.org") if row["message_id"] == "<1@mail.example>"
    )
    assert row["locations"] == [{"account": "work", "folder": "INBOX", "uidvalidity": 8, "uid": 40}]


def test_what_could_not_be_read_is_listed_until_it_can_be(store: Store) -> None:
    lost = Quarantined("work", "INBOX", 7, 2, "the server did not serve it")
    store.save(batch(reading("1"), quarantined=(lost,), upto=2))
    assert store.quarantined() == (lost,)
    assert store.coverage().quarantined == 1
    store.save(batch(reading("2"), first=2))
    assert store.quarantined() == ()


def test_what_has_gone_or_is_of_no_matter_leaves_quarantine_without_a_row(store: Store) -> None:
    lost = [Quarantined("work", "INBOX", 7, uid, "the server did not serve it") for uid in (2, 3)]
    store.save(batch(quarantined=tuple(lost), upto=3))
    before = store.bookmark("work", "INBOX")
    store.save(replace(batch(upto=2), released=(2,)))
    assert store.quarantined() == (lost[1],)
    assert store.bookmark("work", "INBOX") == before
    assert list(store.readings()) == []


def test_a_folder_is_read_upward_and_downward_and_each_message_counts_once(store: Store) -> None:
    old, new = NOON - timedelta(days=90), NOON
    first = Bookmark("work", "INBOX", 7, 40, floor=30, since=new)
    for mark in (first, replace(first, floor=20, since=old), replace(first, uid=45), replace(first, uid=45)):
        store.save(Batch(mark, skipped=10))
    held = store.bookmark("work", "INBOX")
    assert held is not None
    assert (held.uid, held.floor, store.coverage().skipped) == (45, 20, 30)
    assert held.since == old == store.coverage().since
    store.save(Batch(replace(first, uid=40, floor=0, since=None)))
    assert store.bookmark("work", "INBOX") == Bookmark("work", "INBOX", 7, 45)
    assert store.coverage().since is None


def test_all_is_read_as_far_back_as_the_folder_read_the_least(store: Store) -> None:
    for folder, days in (("INBOX", 90), ("Sent", 400)):
        since = NOON - timedelta(days=days)
        store.save(Batch(Bookmark("work", folder, 7, 40, floor=30, since=since)))
    assert store.coverage().since == NOON - timedelta(days=90)


def test_a_second_reason_takes_the_place_of_the_first(store: Store) -> None:
    lost = Quarantined("work", "INBOX", 7, 2, "the server did not serve it")
    store.save(batch(quarantined=(lost,), upto=2))
    store.save(batch(quarantined=(replace(lost, reason="too deep"),), upto=2))
    assert [q.reason for q in store.quarantined()] == ["too deep"]


def test_messages_passed_over_are_counted_and_get_no_row(store: Store) -> None:
    store.save(batch(reading("1"), skipped=8, upto=9))
    store.save(batch(skipped=2, upto=11))
    assert store.coverage().skipped == 10
    assert len(list(store.readings())) == 1


def test_coverage_is_as_old_as_the_folder_read_longest_ago(store: Store) -> None:
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON, 5))
    store.folder_read(FolderCoverage("work", "Sent", FolderRole.SENT, NOON - timedelta(days=1)))
    coverage = store.coverage()
    assert coverage.last_complete == NOON - timedelta(days=1)
    assert [(f.folder, f.role, f.read) for f in coverage.folders] == [
        ("INBOX", "inbox", 5),
        ("Sent", "sent", 0),
    ]


def test_coverage_is_not_complete_while_one_folder_never_was_read(store: Store) -> None:
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    store.folder_read(FolderCoverage("work", "Sent", FolderRole.SENT, None, problem="it is gone"))
    assert store.coverage().last_complete is None
    assert store.coverage().problems == ("Sent: it is gone",)


def test_nothing_is_complete_until_every_folder_that_is_read_was_read_once(store: Store) -> None:
    store.folders_selected("work", (INBOX, SENT))
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    assert store.coverage().last_complete is None
    store.folder_read(FolderCoverage("work", "Sent", FolderRole.SENT, NOON))
    store.folders_selected("work", (INBOX, SENT))
    assert store.coverage().last_complete == NOON


def test_a_folder_that_is_not_read_any_more_holds_nothing_back(store: Store) -> None:
    store.folders_selected("home", (INBOX,))
    store.folder_read(FolderCoverage("home", "INBOX", FolderRole.INBOX, NOON))
    store.folders_selected("work", (INBOX, SENT))
    store.folder_read(FolderCoverage("work", "Sent", FolderRole.SENT, NOON - timedelta(days=90)))
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    store.folders_selected("work", (INBOX,))
    assert store.coverage().last_complete == NOON
    assert [(f.account, f.folder) for f in store.coverage().folders] == [("home", "INBOX"), ("work", "INBOX")]


def test_a_side_folder_that_cannot_be_read_is_told_and_holds_nothing_back(store: Store) -> None:
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    store.folder_read(FolderCoverage("work", "Clients", FolderRole.OTHER, None, problem="it is gone"))
    assert store.coverage().last_complete == NOON
    assert store.coverage().problems == ("Clients: it is gone",)


def test_a_folder_that_fails_keeps_the_day_of_its_last_complete_reading(store: Store) -> None:
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON, 5))
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, None, problem="it is gone"))
    assert store.coverage().folders == (
        FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON, 5, "it is gone"),
    )
    later = NOON + timedelta(days=1)
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, later, 5))
    assert store.coverage().folders[0].complete == later
    assert store.coverage().problems == ()


def test_the_messages_looked_at_are_counted_while_saving(store: Store) -> None:
    store.save(batch(*many(3), skipped=4, upto=7))
    store.folder_read(FolderCoverage("work", "INBOX", FolderRole.INBOX, NOON))
    assert store.coverage().folders[0].read == 7


def test_more_messages_than_one_query_can_name_are_known(store: Store) -> None:
    mails = many(2500)
    store.save(batch(*mails))
    assert len(store.known([m.header.message_id for m in mails])) == 2500
    assert list(store.readings()) == mails


# ── By number ───────────────────────────────────────────────────────────────────────────────


def test_what_came_since_is_told_by_rising_numbers(store: Store) -> None:
    store.save(batch(*many(3)))
    numbers = [number for number, _ in store.numbered()]
    store.save(batch(*many(2, start=3), first=4))

    came = list(store.numbered(numbers[-1]))
    assert [told for _, told in store.numbered()] == list(many(5))
    assert [told for _, told in came] == list(many(2, start=3))
    assert sorted(numbers) == numbers
    assert max(numbers) < min(number for number, _ in came)


def test_readings_are_found_again_by_their_numbers(store: Store) -> None:
    store.save(batch(*many(4)))
    numbered = dict(store.numbered())
    some = sorted(numbered)[1:3]

    assert store.readings_of(some) == {number: numbered[number] for number in some}
    assert store.readings_of([max(numbered) + 1]) == {}
    assert store.readings_of([]) == {}
