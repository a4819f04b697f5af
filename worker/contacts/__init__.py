"""Address books to notes about people: one file a format, and CardDAV."""
