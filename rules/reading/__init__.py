"""A message read: which sentence shows which act, who is named in it, and which day.

signals.py is the way in; page.py holds a text and its setting, the rest is one question each.
"""
