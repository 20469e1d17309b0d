package notify

import (
	"strings"
	"unicode/utf16"
)

// What one SMS holds of 140 bytes; in one of several parts, six of them name the
// part (3GPP TS 23.040, section 9.2.3.24.1).
const (
	gsmAlone, gsmPart   = 160, 153 // septets
	ucs2Alone, ucs2Part = 70, 67   // UTF-16 code units
)

// gsmBasic and gsmExtended are 3GPP TS 23.038, section 6.2.1; an extended
// character is two septets.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// Encoding is how an SMS carries its characters.
type Encoding string

const (
	GSM7 Encoding = "gsm7"
	UCS2 Encoding = "ucs2"
)

// Measure says how s would be carried, and how many units of that it is.
func Measure(s string) (Encoding, int) {
	if widths, ok := septets(s); ok {
		return GSM7, sum(widths)
	}
	return UCS2, sum(units(s))
}

// Parts counts the SMS that carry s; 0 for nothing. A character of two units does
// not lie in two parts.
func Parts(s string) int {
	if widths, ok := septets(s); ok {
		return pack(widths, gsmAlone, gsmPart)
	}
	return pack(units(s), ucs2Alone, ucs2Part)
}

// units gives each character's width in UCS-2.
func units(s string) []int {
	widths := make([]int, 0, len(s))
	for _, r := range s {
		widths = append(widths, len(utf16.AppendRune(nil, r)))
	}
	return widths
}

func sum(widths []int) (total int) {
	for _, w := range widths {
		total += w
	}
	return total
}

func inGSM(r rune) bool {
	return strings.ContainsRune(gsmBasic, r) || strings.ContainsRune(gsmExtended, r)
}

// septets gives each character's width in GSM-7; false when one is not in it.
func septets(s string) ([]int, bool) {
	widths := make([]int, 0, len(s))
	for _, r := range s {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			widths = append(widths, 1)
		case strings.ContainsRune(gsmExtended, r):
			widths = append(widths, 2)
		default:
			return nil, false
		}
	}
	return widths, true
}

// pack fills parts in order.
func pack(widths []int, alone, part int) int {
	parts, room := 0, 0
	for _, w := range widths {
		if w > room {
			parts, room = parts+1, part
		}
		room -= w
	}
	if total := sum(widths); total <= alone {
		return min(total, 1)
	}
	return parts
}
