package knowledge

import (
	"cmp"
	"slices"

	"hotline1022/internal/worktime"
)

// Hit is an article that a search found.
type Hit struct {
	*Entry
	Score float32 // only to be compared within one search
}

// Asked is a search.
type Asked struct {
	Text  string
	Day   worktime.Date // what holds on this day is found
	Field string        // those of it come first; "": of no one field
	Most  int           // hits at most
	Near  bool          // without what is far behind the best: somebody reads the hits while a caller waits
}

const (
	// readAgain is how many of those that have a question's words are read word by word.
	readAgain = 400
	// longest is how many words of a question count: what is pasted may be a whole letter.
	longest = 40
	// enough is the share of what a question says that an article must have.
	enough = 0.3
	// near is the share of the best one's score below which a hit shares words with the question, and hardly its matter.
	near = 0.6
)

// Search finds what answers a question, best first; nothing for a text without words.
func (x *Index) Search(q Asked) []Hit {
	typed := sentenceOf(q.Text)
	if len(typed.bare) > longest {
		typed = sentence{typed.bare[:longest], typed.spoken[:longest]}
	}
	if len(typed.bare) == 0 || q.Most < 1 {
		return nil
	}
	best := map[int32]float32{}
	for _, reading := range x.short.readings(x.parted(typed)) {
		for d, score := range x.read(reading, q) {
			best[d] = max(best[d], score)
		}
	}
	hits := make([]Hit, 0, len(best))
	for d, score := range best {
		hits = append(hits, Hit{x.docs[d].entry, score})
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	if q.Near && len(hits) > 0 {
		best := hits[0].Score
		hits = slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < min(best, near*best) })
	}
	return hits[:min(len(hits), q.Most)]
}

// read scores the articles that have most of a reading's words.
func (x *Index) read(s sentence, q Asked) map[int32]float32 {
	slots := x.slots(s)
	total := float32(0)
	for _, sl := range slots {
		total += sl.rare
	}
	score, has := make([]float32, len(x.docs)), make([]float32, len(x.docs))
	taken := make([]int32, len(x.docs)) // by which slot last, from 1
	for i, sl := range slots {
		for _, se := range sl.senses {
			for _, p := range x.lists[se.word] {
				if taken[p.doc] == int32(i+1) {
					continue // by a surer sense
				}
				taken[p.doc] = int32(i + 1)
				score[p.doc] += se.sure * sl.rare * p.weight
				has[p.doc] += se.sure * sl.rare
			}
		}
	}
	var first []Hit
	var where []int32
	for d := range x.docs {
		share := has[d] / total
		if share < enough || !x.docs[d].entry.answers(q.Day) {
			continue
		}
		where = append(where, int32(d))
		first = append(first, Hit{x.docs[d].entry, score[d] * (0.4 + share)})
	}
	order := make([]int, len(first))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(first[b].Score, first[a].Score), cmp.Compare(a, b)) })
	found := map[int32]float32{}
	for _, i := range order[:min(len(order), readAgain)] {
		d := where[i]
		found[d] = (first[i].Score+x.again(&x.docs[d], slots, s))/total + extra(x.docs[d].entry, q)
	}
	return found
}

// extra is what is known besides the words: the matter in hand, and what was of use before.
func extra(e *Entry, q Asked) (more float32) {
	if q.Field != "" && e.Field == q.Field {
		more += 0.15
	}
	return more + min(float32(e.Uses)/2000, 0.05)
}

// slot is a word of a question, in all that it may be.
type slot struct {
	senses []sense
	rare   float32 // of the rarest that is sure enough
	spoken uint32
	marked bool    // it was typed with accents
	alone  float32 // by how much its spoken form is rarer
}

// smallTalk bounds what the words count by which anybody asks for anything.
const smallTalk = 0.3

// asking are such words: articles lack them, which would make them seem rare.
var asking = func() table {
	var all []Abbreviation
	for _, words := range []string{
		"cho tôi hỏi", "cho em hỏi", "cho hỏi", "xin hỏi", "tôi muốn", "em muốn", "tôi", "muốn", "thủ tục", "ở đâu", "chỗ nào", "nơi nào", "ở phường nào",
		"thế nào", "như thế nào", "thì làm thế nào", "làm thế nào", "làm sao", "ra sao", "bao nhiêu", "bao lâu", "mất bao lâu", "mất bao nhiêu", "mất bao nhiêu tiền",
		"cần gì", "cần những gì", "cần giấy tờ gì", "giấy tờ gì", "phải làm gì", "là gì", "gì", "được không", "có được không", "không ạ", "có phải", "rồi", "chưa", "bị", "ở",
	} {
		all = append(all, Abbreviation{Short: words})
	}
	return newTable(all)
}()

// smallIn says which words of a question are of those.
func smallIn(s sentence) []bool {
	small := make([]bool, len(s.bare))
	for i := 0; i < len(s.bare); {
		e, ok := asking.at(s, i)
		if !ok {
			i++
			continue
		}
		for range e.short {
			small[i] = true
			i++
		}
	}
	return small
}

func (x *Index) slots(s sentence) []slot {
	slots := make([]slot, 0, len(s.bare))
	small := smallIn(s)
	for i, w := range s.bare {
		sl := slot{senses: x.senses(w, i == len(s.bare)-1), spoken: sum(s.spoken[i]), marked: s.spoken[i] != w}
		if len(sl.senses) == 0 {
			sl.rare = 3 // nobody writes of it: an article that lacks it lacks something
		} else {
			sl.rare = x.rare[sl.senses[0].word]
		}
		if small[i] {
			sl.rare = min(sl.rare, smallTalk)
		}
		sl.alone = max(x.said[sl.spoken]-sl.rare, 0)
		if small[i] {
			sl.alone = 0
		}
		slots = append(slots, sl)
	}
	return slots
}

// What standing side by side counts, against the two words themselves.
const (
	besideInTitle = 0.9
	besideInAsked = 0.8
	besideInText  = 0.3
	asAccented    = 0.3
	otherAccent   = 0.35
	asSpoken      = 0.6
	askedWhole    = 0.5 // a way of asking of which every word was said
)

// again reads an article word by word: which words of the question stand side by side there as they do in
// the question, and whether the accents that were typed are its own.
func (x *Index) again(d *doc, slots []slot, s sentence) (more float32) {
	where := map[int32][]int{} // a word that may be meant → the slots that it may be
	for i, sl := range slots {
		for _, se := range sl.senses {
			where[se.word] = append(where[se.word], i)
		}
	}
	beside := make([]float32, len(slots)) // of the slot and the one before it: the best place
	accent := make([]int8, len(slots))
	covered := 0
	for _, part := range []struct {
		tokens []token
		weight float32
	}{{d.title, besideInTitle}, {d.asked, besideInAsked}, {d.text, besideInText}} {
		before, whole, said := []int(nil), true, float32(0)
		for _, t := range part.tokens {
			if t.bare < 0 { // the end of one way of asking
				if whole {
					more += askedWhole * said
				}
				before, whole, said = nil, true, 0
				continue
			}
			now := where[t.bare]
			if len(now) == 0 {
				whole = false
			} else {
				said += slots[now[0]].rare + slots[now[0]].alone
			}
			for _, i := range now {
				if slots[i].marked && accent[i] < 1 {
					if t.spoken == slots[i].spoken {
						accent[i] = 1
					} else if x.words[t.bare] == s.bare[i] {
						accent[i] = -1
					}
				}
				if i > 0 && slices.Contains(before, i-1) {
					beside[i] = max(beside[i], part.weight)
				}
			}
			if len(now) > 0 && part.weight == besideInTitle {
				covered++
			}
			before = now
		}
	}
	for i, sl := range slots {
		if i > 0 {
			more += beside[i] * (sl.rare + slots[i-1].rare) / 2
		}
		switch accent[i] {
		case 1:
			more += asAccented*sl.rare + asSpoken*sl.alone
		case -1:
			more -= otherAccent * sl.rare
		}
	}
	if len(d.title) > 0 { // a title that says nothing else
		more *= 0.8 + 0.4*float32(covered)/float32(len(d.title))
	}
	return more
}
