"""Text as pixels: fonts and missing glyphs, letters, lines, pages, the typewriter, right-to-left scripts.

Must not know bubbles or boxes.
"""
