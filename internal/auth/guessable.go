package auth

import (
	"errors"
	"slices"
	"strings"
	"unicode"
)

// ErrGuessable is returned by Chosen for a password that is among the first that anybody would try.
var ErrGuessable = errors.New("auth: the password is easily guessed: a common one, or made of the user name or the hotline's own words")

// Chosen gives what is kept of a password that its owner chose; ErrWeak, ErrGuessable. (NIST SP 800-63B
// 5.1.1.2: compared with what is common, repetitive or of the context; no rules of composition.)
func Chosen(username, password string) (string, error) {
	if !weak(password) && guessable(username, password) {
		return "", ErrGuessable
	}
	return Hash(password)
}

// DemonstrationPassword is that of all the demonstration's accounts. It is published.
const DemonstrationPassword = "1022-demo"

// Chosen is [Chosen], but that in the demonstration its own password may be chosen: there everybody knows it.
func (s *SignIn) Chosen(username, password string) (string, error) {
	if s.opts.Demonstration && password == DemonstrationPassword {
		return Hash(password)
	}
	return Chosen(username, password)
}

// common are the beginnings of most lists of passwords that were found out, of the world's and of
// Việt Nam's, the words of this place, and how keys lie beside each other. A password that is made
// of nothing else, whatever is between, is guessed; so a list of parts does for one of wholes.
var common = strings.Fields(`
	password passw0rd p4ssw0rd p@ssw0rd p@ssword pass pwd secret default changeme letmein welcome login test guest user demo temp
	admin administrator root master superman batman dragon monkey shadow sunshine princess football baseball iloveyou trustno1 starwars
	whatever freedom michael jordan hunter killer charlie computer internet google facebook samsung android windows
	qwertyuiop qwerty qwert asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv 1q2w3e4r5t 1q2w3e4r 1q2w3e 1qaz2wsx 1qaz 2wsx qazwsx abc123 abc abcd

	matkhau mậtkhẩu mk quantri quảntrị anhyeuem anhyêuem emyeuanh yeuem vietnam việtnam vietnamvodich hanoi saigon khongbiet khongnho
	xinchao chaoban nguyen tran hoang phuong tinhyeu giadinh thienthan

	hotline tongdai tổngđài 02251022 1022 haiphong hảiphòng hoaphuongdo ubnd vanphong vănphòng phananh phảnánh kiennghi kiếnnghị dienthoai
	congdan côngdân canbo cánbộ sotttt thanhpho
`)

// rows are what is typed in one stroke, forwards or back.
var rows = []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"}

const (
	distinctRunes = 4 // fewer are a repetition
	leastRest     = 3 // runes beside what is common
	leastRun      = 3 // of a row
)

// guessable says that nothing of a password is its own: it repeats, or what is left of it without
// the user name, common parts, years and runs of keys is next to nothing.
func guessable(username, password string) bool {
	rest := letters(password)
	if different := slices.Compact(slices.Sorted(slices.Values([]rune(rest)))); len(different) < distinctRunes {
		return true
	}
	parts := slices.Clone(common)
	for _, part := range append(strings.FieldsFunc(username, func(r rune) bool { return strings.ContainsRune("._-", r) }), username) {
		if len(part) >= leastRest {
			parts = append(parts, letters(part))
		}
	}
	slices.SortFunc(parts, func(a, b string) int { return len(b) - len(a) }) // the longest first
	for _, part := range parts {
		rest = strings.ReplaceAll(rest, letters(part), " ")
	}
	left := 0
	for word := range strings.FieldsSeq(rest) {
		left += own(word)
	}
	return left < leastRest
}

// letters are a password's letters and digits alone, small.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// own counts a word's runes without years and runs.
func own(word string) (n int) {
	all := []rune(word)
	for i := 0; i < len(all); {
		if skip := max(run(all[i:]), year(all[i:])); skip > 0 {
			i += skip
			continue
		}
		n, i = n+1, i+1
	}
	return n
}

// run is how many runes from the first on lie in one row; 0: too few to be a stroke.
func run(word []rune) (longest int) {
	for n := leastRun; n <= len(word); n++ {
		back := slices.Clone(word[:n])
		slices.Reverse(back)
		if !slices.ContainsFunc(rows, func(row string) bool {
			return strings.Contains(row, string(word[:n])) || strings.Contains(row, string(back))
		}) {
			break
		}
		longest = n
	}
	return longest
}

// year is the length of a year of somebody's life at the beginning of a word.
func year(word []rune) int {
	if len(word) < 4 || (string(word[:2]) != "19" && string(word[:2]) != "20") || !unicode.IsDigit(word[2]) || !unicode.IsDigit(word[3]) {
		return 0
	}
	return 4
}
