package knowledge

import "strings"

// sense is a word that somebody may have meant, and how sure that is.
type sense struct {
	word int32
	sure float32
}

// How sure it is that another word was meant than the one typed.
const (
	asTyped    = 1
	asHeard    = 0.55
	asMistyped = 0.5
	begun      = 0.6 // the last word, of which the rest is still to come
	mistaken   = 0.3 // a word that is one, with a letter other than the one meant
)

// sounds are what is written for one sound in Hải Phòng.
var sounds = strings.NewReplacer("tr", "c", "ch", "c", "gi", "z", "d", "z", "r", "z", "x", "s", "l", "n", "qu", "k", "c", "k", "y", "i")

func sound(word string) string { return sounds.Replace(word) }

// alike prepares what spellings are looked up by.
func (x *Index) alike() {
	x.heard, x.near = map[string][]int32{}, map[string][]int32{}
	for id, w := range x.words {
		key := sound(w)
		x.heard[key] = append(x.heard[key], int32(id))
		for _, k := range shortened(w) {
			x.near[k] = append(x.near[k], int32(id))
		}
	}
}

// shortened are a word and all that it is with one letter left out: two words that are a letter apart have
// one of these in common.
func shortened(word string) []string {
	all := []string{word}
	if len(word) < 3 || len(word) > 24 {
		return all
	}
	for i := range len(word) {
		if i > 0 && word[i] == word[i-1] {
			continue
		}
		all = append(all, word[:i]+word[i+1:])
	}
	return all
}

// apart reports whether two words are one letter apart: another, one more, one less, or two swapped.
func apart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		if i == len(a) {
			return false
		}
		return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case 1:
		return a[i:] == b[i+1:]
	}
	return false
}

// senses are the words that a typed one may be, surest first. last: it may not be whole yet.
func (x *Index) senses(typed string, last bool) []sense {
	var all []sense
	seen := map[int32]bool{}
	add := func(id int32, sure float32) {
		if !seen[id] {
			seen[id] = true
			all = append(all, sense{id, sure})
		}
	}
	id, known := x.ids[typed]
	if known {
		add(id, asTyped)
	}
	if last && len(typed) >= 2 {
		for w, id := range x.ids {
			if len(w) > len(typed) && strings.HasPrefix(w, typed) {
				add(id, begun)
			}
		}
	}
	for _, id := range x.heard[sound(typed)] {
		add(id, asHeard)
	}
	if len(typed) >= 3 && !digits(typed) {
		sure := float32(asMistyped)
		if known {
			sure = mistaken
		}
		for _, k := range shortened(typed) {
			for _, id := range x.near[k] {
				if apart(typed, x.words[id]) {
					add(id, sure)
				}
			}
		}
	}
	return all
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// parted splits what was run together and is no word: khaisinh. The rest of a question stays.
func (x *Index) parted(s sentence) sentence {
	var out sentence
	for i, w := range s.bare {
		if _, known := x.ids[w]; known || len(w) < 5 {
			out.add(w, s.spoken[i])
			continue
		}
		cut := x.cut(w)
		if cut == 0 {
			out.add(w, s.spoken[i])
			continue
		}
		for _, part := range []string{w[:cut], w[cut:]} {
			out.add(part, part)
		}
	}
	return out
}

// cut is where a word is two, both of them known: the pair that is met most. 0: nowhere.
func (x *Index) cut(w string) (at int) {
	most := 0
	for i := 2; i <= len(w)-2; i++ {
		a, ok := x.ids[w[:i]]
		b, ok2 := x.ids[w[i:]]
		if !ok || !ok2 {
			continue
		}
		if met := min(len(x.lists[a]), len(x.lists[b])); met > most {
			at, most = i, met
		}
	}
	return at
}
