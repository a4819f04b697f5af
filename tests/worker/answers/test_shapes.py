"""Replies as the mail programs that people use write them: all are heard, and nothing below is."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.worker.answers.home import MARA, ME, Home
from tests.worker.answers.shapes import SHAPES, Shape
from worker.ports import Planned


def sent_by(shape: Shape, digest: Planned, *, text: bool = True, html: bool = True) -> bytes:
    said = EmailMessage()
    said["From"], said["To"], said["Subject"] = MARA, ME, "Re: 3 loops to close"
    said["Date"], said["Message-ID"] = "Mon, 16 Nov 2026 10:00:00 +0100", "<reply@lindqvist.example>"
    said["In-Reply-To"] = said["References"] = digest.message_id
    if text and shape.text:
        said.set_content(shape.text, cte="quoted-printable")
        for parameter in filter(None, shape.parameters.split("; ")):
            name, _, value = parameter.partition("=")
            said.set_param(name, value)
    if html and shape.html:
        both = text and shape.text
        write = said.add_alternative if both else said.set_content
        write(shape.html, subtype="html", cte="base64")
    return said.as_bytes()


def test_there_are_fifteen_of_them() -> None:
    assert len({shape.name for shape in SHAPES}) == 15


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_reply_of_every_program_is_heard(shape: Shape) -> None:
    home = Home()
    assert home.hears(sent_by(shape, home.digest())) == 1
    assert home.said() == [("done 2", ""), ("met 1", "")]


@pytest.mark.parametrize("shape", [one for one in SHAPES if one.html], ids=lambda shape: shape.name)
def test_so_is_its_html_alone(shape: Shape) -> None:
    home = Home()
    assert home.hears(sent_by(shape, home.digest(), text=False)) == 1
    assert home.said() == [("done 2", ""), ("met 1", "")]


@pytest.mark.parametrize("shape", [one for one in SHAPES if one.text], ids=lambda shape: shape.name)
def test_so_is_its_text_alone(shape: Shape) -> None:
    home = Home()
    assert home.hears(sent_by(shape, home.digest(), html=False)) == 1
    assert home.said() == [("done 2", ""), ("met 1", "")]
