"""Mail in: one class a backend, each of them a worker.ports.Mailbox that reads and never changes."""
