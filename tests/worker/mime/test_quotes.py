from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.model import Address, Span, SpanKind
from tests.worker.mime.letters import new, quoted, read

INES = Address("ines@carvalho.example", "Ines Carvalho")
THE_DAY = datetime(2026, 3, 3, tzinfo=UTC).date()


def quote_of(text: str) -> Span:
    body = read(text).body
    spans = [s for s in body.spans if s.kind is SpanKind.QUOTE and body.text[s.start : s.end].strip()]
    assert (new(body), len(spans)) == ("Mine", 1), body.spans
    assert body.text[spans[0].start : spans[0].end].strip(" >\n") == "Theirs"
    return spans[0]


WROTE = [
    "On Tue, Mar 3, 2026 at 10:00 AM Ines Carvalho <ines@carvalho.example> wrote:",
    "On Mar 3, 2026, at 10:00, Ines Carvalho <ines@carvalho.example> wrote:",
    "On 3 March 2026 at 10:00, Ines Carvalho <ines@carvalho.example> wrote:",
    "On 2026-03-03 10:00, Ines Carvalho <ines@carvalho.example> wrote:",
    "On 03/03/26 10:00, Ines Carvalho <ines@carvalho.example> wrote:",
    "Am 03.03.2026 um 10:00 schrieb Ines Carvalho <ines@carvalho.example>:",
    "Am Di., 3. März 2026 um 10:00 Uhr schrieb Ines Carvalho <ines@carvalho.example>:",
    "Ines Carvalho <ines@carvalho.example> schrieb am 03.03.2026 um 10:00:",
    "Le mar. 3 mars 2026 à 10:00, Ines Carvalho <ines@carvalho.example> a écrit :",
    "Le 3 mars 2026 à 10:00, Ines Carvalho <ines@carvalho.example> a écrit\u00a0:",
    "El mar, 3 mar 2026 a las 10:00, Ines Carvalho (<ines@carvalho.example>) escribió:",
    "El 3 de marzo de 2026, 10:00, Ines Carvalho <ines@carvalho.example> escribió:",
    "Il giorno mar 3 mar 2026 alle ore 10:00 Ines Carvalho <ines@carvalho.example> ha scritto:",
    "Il 03/03/2026 10:00, Ines Carvalho <ines@carvalho.example> ha scritto:",
    "Em ter., 3 de mar. de 2026 às 10:00, Ines Carvalho <ines@carvalho.example> escreveu:",
    "Op di 3 mrt. 2026 om 10:00 schreef Ines Carvalho <ines@carvalho.example>:",
    "Op 3 maart 2026 om 10:00 heeft Ines Carvalho <ines@carvalho.example> geschreven:",
    "Den tis 3 mars 2026 kl 10:00 skrev Ines Carvalho <ines@carvalho.example>:",
    "3 марта 2026 г., в 10:00, Ines Carvalho <ines@carvalho.example> написал:",
    "W dniu 3 mar 2026 o 10:00 Ines Carvalho <ines@carvalho.example> napisał(a):",
    "2026-03-03 10:00 GMT+01:00 Ines Carvalho <ines@carvalho.example>:",
    "--- On Tue, 3/3/26, Ines Carvalho <ines@carvalho.example> wrote:",
]  # fmt: skip


@pytest.mark.parametrize("line", WROTE)
@pytest.mark.parametrize("apart", ["> ", ""])
def test_on_a_day_somebody_wrote_begins_a_quote_in_every_language(line: str, apart: str) -> None:
    span = quote_of(f"Mine\n\n{line}\n\n{apart}Theirs\n")
    assert span.writer is not None
    assert span.writer.email == INES.email
    assert span.date is not None
    assert span.date.date() == THE_DAY


@pytest.mark.parametrize("line", [line for line in WROTE if "Carvalho <" in line or "Carvalho (" in line])
def test_an_attribution_may_be_wrapped_over_two_lines(line: str) -> None:
    for cut in ("Carvalho ", "2026 ", "10:00, "):
        wrapped = line.replace(cut, cut.rstrip() + "\n", 1)
        span = quote_of(f"Mine\n\n{wrapped}\n> Theirs\n")
        assert span.writer is not None
        assert span.writer.email == INES.email


@pytest.mark.parametrize("line", WROTE[:16])
def test_the_writers_name_is_told_apart_from_the_date(line: str) -> None:
    span = quote_of(f"Mine\n\n{line}\n> Theirs\n")
    assert span.writer == INES


@pytest.mark.parametrize(
    "line",
    [
        "Ines Carvalho wrote:",
        "Ines Carvalho schrieb:",
        "Quoting Ines Carvalho:",
        "Zitat von Ines Carvalho <ines@carvalho.example>:",
        "In message <one@carvalho.example>, Ines Carvalho writes:",
        "At 10:00 03.03.2026 +0100, you wrote:",
    ],
)
def test_older_attributions_begin_a_quote_that_is_set_apart(line: str) -> None:
    assert quote_of(f"Mine\n\n{line}\n> Theirs\n").kind is SpanKind.QUOTE


def test_a_bare_name_is_told_where_no_address_is() -> None:
    assert quote_of("Mine\n\nInes Carvalho wrote:\n> Theirs\n").writer == Address("", "Ines Carvalho")


LABELS = [
    ("From", "Sent", "To", "Subject"),
    ("From", "Date", "To", "Subject"),
    ("Von", "Gesendet", "An", "Betreff"),
    ("De", "Envoyé", "À", "Objet"),
    ("De", "Enviado el", "Para", "Asunto"),
    ("Da", "Inviato", "A", "Oggetto"),
    ("De", "Enviada em", "Para", "Assunto"),
    ("Van", "Verzonden", "Aan", "Onderwerp"),
    ("Från", "Skickat", "Till", "Ämne"),
    ("Fra", "Sendt", "Til", "Emne"),
]
ANNOUNCEMENTS = [
    "",
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-----Message d'origine-----",
    "-----Mensaje original-----",
    "-----Messaggio originale-----",
    "-----Mensagem original-----",
    "-----Oorspronkelijk bericht-----",
    "________________________________",
    "---------- Forwarded message ---------",
    "Begin forwarded message:\n",
    "Anfang der weitergeleiteten Nachricht:\n",
    "-------- Original message --------",
]


def block(labels: tuple[str, ...], space: str = "", bold: str = "") -> str:
    values = ("Ines Carvalho <ines@carvalho.example>", "3 March 2026 10:00", "Dana Okoye", "Coffee")
    return "\n".join(f"{bold}{a}{space}:{bold} {b}" for a, b in zip(labels, values, strict=True))


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize(("space", "bold"), [("", ""), (" ", ""), ("", "*")])
def test_a_header_block_begins_a_quote_in_every_language(
    labels: tuple[str, ...], space: str, bold: str
) -> None:
    span = quote_of(f"Mine\n\n{block(labels, space, bold)}\n\nTheirs\n")
    assert span.writer == INES
    assert span.date == datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize("line", ANNOUNCEMENTS)
def test_a_header_block_may_be_announced(line: str) -> None:
    assert quote_of(f"Mine\n\n{line}\n{block(LABELS[0])}\n\nTheirs\n").writer == INES


@pytest.mark.parametrize("line", [line for line in ANNOUNCEMENTS if line.strip("_")])
def test_an_announcement_alone_begins_a_quote_of_nobody_known(line: str) -> None:
    assert quote_of(f"Mine\n\n{line}\n\nTheirs\n").writer is None


def test_many_recipients_wrapped_over_lines_stay_in_the_header_block() -> None:
    to = ";\n ".join(f"Person {i}" for i in range(40))
    text = (
        f"Mine\n\nFrom: Ines Carvalho [mailto:ines@carvalho.example]\nSent: 3 March 2026\n"
        f"To: {to}\nCc: Bo;\n Cy\nSubject: A\n long one\nImportance: High\n\nTheirs\n"
    )
    assert quote_of(text).writer == INES


@pytest.mark.parametrize(
    "text",
    [
        "Mine\n\n\nInes Carvalho\n03/03/2026 10:00 AM\n"
            "To: Dana Okoye/OSL/Okoye@Okoye\ncc: \nSubject: Coffee\n\nTheirs\n",
        "Mine\n\nInes Carvalho@EXAMPLE\n03/03/2026 10:00 AM\n"
            "Sent by: Bo\nTo: Dana\ncc:\nSubject: Coffee\n\nTheirs\n",
        "Mine\n\n\tInes Carvalho\n\t03/03/2026 10:00 AM\n\t\t \n"
            "\t\t To: Dana\n\t\t cc: Bo\n\t\t Subject: Coffee\n\nTheirs\n",
        "Mine\n\nInes Carvalho on 03/03/2026 10:00:00 AM\nTo: Dana\ncc:\nSubject: Coffee\n\nTheirs\n",
        "Mine\n\nInes Carvalho on 03/03/2026\n10:00:00 AM\nTo: Dana\ncc:\nSubject: Coffee\n\nTheirs\n",
        "Mine\n\n---------------------- Forwarded by Dana Okoye/OSL on 03/04/2026\n"
            "09:00 AM ---------------------------\n\n\n"
        "Ines Carvalho\n03/03/2026 10:00 AM\nTo: Dana\ncc:\nSubject: Coffee\n\nTheirs\n",
        "Mine\n\nFrom:  Ines Carvalho @ EXAMPLE           03/03/2026 10:00 AM\n"
            "\t\n\nTo: Dana\ncc:\nSubject: Coffee\n\nTheirs\n",
    ],
)  # fmt: skip
def test_the_header_blocks_of_notes_are_known(text: str) -> None:
    span = quote_of(text)
    assert span.writer is not None
    assert span.writer.name == "Ines Carvalho"
    assert span.date == datetime(2026, 3, 3, 10, tzinfo=UTC)


def test_recipients_and_subject_alone_are_how_notes_quotes_ones_own_mail() -> None:
    assert quote_of("Mine\n\n\nTo: Ines Carvalho\ncc:\nSubject: Coffee\n\nTheirs\n").writer is None


def test_a_message_pasted_with_its_raw_header_is_a_quote() -> None:
    raw = (
        "Return-Path: <ines@carvalho.example>\nReceived: from a\n by b\n"
        "From: Ines <ines@carvalho.example>\nX-Odd: 1\nSubject: Coffee\nDate: 3 Mar 2026\n"
    )
    writer = quote_of(f"Mine\n\n{raw}\nTheirs\n").writer
    assert writer is not None
    assert writer.email == INES.email


@pytest.mark.parametrize(
    "text",
    [
        f"{block(LABELS[0])}\n\nTheirs\n",
        "From: Ines Carvalho <ines@carvalho.example> Sent: 3 March 2026 10:00 "
            "To: Dana Subject: Coffee\n\nTheirs\n",
        "________________________________\nSubject: Coffee\nDate: 3 March 2026 10:00\n"
            "From: Ines Carvalho <ines@carvalho.example>\n\nTheirs\n",
        "\nInes Carvalho\n03/03/2026 10:00 AM\nTo: Dana\ncc:\nSubject: Coffee\n\nTheirs\n",
    ],
)  # fmt: skip
def test_a_header_block_tells_what_the_quoted_mail_was_about(text: str) -> None:
    assert quote_of(f"Mine\n\n{text}").subject == "Coffee"


def test_a_subject_that_was_wrapped_is_one_line() -> None:
    text = "Mine\n\nFrom: Ines\nSubject: Coffee, tea\n and cake\nTo: Dana\n\nTheirs\n"
    assert quote_of(text).subject == "Coffee, tea and cake"


def test_on_a_day_somebody_wrote_tells_no_subject() -> None:
    assert quote_of(f"Mine\n\n{WROTE[0]}\n> Theirs\n").subject == ""


@pytest.mark.parametrize(
    "fields",
    [
        "From: ines@carvalho.example\nDate: Tue, 3 Mar 2026 10:00:00 +0100",
        "Date: Tue, 3 Mar 2026 10:00:00 +0100\nTo: ines@carvalho.example",
        "From: Ines Carvalho <ines@carvalho.example>",
    ],
)
def test_two_fields_that_look_so_begin_a_quote_and_one_with_name_and_address_alone(fields: str) -> None:
    assert quote_of(f"Mine\n\n{fields}\n\nTheirs\n").kind is SpanKind.QUOTE


@pytest.mark.parametrize("between", [" ", "--- ", " -- "])
def test_an_attribution_that_shares_its_line_with_an_answer_leaves_it_new(between: str) -> None:
    span = quote_of(f"Mine{between}{WROTE[0]}\n> Theirs\n")
    assert span.writer == INES


def test_an_attribution_may_be_wrapped_over_five_lines_and_an_empty_one() -> None:
    line = "On Tue, Mar 3, 2026 at 10:00 AM Ines\n\n<\nmailto:Ines <ines@carvalho.example>\n> wrote:"
    span = quote_of(f"Mine\n\n{line}\nTheirs\n")
    assert span.writer is not None
    assert span.writer.email == INES.email


@pytest.mark.parametrize(
    "line",
    [
        "2026/3/3 Ines Carvalho <ines@carvalho.example>",
        "On Tue, Mar 3, Ines Carvalho\n<ines@carvalho.example>\nwrote:",
        "2026.03.03. 10:00 keltezéssel, Ines Carvalho valamit:",
    ],
)
def test_less_is_enough_right_above_words_that_are_set_apart(line: str) -> None:
    assert quote_of(f"Mine\n\n{line}\n> Theirs\n").kind is SpanKind.QUOTE


def test_the_rest_of_a_link_wrapped_off_a_quoted_line_stays_quoted() -> None:
    for link in (
        "> the plan (https://okoye.example/plan?\npage=3)\n",
        "> the plan\n(https://okoye.example/a) >\n",
    ):
        assert new(read(f"> one\n{link}> two\n\nMine\n").body) == "Mine"


def test_words_typed_between_quoted_lines_are_new() -> None:
    text = (
        "On 3 March 2026 Ines <ines@carvalho.example> wrote:\n"
        "> Tuesday or Wednesday?\n\nTuesday.\n\n> Where?\n\nAt yours.\n"
    )
    body = read(text).body
    assert new(body).split() == ["Tuesday.", "At", "yours."]
    assert {s.writer.email for s in body.spans if s.kind is SpanKind.QUOTE and s.writer} == {INES.email}


@pytest.mark.parametrize("name", ["Adam Ruud via Board", "Anna Dobler", "Steve Hamon"])
def test_a_little_word_is_no_part_of_a_name_it_only_ends(name: str) -> None:
    assert quote_of(f"Mine\n\nOn Mar 3, 2026, at 10:00, {name} wrote:\n> Theirs\n").writer == Address(
        "", name
    )


def test_a_quote_within_a_quote_has_a_writer_of_its_own() -> None:
    text = (
        "Mine\n\nOn 3 March 2026 Ines <ines@carvalho.example> wrote:\n> Hers\n"
        ">\n> On 2 March 2026 Bo <bo@example.org> wrote:\n>> His\n> Hers again\n"
    )
    body = read(text).body
    told = {
        body.text[s.start : s.end].strip(" >\n"): s.writer and s.writer.email
        for s in body.spans
        if s.kind is SpanKind.QUOTE
    }
    assert told["Hers"] == INES.email
    assert told["His"] == "bo@example.org"
    assert told["Hers again"] == INES.email


def test_words_a_mail_program_wrapped_off_a_quoted_line_stay_quoted() -> None:
    text = (
        "> This line is long enough to have been wrapped by a careless mail\n"
        "program on the way\n> and goes on here.\n\nMine\n"
    )
    assert new(read(text).body) == "Mine"


def test_a_quoted_label_below_an_address_stays_quoted() -> None:
    text = "> To: Ines Carvalho <ines@carvalho.example>\n> cc:\n> Theirs\n\nMine\n"
    assert new(read(text).body) == "Mine"


def test_an_address_wrapped_at_its_bracket_is_no_quoted_line() -> None:
    assert (
        quote_of(
            "Mine\n\nOn 3 March 2026 at 10:00 Ines Carvalho <ines@carvalho.example\n> wrote:\n\n> Theirs\n"
        ).writer
        == INES
    )


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I wrote to Bo, and he said yes.",
        "On 3 March 2026 I wrote to them that we agree: they may come.",
        "From: Oslo\nTo: Bergen\nWhen: Tuesday",
        "To: all of you\nI mean it.",
        "Re: your question\nYes.",
        "Here is what she wrote:\n\nnothing at all",
        "Sent: yesterday",
        "Please write to:\nBo Lee\n12 Long Street",
        "-----\nA heading\n-----\nand text",
        ">From here one can see the sea.",
        ">>> the sea, the sea <<<",
        "Date: Tuesday, 3 March 2026\nTime: 10:00\nPlace: the harbour",
        "From: Oslo to Bergen\n\nwith love",
        "Please come on 3 March 2026 at 10:00 and bring:\n\nbread and milk",
        "Write to Bo <bo@lee.example>:\nhe knows",
        "He wrote it on 3 March 2026 and she read it",
        "We meet on Tuesday. On 3 March Bo wrote:\nnothing",
    ],
)
def test_sentences_that_only_look_like_attributions_are_new(text: str) -> None:
    assert new(read(text).body) == text.strip()


def test_a_body_of_quotes_alone_has_no_new_words() -> None:
    body = read("> one\n> two\n").body
    assert (new(body), quoted(body)) == ("", "> one\n> two")


def test_spans_of_an_empty_body_are_none() -> None:
    assert read("").body.spans == ()
