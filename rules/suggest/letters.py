"""The letters of a case: to whom, in answer to what, in which words (DOMAIN.md sections 5 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.drafts import Letter, drafts
from rules.model import Act, Case, Draft, Duty, Header, Kind, What
from rules.suggest.desk import Desk
from rules.suggest.facts import facts, topic
from rules.suggest.register import is_formal
from rules.wordings import Wordings

_CAME_BACK = "UNDELIVERED"
_READ_AS_EVER = frozenset({What.THANK, What.REPORT, What.PROMISE})  # whatever else of the case came back
_THEY_WROTE = f"{Kind.MADE_FOR_ME}.REPLIED.{What.ANSWER}"  # an answer of theirs, which need ask nothing
_QUESTION = f".{Act.ASKS_QUESTION}"
_BEFORE_THE_WORD = (Act.ASKS_FOR_BLURB, Act.DEFERS)  # acts that say what an answer has to hold


def of_mine(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """Drafts for what the owner owes, the best first."""
    writing = _Writing(case, desk, duty)
    match duty.what:
        case What.CONFIRM:
            return ()
        case What.REPLY if case.kind is Kind.MADE_FOR_ME:
            return _first_reply(writing, duty)
        case What.ANSWER if _is_asked_of_me(case):
            return _three_ways(writing, duty)
        case What.PROMISE if _is_asked_of_me(case):  # "let me ask her first"
            return writing.question_to_the_target() or writing.to(duty.to, _keys(case, duty))
        case What.INTRODUCE if case.kind is Kind.ASKED_OF_ME:
            return _introduction(writing, duty)
        case What.UPDATE if desk.owner.landed:
            return writing.to(duty.to, ("update.landed", "update"))
        case _:
            return writing.to(duty.to, _keys(case, duty))


def nudge(case: Case, duty: Duty, desk: Desk) -> tuple[Draft, ...]:
    """One kind line to whoever has the turn; the introducer is never copied (DOMAIN.md, K3 REPLIED)."""
    return _Writing(case, desk, duty).to(duty.owner, (f"nudge.{case.state}", "nudge"))


def lapse(case: Case, who: str, desk: Desk) -> tuple[Draft, ...]:
    """What lets an ask rest, or gives something instead of asking again (DOMAIN.md, K1 and K2 LAPSED)."""
    return _Writing(case, desk).to(who, (f"{case.kind}.LAPSED", "LAPSED"))


def reconnect(case: Case, desk: Desk) -> tuple[Draft, ...]:
    """Something given, nothing asked."""
    return _Writing(case, desk).to(case.targets[0], ("reconnect",))


def _is_asked_of_me(case: Case) -> bool:
    return case.kind is Kind.ASKED_OF_ME and case.state == "ASKED_OF_ME"


def _keys(case: Case, duty: Duty) -> tuple[str, ...]:
    """From the wording for this very duty to the plainest; what they said comes before where it stands."""
    said = next((act for act in _BEFORE_THE_WORD if f".{act}" in duty.evidence.rule), None)
    heard = (f"{said}.{duty.what}", f"{said}") if said and duty.what is not What.SCHEDULE else ()
    state = f"{case.state}.{duty.what}"
    if case.state == _CAME_BACK and duty.what in _READ_AS_EVER:
        return (*heard, duty.what.value)
    if f"{case.kind}.{state}" == _THEY_WROTE and _QUESTION not in duty.evidence.rule:
        return (*heard, What.REPLY.value)
    return (*heard, f"{case.kind}.{state}", state, case.state, duty.what.value)


def _first_reply(writing: _Writing, duty: Duty) -> tuple[Draft, ...]:
    """To the target; where they were on the introduction, in its thread with the introducer moved to Bcc."""
    case, keys = writing.case, _keys(writing.case, duty)
    if case.state == _CAME_BACK:
        return (*_for_an_address(writing, duty), *writing.to(duty.to, keys))
    if writing.last_with(duty.to) is None:
        return writing.to(duty.to, (f"{keys[0]}.absent", *keys))
    spared = (case.introducer,) if case.introducer and "@" in case.introducer else ()
    return writing.to(duty.to, keys, bcc=spared)


def _for_an_address(writing: _Writing, duty: Duty) -> tuple[Draft, ...]:
    """To the introducer, where the only address of theirs that we know has failed (rule 2)."""
    introducer = writing.case.introducer
    if introducer is None or len(writing.desk.addresses(duty.to)) > 1:
        return ()
    return writing.to(introducer, (f"{_CAME_BACK}.address",))


def _three_ways(writing: _Writing, duty: Duty) -> tuple[Draft, ...]:
    """K5: yes, send me a blurb; the question to the target, where we can write to them; a kind no."""
    ways, question = writing.to(duty.to, _keys(writing.case, duty)), writing.question_to_the_target()
    return (*ways[:1], *question, *ways[2:]) if ways and question else ways


def _introduction(writing: _Writing, duty: Duty) -> tuple[Draft, ...]:
    """To both, in a thread of its own: it is no answer to either; to one, where only theirs is known."""
    target = writing.target
    if not target:
        return writing.to(duty.to, (What.INTRODUCE,), threaded=False)
    return writing.to(duty.to, _keys(writing.case, duty), beside=(target,), threaded=False)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Writing:
    """Everything the letters of one case have in common."""

    case: Case
    desk: Desk
    duty: Duty | None = None

    @property
    def target(self) -> str:
        """The address of whom it is about; "" where none is known."""
        return next((t for t in self.case.targets if "@" in t), "")

    def question_to_the_target(self) -> tuple[Draft, ...]:
        """K5: may I introduce you? A letter of its own; none where no address is known."""
        return self.to(self.target, ("opt_in",), threaded=False)[:1] if self.target else ()

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
        label = self._reachable(label)
        to, said = (label, *beside), self._wordings(label, beside)
        letter = Letter(
            to=tuple(self.desk.address(x) for x in to),
            bcc=tuple(self.desk.address(x) for x in bcc),
            subject=self._subject(to),
            answers=self.last_with(label) if threaded else None,
        )
        known = facts(self.case, self.duty, self.desk, said, to=to, bcc=bcc)
        return drafts(letter, keys=keys, facts=known, said=said)

    def last_with(self, label: str) -> Header | None:
        """The newest mail of the case that this person wrote or received: the thread to answer in.

        A calendar's own mail is nobody's to answer, where there is any other.
        """
        mail = sorted(self.desk.with_them(label, self.case), key=lambda r: r.invitation is not None)
        return next((r.header for r in mail), None)

    def _reachable(self, label: str) -> str:
        """Another address of theirs where this one failed (rule 2); the same where we know no other."""
        others = (a for a in self.desk.addresses(label) if a != label)
        return next(others, label) if self.case.state == _CAME_BACK else label

    def _wordings(self, label: str, beside: tuple[str, ...]) -> Wordings:
        """In their language, and formal where one of them is to be addressed so."""
        said = self.desk.wordings(label, self.case)
        if said.formal is None:
            return said
        formal = any(is_formal(x, self.case, self.desk, said) for x in (label, *beside))
        return said.formal if formal else said

    def _subject(self, to: tuple[str, ...]) -> str:
        """Of a letter that answers nothing: whom it brings together, what it is about, who stands between."""
        desk, case = self.desk, self.case
        if len(to) > 1:
            return " – ".join(desk.name(label) for label in to)
        between = case.requester if case.kind is Kind.ASKED_OF_ME else case.introducer
        return case.organisation or topic(case, desk) or (desk.name(between) if between else desk.about(case))
