"""Every word that municipal users read, in one place: plain Dutch (B1), as named constants.

There is a module per part of the product, and a module holds nothing but constants. Rooms take the one they need:
`from themes.words import reading as words`. A sentence with something to fill in is a template with named fields:
`words.UNKNOWN_KIND.format(suffix=suffix)`.

For a translator
----------------
Copy this folder, translate what stands between the quotes, and put the copy in its place; no other file changes.

- Keep the names of the constants, the keys of the dicts, and the names between braces. `{value:g}` is a number with
  its form: keep the form too. The order of fields in a sentence is yours, and you may use a field twice.
- Where one and more differ there are two constants, or a pair (one, more).
- Names of files, commands and settings ('themes run', [limits], max_pages) stay as they are.
- A statement has two names: *punt* where the municipality and its advisers read (page, workbook, Word files, account of
  a run), *uitspraak* where people code and research (review, codebook, agreement, topics).
- What people fill in is read back: names of sheets and columns, and what can be chosen. A list that was handed out in
  one language is read back in that language.

Dutch that the program reads in documents (cue words, headings of plans) is no part of this. That belongs to the
language of the documents, and stands with the code that reads it.
"""
