"""What holds whatever the mail is: the owner's word stays, and no letter speaks of anybody it should not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.model import Address, Case, Decision, Reading, Review, Suggestion, Turn, Verb
from rules.phrases import words
from rules.review import review
from tests.rules.cases.mails import OWNER, PEOPLE, decision, mail, reviewed
from tests.rules.mailboxes import mailboxes
from worker.packs import packs

NOW = datetime(2026, 12, 15, 20, tzinfo=UTC)
SAID = datetime(2026, 11, 29, 12, tzinfo=UTC)
STANDING = ("update", "reconnect")


def decided(said: Review, verb: Verb, *, day: date | None = None) -> list[Decision]:
    """The same word about every case of a review."""
    word = replace(decision("11-29", verb, mail("11-02 ines > me :")), at=SAID, day=day)
    return [replace(word, message_id=case.id) for case in said.cases if case.kind not in STANDING]


def with_loes(mails: list[Reading]) -> list[Reading]:
    return [*mails, mail("11-30 loes > me :", subject="Weather"), mail("12-01 me > loes :", subject="Rain")]


# ── The owner's word ────────────────────────────────────────────────────────────────────────


@settings(max_examples=30)
@given(mails=mailboxes(), verb=st.sampled_from(list(Verb)), data=st.data())
def test_a_decision_holds_in_any_order_and_beside_any_other_mail(
    mails: list[Reading], verb: Verb, data: st.DataObject
) -> None:
    said = decided(reviewed(*mails, on="11-28"), verb, day=date(2026, 12, 10))
    shuffled = data.draw(st.permutations(mails))
    after = reviewed(*mails, on="12-15", decisions=said)
    assert reviewed(*shuffled, on="12-15", decisions=said[::-1]).cases == after.cases
    assert reviewed(*with_loes(mails), on="12-15", decisions=said).cases == after.cases


@settings(max_examples=30)
@given(mails=mailboxes(), found_late=mailboxes())
def test_what_i_dismissed_stays_so_when_older_mail_is_found(
    mails: list[Reading], found_late: list[Reading]
) -> None:
    said = decided(reviewed(*mails, on="11-28"), Verb.NOT_INTRO)
    older = [_in_october(m, number) for number, m in enumerate(found_late)]
    turns = {c.id: c.turn for c in reviewed(*older, *mails, on="12-15", decisions=said).cases}
    assert {turns.get(word.message_id, Turn.CLOSED) for word in said} <= {Turn.CLOSED}


def _in_october(of: Reading, number: int) -> Reading:
    header = replace(of.header, date=of.header.date.replace(month=10), message_id=f"<older{number}@x>")
    return replace(of, header=header)


@settings(max_examples=30)
@given(mails=mailboxes())
def test_what_i_put_off_is_not_spoken_of_before_its_day(mails: list[Reading]) -> None:
    before = reviewed(*mails, on="11-28")
    words_of_mine = decided(before, Verb.SNOOZE, day=date(2026, 12, 10))
    named = {word.message_id for word in words_of_mine}
    for day in ("11-30", "12-09"):
        for case in reviewed(*mails, on=day, decisions=words_of_mine).cases:
            assert case.id not in named or case.duties == ()


# ── Letters ─────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=40)
@given(mails=mailboxes(), days=st.integers(0, 30))
def test_no_draft_is_to_or_names_anybody_outside_its_case(mails: list[Reading], days: int) -> None:
    said = review(mails, owner=OWNER, now=NOW - timedelta(days=days), packs=packs())
    for suggestion in said.suggestions:
        known = [PEOPLE["me"], *_parties(suggestion.case)]
        assert _written_to(suggestion) <= {who.email for who in known}
        assert _called(suggestion) <= {who.name.partition(" ")[0] for who in known}


def _parties(case: Case) -> Iterator[Address]:
    """Everybody a case names, by an address, or by a name as far as a mail told it."""
    labels = (case.introducer, case.requester, case.helper, case.awaiting, *case.targets)
    for address in PEOPLE.values():
        first = address.name.partition(" ")[0]
        if any(label and label.partition(" ")[0] in (address.email, first) for label in labels):
            yield address


def _written_to(suggestion: Suggestion) -> set[str]:
    return {a.email for draft in suggestion.drafts for a in (*draft.to, *draft.cc, *draft.bcc)} - {""}


def _called(suggestion: Suggestion) -> set[str]:
    """The first names that stand in a letter, beside what it gives back of their own words."""
    said = {duty.evidence.sentence for duty in suggestion.case.duties}
    texts = [draft.text for draft in suggestion.drafts]
    for sentence in said:
        texts = [text.replace(sentence, "") for text in texts]
    spoken = {word.casefold() for text in texts for word in words(text)}
    first = {who.name.partition(" ")[0] for who in PEOPLE.values()} - {""}
    return {name for name in first if name.casefold() in spoken}
