package ticket

import (
	"strings"
	"unicode"
)

// reasonLeast is how many letters or digits a reason has: three, as the shortest words that say something ("họp", "sai").
const reasonLeast = 3

// Reason is what somebody gives as the reason of what they do, without blanks around it; "" where they give none: dots, signs, what cannot be
// seen, and one letter or two say nothing. It is one rule for acts on tickets, orders, holds, and looks at what is not everybody's.
func Reason(text string) string {
	n := 0
	for _, c := range text {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	if n < reasonLeast {
		return ""
	}
	return strings.TrimSpace(text)
}
