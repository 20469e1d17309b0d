package ticket

import (
	"errors"
	"fmt"
	"strings"
)

// MaxNumber is the last number of a year.
const MaxNumber = 999_999

// Code is what the citizen is given: the year's last two digits, the number in
// the year, and a check digit (Luhn, ISO/IEC 7812-1 annex B), so that a digit
// misheard or two exchanged on the telephone are noticed. It is kept as nine
// digits and shown as YY-NNNNNN-C.
type Code string

// ErrCode is returned for what cannot be a ticket's code.
var ErrCode = errors.New("ticket: not a ticket's code")

// NewCode makes the code of the number-th ticket of a year.
func NewCode(year, number int) (Code, error) {
	if year < 2000 || year > 2099 || number < 1 || number > MaxNumber {
		return "", fmt.Errorf("%w: year %d, number %d", ErrCode, year, number)
	}
	body := fmt.Sprintf("%02d%06d", year%100, number)
	return Code(body + string(luhn(body))), nil
}

// ParseCode reads a code as typed: with or without dashes, dots and spaces.
func ParseCode(s string) (Code, error) {
	if len(s) > 32 {
		return "", ErrCode
	}
	digits := strings.NewReplacer("-", "", " ", "", ".", "").Replace(s)
	if len(digits) != 9 || strings.Trim(digits, "0123456789") != "" || digits[8] != luhn(digits[:8]) || digits[2:8] == "000000" {
		return "", ErrCode
	}
	return Code(digits), nil
}

// String gives YY-NNNNNN-C.
func (c Code) String() string {
	if len(c) != 9 {
		return string(c)
	}
	return string(c[:2] + "-" + c[2:8] + "-" + c[8:])
}

func luhn(body string) byte {
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}
