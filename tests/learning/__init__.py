"""Sentences and mails written to learn from and to measure with, and the script that learns (README.md)."""
