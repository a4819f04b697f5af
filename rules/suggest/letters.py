"""The letters of a case: to whom, in answer to what, and what each may name (DOMAIN.md sections 5 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.drafts import Letter, Wordings, drafts, first_name, slots
from rules.due import add_business_days
from rules.model import Case, Draft, Duty, Header, Kind, What
from rules.subjects import is_telling, normal_subject
from rules.suggest.desk import Desk

_OFFERED = (2, 4)  # business days from today: time enough to answer, and two different days
_LONGEST_SENTENCE = 160  # characters of their words that a letter gives back


def of_mine(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """Drafts for what the owner owes, the best first."""
    match duty.what:
        case What.CONFIRM:
            return ()
        case What.REPLY if case.kind is Kind.MADE_FOR_ME:
            return _first_reply(case, duty, desk)
        case What.ANSWER if case.state == "ASKED_OF_ME" and case.kind is Kind.ASKED_OF_ME:
            return _three_ways(case, duty, desk)
        case What.INTRODUCE if case.kind is Kind.ASKED_OF_ME:
            return _introduction(case, duty, desk)
        case _:
            return _Writing(case, desk, since=duty.since).to(duty.to, _keys(case, duty))


def nudge(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """One kind line to whoever has the turn; the introducer is never copied (DOMAIN.md, K3 REPLIED)."""
    return _Writing(case, desk, since=duty.since).to(duty.owner, (f"nudge.{case.state}", "nudge"))


def reconnect(case: Case, desk: Desk) -> tuple[Draft, ...]:
    """Something given, nothing asked."""
    return _Writing(case, desk).to(case.targets[0], ("reconnect",))


def _keys(case: Case, duty: Duty) -> tuple[str, ...]:
    return f"{case.kind}.{case.state}.{duty.what}", f"{case.state}.{duty.what}", duty.what.value


def _first_reply(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """To the target; where they were on the introduction, in its thread with the introducer moved to Bcc."""
    writing, keys = _Writing(case, desk, since=duty.since), _keys(case, duty)
    if writing.last_with(duty.to) is None:
        return writing.to(duty.to, (f"{keys[0]}.absent", *keys))
    spared = (case.introducer,) if case.introducer and "@" in case.introducer else ()
    return writing.to(duty.to, keys, bcc=spared)


def _three_ways(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """K5: yes, send me a blurb; the question to the target, where we can write to them; a kind no."""
    writing = _Writing(case, desk, since=duty.since)
    ways = writing.to(duty.to, _keys(case, duty))
    target = next((t for t in case.targets if "@" in t), "")
    question = writing.to(target, ("nudge.OPT_IN_ASKED",), threaded=False)[:1] if target else ()
    return (*ways[:1], *question, *ways[2:]) if question and len(ways) > 2 else ways


def _introduction(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """To both, where both addresses are known, in a thread of its own: it is no answer to either."""
    target = next((t for t in case.targets if "@" in t), "")
    return _Writing(case, desk, since=duty.since).to(
        duty.to, _keys(case, duty), beside=(target,) if target else (), threaded=False
    )


# ── Writing ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Writing:
    """Everything the letters of one case have in common."""

    case: Case
    desk: Desk
    since: date | None = None

    def to(
        self,
        label: str,
        keys: Sequence[str],
        *,
        beside: tuple[str, ...] = (),
        bcc: tuple[str, ...] = (),
        threaded: bool = True,
    ) -> tuple[Draft, ...]:
        """The letter to somebody (and others beside them), in every wording of the first key that fits."""
        said = self.desk.wording(self.case)
        letter = Letter(
            to=tuple(self.desk.address(x) for x in (label, *beside)),
            bcc=tuple(self.desk.address(x) for x in bcc),
            subject=self._subject(),
            answers=self.last_with(label) if threaded else None,
        )
        facts = self._facts(said)
        if beside:  # to both: each line says to whom
            facts["requester"] = self.desk.called(self.case.requester)
        else:
            facts["to"] = first_name(letter.to[0])
        if letter.answers is None and self.case.introducer:  # a stranger hears the whole name
            facts["introducer"] = self.desk.name(self.case.introducer)
        return drafts(letter, keys=keys, facts=facts, said=said)

    def last_with(self, label: str) -> Header | None:
        """The newest mail of the case that this person wrote or received: the thread to answer in."""
        headers, held = self.desk.headers, reversed(self.case.messages)
        known = (headers[message_id] for message_id in held if message_id in headers)
        return next((h for h in known if label in (a.email for a in (h.sender, *h.to, *h.cc))), None)

    def _subject(self) -> str:
        """Of a letter that answers nothing: what it is about, else who stands between us."""
        desk, case = self.desk, self.case
        between = case.requester if case.kind is Kind.ASKED_OF_ME else case.introducer
        return self._topic() or (desk.name(between) if between else "") or desk.about(case)

    def _facts(self, said: Wordings) -> dict[str, str]:
        """What a draft may name: only what the case itself holds."""
        desk, case = self.desk, self.case
        days = [add_business_days(desk.today, n, desk.owner.calendar) for n in _OFFERED]
        met = next((d.since for d in case.duties if d.what in (What.REPORT, What.THANK)), None)
        return {
            **slots(days, said),
            "introducer": desk.called(case.introducer),
            "requester": desk.address(case.requester).name if case.requester else "",
            "target": desk.called(next(iter(case.targets), None)),
            "owner": desk.owner.name.split()[0] if desk.owner.name else "",
            "topic": self._topic(),
            "meeting": said.in_words(met) if met else "",
            "since": said.in_words(self.since) if self.since else "",
            "sentence": _own_words(case.duties[0].evidence.sentence) if case.duties else "",
        }

    def _topic(self) -> str:
        """What it is about: the company; else the subject, where it says more than who is on the mail."""
        subject = normal_subject(self.case.purpose)[0]
        labels = (self.case.introducer, self.case.requester, self.case.helper, *self.case.targets)
        names = {w.lower() for label in labels if label for w in self.desk.name(label).split()}
        plain = subject.lower().replace(",", " ").split()
        names |= set(self.desk.owner.name.lower().split())
        silent = names & set(plain) or not is_telling(subject) or not {"<", "/", "+", "?"}.isdisjoint(subject)
        return self.case.organisation or ("" if silent else subject)


def _own_words(sentence: str) -> str:
    """Their sentence as a letter can give it back: without what leads up to it, and where it is short."""
    lead, colon, words = sentence.partition(": ")
    told = words if colon and len(words) > len(lead) else sentence
    return told if len(told) < _LONGEST_SENTENCE else ""
