"""Measuring what Introloop understands against labelled mail.

labels.py   a line of LABELS.jsonl -> owner, notes, decisions
keys.py     what a label must say and may say, and what nobody reads
predict.py  a label -> what Introloop says of it (DOMAIN.md section 8)
score.py    labels and predictions -> precision, recall and the confusions
"""
