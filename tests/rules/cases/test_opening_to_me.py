"""What mail to me opens, of which kind, and who is what in it (DOMAIN.md sections 4 and 5)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Mark, Reading
from rules.review import review
from tests.builders import MARA
from tests.builders import mail as written
from tests.builders import owner as mara
from tests.rules.cases.mails import INTRODUCTION, OWNER, cases, mail
from worker.packs import packs

MET_INES = mail("10-01 ines > me :", subject="Lunch")
MET_BRAM = mail("10-01 bram > me :", subject="Boats")
KNOWS_TOMAS = (
    mail("10-01 tomas > me :", subject="Old times"),
    mail("10-02 me > tomas :", subject="Old friends"),
)
MET_PETRA = mail("10-01 petra > me :", subject="Payroll")


OPENS = [
    ("two people on one mail", [mail(INTRODUCTION)], ["made_for_me MADE: ines > tomas (1)"]),
    (
        "two introduced in one mail are two cases",
        [mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas|Dana}")],
        ["made_for_me MADE: ines > dana (1)", "made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "only who is spoken of is introduced",
        [mail("11-02 ines > me tomas dana : introduces/two_sided {Tomas}")],
        ["made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "a short name of theirs will do",
        [mail("11-02 ines > me tomas : introduces/two_sided {Tom}")],
        ["made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "on copy, and named",
        [mail("11-02 ines > tomas : introduces/two_sided {Tomas|Mara}", cc="me")],
        ["made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "on copy of what others have to do",
        [mail("11-02 ines > tomas : introduces/two_sided {Tomas}", cc="me")],
        [],
    ),
    (
        "on copy of a mail to two others",
        [mail("11-02 ines > tomas dana : introduces {Tomas|Mara}", cc="me")],
        [],
    ),
    ("a mail to others altogether", [mail("11-02 ines > tomas : introduces {Tomas|Mara}")], []),
    (
        "on Bcc",
        [mail("11-02 ines > tomas : introduces/two_sided {Tomas}", bcc="me")],
        ["made_for_me MADE: ines > tomas (1)"],
    ),
    (
        "a Bcc that repeats the Cc is none",
        [mail("11-02 ines > tomas dana : introduces {Tomas}", cc="me", bcc="me")],
        [],
    ),
    (
        "a crowd is introduced to nobody",
        [mail("11-02 ines > me tomas dana bram loes pa seller : introduces {Tomas}")],
        [],
    ),
    ("a desk introduces nobody", [mail("11-02 desk > me tomas : introduces {Tomas}")], []),
    ("nor is a desk introduced", [mail("11-02 ines > me desk : introduces {Nordvik}")], []),
    ("whom I know is not introduced", [*KNOWS_TOMAS, mail(INTRODUCTION)], []),
    (
        "whom somebody else was asked about may still be introduced",
        [
            mail("10-01 me > tomas :", subject="Maps"),
            ASKED := mail("11-01 me > ines : asks_for_introduction {Tomas Ruud}"),
            mail("11-02 ines > me :", re=ASKED),
            mail("11-02 bram > me tomas : introduces/two_sided {Tomas}", subject="Tomas"),
        ],
        ["asked_by_me ASKED: ines > tomas (2)", "made_for_me MADE: bram > tomas (1)"],
    ),
    ("a colleague is not introduced", [mail("11-02 ines > me olle : introduces/two_sided {Olle}")], []),
    ("a colleague of theirs is a hand-over", [mail("11-02 tomas > me pa : introduces/two_sided {Kim}")], []),
    (
        "their own other address is nobody else",
        [mail("11-02 ines > me ines@other.test : introduces/two_sided {Other}")],
        [],
    ),
    ("an introduction that is not sure", [mail("11-02 ines > me tomas : introduces 0.52 {Tomas}")], []),
    ("lists introduce nobody", [mail(INTRODUCTION, marks=[Mark.LIST])], []),
    ("nor does an automatic answer", [mail(INTRODUCTION, marks=[Mark.AUTO_REPLY])], []),
    ("nor what reads like a circular", [mail(INTRODUCTION + ", list_or_bulk")], []),
    (
        "call Ann, she expects you",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.6 {Ann Lee}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    (
        "an address goes before a name",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.6 {Ann Lee|ann@lee.test}")],
        ["made_for_me MADE: ines > ann@lee.test (1)"],
    ),
    (
        "a full name before a bare one",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.6 {Bob|Ann Lee}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    (
        "a title makes a name",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.6 {Dr Lee}")],
        ["made_for_me MADE: ines > Lee (1)"],
    ),
    (
        "a title and a company are no part of a name",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.6 {Herrn Jansen von Polarkai}")],
        ["made_for_me MADE: ines > Jansen (1)"],
    ),
    (
        "nor a company after a full name",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.6 {Paola Greco di Navalfredda}")],
        ["made_for_me MADE: ines > Paola Greco (1)"],
    ),
    (
        "nor the company of somebody on the mail",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off {Paula van Harbour}")],
        ["made_for_me MADE: ines > Paula (1)"],
    ),
    (
        "a name and its address in another sentence are one",
        [
            MET_INES,
            mail(
                "11-02 ines > me : introduces/hand_off 0.6 {Dana Whitlock}",
                says=["dana.whitlock@skylift.example", "tom@skylift.example"],
            ),
        ],
        ["made_for_me MADE: ines > dana.whitlock@skylift.example (1)"],
    ),
    (
        "an address of another name is not theirs",
        [
            MET_INES,
            mail("11-02 ines > me : introduces/hand_off 0.6 {Dana Whitlock}", says=["tom@skylift.example"]),
        ],
        ["made_for_me MADE: ines > Dana Whitlock (1)"],
    ),
    ("a bare name must be certain", [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.7 {Ann}")], []),
    (
        "and then it will do",
        [MET_INES, mail("11-02 ines > me : introduces/hand_off 0.8 {Ann}")],
        ["made_for_me MADE: ines > Ann (1)"],
    ),
    ("a stranger hands nobody over", [mail("11-02 ines > me : introduces/hand_off 0.65 {Ann Lee}")], []),
    (
        "unless it is very sure",
        [mail("11-02 ines > me : introduces/hand_off 0.7 {Ann Lee}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    ("whom nobody names is handed over by nobody", [mail("11-02 ines > me : introduces/hand_off")], []),
    ("a place is nobody", [mail("11-02 ines > me : introduces/hand_off {New York}")], []),
    ("nor is an abbreviation", [mail("11-02 ines > me : introduces/hand_off {NETA}")], []),
    ("nor a product", [mail("11-02 ines > me : introduces/hand_off {CloudBoard}")], []),
    (
        "McMullen is somebody",
        [mail("11-02 ines > me : introduces/hand_off {McMullen}")],
        ["made_for_me MADE: ines > McMullen (1)"],
    ),
    (
        "nor the company of somebody on the mail",
        [mail("11-02 ines > me : introduces/hand_off {Harbour}")],
        [],
    ),
    (
        "the owner's name is not theirs",
        [mail("11-02 ines > me : introduces/hand_off {Mara|Ann Lee}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    (
        "use my name, unasked",
        [MET_INES, mail("11-02 ines > me : redirects {Ann Lee}")],
        ["made_for_me MADE: ines > Ann Lee (1)"],
    ),
    (
        "warm outreach to me",
        [mail("11-02 tomas > me : replies_to_introduction/outreach {Ines Carvalho}")],
        ["made_for_me TARGET_WROTE: Ines Carvalho > tomas (1)"],
    ),
    (
        "by somebody whose introducer I know",
        [MET_INES, mail("11-02 tomas > me : replies_to_introduction/outreach {Ines Carvalho}")],
        ["made_for_me TARGET_WROTE: ines > tomas (1)"],
    ),
    ("to somebody else", [mail("11-02 tomas > dana : replies_to_introduction/outreach {Ines}", cc="me")], []),
    (
        "an answer to an introduction is no outreach",
        [mail("11-02 tomas > me : replies_to_introduction/answer {Ines}")],
        [],
    ),
    ("outreach from a desk", [mail("11-02 desk > me : replies_to_introduction/outreach {Ines}")], []),
    ("outreach that names nobody", [mail("11-02 tomas > me : replies_to_introduction/outreach")], []),
    (
        "a colleague sent by a colleague",
        [MET_PETRA, mail("11-02 olle > me : replies_to_introduction/outreach {Petra}")],
        [],
    ),
    (
        "a colleague, whoever sent them",
        [mail("11-02 olle > me : replies_to_introduction/outreach 0.95 {Ines Carvalho}")],
        [],
    ),
    (
        "one of a house sent by another of it",
        [mail("11-02 tomas > me : replies_to_introduction/outreach {kim@nordvik.example}")],
        [],
    ),
    (
        "outreach by whom I know",
        [*KNOWS_TOMAS, mail("11-02 tomas > me : replies_to_introduction/outreach {Ines}")],
        [],
    ),
    (
        "they promise one",
        [mail("11-02 ines > me : promises_introduction {Tomas}")],
        ["promised_to_me PROMISED: ines > Tomas (1)"],
    ),
    ("to nobody by name", [mail("11-02 ines > me : promises_introduction")], []),
    (
        "I'll ask Ann, unasked",
        [MET_INES, mail("11-02 ines > me : promises_introduction/opt_in 0.65 {Ann Lee}")],
        [],
    ),
    (
        "and very sure",
        [MET_INES, mail("11-02 ines > me : promises_introduction/opt_in 0.7 {Ann Lee}")],
        ["promised_to_me OPT_IN_PENDING: ines > Ann Lee (1)"],
    ),
    (
        "a colleague will ask a colleague",
        [MET_PETRA, mail("11-02 olle > me : promises_introduction {Petra}")],
        [],
    ),
    (
        "somebody asks me",
        [mail("11-02 bram > me : asks_for_introduction {Ann Lee}")],
        ["asked_of_me ASKED_OF_ME: me bram > Ann Lee (1)"],
    ),
    ("a stranger, not sure", [mail("11-02 bram > me : introduces/hand_off 0.65 {Ann Lee}")], []),
    (
        "whom I have met, not sure",
        [MET_BRAM, mail("11-02 bram > me : introduces/hand_off 0.65 {Ann Lee}")],
        ["made_for_me MADE: bram > Ann Lee (1)"],
    ),
    (
        "what is asked of me, and hardly so",
        [MET_BRAM, mail("11-02 bram > me : asks_for_introduction 0.65 {Ann Lee}")],
        [],
    ),
    (
        "what a colleague tells of somebody",
        [MET_PETRA, mail("11-02 petra > me : introduces/hand_off 0.85 {Ann Lee}")],
        [],
    ),
    (
        "a colleague who surely hands me over",
        [MET_PETRA, mail("11-02 petra > me : introduces/hand_off 0.95 {Ann Lee}")],
        ["made_for_me MADE: petra > Ann Lee (1)"],
    ),
    (
        "a colleague who asks for somebody outside",
        [mail("11-02 olle > me : asks_for_introduction {Ann Lee}")],
        ["asked_of_me ASKED_OF_ME: me olle > Ann Lee (1)"],
    ),
    ("a desk asks nothing", [mail("11-02 desk > me : asks_for_introduction {Ann Lee}")], []),
    ("nor a mail to four", [mail("11-02 bram > me ines tomas dana : asks_for_introduction {Ann Lee}")], []),
    (
        "would I be open to meeting Ann?",
        [mail("11-02 ines > me : opt_in_question {Ann Lee}")],
        ["asked_of_me OPT_IN_OF_ME: ines Ann Lee > me (1)"],
    ),
    ("to meeting nobody", [mail("11-02 ines > me : opt_in_question")], []),
    ("to meeting Ann, without her full name", [mail("11-02 ines > me : opt_in_question 0.85 {Ann}")], []),
    (
        "a colleague's question about a colleague",
        [MET_PETRA, mail("11-02 olle > me : opt_in_question {Petra}")],
        [],
    ),
    (
        "a favour I am asked for",
        [mail("11-02 loes > me : asks_favour")],
        ["favour ASKED_OF_ME: loes >  (1)"],
    ),
    ("by a colleague", [mail("11-02 olle > me : asks_favour")], []),
    (
        "a favour done for me, by anybody",
        [mail("11-02 loes > me : gives_favour 0.6 {Waterlab}")],
        ["favour RECEIVED: loes > Waterlab @Waterlab (1)"],
    ),
    ("by a colleague is work", [mail("11-02 olle > me : gives_favour")], []),
    ("to somebody else", [mail("11-02 loes > bram : gives_favour", cc="me")], []),
]


@pytest.mark.parametrize(("mails", "expected"), [pytest.param(m, e, id=name) for name, m, e in OPENS])
def test_what_a_mail_to_me_opens(mails: list[Reading], expected: list[str]) -> None:
    assert cases(*mails, on="11-03") == expected


@pytest.mark.parametrize(
    "said", ["{Dana Whitlock}", "{dana@skylift.example}", "{Dana Whitlock|dana@skylift.example}"]
)
def test_a_letter_to_an_address_the_text_gives_greets_by_the_name_it_gives(said: str) -> None:
    told = mail(
        f"11-02 ines > me : introduces/hand_off {said}", says=["Dana Whitlock", "dana@skylift.example"]
    )
    found = review([MET_INES, told], owner=OWNER, now=datetime(2026, 11, 3, 20, tzinfo=UTC), packs=packs())
    drafts = [draft for suggestion in found.suggestions for draft in suggestion.drafts]
    texts = [draft.text for draft in drafts if any("dana@" in a.email for a in draft.to)]
    assert texts
    assert all("Dana" in text.splitlines()[0] for text in texts)


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_who_is_named_after_an_elision_is_found_in_my_mailbox(apostrophe: str) -> None:
    before = written(
        "Hélène Aubert <helene@aubert.example>", "Tout va bien ?", on="Mon 2026-11-02 09:00", to=MARA
    )
    comes = written(
        "Luc Faure <luc@faure.example>",
        f"Bonjour Mara,\n\nje vous contacte de la part d{apostrophe}Hélène Aubert. Auriez-vous un moment la "
        "semaine prochaine ?\n\nLuc Faure",
        on="Tue 2026-11-03 09:00",
        to=MARA,
        subject="Bonjour",
    )
    owner = mara()
    readings = [each.reading(owner) for each in (before, comes)]
    found = review(readings, owner=owner, now=datetime(2026, 11, 4, tzinfo=UTC), packs=packs())
    (case,) = found.cases
    assert (case.introducer, case.targets) == ("helene@aubert.example", ("luc@faure.example",))
