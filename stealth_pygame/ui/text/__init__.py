"""Text as pixels: fonts and their gaps, letters, lines, pages, the typewriter, right-to-left scripts.

Must not know bubbles or boxes.
"""
