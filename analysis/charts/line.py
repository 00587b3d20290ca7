"""One line of text, drawn at its anchor without matplotlib's measuring."""

from typing import cast

from matplotlib.backend_bases import RendererBase
from matplotlib.text import Text

from analysis.charts import lettering

_PART_BEFORE_ANCHOR = {"left": 0.0, "center": 0.5, "right": 1.0}


class Line(Text):
    """Text of one line on its baseline, never wrapped nor read as mathematics.

    matplotlib measures each text anew in every rendering, which takes half the time of a heat map. A single
    line on a baseline needs no measuring where the SVG viewer aligns it, and its width is known elsewhere.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw at the anchor, moved back by the part of the width that the alignment puts before it."""
        words, font = str(self.get_text()), self.get_fontproperties()
        x, y = self.get_transform().transform(self.get_position())
        size = cast(float, renderer.points_to_pixels(font.get_size_in_points()))
        bold = font.get_weight() == "bold"
        before = _PART_BEFORE_ANCHOR[self.get_horizontalalignment()] * lettering.width(words, size, bold)
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        height = renderer.get_canvas_width_height()[1]
        renderer.open_group("text", self.get_gid())
        renderer.draw_text(gc, x - before, height - y, words, font, self.get_rotation(), mtext=self)
        renderer.close_group("text")
        gc.restore()
