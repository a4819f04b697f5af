"""Review -> one page to look at: who introduced whom, and how it went. Pure; nothing on it is fetched.

introductions.py   the pairs a review knows: who was introduced to whom, and what came of it
tree.py            pairs -> a drawing: whom each introduction led to
figures.py         the funnel, and how long loops took to close
tables.py          the ledger, whom to ask, and the paths into companies
page.py            all of it, through the template
"""

from worker.report.page import report

__all__ = ["report"]
