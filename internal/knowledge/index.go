package knowledge

import (
	"math"

	"hotline1022/internal/worktime"
)

// Entry is an article as it is searched.
type Entry struct {
	Article
	UnitName string
	Remark   string        // with which it was approved; "": none
	Next     worktime.Date // when a version that was approved later takes its place; 0: none does
	Uses     int64         // how often it was answered from
}

// answers reports whether it is answered from on a day, and no later version of it.
func (e *Entry) answers(day worktime.Date) bool { return e.Holds(day) && (e.Next == 0 || day < e.Next) }

// What a word counts by the place at which it stands.
const (
	inTitle = 3.0
	inAsked = 2.0
	inText  = 1.0
)

// Index is what is searched; it never changes. Memory: some 3 KB an article of 200 words.
type Index struct {
	docs  []doc
	ids   map[string]int32   // bare word → its number
	words []string           // by number
	lists [][]posting        // by number: the articles that have it, in their order
	rare  []float32          // by number: how much finding it says
	said  map[uint32]float32 // the sum of a spoken form → the same of that alone
	near  map[string][]int32
	short table
	heard map[string][]int32 // words that sound alike in Hải Phòng
}

type posting struct {
	doc    int32
	weight float32 // by places, and by the length of the article
}

type doc struct {
	entry              *Entry
	title, asked, text []token
}

// token is a word at its place.
type token struct {
	bare   int32
	spoken uint32 // a sum of the spoken form
}

// NewIndex makes what is searched of all articles that are answered from, and the abbreviations.
func NewIndex(entries []Entry, short []Abbreviation) *Index {
	x := &Index{docs: make([]doc, len(entries)), ids: map[string]int32{}, short: newTable(short)}
	weights := map[int32]float32{}
	for i := range entries {
		e := &entries[i]
		d := &x.docs[i]
		d.entry = e
		d.title = x.tokens(e.Title)
		for _, q := range e.Asked {
			d.asked = append(append(d.asked, x.tokens(q)...), token{bare: -1})
		}
		d.text = x.tokens(e.Answer)
		clear(weights)
		for _, part := range []struct {
			tokens []token
			weight float32
		}{{d.title, inTitle}, {d.asked, inAsked}, {d.text, inText}} {
			for _, t := range part.tokens {
				if t.bare >= 0 {
					weights[t.bare] += part.weight
				}
			}
		}
		long := float32(0.7 + 0.3*math.Min(float64(len(d.text))/150, 3))
		for id, w := range weights {
			x.lists[id] = append(x.lists[id], posting{int32(i), w / (w + 1.5*long)})
		}
	}
	x.rare = make([]float32, len(x.lists))
	for id, list := range x.lists {
		x.rare[id] = x.rarity(len(list))
	}
	x.weighSpoken()
	x.alike()
	return x
}

// rarity is what finding says of a word that so many articles have.
func (x *Index) rarity(having int) float32 {
	n, df := float64(len(x.docs)), float64(having)
	return float32(math.Log(1 + (n-df+0.5)/(df+0.5)))
}

func (x *Index) weighSpoken() {
	having, last := map[uint32]int{}, map[uint32]int{}
	for i := range x.docs {
		d := &x.docs[i]
		for _, part := range [][]token{d.title, d.asked, d.text} {
			for _, t := range part {
				if last[t.spoken] != i+1 {
					last[t.spoken] = i + 1
					having[t.spoken]++
				}
			}
		}
	}
	x.said = make(map[uint32]float32, len(having))
	for spoken, n := range having {
		x.said[spoken] = x.rarity(n)
	}
}

// Len is how many articles it holds.
func (x *Index) Len() int { return len(x.docs) }

func (x *Index) tokens(text string) []token {
	s := x.short.spelled(sentenceOf(text))
	all := make([]token, len(s.bare))
	for i, w := range s.bare {
		id, ok := x.ids[w]
		if !ok {
			id = int32(len(x.words))
			x.ids[w] = id
			x.words, x.lists = append(x.words, w), append(x.lists, nil)
		}
		all[i] = token{id, sum(s.spoken[i])}
	}
	return all
}

// sum is FNV-1a.
func sum(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
