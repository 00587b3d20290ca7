"""Text that a spreadsheet will not run: a reversible guard against formulas in exported cells.

A cell that would start a formula gets an apostrophe in front. The same is done inside a cell after every
separator and line break, because a program that expects another separator cuts the text there. Where a text
has an apostrophe of its own in such a place it gets one more, so `unguard(guard(text)) == text` always.
"""

import re

# With the full-width, small, superscript and subscript forms that some programs fold into the plain ones.
FORMULA = "=+@|%-＝＋＠｜％－﹦﹢﹫﹪﹣⁺⁼₊₌﬩⩵⩶"
# Quotes, blanks, control and invisible marks that a program may drop before it looks at the first character.
DROPPED = (
    '["\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]'
)

_STARTS = f"(?:'|{DROPPED}*[{re.escape(FORMULA)}\t])"
_RISKY = re.compile(f"(?:^(?={DROPPED}*[\r\n])|(?:^|(?<=[,;\t\r\n]))(?={_STARTS}))")
_GUARDED = re.compile(r"(?:^|(?<=[,;\t\r\n]))'")


def guard(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could start a formula."""
    return _RISKY.sub("'", text)


def unguard(text: str) -> str:
    """The text as it was before `guard`."""
    return _GUARDED.sub("", text)
