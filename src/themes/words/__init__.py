"""Every word that municipal users read, in one place: plain Dutch (B1), as named constants per part of the product.

A module says what it is about (`reading`, `coding`, `topics`, `policy`, `running`) and holds nothing but constants.
A sentence with something to fill in is a template with named fields: `words.ENCRYPTED.format(file=name)`.

For a translator: copy this folder, translate what stands between the quotes, and put the copy in its place. Keep the
names of the constants and the names between braces as they are; the order in which they stand in a sentence is yours.
`{n:,}` and the like is a number with its form: keep that too. Dutch that the program *reads* in documents (cue words,
headings of plans, column names) is no part of this: that belongs to the language of the documents.
"""
