"""Filled test sheets whose truth is known, and how well `diagnoza.scanning` reads them.

The printed sheet is rendered, marked with drawn pens (`pens`, `filling`), and seen by a drawn scanner, fax or camera
(`cameras`). Everything random comes from the generator that is passed in.
"""
