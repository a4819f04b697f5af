"""Migrations of the schema, one file each under versions/, numbered 0001, 0002 …

A migration is never changed once released, names its columns itself, and adds or fills facts; it never
edits decisions. Set VERSION in worker/store/schema.py to the newest.
"""
