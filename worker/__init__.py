"""The imperative shell: mailbox, store, schedule, digest and command line."""
