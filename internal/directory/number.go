package directory

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"hotline1022/internal/lang"
)

// maxRaw bounds what is looked at; no number is written so long.
const maxRaw = 64

// NumberError says why something is not a telephone number.
type NumberError struct {
	Raw string
	Why lang.Phrase
}

func (e *NumberError) Error() string {
	return fmt.Sprintf("%.40q is not a telephone number: %s", e.Raw, e.Why)
}

// WhyNot is the reason of Number's error, or that the text names nobody's number.
func WhyNot(err error) lang.Phrase {
	var wrong *NumberError
	if errors.As(err, &wrong) {
		return wrong.Why
	}
	return lang.Phrase{English: "it names no number"}
}

// Number brings a telephone number into its one form. It reads what trunks send
// and what people write: +84, 0084 or 84 in front, the zero left out, spaces,
// dots, dashes and brackets, mobile numbers from before September 2018 (11
// digits), area codes from before 2017, seven
// digits within Hải Phòng. A withheld number gives "" and no error. The error is
// a *[NumberError].
func Number(raw string) (string, error) {
	if withheld(raw) {
		return "", nil
	}
	digits, international, err := strip(raw)
	if err != nil {
		return "", err
	}
	if !international {
		if short(digits) {
			return digits, nil
		}
		if n, ok := national(digits); ok {
			return n, nil
		}
		if rest, ok := strings.CutPrefix(digits, "84"); !ok || len(rest) < 8 {
			return "", &NumberError{raw, lang.Phrase{English: "no Vietnamese number has this form"}}
		}
	}
	if rest, ok := strings.CutPrefix(digits, "84"); ok {
		n, ok := national("0" + strings.TrimPrefix(rest, "0"))
		if !ok {
			return "", &NumberError{raw, lang.Phrase{English: "no Vietnamese number has this form"}}
		}
		return n, nil
	}
	if len(digits) < 7 || len(digits) > 15 || digits[0] == '0' {
		return "", &NumberError{raw, lang.Phrase{English: "an international number has 7 to 15 digits after +"}}
	}
	return "+" + digits, nil
}

// withheld tells the words that stand for a hidden number.
func withheld(raw string) bool {
	switch strings.ToLower(strings.TrimSpace(raw)) {
	case "", "anonymous", "restricted", "unavailable", "unknown", "private", "withheld", "asserted", "<unknown>":
		return true
	}
	return false
}

// strip removes what people write between digits. international is true
// behind + or 00.
func strip(raw string) (digits string, international bool, err error) {
	if len(raw) > maxRaw {
		return "", false, &NumberError{raw, lang.Phrase{English: "too long"}}
	}
	var b strings.Builder
	for i, c := range strings.TrimSpace(raw) {
		switch {
		case c >= '0' && c <= '9':
			b.WriteRune(c)
		case c == '+' && i == 0:
			international = true
		case c == ' ' || c == '.' || c == '-' || c == '(' || c == ')' || c == '/' || c == '\u00a0':
		default:
			return "", false, &NumberError{raw, lang.Phrase{English: "it holds %s", Args: []any{strconv.QuoteRune(c)}}}
		}
	}
	digits = b.String()
	if digits == "" {
		return "", false, &NumberError{raw, lang.Phrase{English: "it holds no digit"}}
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !international {
		digits, international = rest, true
	}
	return digits, international, nil
}

// short tells service numbers: 113, 1022, 18001091, 1900545415.
func short(d string) bool {
	switch {
	case len(d) == 3 || len(d) == 4:
		return d[0] == '1'
	case len(d) >= 8 && len(d) <= 10:
		return strings.HasPrefix(d, "1800") || strings.HasPrefix(d, "1900")
	}
	return false
}

// national brings a number without country code into its form of today.
func national(d string) (string, bool) {
	if d == "" {
		return "", false
	}
	if d[0] != '0' {
		switch {
		case len(d) == 7 && strings.HasPrefix(d, "2251"):
			d = "0" + d // the city's own short numbers, as 225 1022
		case len(d) == 7 && d[0] != '1':
			d = "0225" + d // within Hải Phòng
		case len(d) == 9 && isMobile(d[0]), len(d) == 10 && d[0] == '2':
			d = "0" + d
		default:
			return "", false
		}
	}
	if now, ok := renumbered(d); ok {
		d = now
	}
	switch {
	case len(d) == 10 && isMobile(d[1]):
		return d, true
	case len(d) == 11 && d[1] == '2', len(d) == 10 && d[1] == '2' && d[2:3] != "4" && d[2:3] != "8": // in Hà Nội and Hồ Chí Minh City all have eight digits
		return d, true
	case len(d) == 8 && d[1] == '2' && strings.HasPrefix(d[4:], "1"):
		return d, true // an area's own short number, as 0225 1022
	}
	return "", false
}

// Mobile reports whether a number in its one form is a Vietnamese mobile number:
// the only kind that gets an SMS.
func Mobile(number string) bool {
	return len(number) == 10 && number[0] == '0' && isMobile(number[1])
}

// Masked leaves the middle of a number, or the name of an e-mail address, out: enough
// to tell a row from the next, too little to call or write to.
func Masked(recipient string) string {
	if name, domain, ok := strings.Cut(recipient, "@"); ok {
		first, _ := utf8.DecodeRuneInString(name)
		return string(first) + hidden + "@" + domain
	}
	if len(recipient) < 8 {
		return hidden
	}
	return recipient[:4] + hidden + recipient[len(recipient)-3:]
}

const hidden = "•••"

func isMobile(c byte) bool { return c == '3' || c == '5' || c == '7' || c == '8' || c == '9' }

// old lists prefixes that were replaced: the 11-digit mobile numbers (decision
// of the Ministry of Information and Communications, September to November
// 2018) and the area codes of 2017. Length tells them from numbers of today; what it
// does not tell from one (08 with eight digits, 037 with seven) is read as today's.
var old = []struct {
	prefix, now string
	length      int
}{
	{"0120", "070", 11},
	{"0121", "079", 11},
	{"0122", "077", 11},
	{"0126", "076", 11},
	{"0128", "078", 11},
	{"0123", "083", 11},
	{"0124", "084", 11},
	{"0125", "085", 11},
	{"0127", "081", 11},
	{"0129", "082", 11},
	{"0162", "032", 11},
	{"0163", "033", 11},
	{"0164", "034", 11},
	{"0165", "035", 11},
	{"0166", "036", 11},
	{"0167", "037", 11},
	{"0168", "038", 11},
	{"0169", "039", 11},
	{"0186", "056", 11},
	{"0188", "058", 11},
	{"0199", "059", 11},
	{"031", "0225", 10},
	{"0320", "0220", 11},
	{"04", "024", 10},
	{"061", "0251", 10},
	{"062", "0252", 10},
	{"064", "0254", 10},
	{"068", "0259", 10},
	{"060", "0260", 10},
	{"063", "0263", 10},
	{"066", "0276", 10},
	{"067", "0277", 10},
	{"0510", "0235", 11},
	{"0511", "0236", 11},
	{"0321", "0221", 11},
	{"0351", "0226", 11},
	{"0350", "0228", 11},
	{"0780", "0290", 11},
	{"0781", "0291", 11},
	{"0710", "0292", 11},
	{"0711", "0293", 11},
	{"0501", "0261", 11},
	{"0500", "0262", 11},
	{"0651", "0271", 11},
	{"0650", "0274", 11},
}

func renumbered(d string) (string, bool) {
	for _, o := range old {
		rest, ok := strings.CutPrefix(d, o.prefix)
		landline := strings.HasPrefix(o.now, "02")
		if ok && len(d) == o.length && (!landline || rest[0] > '1') { // no number of a landline begins with 0 or 1
			return o.now + rest, true
		}
	}
	return "", false
}

// Pattern reads a filter: a whole number in any form, or the beginning of one
// with * behind it. It gives a LIKE pattern over numbers in their one form. The
// error is a *[NumberError].
func Pattern(filter string) (string, error) {
	beginning, partial := strings.CutSuffix(strings.TrimSpace(filter), "*")
	if !partial {
		n, err := Number(filter)
		if err == nil && n == "" {
			return "", &NumberError{filter, lang.Phrase{English: "it names no number"}}
		}
		return n, err
	}
	digits, international, err := strip(beginning)
	if err != nil {
		return "", err
	}
	if rest, ok := strings.CutPrefix(digits, "84"); ok && international {
		return "0" + strings.TrimPrefix(rest, "0") + "%", nil
	}
	if international {
		return "+" + digits + "%", nil
	}
	return digits + "%", nil
}
