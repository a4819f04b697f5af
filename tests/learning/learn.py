"""Learns the weights of `rules/packs/learned/` from the sentences here: `make learn`.

One logistic regression for each label, over the parts of a sentence that the rules see (rules/learned.py):
words and stems, which each language has for itself, and concepts, which all languages share. What comes
out is numbers with names; nothing of scikit-learn is needed to use them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from rules.learned import Label
from rules.packs import Packs, load_packs
from rules.parts import concept_parts, word_parts
from rules.sentences import sentences
from tests.learning.mails import learn_mails, mails
from tests.learning.whole import Row, learn_whole, row_of
from tests.learning.written import Line, labels, lines, writer_of
from worker.packs import packs, shipped

HERE = Path(__file__).parents[2] / "rules" / "packs" / "learned"
SHARED, MAILS = "concepts", "mails"  # what all languages share, what is learned of whole mails
WHOLE = "whole"  # of the latter, what moves all acts of introductions
_KNOWN = 2  # lines of a language in which a word stands before it is known …
_OFTEN = 3  # … and a part before it is weighed
_STRENGTH = 0.3  # of what lets the weights grow (C of the regression)
_CONCEPTS_COUNT = 1.2  # a concept is weighed a little more freely than a word
_RARE = {False: 1, True: 3}  # a line that does something weighs as much as three that do not
_SMALL = 0.1  # log odds: smaller weights are left out
_EXAMPLES = 12  # lines of a label from which it can be learned
_CAPITALISED = frozenset({"de"})  # languages whose nouns begin with a capital


@dataclass(frozen=True, slots=True)
class Seen:
    """The lines as numbers: one row a line, one column a part, named by whose it is and what it is."""

    matrix: csr_matrix
    parts: Sequence[tuple[str, str]]  # language or SHARED, part


def main() -> None:
    """Learn from every line and every mail, and write a file a language and two for all of them."""
    HERE.mkdir(exist_ok=True)
    (HERE / f"{MAILS}.json").unlink(missing_ok=True)  # it corrects what is learned now
    for name, table in learn(list(lines()), packs()).items():
        save(name, table)
    packs.cache_clear()
    whole = learn_whole(row for writer in writers() for row in rows(writer, taught(but=writer)))
    save(MAILS, {**learn_mails(list(mails(packs())), packs()), WHOLE: whole})


def save(name: str, table: Mapping[str, Any]) -> None:
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (HERE / f"{name}.json").write_text(text.replace('},"', '},\n"') + "\n", "utf-8")
    print(f"{name}: {len(text) // 1024} kB")  # noqa: T201 - a command: what it says is its output


def taught(*, but: str) -> dict[str, str]:
    """What would be learned had a writer never written, as the texts of rules/packs/learned by their names;
    without what is learned of the whole of a mail, which needs this of every writer."""
    learned = learn([line for line in lines() if line.writer != but], packs_of({}))
    texts = {name: json.dumps(table) for name, table in learned.items()}
    return {**texts, MAILS: json.dumps(learn_mails(list(mails(packs_of(texts), but=but)), packs_of(texts)))}


def packs_of(texts: Mapping[str, str]) -> Packs:
    """The packs with these texts in the place of what was learned."""
    return load_packs(shipped(".toml"), weighed=texts)


def writers() -> list[str]:
    """Everybody who wrote a mail to learn from."""
    return sorted({writer_of(label) for label in labels()})


def rows(writer: str, texts: Mapping[str, str]) -> Iterator[Row]:
    """A writer's mails, as they are read by what others taught."""
    others = packs_of(texts)
    return (row_of(label, others, writer=writer) for label in labels() if writer_of(label) == writer)


def learn(written: Sequence[Line], known_packs: Packs) -> dict[str, dict[str, Any]]:
    """The files by name, as `rules.learned.learned` reads them."""
    known = vocabularies(written)
    seen, _ = numbered(written, (), known_packs)
    bias: dict[str, float] = {}
    parts: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for label in labels_of(written):
        model = fitted(seen.matrix, written, label)
        bias[str(label)] = round(float(model.intercept_[0]), 2)
        for at in numpy.flatnonzero(abs(model.coef_[0]) * _scales(seen) >= _SMALL):
            whose, part = seen.parts[int(at)]
            parts[whose][str(label)][part] = round(float(model.coef_[0][at] * _scale(whose)), 2)
    tables = {name: {"words": sorted(words), "parts": parts[name]} for name, words in known.items()}
    return {**tables, SHARED: {"bias": bias, "parts": parts[SHARED]}}


def fitted(matrix: csr_matrix, written: Sequence[Line], label: Label) -> LogisticRegression:
    """What tells a label's lines from all others."""
    told = [at for at, line in enumerate(written) if tells(line, label)]
    model = LogisticRegression(C=_STRENGTH, max_iter=300, solver="liblinear", class_weight=_RARE)
    model.fit(matrix[told], [shows(written[at], label) for at in told])
    return model


def numbered(written: Sequence[Line], others: Sequence[Line], known_packs: Packs) -> tuple[Seen, csr_matrix]:
    """The lines to learn from as numbers, and other lines by the same columns."""
    known = vocabularies(written)
    parts = [dict(parts_of(line, known, known_packs)) for line in written]
    held = Counter(part for row in parts for part in row)
    often = [{p: v for p, v in row.items() if held[p] >= _OFTEN} for row in parts]
    columns = DictVectorizer(dtype=numpy.float32)
    matrix = _narrow(columns.fit_transform(often))
    other = _narrow(columns.transform([dict(parts_of(line, known, known_packs)) for line in others] or [{}]))
    return Seen(matrix, columns.feature_names_), other


def parts_of(
    line: Line, known: Mapping[str, frozenset[str]], known_packs: Packs
) -> Iterator[tuple[tuple[str, str], float]]:
    """The parts of a line's sentences, each with what it counts."""
    concepts = known_packs.languages[line.language].meant()
    for sentence in sentences(line.text):
        for part in word_parts(sentence, known.get(line.language, frozenset())):
            yield (line.language, " ".join(part)), _scale(line.language)
        for part in concept_parts(sentence, concepts):
            yield (SHARED, " ".join(part)), _scale(SHARED)


def _scale(whose: str) -> float:
    return _CONCEPTS_COUNT if whose == SHARED else 1.0


def _scales(seen: Seen) -> Any:
    return numpy.array([_scale(whose) for whose, _ in seen.parts])


def _narrow(matrix: csr_matrix) -> csr_matrix:
    """The same with 32-bit places, which are all that the regression reads."""
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    return matrix


def vocabularies(written: Iterable[Line]) -> dict[str, frozenset[str]]:
    """By language, words that stand in several lines and are no names: there in small letters, mostly."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in written:
        found[line.language].update(set(_small(line)))
    return {
        language: frozenset(word for word, count in words.items() if count >= _KNOWN)
        for language, words in found.items()
    }


def _small(line: Line) -> Iterator[str]:
    for sentence in sentences(line.text):
        for written, folded in zip(sentence.words, sentence.folded, strict=True):
            if not written[0].isupper() or line.language in _CAPITALISED:
                yield folded


def labels_of(written: Iterable[Line]) -> list[Label]:
    """The labels with enough lines to learn them from: each act in all its forms, and each form apart."""
    found = Counter(
        label for line in written for label in {*line.does, *(Label(label.act) for label in line.does)}
    )
    return sorted(label for label, count in found.items() if count >= _EXAMPLES)


def tells(line: Line, label: Label) -> bool:
    """Whether a line is an example for or against a label; the same act in another form is neither."""
    return shows(line, label) or all(other.act is not label.act for other in line.does)


def shows(line: Line, label: Label) -> bool:
    """Whether a line does what a label names: an act without a form stands for all of them."""
    return any(other.act is label.act and label.form in ("", other.form) for other in line.does)


if __name__ == "__main__":
    main()
