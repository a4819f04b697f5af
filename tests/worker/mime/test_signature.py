from __future__ import annotations

import pytest

from tests.worker.mime.letters import new, read, signed


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nDana Okoye\nOkoye Partners",
        "--\nDana",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Enviado do meu iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Dana Okoye\nPartner, Okoye Partners\n+47 22 33 44 55",
        "Dana Okoye | Okoye Partners | www.okoye.example",
        "-dana",
        "- Dana Okoye",
        "----------------\n\nThe harbour office\n\nt. 22 33 44 55\n\nhttps://okoye.example",
        "This e-mail and any attachments are confidential and intended for the named\n"
        "person only; if that is not you, delete it.",
        "________________________________\nwalkers mailing list\nhttps://lists.example/walkers",
    ],
)
def test_a_signature_is_told_from_the_text(signature: str) -> None:
    body = read(f"See you on Tuesday.\n\n{signature}\n").body
    assert (new(body), signed(body)) == ("See you on Tuesday.", signature)


@pytest.mark.parametrize(
    "closing",
    [
        "Best regards,",
        "Viele Grüße",
        "Cordialement,",
        "Un saludo,",
        "Cordiali saluti",
        "Atenciosamente,",
        "Met vriendelijke groet,",
    ],
)
def test_after_a_closing_the_name_and_title_are_the_signature(closing: str) -> None:
    body = read(f"See you on Tuesday.\n\n{closing}\n\nD. Okoye\nHead of Research\n").body
    assert (new(body), signed(body)) == (f"See you on Tuesday.\n\n{closing}", "D. Okoye\nHead of Research")


def test_a_signature_stands_also_above_a_quote() -> None:
    text = (
        "See you.\n\nDana Okoye\n+47 22 33 44 55\n\n"
        "On 3 March 2026 Ines <ines@carvalho.example> wrote:\n> When?\n"
    )
    assert signed(read(text).body) == "Dana Okoye\n+47 22 33 44 55"


def test_a_signature_below_a_quote_is_one_too() -> None:
    assert signed(read("> When?\n\nTuesday.\n\n> Where?\n\n-- \nDana\n").body) == "-- \nDana"


@pytest.mark.parametrize(
    "text",
    [
        "See you on Tuesday.\n\nDana",
        "See you on Tuesday.\n\nBest regards,\nDana",
        "Sent from the office of the harbour master.",
        "We need\n- milk\n- Bread",
        "We need:\n\n- Bread",
        "Here it is.\n\n - The Plan.pdf",
        "The ferry\n------\nleaves at ten",
        "Sent from my desk, this is easier to read than what the phone makes of it.",
        "Please call Ann Lee, she expects you:\n\nAnn Lee\nLee Works\n+47 22 33 44 66",
        "Write to her, she knows.\n\nDana\n\nAnn Lee\nLee Works\nann@lee.example\n+47 22 33 44 66",
        "Write to her.\n\nThanks,\nDana\n\nAnn Lee\nann@lee.example",
        "Dana Okoye\n+47 22 33 44 55",
        "-- \nA message that begins with its dashes",
        "The disclaimer on this email may contain too many words to read aloud.",
        "Regards from all of us here, and from Bo. We hope to see you on the 12th of June, 2026.",
        "-----\n" + "a line of a long list\n" * 20 + "end",
        "One\n--\n" + "many lines follow here\n" * 20 + "end",
    ],
)
def test_no_sentence_and_no_other_persons_card_is_taken_for_a_signature(text: str) -> None:
    body = read(text).body
    assert (new(body), signed(body)) == (text, "")


def test_a_title_in_few_words_and_signs_is_no_sentence() -> None:
    body = read("See you.\n\nRegards,\n\nD. Okoye\nHead @ Okoye !\n").body
    assert (new(body), signed(body)) == ("See you.\n\nRegards,", "D. Okoye\nHead @ Okoye !")


def test_a_dashed_name_stands_also_above_the_footer_of_a_list() -> None:
    text = "See you.\n\n-Dana\n\n________________________________\nwalkers mailing list\n"
    assert new(read(text).body) == "See you."


def test_a_sender_nobody_knows_still_signs_after_a_closing() -> None:
    body = read("See you.\n\nRegards,\nBo Lee\nLee Works\n", from_="").body
    assert signed(body) == "Bo Lee\nLee Works"
