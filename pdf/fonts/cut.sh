#!/bin/sh
# Cuts Debian's Noto Sans to what the papers print: all letters, sequences and
# signs of DIN 91379 (Latin with Greek and Cyrillic letters), punctuation, a few
# arrows and mathematical signs. Run in this folder; the results are committed.
#
#   apt-get install fonts-noto-core=20201225-1 fonttools=4.38.0-1+deb12u1
#   ./cut.sh
#
# ccmp, mark and mkmk are what places combining marks; the embedded fonts need
# no hinting. encode.py then adds the signs Noto Sans lacks and gives code points
# to glyphs that only ccmp reaches, since gofpdf draws code points, not glyphs.
set -eu
noto=/usr/share/fonts/truetype/noto

for weight in Regular Bold; do
	pyftsubset "$noto/NotoSans-$weight.ttf" \
		--output-file="NotoSans-$weight.ttf" \
		--unicodes=0020-007E,00A0-024F,0259,0268,0272,0292,02B0-02FF,0300-036F,0370-03FF,0400-045F,0490-0493,1E00-1EFF,200D,2010-2027,2030-203A,2044,20AC,2116,2122,2212,25CC,FFFD \
		--layout-features=ccmp,mark,mkmk \
		--no-hinting --notdef-outline --name-IDs=0,1,2,3,4,5,6,13,14
	/usr/bin/python3 encode.py "NotoSans-$weight.ttf" "$noto/NotoSansMath-Regular.ttf"
done
ls -l NotoSans-*.ttf
