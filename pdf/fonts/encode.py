"""Completes a cut font in place: encode.py FONT SIGNS-FONT."""
import sys
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SIGNS = (0x2190, 0x2191, 0x2192, 0x2193, 0x221E, 0x2264, 0x2265)
PRIVATE_USE = 0xE000

path, signs_path = sys.argv[1:]
font = TTFont(path, recalcTimestamp=False)
signs = TTFont(signs_path)
assert font["head"].unitsPerEm == signs["head"].unitsPerEm
cmap = next(t for t in font["cmap"].tables if t.format == 4 and t.platformID == 3)

for code in SIGNS:
    source = signs.getBestCmap()[code]
    pen = TTGlyphPen(None)
    signs.getGlyphSet()[source].draw(pen)
    name = "uni%04X" % code
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"].glyphs[name] = pen.glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"].metrics[name] = signs["hmtx"].metrics[source]
    cmap.cmap[code] = name

encoded = set(cmap.cmap.values())
loose = [g for g in font.getGlyphOrder() if g not in encoded and g != ".notdef"]
for i, glyph in enumerate(loose):
    cmap.cmap[PRIVATE_USE + i] = glyph

font["cmap"].tables = [cmap]
font["post"].formatType = 3.0
font.save(path)
print(path, len(cmap.cmap), "characters,", len(loose), "of them for private use")
