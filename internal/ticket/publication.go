package ticket

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/lang"
	"hotline1022/internal/sla"
)

// WithdrawPublication takes back what everybody could read. One that nobody has contested
// waits for the hotline again, which publishes it anew or answers the sender alone.
type WithdrawPublication struct {
	Reason string `json:"reason"`
}

func (WithdrawPublication) Kind() Kind { return "withdraw_publication" }

func (a WithdrawPublication) do(s *step) {
	s.because(a.Reason)
	if s.c.Public == nil {
		s.notNow(lang.TicketNotPublic)
		return
	}
	s.c.Public = nil
	if s.c.State == StatePublished {
		s.to(StateResolved)
		s.happens(sla.Unpublished, "")
	}
	s.tell(ToOffice, "", lang.NoticeWithdrawnPublication)
	if u := s.c.Result; u != nil && u.Unit != "" { // it may have it on its own pages (Điều 11.3)
		s.tell(ToOfficers, u.Unit, lang.NoticeWithdrawnPublication)
	}
}

// betrays says that a text has a sender's data in it: with their accents or without, whatever
// stands between the words, or between the digits.
func betrays(text string, who Sender) bool {
	if tail := strings.TrimPrefix(who.Phone, "0"); len(tail) >= 8 && strings.Contains(digitsOf(text), tail) {
		return true
	}
	words := " " + strings.Join(bareWords(text), " ") + " "
	for _, own := range []string{who.Email, who.Name, who.Address} {
		// A single word is a name of a street, too.
		if bare := bareWords(own); len(bare) > 1 && strings.Contains(words, " "+strings.Join(bare, " ")+" ") {
			return true
		}
	}
	return false
}

// bareWords are a text's words in small letters without accents, as the search has them.
func bareWords(text string) []string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r): // accents, and what has no width
			return -1
		case r == 'đ':
			return 'd'
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return ' '
	}, strings.ToLower(norm.NFKD.String(text)))
	return strings.Fields(bare)
}

// digitsOf leaves out what people write between the digits of a number; anything else parts
// two numbers.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Pd, r), strings.ContainsRune("./()_·+", r):
			return -1
		}
		return '|'
	}, norm.NFKD.String(text))
}
