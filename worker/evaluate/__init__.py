"""Measuring what Introloop understands against labelled mail.

letter.py   a labelled message -> the bytes of a real mail (RFC 5322)
labels.py   a line of LABELS.jsonl -> owner, notes, decisions, letters
predict.py  a label -> what Introloop says of it (DOMAIN.md section 8)
score.py    labels and predictions -> precision, recall and the confusions
"""
