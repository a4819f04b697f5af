"""Replies that must not count: each breaks one condition, and nothing of it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from tests.worker.answers.home import KEY, MARA, ME, SERVER, VOUCHED, Home, code, reply
from worker.answers.judge import Refused
from worker.digest.token import line_of
from worker.ports import Planned

Forge = Callable[[Planned, Planned], bytes]  # this week's digest, last week's


@dataclass(frozen=True, slots=True)
class Forged:
    """A reply that breaks a condition; `told` is the reason the next digest gives, "" where it is silent."""

    name: str
    content: Forge
    folder: str = "INBOX"
    told: str = ""


def headed(name: str, told: Refused | str = "", **headers: str) -> Forged:
    named = {field.replace("_", "-"): value for field, value in headers.items()}
    return Forged(name, lambda new, old: reply(new, headers=named), told=str(told))


def vouched(name: str, said: str) -> Forged:
    return headed(name, Refused.UNPROVEN, Authentication_Results=said)


def raw(name: str, before: str, after: str, *, told: str = "") -> Forged:
    """The bytes of a good reply, changed: no library writes such lines. The server is fooled and vouches."""

    def forge(new: Planned, old: Planned) -> bytes:
        good = reply(new, headers={"Authentication-Results": VOUCHED})
        assert before.encode() in good
        return good.replace(before.encode(), after.encode(), 1)

    return Forged(name, forge, told=told)


def from_line(name: str, value: str, *, told: str = "") -> Forged:
    return raw(name, f"From: {MARA}", f"From: {value}", told=told)


def linked(
    name: str,
    text: Callable[[Planned, Planned], str],
    *,
    named: bool = False,
    told: str = str(Refused.WRONG_CODE),
) -> Forged:
    """A mail that a link of the digest began; with `named` its program heeds In-Reply-To."""
    thread = {} if named else {"In-Reply-To": None, "References": None}
    return Forged(name, lambda new, old: reply(new, text(new, old), headers=thread), "Sent", told)


def written(name: str, text: str = "", *, html: str = "", told: str = "") -> Forged:
    return Forged(name, lambda new, old: reply(new, text, html=html), "Sent", told)


NOT_YOU, UNPROVEN, AUTOMATIC = str(Refused.NOT_YOU), str(Refused.UNPROVEN), str(Refused.AUTOMATIC)
EVIL = "evil@example.net"
FAILED = "dmarc=fail header.from=lindqvist.example"

FORGED = [
    # ── Not from the owner ──
    from_line("another address", f"Mara Lindqvist <{EVIL}>"),
    from_line("the owner's address as a name", f'"{ME}" <{EVIL}>'),
    from_line("the owner's address before the brackets", f"{ME} <{EVIL}>"),
    from_line("the owner's address in a comment", f"{EVIL} ({ME})"),
    from_line("a comment at the owner's address", f"{ME} (not really)", told=NOT_YOU),
    from_line("two addresses on one line, the owner first", f"{ME}, {EVIL}", told=NOT_YOU),
    from_line("two addresses on one line, the owner last", f"{EVIL}, {ME}"),
    from_line("two From lines, the owner first", f"{MARA}\nFrom: {EVIL}", told=NOT_YOU),
    from_line("two From lines, the owner last", f"{EVIL}\nFrom: {MARA}"),
    from_line("the same From line twice", f"{MARA}\nFrom: {MARA}", told=NOT_YOU),
    from_line("two pairs of brackets", f"Mara <{EVIL}> <{ME}>", told=NOT_YOU),
    from_line("a group", f"Mara: {ME};", told=NOT_YOU),
    from_line("a route", f"<@relay.example.net:{ME}>", told=NOT_YOU),
    from_line("an encoded word that holds an address", f"=?utf-8?q?{ME}?= <{EVIL}>"),
    from_line("a whole encoded From line", "=?utf-8?q?mara=40lindqvist.example?=", told=NOT_YOU),
    from_line("an address that begins like the owner's", f"<{ME}.example.net>"),
    from_line("a homograph of the owner's domain", "<mara@lindqvıst.example>"),
    from_line("a plus-tag that is no address of the owner's", "<mara+x@lindqvist.example>"),
    from_line("a quoted local part", '<"mara"@lindqvist.example>', told=NOT_YOU),
    raw("no From line at all", f"From: {MARA}\n", ""),
    raw("a Sender line in place of From", "From: ", "Sender: ", told=NOT_YOU),
    raw("an empty From line", f"From: {MARA}\n", "From: \n"),
    # ── Nothing shows where it came from ──
    headed("not in Sent, and nobody vouches", UNPROVEN),
    vouched("another server vouches", VOUCHED.replace(SERVER, "mx.example.net")),
    vouched("a server whose name begins so vouches", VOUCHED.replace(SERVER, f"{SERVER}.net")),
    vouched("dmarc=fail", f"{SERVER}; {FAILED}"),
    vouched("dmarc=fail beside a pass of dkim", f"{VOUCHED.partition('; dmarc')[0]}; {FAILED}"),
    vouched(
        "dmarc=none beside a pass of dkim", f"{SERVER}; dkim=pass header.d=lindqvist.example; dmarc=none"
    ),
    vouched("dmarc=pass for another domain", f"{SERVER}; dmarc=pass header.from=example.net"),
    vouched("dmarc=pass for nobody", f"{SERVER}; dmarc=pass"),
    vouched(
        "dmarc=pass for two domains", f"{SERVER}; dmarc=pass header.from=lindqvist.example header.from=x.net"
    ),
    vouched("dmarc=pass in a comment", f"{SERVER}; spf=fail (dmarc=pass header.from=lindqvist.example)"),
    vouched(
        "dmarc=pass in a quoted string",
        f'{SERVER}; spf=fail reason="; dmarc=pass header.from=lindqvist.example"',
    ),
    vouched("a comment that does not close", f"{SERVER} (; dmarc=pass header.from=lindqvist.example"),
    vouched(
        "a comment that ends later than it seems to, by a backslash",
        rf"{SERVER}; spf=fail (of x\); dmarc=pass header.from=lindqvist.example; x=y \(@example.net)",
    ),
    vouched(
        "a comment in which a quote hides what failed",
        f'{SERVER}; dkim=pass header.d=lindqvist.example; spf=fail (of "x); {FAILED}; x=y ("y)',
    ),
    vouched("the server's name in a comment", VOUCHED.replace(SERVER, f"mx.example.net ({SERVER})")),
    vouched("a dkim signature of another domain", f"{SERVER}; dkim=pass header.d=example.net"),
    vouched("a dkim signature of a domain below", f"{SERVER}; dkim=pass header.d=x.lindqvist.example"),
    vouched("a dkim signature that failed", f"{SERVER}; dkim=fail header.d=lindqvist.example"),
    vouched("only spf passes", f"{SERVER}; spf=pass smtp.mailfrom=lindqvist.example"),
    vouched("a method that only begins like dmarc", f"{SERVER}; dmarc-x=pass header.from=lindqvist.example"),
    raw(
        "the good results stand below those of the server",
        "Authentication-Results:",
        f"Authentication-Results: {SERVER}; {FAILED}\nAuthentication-Results:",
        told=UNPROVEN,
    ),
    raw(
        "the good results stand below another server's",
        "Authentication-Results:",
        "Authentication-Results: mx.example.net; none\nAuthentication-Results:",
        told=UNPROVEN,
    ),
    raw(
        "results under a name that only looks like theirs",
        "Authentication-Results:",
        "ARC-Authentication-Results: i=1;",
        told=UNPROVEN,
    ),
    Forged(
        "results smuggled in behind a bare carriage return",
        lambda new, old: reply(new).replace(
            b"Subject: ", f"Subject: x\rAuthentication-Results: {VOUCHED}\rX-Rest: ".encode(), 1
        ),
        told=NOT_YOU,
    ),
    Forged(
        "a NUL in the header",
        lambda new, old: reply(new, headers={"Authentication-Results": VOUCHED}).replace(
            b"Re: ", b"\0Re: ", 1
        ),
        told=NOT_YOU,
    ),
    # ── Sent by a machine ──
    headed("an automatic reply", AUTOMATIC, Authentication_Results=VOUCHED, Auto_Submitted="auto-replied"),
    headed("generated by a machine", "", Authentication_Results=VOUCHED, Auto_Submitted="auto-generated"),
    headed(
        "an automatic reply of the older kind", AUTOMATIC, Authentication_Results=VOUCHED, X_Autoreply="yes"
    ),
    headed("sent on by a list", "", Authentication_Results=VOUCHED, List_Id="<all.example.net>"),
    headed(
        "says that it is a digest itself", "", Authentication_Results=VOUCHED, X_Introloop="weekly 2026-W47"
    ),
    # ── The code is not the right one ──
    linked(
        "a code of which the end is guessed", lambda new, old: f"done 2\n\n{code(new, 2, 'done')[:-4]}aaa]"
    ),
    linked("the code of another item", lambda new, old: f"done 2\n\n{code(new, 1, 'done')}"),
    linked("the code of another word", lambda new, old: f"done 2\n\n{code(new, 2, 'met')}"),
    linked(
        "the code of another install", lambda new, old: f"done 2\n\n{code(new, 2, 'done', key=KEY[::-1])}"
    ),
    linked("a code beside a second command", lambda new, old: f"done 2\ndone 1\n\n{code(new, 2, 'done')}"),
    linked("a code of zeros", lambda new, old: f"done 2\n\n{line_of('a' * 16)}"),
    linked(
        "a wrong code in a mail that names the digest",
        lambda new, old: f"done 2\n\n{code(old, 2, 'done')}",
        named=True,
    ),
    linked("a code that is cut short", lambda new, old: f"done 2\n\n{code(new, 2, 'done')[:-3]}]", told=""),
    Forged(
        "no digest is named",
        content=lambda new, old: reply(new, headers={"In-Reply-To": None, "References": None}),
        folder="Sent",
    ),
    Forged(
        "a digest that never was",
        content=lambda new, old: reply(replace(new, message_id="<made-up@lindqvist.example>")),
        folder="Sent",
    ),
    # ── Not typed by the owner, or too much ──
    written("only in the quote", "Thanks\n\n> done 2\n> met 1"),
    written("below the quote", "Thanks\n\n> 1. Write to Tomas\n\ndone 2"),
    written(
        "in a mail that is forwarded", "Look\n\n---------- Forwarded message ---------\nFrom: Eve\n\ndone 2"
    ),
    written("hidden in the HTML", html='<p>Thanks</p><div style="display:none">done 2</div>'),
    written("hidden in the HTML by its size", html='<p>Thanks</p><div style="font-size:0">done 2</div>'),
    written("in a comment of the HTML", html="<p>Thanks</p><!-- <p>done 2</p> -->"),
    written(
        "twenty-one commands", "\n".join(f"done {n % 3 + 1}" for n in range(21)), told=str(Refused.TOO_MUCH)
    ),
    written("a negation", "not done 2"),
    written("a sentence that begins so", "Done 2 things today and one more tomorrow"),
]


@pytest.fixture
def home() -> Home:
    return Home()


def test_there_are_sixty_of_them() -> None:
    assert len({one.name for one in FORGED}) == len(FORGED) >= 60


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: forged.name)
def test_a_forged_reply_does_nothing(home: Home, forged: Forged) -> None:
    old = home.digest("2026-W46")
    new = home.digest("2026-W47")
    home.hears(forged.content(new, old), forged.folder)
    home.clock.forward(days=1, hours=1)  # no copy came to lie in Sent
    home.listen()
    assert home.verbs == []
    assert [why for _, why in home.said() if why in set(Refused)] == ([forged.told] if forged.told else [])


def test_a_digest_older_than_thirty_five_days_is_answered_no_more(home: Home) -> None:
    old = home.digest()
    home.clock.forward(days=35)
    assert home.hears(reply(old, at=home.clock.now(), message_id="<late@lindqvist.example>"))
    assert home.said() == [("done 2", str(Refused.EXPIRED))]
    linked = reply(
        old,
        f"done 2\n\n{code(old, 2, 'done')}",
        at=home.clock.now(),
        headers={"In-Reply-To": None, "References": None},
    )
    assert home.hears(linked)
    assert home.verbs == []


def test_on_its_last_day_it_still_is(home: Home) -> None:
    old = home.digest()
    home.clock.forward(days=34)
    home.hears(reply(old, at=home.clock.now()))
    assert home.verbs == ["done"]


def test_what_does_not_count_is_told_with_the_reason_and_not_in_its_own_words(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "note 1 Dana owes you money, call +44 ...\nBuy now"), "INBOX")
    home.clock.forward(days=1, hours=1)
    home.listen()
    (note,) = home.notes()
    assert note == f"Not done: “note 1”, because {Refused.UNPROVEN}."


def test_a_reply_whose_copy_in_sent_comes_later_counts_then(home: Home) -> None:
    digest = home.digest()
    said = reply(digest)
    assert home.hears(said, "INBOX") == 0
    home.clock.forward(hours=3)
    assert home.hears(said, "Sent") == 1
    assert home.verbs == ["done"]


def test_the_copy_in_sent_is_read_and_not_another_that_bears_its_name(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, "mute 1\nmute 3"), "INBOX")
    home.hears(reply(digest, "done 2"), "Sent")
    assert home.verbs == ["done"]


def test_the_owners_server_may_vouch_for_what_is_not_in_sent(home: Home) -> None:
    digest = home.digest()
    home.hears(reply(digest, headers={"Authentication-Results": VOUCHED}), "INBOX")
    assert home.verbs == ["done"]


@pytest.mark.parametrize(
    "said",
    [
        f"{SERVER}; dkim=pass header.i=@lindqvist.example header.s=s1",
        f"{SERVER} 1; dmarc=pass (p=none; sp=none) header.from=lindqvist.example",
        f"{SERVER.upper()}; spf=none; DMARC=Pass Header.From=Lindqvist.Example",
        f'{SERVER};\n\tdkim=fail reason="bad" header.d=x.net;\n\tdmarc=pass header.from=lindqvist.example',
    ],
)
def test_servers_write_it_in_several_ways(home: Home, said: str) -> None:
    digest = home.digest()
    content = reply(digest).replace(b"Subject:", f"Authentication-Results: {said}\nSubject:".encode(), 1)
    home.hears(content, "INBOX")
    assert home.verbs == ["done"]


def test_without_a_pinned_server_only_sent_counts(home: Home) -> None:
    home.trust = replace(home.trust, server="")
    home.hears(reply(home.digest(), headers={"Authentication-Results": VOUCHED}), "INBOX")
    assert home.verbs == []
    home.hears(
        reply(
            home.digest(),
            headers={"Authentication-Results": "; dmarc=pass header.from=lindqvist.example"},
            message_id="<2@x>",
        ),
        "INBOX",
    )
    assert home.verbs == []


def test_a_letter_that_waits_for_its_proof_waits_a_day(home: Home) -> None:
    digest = home.digest()
    assert home.hears(reply(digest), "INBOX") == 0
    home.clock.forward(hours=23)
    assert home.listen() == 0
    home.clock.forward(hours=2)
    assert home.listen() == 1
    assert timedelta(days=1) < home.clock.now() - home.store.heard()[0].at
