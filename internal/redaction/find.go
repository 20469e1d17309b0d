package redaction

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Kind is what was found.
type Kind string

const (
	Phone   Kind = "phone"
	Paper   Kind = "paper" // of an identity card, a passport, an account, a tax payer, an insurance
	Email   Kind = "email"
	Plate   Kind = "plate" // of a vehicle
	Name    Kind = "name"
	Address Kind = "address" // with a house's number
)

// Kinds are all.
var Kinds = []Kind{Phone, Paper, Email, Plate, Name, Address}

// Certain says that what is found of a kind is hardly ever something else.
func (k Kind) Certain() bool { return k == Phone || k == Paper || k == Email || k == Plate }

// Span is a part of a text, by bytes.
type Span struct {
	From, To int
	Kind     Kind
}

// Known is what is known of somebody of whom the text may tell. What is empty is not looked for.
type Known struct {
	Name, Address, Phone, Email string
}

// Part is a piece of a text; Kind is "" where nothing was found.
type Part struct {
	Text string
	Kind Kind
}

const (
	// between is what people write between the digits of a number.
	between = `[ \x{00a0}.\-–()]{0,2}`
	capital = `\p{Lu}[\p{L}\p{M}]*`
	// title is what somebody is called by, before the name.
	title = `(?i:ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|dì|cậu|thím|mợ|tên|họ tên|họ và tên)`
	road  = `(?i:đường|phố|ngõ|ngách|hẻm|kiệt|tổ|thôn|xóm|khu|phường|xã|quận|huyện|tdp|tổ dân phố|chung cư|tòa|toà)`
)

// patterns are looked for in this order: what comes first keeps its place. The first group is what is found.
var patterns = []struct {
	kind Kind
	re   *regexp.Regexp
	ok   func(found string) bool
}{
	{Email, regexp.MustCompile(`([\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+)`), nil},
	{Plate, regexp.MustCompile(`(?:^|[^\p{L}\p{N}])([1-9][0-9][ \-.]?[A-ZĐ]{1,2}[0-9]?[ \-.]{1,3}[0-9]{3}\.?[0-9]{1,2})(?:$|[^\p{L}\p{N}])`), nil},
	{Phone, regexp.MustCompile(`(?:^|[^\p{L}\p{N}])((?:\+?84|0)(?:` + between + `[0-9]){8,10})(?:$|[^\p{L}\p{N}])`), isPhone},
	{Paper, regexp.MustCompile(`(?:^|[^\p{L}\p{N}])([A-ZĐ]{0,2}[0-9](?:[ .\-]?[0-9]){7,15})(?:$|[^\p{L}\p{N}])`), isPaper},
	{Address, regexp.MustCompile(`(?i:số nhà|nhà số|địa chỉ|trú tại|ngụ tại|ở số|tại số)[: ]+([\p{L}\p{N}][^\n;.!?]{1,80}?)(?:$|[\n;.!?]|, (?:tôi|em|cháu|chúng tôi|gia đình)(?:$|[^\p{L}]))`), nil},
	{Address, regexp.MustCompile(`(?:^|[^\p{L}\p{N}/])((?i:số )?[0-9]{1,4}[A-Za-z]?(?:/[0-9]{1,4}[A-Za-z]?){0,4}[ ,]+(?:` + road + ` )?` + capital + `(?: ` + capital + `){1,4})`), nil},
	{Name, regexp.MustCompile(`(?:^|[^\p{L}\p{N}\p{M}])` + title + `(?: là)?:? (` + capital + `(?: ` + capital + `){0,4})`), isName},
}

// Find gives what a text tells of people, in its order; no two lie over each other. The text is in NFC, as every
// text is that is kept; in another form names may be missed.
func Find(text string, of ...Known) []Span {
	var all []Span
	free := func(s Span) bool {
		return s.To > s.From && !slices.ContainsFunc(all, func(t Span) bool { return s.From < t.To && t.From < s.To })
	}
	for _, who := range of {
		for _, s := range who.in(text) {
			if free(s) {
				all = append(all, s)
			}
		}
	}
	for _, p := range patterns {
		for from := 0; from < len(text); {
			m := p.re.FindStringSubmatchIndex(text[from:])
			if m == nil {
				break
			}
			s := Span{from + m[2], from + m[3], p.kind}
			if (p.ok == nil || p.ok(text[s.From:s.To])) && free(s) {
				all = append(all, s)
				from = s.To // what ended this may begin the next
				continue
			}
			_, size := utf8.DecodeRuneInString(text[s.From:])
			from = s.From + max(size, 1)
		}
	}
	slices.SortFunc(all, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	return all
}

// FindCertain gives only what hardly ever is something else.
func FindCertain(text string) []Span {
	return slices.DeleteFunc(Find(text), func(s Span) bool { return !s.Kind.Certain() })
}

// Parts is a text in pieces; joined they are the text.
func Parts(text string, spans []Span) []Part {
	var all []Part
	at := 0
	for _, s := range spans {
		if s.From > at {
			all = append(all, Part{Text: text[at:s.From]})
		}
		all = append(all, Part{text[s.From:s.To], s.Kind})
		at = s.To
	}
	if at < len(text) {
		all = append(all, Part{Text: text[at:]})
	}
	return all
}

// services are numbers that are everybody's.
var services = []string{"02251022", "842251022"}

func isPhone(found string) bool {
	d := digits(found)
	return len(d) >= 9 && len(d) <= 12 && !slices.Contains(services, d)
}

// isPaper leaves out dates and what is written with points between thousands.
func isPaper(found string) bool {
	if strings.ContainsAny(found, ".-") && len(digits(found)) < 9 {
		return false
	}
	return !thousands.MatchString(found) && !ours.MatchString(found) && !slices.Contains(services, digits(found))
}

// ours is a ticket's code.
var ours = regexp.MustCompile(`^[0-9]{2}-?[0-9]{6}-[0-9]$`)

var thousands = regexp.MustCompile(`^[0-9]{1,3}(?:\.[0-9]{3})+$`)

// isName leaves out what only looks like somebody: the beginning of an office's name.
func isName(found string) bool {
	first, _, _ := strings.Cut(found, " ")
	return !slices.Contains([]string{"Công", "Sở", "Ủy", "Uỷ", "Phòng", "Ban", "Chi", "Tổng", "Trung", "Bệnh", "Trường", "Quốc"}, first) || strings.Count(found, " ") > 1 && first != "Ủy" && first != "Uỷ" && first != "Sở"
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// in finds what is known of somebody, with its accents or without.
func (k Known) in(text string) (all []Span) {
	bare := plain(text)
	for _, own := range []struct {
		kind Kind
		text string
	}{{Name, k.Name}, {Address, k.Address}, {Email, k.Email}} {
		want := plain(own.text).words()
		if len(want) < 2 && own.kind != Email || len(want) == 0 { // one word alone is a word like others
			continue
		}
		for i := 0; i+len(want) <= len(bare); i++ {
			if slices.EqualFunc(bare[i:i+len(want)], want, func(w word, s string) bool { return w.bare == s }) {
				all = append(all, Span{bare[i].from, bare[i+len(want)-1].to, own.kind})
			}
		}
	}
	tail := strings.TrimPrefix(digits(k.Phone), "0")
	if len(tail) < 8 {
		return all
	}
	re := regexp.MustCompile(`(?:\+?84|0)?` + between + strings.Join(strings.Split(tail, ""), between))
	for _, m := range re.FindAllStringIndex(text, -1) {
		all = append(all, Span{m[0], m[1], Phone})
	}
	return all
}

// word is one of a text, by bytes, in small letters without accents.
type word struct {
	bare     string
	from, to int
}

type sentence []word

func (s sentence) words() []string {
	all := make([]string, len(s))
	for i, w := range s {
		all[i] = w.bare
	}
	return all
}

func plain(text string) (all sentence) {
	from := -1
	end := func(at int) {
		if from >= 0 {
			all = append(all, word{fold(text[from:at]), from, at})
			from = -1
		}
	}
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if from < 0 {
				from = i
			}
			continue
		}
		end(i)
	}
	end(len(text))
	return all
}

func fold(w string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		}
		return r
	}, norm.NFD.String(strings.ToLower(w)))
}
