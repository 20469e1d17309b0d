package speech

import (
	"fmt"
	"strings"
)

// Limit is the first number that is not spoken.
const Limit = 1_000_000_000

// Names of what numbers above 99 are built with.
const (
	hundred  = "num-tram"
	zero     = "num-khong"
	odd      = "num-linh" // between a hundred and a single digit: "một trăm linh một"
	thousand = "num-nghin"
	million  = "num-trieu"
)

// Block is a piece that numbers are spoken of.
type Block struct{ Name, Words string }

// Blocks are all pieces.
func Blocks() []Block {
	blocks := []Block{{hundred, "trăm"}, {zero, "không trăm"}, {odd, "linh"}, {thousand, "nghìn"}, {million, "triệu"}}
	for n := range 100 {
		blocks = append(blocks, Block{block(n), words(n)})
	}
	return blocks
}

func block(n int) string { return fmt.Sprintf("num-%d", n) }

var digits = [10]string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}

// words spells 0 to 99. After mươi, one, four and five have words of their own.
func words(n int) string {
	tens, unit := n/10, n%10
	switch {
	case tens == 0:
		return digits[unit]
	case tens == 1 && unit == 0:
		return "mười"
	case tens == 1 && unit == 5:
		return "mười lăm"
	case tens == 1:
		return "mười " + digits[unit]
	case unit == 0:
		return digits[tens] + " mươi"
	}
	last := digits[unit]
	switch unit {
	case 1:
		last = "mốt"
	case 4:
		last = "tư"
	case 5:
		last = "lăm"
	}
	return digits[tens] + " mươi " + last
}

// SayNumber says 0 to Limit-1 as a count; nothing for another number.
func SayNumber(n int) []string {
	if n < 0 || n >= Limit {
		return nil
	}
	var said []string
	for _, group := range []struct {
		size int
		name string
	}{{1_000_000, million}, {1000, thousand}, {1, ""}} {
		count := n / group.size % 1000
		if count == 0 {
			continue
		}
		said = append(said, threeDigits(count, len(said) > 0)...)
		if group.name != "" {
			said = append(said, group.name)
		}
	}
	if said == nil {
		return []string{block(0)}
	}
	return said
}

// threeDigits says 1 to 999. Behind a higher group its hundreds are always named:
// "hai nghìn không trăm linh năm".
func threeDigits(n int, behind bool) []string {
	var said []string
	hundreds, rest := n/100, n%100
	switch {
	case hundreds > 0:
		said = append(said, block(hundreds), hundred)
	case behind:
		said = append(said, zero)
	}
	switch {
	case rest == 0:
	case rest < 10 && len(said) > 0:
		said = append(said, odd, block(rest))
	default:
		said = append(said, block(rest))
	}
	return said
}

// pause is a moment of silence, for those who write down.
const pause = "pause"

// SayDigits says a code or a telephone number digit by digit. A dash or a space in
// it is a pause; anything else is passed over.
func SayDigits(code string) []string {
	var said []string
	for _, c := range strings.TrimSpace(code) {
		switch {
		case c >= '0' && c <= '9':
			said = append(said, block(int(c-'0')))
		case c == '-' || c == ' ':
			said = append(said, pause)
		}
	}
	return said
}
