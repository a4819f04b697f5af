"""The same mail as programs write it in many languages: whose words follow, of when, and about what."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.model import Address, Span, SpanKind
from tests.worker.mime.letters import new, read, signed

INES = Address("ines@carvalho.example", "Ines Carvalho")
THE_DAY = date(2026, 3, 3)
WHO = "Ines Carvalho <ines@carvalho.example>"


def quote_of(text: str) -> Span:
    body = read(text).body
    spans = [s for s in body.spans if s.kind is SpanKind.QUOTE and body.text[s.start : s.end].strip()]
    assert (new(body), len(spans)) == ("Mine", 1), body.spans
    return spans[0]


DATED = {
    "Arabic": f"في الثلاثاء، 2026-03-03 في 10:00 ص {WHO} كتب:",
    "Catalan": "El dt., 3 de març 2026 a les 10:00, Ines Carvalho (<ines@carvalho.example>) va escriure:",
    "Chinese": f"{WHO} 于2026年3月3日周二 10:00写道：",
    "Chinese, of Taiwan": f"{WHO} 於 2026年3月3日 週二 上午10:00寫道：",
    "Czech": f"út 3. 3. 2026 v 10:00 odesílatel {WHO} napsal:",
    "Danish": f"Den tir. 3. mar. 2026 kl. 10.00 skrev {WHO}:",
    "English, with the weekday": f"On Tuesday, March 3rd, 2026 at 10:00 AM, {WHO} wrote:",
    "English, of Zoho": f"---- On Tue, 03 Mar 2026 10:00:00 +0100 {WHO} wrote ----",
    "Estonian": f"{WHO} kirjutas kuupäeval T, 3. mar 2026 kell 10:00:",
    "Finnish": "ti 3. maalisk. 2026 klo 10.00 Ines Carvalho (ines@carvalho.example) kirjoitti:",
    "French, of Yahoo": f"Le mardi 3 mars 2026 à 10:00:00 UTC+1, {WHO} a écrit :",
    "Dutch, of Apple": f"Op 3 mrt. 2026, om 10:00 heeft {WHO} het volgende geschreven:",
    "German, with a zone": f"Am 3. März 2026 10:00:00 MEZ schrieb {WHO}:",
    "Greek": f"Στις Τρί 3 Μαρ 2026 στις 10:00 π.μ., ο χρήστης {WHO} έγραψε:",
    "Hungarian": f"{WHO} ezt írta (időpont: 2026. márc. 3., K, 10:00):",
    "Indonesian": f"Pada tanggal Sel, 3 Mar 2026 pukul 10.00 {WHO} menulis:",
    "Italian, of Yahoo": f"Il martedì 3 marzo 2026 alle ore 10:00:00 CET, {WHO} ha scritto:",
    "Japanese": f"2026年3月3日(火) 10:00 {WHO}:",
    "Japanese, of Apple": f"2026/03/03 10:00、{WHO}のメール:",
    "Korean": f"2026년 3월 3일 (화) 오전 10:00, {WHO}님이 작성:",
    "Lithuanian": f"2026-03-03, an, 10:00 {WHO} rašė:",
    "Norwegian": f"tir. 3. mars 2026 kl. 10:00 skrev {WHO}:",
    "Polish": f"wt., 3 mar 2026 o 10:00 {WHO} napisał(a):",
    "Portuguese": f"{WHO} escreveu no dia terça, 3/03/2026 à(s) 10:00:",
    "Romanian": f"În mar., 3 mar. 2026 la 10:00, {WHO} a scris:",
    "Russian": f"Вторник, 3 марта 2026, 10:00 +03:00 от {WHO}:",
    "Slovak": f"ut 3. 3. 2026 o 10:00 {WHO} napísal(a):",
    "Slovene": f"V tor., 3. mar. 2026 ob 10:00 je oseba {WHO} napisala:",
    "Spanish, of Yahoo": f"El martes, 3 de marzo de 2026, 10:00:00 CET, {WHO} escribió:",
    "Turkish": f"{WHO}, 3 Mar 2026 Sal, 10:00 tarihinde şunu yazdı:",
    "Ukrainian": f"вт, 3 бер. 2026 р. о 10:00 {WHO} пише:",
    "Vietnamese": f"Vào 10:00 3 tháng 3, 2026, {WHO} đã viết:",
}


@pytest.mark.parametrize("language", DATED)
@pytest.mark.parametrize("apart", ["> ", ""])
def test_who_wrote_and_when_is_read_in_any_language(language: str, apart: str) -> None:
    quote = quote_of(f"Mine\n\n{DATED[language]}\n\n{apart}Theirs\n")
    assert quote.writer == INES
    assert quote.date is not None
    assert quote.date.date() == THE_DAY


UNLISTED = [
    f"otrd., 2026. g. 3. marts, plkst. 10:00 — lietotājs {WHO} rakstīja:",
    f"Ddydd Maw, 3 Maw 2026 am 10:00, {WHO} a sgrifennodd:",
    f"Asteartea, 2026(e)ko martxoaren 3(a) 10:00(e)tan, {WHO} idatzi du:",
]


@pytest.mark.parametrize("line", UNLISTED)
def test_a_day_a_clock_and_an_address_are_enough_in_a_language_nobody_listed(line: str) -> None:
    writer = quote_of(f"Mine\n\n{line}\n\nTheirs\n").writer
    assert writer is not None
    assert writer.email == INES.email


LABELS = {
    "Bulgarian": ("От", "Изпратено", "До", "Относно"),
    "Catalan": ("De", "Enviat", "Per a", "Assumpte"),
    "Chinese": ("发件人", "发送时间", "收件人", "主题"),
    "Chinese, of Taiwan": ("寄件者", "寄件日期", "收件者", "主旨"),
    "Croatian": ("Od", "Poslano", "Prima", "Predmet"),
    "Czech": ("Od", "Odesláno", "Komu", "Předmět"),
    "Finnish": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "Greek": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "Hebrew": ("מאת", "נשלח", "אל", "נושא"),
    "Hungarian": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "Indonesian": ("Dari", "Dikirim", "Kepada", "Perihal"),
    "Japanese": ("差出人", "送信日時", "宛先", "件名"),
    "Korean": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    "Polish": ("Od", "Wysłano", "Do", "Temat"),
    "Romanian": ("De la", "Trimis", "Către", "Subiect"),
    "Russian": ("От", "Отправлено", "Кому", "Тема"),
    "Slovak": ("Od", "Odoslané", "Komu", "Predmet"),
    "Turkish": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "Ukrainian": ("Від", "Надіслано", "Кому", "Тема"),
    "Vietnamese": ("Từ", "Đã gửi", "Đến", "Chủ đề"),
}


@pytest.mark.parametrize("language", LABELS)
def test_a_header_block_tells_writer_date_and_subject_in_any_language(language: str) -> None:
    values = (WHO, "2026-03-03 10:00", "Dana Okoye", "Re: The boats")
    block = "\n".join(f"{a}: {b}" for a, b in zip(LABELS[language], values, strict=True))
    quote = quote_of(f"Mine\n\n{block}\n\nTheirs\n")
    assert (quote.writer, quote.date, quote.subject) == (
        INES,
        datetime(2026, 3, 3, 10, tzinfo=UTC),
        "Re: The boats",
    )


@pytest.mark.parametrize(
    "line",
    [
        "-----Reply Message-----",
        "-----Antwort Nachricht-----",
        "---------- Message réexpédié ----------",
        "-------- Correo original --------",
        "-----E-mail originale-----",
        "-----Mensagem inicial-----",
        "-----Originele bericht-----",
        "-----Původní zpráva-----",
        "-----Eredeti üzenet-----",
        "-----Αρχικό μήνυμα-----",
        "------------------ 原始邮件 ------------------",
        "-----Исходное письмо-----",
    ],
)
def test_an_original_message_is_announced_in_any_language(line: str) -> None:
    assert quote_of(f"Mine\n\n{line}\n\nTheirs\n").writer is None


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my Pixel 8 Pro",
        "Sent wirelessly from my telephone on the harbour network",
        "Sent from Boatmail<https://boatmail.example/x>",
        "Sent from Mail for Windows 10",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
        "Gesendet von Mail für Windows",
        "Envoyé à partir de Outlook pour iOS",
        "Envoyé avec la messagerie sécurisée Proton Mail.",
        "Enviado desde Yahoo Mail para Android",
        "Inviato dal mio Galaxy",
        "Ottieni Outlook per iOS",
        "Enviado do Email para Windows 10",
        "Verzonden vanuit Mail voor Windows",
        "Outlook voor iOS downloaden",
        "Skickat från min iPhone",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "iPhone'umdan gönderildi",
        "发自我的iPhone",
        "Στάλθηκε από το iPhone μου",
    ],
)
def test_the_line_a_telephone_adds_is_known_in_any_language(line: str) -> None:
    body = read(f"See you on Tuesday.\n\n{line}\n").body
    assert (new(body), signed(body)) == ("See you on Tuesday.", line)
