package attachment

import (
	"bytes"
	"errors"
	"fmt"
	"image"

	"github.com/disintegration/imaging"
	_ "golang.org/x/image/webp" // decodes it
)

const (
	// maxPixels bounds the memory that a small file can ask for when it is decoded (4 bytes a pixel).
	maxPixels = 50_000_000
	// longestSide of what is published.
	longestSide = 2048
	quality     = 85
)

var (
	// ErrPrivate: files of this kind are not published.
	ErrPrivate = errors.New("attachment: a file of this kind is not published")
	// ErrPicture: a picture that cannot be read, or is too large to be.
	ErrPicture = errors.New("attachment: the picture cannot be read")
)

// Published makes of a file the one that the public may see. A PDF is published as it is: its
// signature holds for nothing else; which may be published, is not said here. The error is [ErrPrivate] or [ErrPicture].
func Published(f File) (File, error) {
	switch {
	case !f.Kind.Publishable():
		return File{}, ErrPrivate
	case f.Kind == PDF:
		return f, nil
	}
	format, kind := imaging.JPEG, Kind("image/jpeg")
	if f.Kind == "image/png" { // may be see-through, and has letters that JPEG would blur
		format, kind = imaging.PNG, f.Kind
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(f.Data))
	if err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > maxPixels/size.Height {
		return File{}, fmt.Errorf("%w: %d × %d pixels", ErrPicture, size.Width, size.Height)
	}
	picture, err := imaging.Decode(bytes.NewReader(f.Data), imaging.AutoOrientation(true))
	if err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	var out bytes.Buffer
	if err := imaging.Encode(&out, imaging.Fit(picture, longestSide, longestSide, imaging.Lanczos), format, imaging.JPEGQuality(quality)); err != nil {
		return File{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return File{Name: named(f.Name, endings[kind]), Kind: kind, Data: out.Bytes()}, nil
}
