"""English as people write it: American, British and Indian, formal, in haste, and on a telephone."""

from __future__ import annotations

import pytest

from tests.rules.packs.mails import Row, check, check_drafts, check_languages, check_pack

BOTH = "ines > mara, tomas"

INTRODUCTIONS = (
    Row(
        "a hand-off in haste, with an address",
        "Spoke to Vera Moreau last night about your cranes. She'd like a word. I said you'd be in touch: "
        "vera@moreau.example",
        "introduces/hand_off",
        may="reports_outcome",
    ),
    Row(
        "a hand-off after which they write first",
        "I told Vera Moreau about you. She will call you when she is back.",
        "introduces/target_writes",
    ),
    Row(
        "two people told who the other is",
        "Mara, meet Tomas Keller, who keeps the cranes at Nordvik moving. Tomas, Mara is the architect I "
        "told you about. I'll leave you two to it.",
        "introduces/two_sided",
        who=BOTH,
    ),
    Row(
        "in two short lines",
        "Tomas - Mara. Mara - Tomas. You both love tide mills, and I am getting out of the way.",
        "introduces/two_sided",
        who=BOTH,
    ),
    Row(
        "formally",
        "Dear Mara, dear Tomas,\n\nIt gives me pleasure to introduce the two of you. Mara designs schools; "
        "Tomas supplies the timber for them. I trust you will find much to discuss.",
        "introduces/two_sided",
        who=BOTH,
    ),
    Row(
        "in Indian English",
        "Dear Mara,\n\nKindly meet Mr. Tomas Keller, copied here, who is heading procurement at Nordvik. "
        "I request you both to take it forward.",
        "introduces/two_sided",
        who=BOTH,
    ),
    Row(
        "typed on a telephone",
        "hey tomas, connecting u with mara who i mentioned. mara, tomas runs the yard. over to you guys",
        "introduces/two_sided",
        who=BOTH,
    ),
    Row(
        "by an assistant",
        "Mara, Tomas: Vera Moreau has asked me to put you two in touch about the harbour model.",
        "introduces",
        who=BOTH,
    ),
    Row(
        "with an intro as promised",
        "Here's the intro I promised. Tomas has the largest kiln in the county and Mara needs one by May.",
        "introduces/two_sided",
        who=BOTH,
    ),
    Row(
        "a hand-off: she expects the call",
        "I spoke with Vera Moreau about you this morning. She's expecting your call; 020 5550 1234.",
        "introduces/hand_off",
    ),
    Row(
        "a hand-off with leave to use the name",
        "Try Vera Moreau at the museum, vera@moreau.example. Use my name, and tell her I said hello.",
        "introduces/hand_off",
        may="redirects",
    ),
    Row(
        "a hand-off: he will call",
        "I gave Arjun Pillai your number and told him about your bridge. He will call you on Monday.",
        "introduces/target_writes",
    ),
    Row(
        "both on the mail, and one will write first",
        "Mara, meet Tomas Keller, who runs the yard. Tomas will write to you tomorrow with the drawings.",
        "introduces/target_writes",
        who=BOTH,
    ),
    Row(
        "a hand-off in passing",
        "You should really talk to Vera Moreau about the archive. An old friend of mine, and very quick. "
        "You can reach her at vera@moreau.example.",
        "introduces/hand_off",
    ),
)
ASKS = (
    Row("plainly", "Could you introduce me to Vera Moreau at the museum?", "asks_for_introduction"),
    Row(
        "with a way out",
        "Would you be comfortable putting me in touch with Vera Moreau? No worries at all if not.",
        "asks_for_introduction",
        may="opt_in_question",
    ),
    Row("for anybody at all", "Do you happen to know anyone at Nordvik?", "asks_for_introduction"),
    Row(
        "formally",
        "I should be most grateful for an introduction to Mr. Pillai, should you think it appropriate.",
        "asks_for_introduction",
    ),
    Row(
        "in Indian English",
        "I request you to kindly connect me with the concerned person in Nordvik.",
        "asks_for_introduction",
    ),
    Row(
        "on a telephone",
        "hey do u know someone who casts bronze? could u hook me up",
        "asks_for_introduction",
    ),
    Row("from me", "Any chance you could make an intro to Vera?", "asks_for_introduction", who="mara > ines"),
    Row(
        "by way of a note to forward",
        "Would you mind forwarding this to her? I wrote it so that you need not add a word.",
        "asks_for_introduction",
    ),
    Row("whom to ask", "Who would be the right person to talk to about moorings?", "asks_for_introduction"),
)
ASKED = "Could you introduce me to Vera Moreau?"
ANSWERS = (
    Row(
        "a promise",
        "Happy to introduce you to Vera. Will do it this week.",
        "promises_introduction",
        answers=ASKED,
    ),
    Row(
        "a promise in two words", "Sure thing, give me a day or two.", "promises_introduction", answers=ASKED
    ),
    Row(
        "a promise to ask first",
        "Let me check with Vera first and get back to you.",
        "promises_introduction/opt_in",
        answers=ASKED,
    ),
    Row(
        "a refusal",
        "I'm afraid I don't know Vera well enough to ask. Good luck with it.",
        "declines",
        answers=ASKED,
    ),
    Row("a short no", "I'd rather not, sorry.", "declines", answers=ASKED),
    Row(
        "a redirection",
        "Just write to her yourself and mention my name.",
        "redirects",
        answers=ASKED,
        may="introduces",
    ),
    Row(
        "a question for a blurb",
        "Gladly. Send me a short paragraph about you that I can forward.",
        "asks_for_blurb",
        answers=ASKED,
        may="promises_introduction",
    ),
    Row("a question to the target", "Would you be open to meeting Arjun Pillai?", "opt_in_question"),
    Row("may I", "May I give Arjun your number? A no is fine.", "opt_in_question"),
    Row(
        "a yes to it",
        "Sure, tell him to call me.",
        "opts_in",
        answers="Would you be open to meeting Arjun Pillai?",
    ),
    Row(
        "a no to it",
        "Not this year, I have to decline.",
        "declines",
        answers="Would you be open to meeting Arjun Pillai?",
    ),
)
REPLIES = (
    Row(
        "moved to bcc",
        "Thank you for the introduction, Ines (moving you to bcc).\n\nTomas, good to meet you.",
        "replies_to_introduction/answer, thanks",
        who="mara > tomas",
    ),
    Row(
        "thanking one and greeting the other",
        "Thank you, Ines.\n\nDear Tomas, I would gladly hear how you season oak.",
        "replies_to_introduction",
        who="mara > tomas",
    ),
    Row(
        "outreach that names who sent me",
        "Dear Tomas, Ines Duarte suggested that I write to you about the timber for a school.",
        "replies_to_introduction/outreach",
        who="mara > tomas",
    ),
    Row(
        "a stranger who was given my name",
        "Dear Mara, I got your name from Ines Duarte, who thought you might know about tide mills.",
        "replies_to_introduction/outreach",
        who="tomas > mara",
    ),
    Row(
        "in British English",
        "Your name was given to me by Ines Duarte, who speaks very highly of you.",
        "replies_to_introduction",
        who="tomas > mara",
    ),
)
OFFERED = "Would Tuesday at 10 or Thursday at 15:00 suit you?"
MEETINGS = (
    Row("two times", OFFERED, "proposes_times", who="tomas > mara"),
    Row("a day and an hour, as a question", "Tuesday the 10th, 10am?", "proposes_times", who="tomas > mara"),
    Row("a booking link", "Feel free to grab a slot here: https://book.example/t", "proposes_times"),
    Row("agreed", "That works for me. See you on Thursday.", "confirms_meeting", answers=OFFERED),
    Row("agreed in three words", "Thursday at 15:00.", "confirms_meeting", answers=OFFERED),
    Row("agreed in two", "Works, talk then.", "confirms_meeting", answers=OFFERED),
    Row("moved", "Something came up. Can we move it to Friday?", "reschedules", answers=OFFERED),
    Row(
        "can't make it",
        "I can't make Thursday after all, sorry.",
        "reschedules",
        answers=OFFERED,
        may="declines",
    ),
    Row("later", "Things are hectic; could you try me again in March?", "defers", answers=OFFERED),
    Row("not before", "Circle back next quarter, once things settle.", "defers", answers=OFFERED),
    Row("after a meeting", "It was great talking with you yesterday.", "thanks/after_meeting"),
    Row("after a visit", "What a treat to see the mill and to hear how it runs.", "thanks/after_meeting"),
    Row("thanks for the hour", "Thank you for your time today, I learned a lot.", "thanks/after_meeting"),
)
MACHINES = (
    Row("away", "I am currently out of the office with limited access to email.", "auto_reply"),
    Row("failed", "Your message could not be delivered: user unknown.", "bounce"),
    Row("applied", "Thank you for applying. We have received your application.", "application_ack"),
    Row("a newsletter", "Unsubscribe here, or view this email in your browser.", "list_or_bulk"),
    Row(
        "a recruiter",
        "Hi Mara, I'm a recruiter: we place site managers, and I've two cracking candidates. Worth a chat?",
        "cold_self_introduction",
        who="tomas > mara",
    ),
    Row(
        "a stranger who sells",
        "Hi Mara, I came across your profile and wanted to introduce myself. We help teams like yours.",
        "cold_self_introduction",
        who="tomas > mara",
    ),
)
NEAR_MISSES = (
    Row("both on copy", "Mara, Tomas, copying you both in, Monday's meeting has moved to 11.", who=BOTH),
    Row("one on copy", "Mara, I am looping in Tomas: Monday's meeting has moved to 11.", who=BOTH),
    Row("a product", "We are proud to introduce our new line of roof tiles."),
    Row("a chapter", "The introduction to the report is too long; could you cut it?"),
    Row("a law", "The council introduced a new rule on moorings last week."),
    Row("a cable", "Please connect the projector to the wall before nine."),
    Row("a colleague", "Arjun has joined our team and is taking over the account from me.", who=BOTH),
    Row("speakers", "Meet our speakers, and register now for the autumn summit."),
    Row("a call centre", "If you have any questions, please do not hesitate to contact our call center."),
    Row("lost keys", "Does anyone know who left the keys in the kitchen? Please let everyone know."),
    Row("a sale", "Do you know anyone who wants to buy a rowing boat? Blue, hardly used."),
    Row("before the fact", "Please send the figures for May. Thanks in advance for your help."),
    Row("a sign-off", "The figures are attached.\n\nThanks,\nInes"),
    Row("in touch", "The lawyers will be in touch with the insurers about the crane."),
    Row("lunch", "Lunch at the usual place? I have the umbrella."),
    Row("news", "Grandmother is home again and sends her love. We bake on Sunday."),
    Row("an invoice", "Attached is the invoice for October. Payment within thirty days, please."),
    Row("a ballot", "They rejected the amendment, and the vote is postponed."),
    Row("a flight", "My connecting flight was late, so I missed the last bus."),
    Row("a warning", "The pump at dock four is down. Arjun is looking at it.", who=BOTH),
    Row("a link", "This will connect you to the system, which has all courses."),
)


GROUPS = {
    "introduces": INTRODUCTIONS,
    "asks": ASKS,
    "answers": ANSWERS,
    "replies": REPLIES,
    "meets": MEETINGS,
    "machines": MACHINES,
}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{about}: {row.name}") for about, rows in GROUPS.items() for row in rows]
)
def test_english_mail_is_read_for_what_it_does(row: Row) -> None:
    check(row, "en")


@pytest.mark.parametrize("row", NEAR_MISSES, ids=str)
def test_english_mail_that_only_sounds_like_an_introduction_is_left_alone(row: Row) -> None:
    check(row, "en")


def test_every_english_phrase_can_be_read() -> None:
    check_pack("en")


def test_every_draft_can_be_written_in_english() -> None:
    check_drafts("en")


def test_english_is_told_from_its_neighbours_by_one_sentence() -> None:
    check_languages(
        "en",
        (
            "Thank you for the coffee yesterday.",
            "Do you know anyone at Nordvik?",
            "I will send the report in the morning.",
            "on my way, see u there",
            "Works for me.",
        ),
    )
