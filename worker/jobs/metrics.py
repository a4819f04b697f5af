"""The figures of the service, as Prometheus reads them: counts and instants, no name and no address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from worker.jobs.health import Health, instant

_HELP = {
    "health_level": "0 well, 1 worth a look, 2 not working: the exit code of introloop status.",
    "last_complete_read_timestamp_seconds": "When the mailbox was last read to its end.",
    "last_digest_timestamp_seconds": "When a digest was last sent.",
    "messages_read": "Messages read in the folders that are selected.",
    "folders_with_a_problem": "Folders that could not be read.",
    "messages_quarantined": "Messages that could not be read.",
    "mails_unsent": "Mails to you that are planned and not yet known to be sent.",
}


def metrics_page(said: Health) -> str:
    """The text exposition format, version 0.0.4; what never happened has no line of its own."""
    return "".join(_lines(said))


def _lines(said: Health) -> Iterator[str]:
    known = said.standing
    values: dict[str, float | None] = {
        "health_level": int(said.level),
        "last_complete_read_timestamp_seconds": _seconds(known.last_complete),
        "last_digest_timestamp_seconds": _seconds(instant(known.last_digest)),
        "messages_read": sum(folder["read"] for folder in known.coverage["folders"]),
        "folders_with_a_problem": len(known.coverage["problems"]),
        "messages_quarantined": known.coverage["quarantined"],
        "mails_unsent": known.unsent,
    }
    for name, meaning in _HELP.items():
        if (value := values[name]) is not None:
            yield f"# HELP introloop_{name} {meaning}\n"
            yield f"# TYPE introloop_{name} gauge\n"
            yield f"introloop_{name} {value}\n"


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
