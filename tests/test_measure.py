"""`make measure` prints a row for each figure, on a folder laid out like the one it is meant for."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from tests.builders import MARA, mail
from tests.measure import main, paths

INES = "Ines Carvalho <ines@harbour.example>"
SCORER = """
import json, sys
labels, predictions = (open(name).read().splitlines() for name in sys.argv[1:3])
acts = {"asks": {"precision": 0.5, "recall": None}}
print(json.dumps({"items": len(labels), "acts": acts, "predicted": len(predictions)}))
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """One labelled message, a scorer, three labelled sentences, and a mailbox of three mails."""
    folder = tmp_path / "corpus"
    (folder / "intents").mkdir(parents=True)
    asked = ("Yes\tPlease bring the caf\xe9 key.", "No\tThe tide is low.", "No\tCould it rain tonight?")
    (folder / "intents" / "harbour.txt").write_text("\n".join(asked), "latin-1")
    (folder / "written").mkdir(parents=True)
    (folder / "enron" / "mailboxes").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER)
    message = {
        "message_id": "<1@harbour.example>",
        "date": "2026-11-02T09:00:00+01:00",
        "from": INES,
        "to": [MARA],
        "subject": "Lunch",
        "body": "Lunch on Friday?",
    }
    label = {
        "id": "one",
        "owner": {"addresses": ["mara@lindqvist.example"]},
        "message": message,
        "acts": ["none"],
    }
    (folder / "written" / "messages.jsonl").write_text(json.dumps(label) + "\n")
    told = [mail(MARA, "Yes.", on=f"2026-11-0{day} 09:00", to=INES, subject="Lunch") for day in (2, 3, 4)]
    mbox = b"".join(b"From x Mon Nov  2 09:00:00 2026\n" + one.content + b"\n" for one in told)
    (folder / "enron" / "mailboxes" / "mara.mbox.xz").write_bytes(lzma.compress(mbox))
    return folder


def test_every_figure_is_a_row(corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(corpus, tmp_path / "out")
    rows = capfd.readouterr().out.splitlines()
    assert rows[0] == "written/messages"
    assert ["asks", "something", "precision", "0.50", "recall", "1.00", "f1", "0.67"] in [
        row.split() for row in rows
    ]
    assert ["asks", "precision", "0.50", "recall", "-"] in [row.split() for row in rows]
    for whose in ("mara", "all"):
        assert [whose, "3", "messages"] in [row.split()[:3] for row in rows]
    assert [line["id"] for line in predictions(tmp_path / "out" / "written-messages.predictions.jsonl")] == [
        "one"
    ]


def predictions(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_folder_that_is_not_there_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="usage"):
        paths([str(tmp_path / "nowhere"), "build"])
