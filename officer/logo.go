package officer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// Limits of a picture that is sent in.
const (
	MaxLogoBytes = 512 << 10
	MaxLogoSide  = 2000 // pixels, of either side
	MinLogoSide  = 16
)

// A logoKind is a format of pictures, told by how a file begins.
type logoKind struct {
	mediaType, magic string
	size             func(io.Reader) (image.Config, error)
	decode           func(io.Reader) (image.Image, error)
	encode           func(io.Writer, image.Image) error
}

var logoKinds = []logoKind{
	{"image/png", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode, png.Encode},
	{"image/jpeg", "\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode, func(w io.Writer, m image.Image) error {
		return jpeg.Encode(w, m, &jpeg.Options{Quality: 90})
	}},
}

// A Logo is the picture a shop shows, as it was made anew from what was sent.
type Logo struct {
	MediaType string // image/png or image/jpeg
	Content   []byte
	Digest    string // of the content, 64 hexadecimal digits
}

// MakeLogo makes a picture anew from a PNG or JPEG file, whatever its name says:
// nothing but its pixels is kept, no notes of a camera and nothing hidden behind
// them. Its size is looked at before its pixels are. Errors are [Invalid], of the
// field logo.
func MakeLogo(file []byte) (Logo, error) {
	problem := "logo.kind"
	switch {
	case len(file) == 0:
		problem = "logo.missing"
	case len(file) > MaxLogoBytes:
		problem = "logo.too_large"
	default:
		for _, k := range logoKinds {
			if bytes.HasPrefix(file, []byte(k.magic)) {
				var l Logo
				if l, problem = k.redraw(file); problem == "" {
					return l, nil
				}
			}
		}
	}
	var p Problems
	p.Add("logo", problem, "kilobytes", MaxLogoBytes>>10, "min", MinLogoSide, "max", MaxLogoSide)
	return Logo{}, p.Err()
}

// redraw decodes a picture and encodes it again, or says why not.
func (k logoKind) redraw(file []byte) (l Logo, problem string) {
	size, err := k.size(bytes.NewReader(file))
	if err != nil {
		return l, "logo.broken"
	}
	if min(size.Width, size.Height) < MinLogoSide || max(size.Width, size.Height) > MaxLogoSide {
		return l, "logo.pixels"
	}
	picture, err := k.decode(bytes.NewReader(file))
	if err != nil {
		return l, "logo.broken"
	}
	var out bytes.Buffer
	if err := k.encode(&out, picture); err != nil {
		return l, "logo.broken"
	}
	digest := sha256.Sum256(out.Bytes())
	return Logo{MediaType: k.mediaType, Content: out.Bytes(), Digest: hex.EncodeToString(digest[:])}, ""
}
