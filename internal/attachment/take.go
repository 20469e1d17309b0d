package attachment

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/unicode/norm"
)

const (
	// MaxBytes is the largest file that is taken: a minute of a telephone's film.
	MaxBytes = 25 << 20
	// MaxName is the longest name, in characters, its ending included.
	MaxName = 120
)

var (
	ErrEmpty    = errors.New("attachment: the file is empty")
	ErrTooLarge = errors.New("attachment: the file is too large")
)

// KindError: the file is of a kind that is not taken.
type KindError struct{ Is string }

func (e *KindError) Error() string {
	return fmt.Sprintf("attachment: a file of type %s is not taken", e.Is)
}

// Kind is what a file is: its media type, without parameters.
type Kind string

const PDF Kind = "application/pdf"

// endings are the kinds that are taken.
var endings = map[Kind]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "image/heif": ".heif",
	"video/mp4": ".mp4", "video/quicktime": ".mov", "video/3gpp": ".3gp", "video/webm": ".webm",
	"audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/x-m4a": ".m4a", "audio/wav": ".wav", "audio/ogg": ".ogg", "audio/amr": ".amr",
	PDF: ".pdf",
}

// Picture says that the file is an image.
func (k Kind) Picture() bool { return strings.HasPrefix(string(k), "image/") }

// Publishable says that there is a form of it that everybody may see; see [Published].
func (k Kind) Publishable() bool {
	return slices.Contains([]Kind{PDF, "image/jpeg", "image/png", "image/webp"}, k)
}

// File is one that is taken.
type File struct {
	Name string // to show and to save under: no folder, no control sign, the kind's own ending
	Kind Kind
	Data []byte
}

// Take looks at a file that somebody sends. The error is [ErrEmpty], [ErrTooLarge] or a *[KindError].
func Take(name string, data []byte) (File, error) {
	switch {
	case len(data) == 0:
		return File{}, ErrEmpty
	case len(data) > MaxBytes:
		return File{}, ErrTooLarge
	}
	is, _, _ := strings.Cut(mimetype.Detect(data).String(), ";")
	ending, ok := endings[Kind(is)]
	if !ok {
		return File{}, &KindError{is}
	}
	return File{Name: named(name, ending), Kind: Kind(is), Data: data}, nil
}

// named makes a name harmless: to show, to write into a header, to save on any system.
func named(name, ending string) string {
	name = norm.NFC.String(strings.ToValidUTF8(name, ""))
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		// Cf: signs that turn the direction of writing would show exe.gnp as png.exe
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*;`, r):
			return '_'
		}
		return r
	}, strings.TrimSuffix(name, path.Ext(name)))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if name == "" || name == "/" {
		name = "tep"
	}
	for utf8.RuneCountInString(name)+len(ending) > MaxName {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return strings.TrimRight(name, ". ") + ending
}
