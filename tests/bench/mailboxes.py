"""A large mailbox of invented mail on disk: the same bytes on every machine.

A lifetime of mail as it is: more than half of it newsletters, growing threads, here and there an
attachment, and one introduction in 250. `age` days of it, a Maildir++ that Dovecot serves as it lies.
"""

from __future__ import annotations

import base64
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

ME = "mara@lindqvist.example"
END = datetime(2026, 11, 15, 12, tzinfo=UTC)
AGE = 5 * 365  # days
NEWSLETTERS, ATTACHMENTS, INTRODUCTIONS = 0.55, 0.03, 0.004  # shares of all mail
PEOPLE, LISTS = 400, 90
LIVELY = 200  # mails that are still answered
RECENT = 180  # days for which mail stays in INBOX

_SYLLABLES = re.findall("..", "baneritolukamisovedapelorutinogasemakifohawi")
_WORDS = re.findall(
    r"\w+",
    "the plan for next week looks good and we should talk about it when there is time on Tuesday or later "
    "because nobody has seen the new numbers yet so please have a look before you write to them again "
    "thanks a lot for this I will send it over tomorrow once the draft is ready and the others agreed",
)


@dataclass(frozen=True, slots=True)
class Generated:
    """One message, where it lies and when it came."""

    folder: str
    at: datetime
    content: bytes


def write(directory: Path, count: int, *, seed: int = 1) -> Path:
    """The Maildir of so many messages below a directory; what is there already is not written again."""
    maildir = directory / f"mail-{count}"
    done = maildir / "complete"
    if not done.exists():
        for folder in ("", ".Sent", ".Archive"):
            for part in ("cur", "new", "tmp"):
                (maildir / folder / part).mkdir(parents=True, exist_ok=True)
        for number, mail in enumerate(_mails(count, random.Random(seed))):
            folder = "" if mail.folder == "INBOX" else f".{mail.folder}"
            path = maildir / folder / "cur" / f"{int(mail.at.timestamp())}.{number:07}.bench:2,S"
            path.write_bytes(mail.content)
            os.utime(path, (mail.at.timestamp(), mail.at.timestamp()))
        done.touch()
    return maildir


def _mails(count: int, chance: random.Random) -> Iterator[Generated]:
    """In the order of their coming."""
    people = [_person(chance) for _ in range(PEOPLE)]
    lists = [_name(chance).lower() for _ in range(LISTS)]
    threads: list[EmailMessage] = []
    for number in range(count):
        at = END - timedelta(days=AGE) * (1 - number / count)
        kind = chance.random()
        if kind < NEWSLETTERS:
            yield Generated("INBOX", at, _newsletter(number, at, chance.choice(lists), chance))
            continue
        mail = _typed(number, at, people, threads, chance)
        if kind > 1 - ATTACHMENTS:
            attached = base64.encodebytes(chance.randbytes(chance.randrange(150_000, 2_000_000)))
            mail.add_attachment(attached, maintype="application", subtype="pdf", filename="plan.pdf")
        folder = "Sent" if ME in mail["From"] else "INBOX" if (END - at).days < RECENT else "Archive"
        yield Generated(folder, at, bytes(mail))


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randrange(2, 4))).capitalize()


def _person(chance: random.Random) -> str:
    given, family = _name(chance), _name(chance)
    return f"{given} {family} <{given}.{family}@{_name(chance)}.example>".lower().replace(
        f"{given} {family}".lower(), f"{given} {family}", 1
    )


def _says(chance: random.Random, sentences: int) -> str:
    return " ".join(" ".join(chance.choices(_WORDS, k=12)).capitalize() + "." for _ in range(sentences))


def _newsletter(number: int, at: datetime, name: str, chance: random.Random) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{name.capitalize()} Weekly <news@{name}.example>", ME
    mail["Subject"], mail["Date"] = f"{name.capitalize()} number {number}", format_datetime(at)
    mail["Message-ID"] = f"<{number}@{name}.example>"
    mail["List-Unsubscribe"] = f"<https://{name}.example/out/{number}>"
    mail.set_content(_says(chance, 20))
    link = f'<a href="https://{name}.example/{number}">{_says(chance, 2)}</a>'
    row = f'<tr><td style="padding:0 0 8px 0">{link}</td></tr>'
    mail.add_alternative("<table>" + row * chance.randrange(60, 250) + "</table>", subtype="html")
    return bytes(mail)


def _typed(
    number: int, at: datetime, people: list[str], threads: list[EmailMessage], chance: random.Random
) -> EmailMessage:
    """An answer to one of the latest threads, an introduction, or the beginning of something."""
    parent = chance.choice(threads) if threads and chance.random() < 0.6 else None
    introduced = chance.random() < INTRODUCTIONS / (1 - NEWSLETTERS)
    mail, (writer, other) = EmailMessage(), chance.sample(people, 2)
    if parent is not None and not introduced:
        writer = parent["From"] if ME not in parent["From"] else parent["To"]
        mail["In-Reply-To"], mail["References"] = parent["Message-ID"], _references(parent)
    mine = chance.random() < 0.4 and not introduced
    mail["From"], mail["To"] = (f"Mara Lindqvist <{ME}>", writer) if mine else (writer, ME)
    mail["Date"], mail["Message-ID"] = (
        format_datetime(at),
        f"<{number}.{chance.randrange(10**9)}@mail.example>",
    )
    if introduced:
        mail["Cc"], mail["Subject"] = other, f"Mara, meet {other.split()[0]}"
        mail.set_content(f"Mara, meet {other.split()[0]}. You two should talk; I leave you to it.\n")
    else:
        mail["Subject"] = f"Re: {parent['Subject'].removeprefix('Re: ')}" if parent else _says(chance, 1)[:40]
        mail.set_content(f"Hi,\n\n{_says(chance, chance.randrange(2, 14))}\n\nBest\n{_quoted(parent)}")
        threads.append(mail)
        del threads[:-LIVELY]
    return mail


def _references(parent: EmailMessage) -> str:
    return f"{parent['References'] or ''} {parent['Message-ID']}".strip()


def _quoted(parent: EmailMessage | None) -> str:
    if parent is None:
        return ""
    body = parent.get_body()
    lines = str(body.get_content()).splitlines()[:120] if body else []
    return f"\nOn {parent['Date']}, {parent['From']} wrote:\n" + "".join(f"> {line}\n" for line in lines)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
