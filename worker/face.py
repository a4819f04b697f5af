"""The machine-readable face of a review (DOMAIN.md section 8): what `introloop loops --json` prints."""

from __future__ import annotations

from typing import Any

from rules.model import Case, Duty, Evidence, Path, Remark, Review, Turn
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
        "evidence": _evidence_json(duty.evidence),
    }


def paths_json(review: Review) -> dict[str, Any]:
    """What `introloop paths --json` prints: each company with who may open it, the best first."""
    return {
        "now": review.now.isoformat(),
        "companies": [
            {
                "company": paths.company,
                "applied": _remark_json(paths.applied) if paths.applied else None,
                "paths": [_path_json(path) for path in paths.found],
            }
            for paths in review.advice.paths
        ],
    }


def _path_json(path: Path) -> dict[str, Any]:
    who = path.who
    return {
        "name": who.name,
        "address": who.address or None,
        "contact_type": who.contact_type.value if who.contact_type else None,
        "ask_now": path.answer.value,
        "advice": path.advice,
        "last": path.last.isoformat() if path.last else None,
        "ways": [_remark_json(way) for way in path.ways],
        "ready": {"yes": who.elements, "of": len(who.readiness)},
        "elements": [
            {"element": f.element.value, "answer": f.answer.value, "why": f.why}
            | {"evidence": _evidence_json(f.evidence)}
            for f in who.readiness
        ],
        "not_now": [_remark_json(reason) for reason in who.load.reasons],
        "free": who.load.free.isoformat() if who.load.free else None,
    }


def _remark_json(remark: Remark) -> dict[str, Any]:
    return {
        "topic": remark.topic.value,
        "answer": remark.answer.value,
        "text": remark.text,
        "evidence": _evidence_json(remark.evidence),
    }


def _evidence_json(evidence: Evidence) -> dict[str, str]:
    return {"message_id": evidence.message_id, "sentence": evidence.sentence, "rule": evidence.rule}


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """What was read, and what could not be (ARCHITECTURE.md invariant 7)."""
    return {
        "last_complete": coverage.last_complete.isoformat() if coverage.last_complete else None,
        "since": coverage.since.isoformat() if coverage.since else None,
        "folders": [
            {
                "account": folder.account,
                "folder": folder.folder,
                "role": folder.role.value,
                "complete": folder.complete.isoformat() if folder.complete else None,
                "read": folder.read,
                "problem": folder.problem,
                "left": folder.left,
            }
            for folder in coverage.folders
        ],
        "quarantined": coverage.quarantined,
        "problems": list(coverage.problems),
    }
