"""`python -m worker` is `introloop`."""

from worker.cli import main

main()
