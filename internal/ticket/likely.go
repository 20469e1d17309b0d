package ticket

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/directory"
)

// Pin is a place on the map, in degrees of WGS 84.
type Pin struct {
	Lat float64 `json:"lat" doc:"Degrees north, 8 to 24"`
	Lon float64 `json:"lon" doc:"Degrees east, 102 to 118"`
}

// inCountry says that it lies within the country's square, islands too; NaN does not.
func (p Pin) inCountry() bool {
	return p.Lat >= 8 && p.Lat <= 24 && p.Lon >= 102 && p.Lon <= 118
}

// metresADegree of latitude.
const metresADegree = 111_320

// Metres is how far two places are apart, as far as a city goes.
func (p Pin) Metres(q Pin) float64 {
	north := (p.Lat - q.Lat) * metresADegree
	east := (p.Lon - q.Lon) * metresADegree * math.Cos(p.Lat*math.Pi/180)
	return math.Hypot(north, east)
}

// Square is the least that has all within so many metres.
func (p Pin) Square(metres float64) (south, north, west, east float64) {
	up := metres / metresADegree
	aside := up / math.Cos(p.Lat*math.Pi/180)
	return p.Lat - up, p.Lat + up, p.Lon - aside, p.Lon + aside
}

// NearBy is how far apart two reports of one matter are set on the map, in metres, at most.
const NearBy = 150

// WordsFewest is how many telling words two texts share at least that are suggested for their words alone.
const WordsFewest = 4

// Why a ticket is likely the same matter.
const (
	SamePlace  = "place"
	SameStreet = "street" // at another house number
	SameField  = "field"
	SameWords  = "words"
	SameSender = "sender"
)

// Said is what is known of a matter when others are compared with it.
type Said struct {
	Code    Code // "": it is being written
	Field   string
	Content string
	Address string
	Sender  string // number in its one form
	Pin     *Pin
	Open    bool
	At      time.Time
}

// Likeness is how much another report is the same matter.
type Likeness struct {
	Code    Code
	Because []string // SamePlace, …
	Metres  *float64 // between the pins; nil: one has none
	score   float64
	open    bool
	at      time.Time
}

const (
	// wordsShared is the share of the shorter text's telling words from which two texts speak of the same.
	wordsShared = 0.4
	// wordsSame is the share of all telling words of two texts, from WordsFewest on, from which they are one report that was made twice:
	// that is enough, unless both name a place, and not the same.
	wordsSame = 0.8
	// likelyFrom is the score from which somebody is bothered: one sign alone, except the same place with a
	// telling word or two, or all but the same words, is none.
	likelyFrom = 2
)

// Likely are the reports that are probably the same matter: open ones first, then the likeliest, then the newest.
func Likely(of Said, among []Said, most int) []Likeness {
	said, place := telling(of.Content), telling(of.Address)
	var all []Likeness
	for _, r := range among {
		if r.Code == of.Code {
			continue
		}
		l := Likeness{Code: r.Code, open: r.Open, at: r.At}
		sign := func(why string, weight float64) {
			l.Because = append(l.Because, why)
			l.score += weight
		}
		near := false
		if of.Pin != nil && r.Pin != nil {
			metres := math.Round(of.Pin.Metres(*r.Pin))
			l.Metres, near = &metres, metres <= NearBy
		}
		far := l.Metres != nil && !near
		their := telling(r.Address)
		switch {
		case near || !far && samePlace(place, their) && sameNumber(place, their):
			sign(SamePlace, 1.5)
		case !far && samePlace(place, their):
			sign(SameStreet, 1.25)
		}
		if of.Field != "" && of.Field == r.Field {
			sign(SameField, 0.75)
		}
		words := telling(r.Content)
		switch s := shared(said, words); {
		case !far && (len(place) == 0 || len(their) == 0) && same(said, words):
			sign(SameWords, likelyFrom)
		case s >= wordsShared:
			sign(SameWords, 0.5+s)
		}
		if of.Sender != "" && of.Sender == r.Sender {
			sign(SameSender, 1)
		}
		if l.score >= likelyFrom {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b Likeness) int {
		return cmp.Or(last(b.open, a.open), cmp.Compare(b.score, a.score), b.at.Compare(a.at), cmp.Compare(b.Code, a.Code))
	})
	return all[:min(most, len(all))]
}

// last orders true behind false.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// mute are words that stand in any report, or in any address, without accents.
var mute = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`a anh ba bi cac cai can chi chua co con cua cung da dang de di do duoc duong em gi hay het hoi
		khi khong khu ki la lai lam len mot nay ngay nguoi nha nhieu nhu nhung o ong phai pho phuong qua ra rang rat roi sang sau so ta tai
		thanh thi thon to toi tren tu tuc va van vao ve vi viec voi xa xin yeu cau hai phong quan huyen phan anh kien nghi chao gap truoc`) {
		set[w] = true
	}
	return set
}()

// telling are the words of a text that tell it from others, without accents, each once.
func telling(text string) []string {
	words := slices.DeleteFunc(strings.Fields(directory.Fold(text)), func(w string) bool { return mute[w] })
	slices.Sort(words)
	return slices.Compact(words)
}

// Asked are a text's telling words, the longest first, at most so many: those by which others of it are looked for.
func Asked(text string, most int) []string {
	words := telling(text)
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return words[:min(most, len(words))]
}

// shared is the share of the shorter list that is in the other; 0 of fewer than two.
func shared(a, b []string) float64 {
	if min(len(a), len(b)) < 2 {
		return 0
	}
	return float64(common(a, b)) / float64(min(len(a), len(b)))
}

// same says that two texts say all but the same.
func same(a, b []string) bool {
	both := common(a, b)
	return both >= WordsFewest && float64(both) >= wordsSame*float64(len(a)+len(b)-both)
}

// samePlace says that two addresses name the same: all telling words of the shorter one, house numbers aside.
func samePlace(a, b []string) bool {
	a, b = slices.DeleteFunc(slices.Clone(a), numbered), slices.DeleteFunc(slices.Clone(b), numbered)
	return min(len(a), len(b)) > 0 && common(a, b) == min(len(a), len(b))
}

// sameNumber says that no number of houses, lanes or posts tells two addresses of one street apart: one that has none may be any.
func sameNumber(a, b []string) bool {
	named := func(w string) bool { return !numbered(w) }
	a, b = slices.DeleteFunc(slices.Clone(a), named), slices.DeleteFunc(slices.Clone(b), named)
	return common(a, b) == min(len(a), len(b))
}

func numbered(word string) bool { return strings.ContainsAny(word, "0123456789") }

func common(a, b []string) (n int) {
	for _, w := range a {
		if _, found := slices.BinarySearch(b, w); found {
			n++
		}
	}
	return n
}
