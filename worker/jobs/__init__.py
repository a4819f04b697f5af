"""The use cases: each a small function over the ports, told everything it needs.

scan.py     mailbox -> readings in the store, folder by folder, in steps that commit
step.py     one step of a scan: headers and texts -> one batch, with quarantine for what cannot be read
issue.py    store -> one issue of the digest
post.py     one mail to the owner: frozen, claimed, looked for, sent, settled
looking.py  whether a mail of ours lies in the mailbox already
doubts.py   what the owner must know of earlier mails: one may have come twice, or not at all
digest.py   the weekly digest, when it is due, and one that is asked for
urgent.py   the short mail of a day on which something breaks
review.py   store and owner -> review
answers.py    what the owner wrote back: heard once, with all that it changes
commands.py   a line of a reply to a decision
capturing.py  mail to a tagged address: it begins a case, or dates one
drafts.py     suggestions laid into the Drafts folder, once each
decide.py   the owner's word about a case, found by the beginning of its id
paths.py    which companies to find a way into
people.py   what the owner says of a person; what is held of one; forgetting one
explain.py  every signal, sentence and rule of a message or a case
health.py   what was read, what could not be, what is due
"""
