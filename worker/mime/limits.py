"""The caps that keep any message cheap, whatever it contains (RELIABILITY.md, "The mailbox")."""

CONTENT = 16_000_000  # bytes of a message that are looked at; attachments beyond it are not searched
HEADER_BLOCK = 128_000  # bytes of a header block
HEADER_FIELDS = 2_000
FIELD = 64_000  # characters of one unstructured field that are decoded
ADDRESSES = 2_000  # mailboxes of one kind of field, "To" for instance
REFERENCES = 200
PARTS = 200
DEPTH = 20
TEXT = 256_000  # characters of text, bytes of HTML
NAME = 200  # characters of a display name
SUBJECT = 1_000
IDENTIFIER = 500  # characters of a Message-ID that is still believed
EMAIL = 320  # 64 + 1 + 255, RFC 5321 section 4.5.3.1
EVENTS = 50  # of a calendar part
