"""Paper in, by camera or scanner: from the bytes of a photo or a scan to answers and what is doubtful about them.

    for picture in pages.pages(content):          # PageError where the file cannot be used
        read = reader.read(picture, layout_of)    # PageError where the page cannot be used
        collected.append(read)
    sheet = answers.answers(definition, layout, collected)

No database, no Flask: who may upload, what is kept and what a librarian confirms is decided elsewhere.
"""
