"""The terms of the rules in an owner's words: states, acts, rules, reasons."""

from __future__ import annotations

from rules.model import Act, Decision, Reason, Scope, Signal, Tie, Verb, Why

LANGUAGES = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
}

STATES = {
    "ASKED": "asked, and not answered yet",
    "DECLINED": "declined",
    "REDIRECTED": "they said to write to the other side yourself",
    "LAPSED": "no answer came; it may rest",
    "PROMISED": "promised",
    "OPT_IN_PENDING": "they are asking the other side first",
    "MADE": "the introduction is made",
    "TARGET_WROTE": "the other side wrote first",
    "REPLIED": "you wrote to the other side",
    "SCHEDULING": "a time is being settled",
    "SCHEDULED": "the meeting is settled",
    "MET?": "the day of the meeting has passed: did it happen?",
    "MET": "you met",
    "INTERIM": "it goes on after the meeting",
    "OUTCOME": "it is known what came of it",
    "NO_MEETING": "there was no meeting",
    "HANDED_OFF": "the two are in touch",
    "REPORTED": "they told you how it went",
    "NO_NEWS": "nothing was heard of it",
    "ASKED_OF_ME": "you were asked",
    "BLURB_AWAITED": "you asked for a note you can forward",
    "OPT_IN_ASKED": "you asked the other side whether they want it",
    "OPTED_IN": "the introduction is yours to make",
    "OPTED_OUT": "the other side does not want it",
    "OPT_IN_OF_ME": "you were asked whether you want to meet",
    "RECEIVED": "somebody did you a favour",
    "ASKED_BY_ME": "you asked for a favour",
    "GIVEN": "you did somebody a favour",
    "UNDELIVERED": "your mail came back",
    "OPEN": "open",
    "CLOSED": "closed",
}


def state(code: str) -> str:
    """A state in words; one without words of its own by its name."""
    return STATES.get(code, code.lower().replace("_", " "))


ACTS = {
    Act.INTRODUCES: "introduces people",
    Act.ASKS_FOR_INTRODUCTION: "asks for an introduction",
    Act.PROMISES_INTRODUCTION: "promises an introduction",
    Act.OPT_IN_QUESTION: "asks whether somebody wants an introduction",
    Act.OPTS_IN: "agrees to an introduction",
    Act.DECLINES: "declines",
    Act.REDIRECTS: "says to write to somebody yourself",
    Act.ASKS_FOR_BLURB: "asks for a note to forward",
    Act.REPLIES_TO_INTRODUCTION: "answers an introduction",
    Act.PROPOSES_TIMES: "proposes a time",
    Act.CONFIRMS_MEETING: "settles a meeting",
    Act.RESCHEDULES: "moves a meeting",
    Act.THANKS: "thanks",
    Act.REPORTS_OUTCOME: "tells how it went",
    Act.NUDGES: "asks once more",
    Act.ASKS_FAVOUR: "asks a favour",
    Act.GIVES_FAVOUR: "does a favour",
    Act.PROMISES_SOMETHING: "promises something",
    Act.ASKS_QUESTION: "asks something",
    Act.DEFERS: "puts it off",
    Act.AUTO_REPLY: "answers automatically",
    Act.BOUNCE: "says that a mail did not arrive",
    Act.APPLICATION_ACK: "confirms an application",
    Act.LIST_OR_BULK: "is a list or a circular",
    Act.COLD_SELF_INTRODUCTION: "sells, or introduces itself unasked",
}

WHY = {
    Why.CORRECTED: "you said that what comes from there begins no case (introloop decisions)",
    Why.TO_EVERYBODY: "it came from a list or a machine, to everybody",
    Why.COLD: "a stranger sells something, or themselves",
    Why.UNSURE: "it is not said surely enough to begin a case",
    Why.ANSWER: "it answers, and asks for nothing new",
    Why.SAME_PEOPLE: "those of an open case write to one another; nobody is introduced anew",
    Why.IN_PASSING: "it is said in a case that is open, and is part of that",
    Why.NOT_TO_ME: "it is not to you in person: you stand on copy, or on a list of recipients",
    Why.CROWD: "it is to nobody else, or to too many, to be about one person",
    Why.DESK: "a desk (info@, office@ …) stands where a person would be",
    Why.STRANGER: "you never had mail with the sender, and it is not said surely enough",
    Why.NOBODY: "it names nobody who could be meant",
    Why.KNOWN: "you know them already, or wrote to them before",
    Why.TOGETHER: "the two had stood on one mail before",
    Why.ONE_HOUSE: "they are colleagues of yours, or of one another",
    Why.NO_INTRODUCER: "it does not say who sent them",
}


def rule(name: str) -> str:
    """What a rule is, in words: which phrases of which pack, or what else of the mail spoke."""
    head, _, rest = name.partition(".")
    if head in LANGUAGES:
        act, _, entry = rest.partition(".")
        learned = f"words learned from {LANGUAGES[head]} examples"
        return learned if entry == "learned" else f"the {LANGUAGES[head]} phrases “{entry}” of {act}"
    return {
        "shape": "who is on the mail and who is named in it, without a phrase",
        "header": f"the header of the mail ({rest.replace('_', ' ')})",
        "calendar": f"the invitation in it ({rest})",
        "decision": f"your word ({rest})",
        "message": f"a mail {_whose(rest)}",
    }.get(head, name)


def _whose(role: str) -> str:
    return "of yours" if role == "me" else f"of the {role}"


def sureness(signal: Signal) -> str:
    """How sure a signal is, in a word and a number."""
    sure = "sure" if signal.confidence >= 0.8 else "likely" if signal.confidence >= 0.5 else "not sure enough"
    return f"{sure}, {signal.confidence:.2f}"


_REASONS = {
    Reason.SAID: "you said so",
    Reason.NOTED: "your notes or an address book hold both",
    Reason.MAILBOX: "two spellings of one mailbox",
    Reason.NAMED: "both show the name “{name}”",
}


def tie(one: Tie) -> str:
    """Why two addresses are one human."""
    return _REASONS[one.reason].format(name=one.name)


_REACHES = {
    Scope.SENDER: "nor is what {who} writes from now on",
    Scope.LIST: "nor is what comes by the list {who} from now on",
}


def decision(said: Decision) -> str:
    """What the owner said, in one line: "snooze Thursday 2026-12-03", "split d@… from dana@…"."""
    match said.verb:
        case Verb.MERGE:
            return f"merge {said.who} and {said.other}"
        case Verb.SPLIT:
            return f"split {said.other} from {said.who}"
    day = f"{said.day:%A %Y-%m-%d}" if said.day else ""
    words = " ".join(filter(None, (said.verb.value, said.what, day)))
    reach = _REACHES.get(said.scope, "").format(who=said.who)
    return ", ".join(filter(None, (words, reach, said.note)))
