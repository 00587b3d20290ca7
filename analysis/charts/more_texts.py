"""Words for rank tiers, weights, uncertain places and differing groups, Polish and English side by side.

charts.toml has the words of the charts themselves; `texts` puts both together.
"""

_PAIRS = {
    "percentage_points": ("{value}\u00a0pkt proc.", "{value}\u00a0percentage points"),
    "notable_more": ("{value} ↑", "{value} ↑"),
    "notable_less": ("{value} ↓", "{value} ↓"),
    "title.minority": (
        "W średniej ginie: {area} w grupie „{category}”\u00a0– {value}, wśród pozostałych {others}",
        "Lost in the mean: {area} in the group “{category}”\u00a0– {value}, among the others {others}",
    ),
    "title.quadrant_unsure": (
        "O żadnym obszarze nie można powiedzieć na pewno, że jest ważny, a dziś słaby",
        "No area is surely both important and poor today",
    ),
    "title.quadrant_borderline": ("{title}; na granicy: {count}", "{title}; borderline: {count}"),
    "alt.groups_minority": (
        "{title}. {highest}. Ukryte pola: {suppressed}. {subtitle}.",
        "{title}. {highest}. Hidden cells: {suppressed}. {subtitle}.",
    ),
    "alt.quadrant_places": ("{title}. {places}. {subtitle}.", "{title}. {places}. {subtitle}."),
    "place.gap": ("ważne, a słabe", "important but poor"),
    "place.keep": ("ważne i dobre", "important and good"),
    "place.low": ("mniej ważne, słabe", "less important, poor"),
    "place.enough": ("mniej ważne, dobre", "less important, good"),
    "place.borderline": ("na granicy", "borderline"),
    "place.with_areas": ("{place}: {areas}", "{place}: {areas}"),
    "note.together": ("{first} {second}", "{first} {second}"),
    "note.tiers": (
        "Klamra z prawej łączy obszary, które mogą zajmować to samo miejsce.",
        "The bracket at the right joins areas that may hold the same rank.",
    ),
    "note.weighted": (
        "Wyniki są ważone do struktury mieszkańców.",
        "Results are weighted to the make-up of the residents.",
    ),
    "note.unweighted": (
        "▲ pod słupkiem: różny o co najmniej {least} wynik bez ważenia.",
        "▲ below a bar: the result without weights, where it differs by at least {least}.",
    ),
    "note.notable": (
        "Ramka: grupa różni się od pozostałych o co najmniej {least} i trudno to wyjaśnić przypadkiem.",
        "Outline: the group differs from the others by at least {least}, hardly by chance.",
    ),
    "note.minorities": ("W średniej giną też: {needs}.", "Also lost in the mean: {needs}."),
    "note.ellipse": (
        "Elipsa: niepewność obu ocen (poziom {level}%). Pusty znak: obszar na granicy, elipsa przecina linię średniej.",
        "Ellipse: uncertainty of both ratings (level {level}%). Empty mark: borderline, its ellipse crosses a mean.",
    ),
    "minority": (
        "{area} w grupie „{category}” ({value}, pozostali {others})",
        "{area} in the group “{category}” ({value}, others {others})",
    ),
    "column.unweighted": ("bez ważenia", "without weights"),
    "column.place": ("ćwiartka", "quadrant"),
}  # fmt: skip
MORE_TEXTS = {
    "pl": {key: polish for key, (polish, _) in _PAIRS.items()},
    "en": {key: english for key, (_, english) in _PAIRS.items()},
}
"""The texts of each language by key."""
