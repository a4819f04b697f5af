"""The machine-readable face of a review (DOMAIN.md section 8): what `introloop loops --json` prints."""

from __future__ import annotations

from typing import Any

from rules.model import Case, Duty, Review, Turn
from worker.ports import Coverage


def review_json(review: Review, coverage: Coverage, *, everything: bool = False) -> dict[str, Any]:
    """The one object, ready for json.dumps; closed cases only with `everything` (--all)."""
    return {
        "now": review.now.isoformat(),
        "coverage": coverage_json(coverage),
        "cases": [case_json(case) for case in review.cases if everything or case.turn is not Turn.CLOSED],
    }


def case_json(case: Case) -> dict[str, Any]:
    """One case by the names of DOMAIN.md section 8."""
    return {
        "id": case.id,
        "kind": case.kind.value,
        "state": case.state,
        "turn": case.turn.value,
        "awaiting": case.awaiting,
        "introducer": case.introducer,
        "requester": case.requester,
        "helper": case.helper,
        "targets": list(case.targets),
        "outcome": case.outcome.value if case.outcome else None,
        "organisation": case.organisation,
        "messages": list(case.messages),
        "duties": [_duty_json(duty) for duty in case.duties],
    }


def _duty_json(duty: Duty) -> dict[str, Any]:
    return {
        "what": duty.what.value,
        "owner": duty.owner,
        "to": duty.to,
        "since": duty.since.isoformat(),
        "due": duty.due.isoformat() if duty.due else None,
        "overdue": duty.overdue,
        "urgent": duty.urgent,
        "evidence": {
            "message_id": duty.evidence.message_id,
            "sentence": duty.evidence.sentence,
            "rule": duty.evidence.rule,
        },
    }


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """What was read, and what could not be (ARCHITECTURE.md invariant 7)."""
    return {
        "last_complete": coverage.last_complete.isoformat() if coverage.last_complete else None,
        "folders": [
            {
                "account": folder.account,
                "folder": folder.folder,
                "role": folder.role.value,
                "complete": folder.complete.isoformat() if folder.complete else None,
                "read": folder.read,
                "problem": folder.problem,
            }
            for folder in coverage.folders
        ],
        "quarantined": coverage.quarantined,
        "problems": list(coverage.problems),
    }
