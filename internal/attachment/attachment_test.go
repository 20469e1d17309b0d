package attachment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// picture is red on its left half, blue on its right.
func picture(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			c := color.RGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 255, A: 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func jpegOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// located is a JPEG as a telephone makes it: an EXIF segment with orientation (274) and a
// pointer to a place (34853), and a thumbnail's worth of other bytes.
func located(t *testing.T, orientation uint16) []byte {
	t.Helper()
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, 2)
	for _, entry := range []struct {
		tag, kind uint16
		value     uint32
	}{{274, 3, uint32(orientation)}, {34853, 4, 38}} {
		tiff = binary.LittleEndian.AppendUint16(tiff, entry.tag)
		tiff = binary.LittleEndian.AppendUint16(tiff, entry.kind)
		tiff = binary.LittleEndian.AppendUint32(tiff, 1)
		tiff = binary.LittleEndian.AppendUint32(tiff, entry.value)
	}
	tiff = append(tiff, "\x00\x00\x00\x00GPS 20.8449N 106.6881E Máy của An"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	whole := jpegOf(t, 40, 20)
	head := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(segment)+2))...)
	return append(append(append(head, segment...), whole[2:]...), "behind the end: 0912345678"...)
}

func TestTakenByContent(t *testing.T) {
	for name, c := range map[string]struct {
		name string
		data []byte
		want string
		kind Kind
	}{
		"picture":              {"Ổ gà.JPG", jpegOf(t, 4, 4), "Ổ gà.jpg", "image/jpeg"},
		"wrong ending":         {"virus.exe", pngOf(t, 4, 4), "virus.png", "image/png"},
		"folders":              {`..\..\etc/passwd.png`, pngOf(t, 4, 4), "passwd.png", "image/png"},
		"decomposed":           {"O\u0302\u0309.png", pngOf(t, 4, 4), "Ổ.png", "image/png"},
		"direction turned":     {"a\u202egnp.exe", pngOf(t, 4, 4), "agnp.png", "image/png"},
		"signs":                {"a\"b;\r\nc<d>.png", pngOf(t, 4, 4), "a_b_c_d_.png", "image/png"},
		"no name":              {"", []byte("%PDF-1.7\n"), "tep.pdf", PDF},
		"dots":                 {"...", []byte("%PDF-1.7\n"), "tep.pdf", PDF},
		"long":                 {strings.Repeat("ữ", 300) + ".pdf", []byte("%PDF-1.7\n"), strings.Repeat("ữ", MaxName-4) + ".pdf", PDF},
		"sound of a telephone": {"a.amr", []byte("#!AMR\n\x3c\x08"), "a.amr", "audio/amr"},
	} {
		if f, err := Take(c.name, c.data); err != nil || f.Name != c.want || f.Kind != c.kind {
			t.Errorf("%s: %q, %s, %v", name, f.Name, f.Kind, err)
		}
	}
}

func TestNotTaken(t *testing.T) {
	var kind *KindError
	for name, data := range map[string]string{
		"a page": "<!DOCTYPE html><script>alert(1)</script>", "a drawing with a program": `<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`,
		"a program": "MZ\x90\x00\x03", "an archive": "PK\x03\x04\x14\x00", "text": "xin chào",
	} {
		if _, err := Take("a.jpg", []byte(data)); !errors.As(err, &kind) || kind.Is == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Take("a.jpg", nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing: %v", err)
	}
	if _, err := Take("a.jpg", make([]byte, MaxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func TestDieu12_1b_PublishedPictureTellsNoPlace(t *testing.T) {
	sent := located(t, 6) // the camera lay on its side: 90° to the right shows it upright
	f, err := Take("a.jpg", sent)
	if err != nil || !bytes.Equal(f.Data, sent) {
		t.Fatalf("%v; what is kept is what was sent", err)
	}
	out, err := Published(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"GPS", "Exif", "Máy", "0912345678"} {
		if bytes.Contains(out.Data, []byte(secret)) {
			t.Errorf("%q is published", secret)
		}
	}
	m, err := jpeg.Decode(bytes.NewReader(out.Data))
	if err != nil || m.Bounds().Dx() != 20 || m.Bounds().Dy() != 40 {
		t.Fatalf("%v: %v, not turned", err, m.Bounds())
	}
	if r, _, b, _ := m.At(10, 5).RGBA(); r < b {
		t.Error("turned to the wrong side: what was left is not on top")
	}
}

func TestDieu12_1b_WhatIsPublished(t *testing.T) {
	pdf := File{Name: "a.pdf", Kind: PDF, Data: []byte("%PDF-1.7")}
	if out, err := Published(pdf); err != nil || !bytes.Equal(out.Data, pdf.Data) {
		t.Errorf("a signed reply is published as it is: %v", err)
	}
	if out, err := Published(File{Name: "a.png", Kind: "image/png", Data: pngOf(t, 3000, 30)}); err != nil || out.Kind != "image/png" {
		t.Errorf("png: %v", err)
	} else if size, err := png.DecodeConfig(bytes.NewReader(out.Data)); err != nil || size.Width != longestSide {
		t.Errorf("%d wide, %v", size.Width, err)
	}
	for name, c := range map[string]struct {
		f    File
		want error
	}{
		"film":              {File{Kind: "video/mp4"}, ErrPrivate},
		"sound":             {File{Kind: "audio/amr"}, ErrPrivate},
		"undecodable kind":  {File{Kind: "image/heic"}, ErrPrivate},
		"damaged":           {File{Kind: "image/jpeg", Data: jpegOf(t, 40, 20)[:60]}, ErrPicture},
		"a bomb of pixels":  {File{Kind: "image/png", Data: vast(t)}, ErrPicture},
		"no picture at all": {File{Kind: "image/webp", Data: []byte("RIFF0000WEBPVP8 ")}, ErrPicture},
	} {
		if _, err := Published(c.f); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// vast is a PNG of some bytes that says it has 100,000 × 100,000 pixels.
func vast(t *testing.T) []byte {
	t.Helper()
	b := pngOf(t, 2, 2)
	binary.BigEndian.PutUint32(b[16:], 100_000)
	binary.BigEndian.PutUint32(b[20:], 100_000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"a.jpg", "../x", "\u202ea", strings.Repeat("ữ", 200), ". ."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := named(name, ".png")
		if !strings.HasSuffix(got, ".png") || len(got) < 5 || utf8.RuneCountInString(got) > MaxName || !utf8.ValidString(got) ||
			strings.ContainsAny(got, "/\\\"\r\n") || strings.ContainsFunc(got, unicode.IsControl) || got[0] == '.' {
			t.Errorf("%q of %q", got, name)
		}
	})
}
