"""What the owner writes back: replies to a digest, and mail sent on to an address with a tag. All pure.

words.toml    the words that are understood, a table a language
vocabulary.py those words, ready to be looked up
grammar.py    a line to a command, or why not
days.py       the day a command names
letter.py     bytes to a letter: who wrote it, what stands above the first quote
origin.py     whether it surely comes from the owner: From, Authentication-Results
judge.py      a letter and the digests it may answer to commands, or why not
capture.py    what a tagged address of the owner asks for
wording.py    what became of it, in words, for the next digest
"""
