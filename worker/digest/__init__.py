"""Review -> mail to the owner, by pure functions: no clock, no network, the same bytes every time.

values.py     what goes in beside the review, and what comes out
clean.py      the one door between mail and digest
choose.py     what an issue has room for
words.py      counts, headings and the sentence that leads
entries.py    one numbered item: who, whose turn, why
quotes.py     the sentence that shows it, and where its thread is
drafts.py     a draft as it is seen before it is opened
actions.py    what the owner can say to it
token.py      the code in a link that answers
links.py      mails to write and threads to open: the only links there are
caution.py    names that may deceive
beside.py     advice: a line at an item, a question, a give-back
page.py       what needs nothing: quiet, closed, what was read
month.py      the small figure
coverage.py   what was read, and what could not be
compose.py    the whole issue
render.py     the two templates
mail.py       the finished mail
"""

from worker.digest.compose import all_closed_due, compose
from worker.digest.mail import items_of, spoken_of, to_email, written_at
from worker.digest.values import Digest, Issue, Item, MailProgram
from worker.ports import URGENT, WEEKLY

__all__ = [
    "URGENT",
    "WEEKLY",
    "Digest",
    "Issue",
    "Item",
    "MailProgram",
    "all_closed_due",
    "compose",
    "items_of",
    "spoken_of",
    "to_email",
    "written_at",
]
