package ticket

import (
	"slices"
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
	s.hideFiles()
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
		// A single word is a name of a street, too; see [calls].
		if bare := bareWords(own); len(bare) > 1 && strings.Contains(words, " "+strings.Join(bare, " ")+" ") {
			return true
		}
	}
	return who.Type != Organisation && calls(text, who)
}

// titles are what people are called by, before the name that was given to them.
var titles = []string{"ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cháu"}

// houseNear is how many words a house's number stands from the name of who lives there.
const houseNear = 3

// calls says that a text calls somebody by the name that was given to them: after a title (bà Hoa), or
// beside the number of their house.
func calls(text string, who Sender) bool {
	own := bareWords(who.Name)
	if len(own) == 0 {
		return false
	}
	given := own[len(own)-1]
	numbers := slices.DeleteFunc(bareWords(who.Address), func(w string) bool { return !strings.ContainsFunc(w, unicode.IsDigit) })
	words := strings.FieldsFunc(norm.NFC.String(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.In(r, unicode.Mn, unicode.Cf)
	})
	bare := make([]string, len(words))
	for i, w := range words {
		bare[i] = bare1(w)
	}
	accents := !slices.EqualFunc(words, bare, strings.EqualFold)
	for i, word := range bare {
		if word != given {
			continue
		}
		upper := unicode.IsUpper([]rune(words[i])[0])
		// A title may be a name, too: anh em, and Em.
		if (upper || !slices.ContainsFunc(titles, func(t string) bool { return bare1(t) == given })) && titled(words, bare, own, i, accents) {
			return true
		}
		near := bare[max(0, i-houseNear):min(len(bare), i+houseNear+1)]
		if upper && slices.ContainsFunc(near, func(w string) bool { return slices.Contains(numbers, w) }) {
			return true
		}
	}
	return false
}

// titled says that a title stands before the given name at i, or before more of the own names that
// end there. In a text without accents titles have none; chi is the one of địa chỉ there.
func titled(words, bare, own []string, i int, accents bool) bool {
	for n := 1; n <= len(own) && i-n >= 0; n++ {
		if bare[i-n+1] != own[len(own)-n] {
			return false
		}
		before := strings.ToLower(words[i-n])
		if slices.Contains(titles, before) {
			return true
		}
		address := i-n > 0 && bare[i-n-1] == "dia"
		if !accents && !address && slices.ContainsFunc(titles, func(t string) bool { return bare1(t) == before }) {
			return true
		}
	}
	return false
}

// bare1 is one word without accents.
func bare1(word string) string { return strings.Join(bareWords(word), "") }

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
