"""The commands, in the order a newcomer meets them."""

from __future__ import annotations

# The module that holds each, imported when it is asked for, and the first sentence of its own help, so that
# to list them imports none.
COMMANDS = {
    "demo": ("trying", "See it work on a mailbox of invented people."),
    "init": ("setting_up", "Set up your mailbox, try it, and read the last 90 days."),
    "login": ("signing_in", "Sign in with Microsoft or Google."),
    "check": ("checking", "Try everything once: mailbox and folders, sending, store."),
    "scan": ("scanning", "Read all mail that is new since the last scan."),
    "loops": ("loops", "List the open loops, by whose turn it is."),
    "show": ("loops", "Show one case in full: what is owed, why, and the drafts."),
    "explain": ("explaining", "Say which rule read what, in a case or in one message."),
    "digest": ("mailing", "Print the digest as it would be now, show it, or send it."),
    "report": ("reporting", "Write a page to look at: who introduced whom, and how it went."),
    "run": ("mailing", "Stay and work: scan, and send the digest when it is due."),
    "done": ("deciding", "Close a case, or one duty of it."),
    "met": ("deciding", "Say that the meeting took place."),
    "moved": ("deciding", "Say that the meeting was moved to another day."),
    "no-meeting": ("deciding", "Say that there will be no meeting."),
    "snooze": ("deciding", "Leave a case alone until a day."),
    "not-intro": ("deciding", "Say that this is no introduction at all."),
    "mute": ("deciding", "Hear no more of a case, whatever mail comes."),
    "note": ("deciding", "Keep a line of your own with a case."),
    "decisions": ("deciding", "List what you said, each with the id that takes it back."),
    "undo": ("deciding", "Take back what you said last, or what goes by an id."),
    "paths": ("advising", "Show who can open a company for you, and whom not to ask now."),
    "people": ("people", "List people, show one, or say what one is to you."),
    "forget": ("people", "Delete all that is held of a person."),
    "export": ("people", "Print all that is held of a person, one JSON object a row."),
    "status": ("health", "Say whether all is well: what was read, what could not be."),
    "service": ("service", "Run it all the time, as a service of systemd."),
    "fleet": ("fleet", "Look after many mailboxes in one PostgreSQL database."),
    "backup": ("keeping", "Copy all that is kept into a new file."),
    "evaluate": ("measuring", "Measure precision and recall on labelled mail."),
}
