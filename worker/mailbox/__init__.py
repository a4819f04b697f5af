"""Mail in: one class a backend, each of them a worker.ports.Mailbox that reads and never changes.

imap, maildir and mbox are imported from their modules, so that a command pays for the one it uses.
"""
