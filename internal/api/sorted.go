package api

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// sorts are the columns by which a list may be ordered, and what tells its rows apart. "-" before a column's name
// asks for the greatest first.
type sorts struct {
	by    map[string]store.Key
	names map[string]store.Names // of lists too long to be sorted by what stands elsewhere
	id    []store.Key
}

// The types of keys.
func whenKey(sql string) store.Key   { return store.Key{SQL: sql, Type: "timestamptz"} }
func numberKey(sql string) store.Key { return store.Key{SQL: sql, Type: "bigint"} }
func textKey(sql string) store.Key   { return store.Key{SQL: sql, Type: "text"} }

// wordsKey orders as people look words up: without regard to accents and capitals, whatever the cluster's locale.
func wordsKey(sql string) store.Key { return textKey("words_key(" + sql + ")") }

// nameKey orders people, by their user names, as they are called.
func nameKey(sql string) store.Key { return textKey(calledSQL(sql)) }

// people is [nameKey] for a list of millions, by the column of a table.
func people(table, column string) store.Names {
	return store.Names{Table: table, Column: column, Called: calledSQL("v")}
}

// calledSQL is what an [actor] is called, as people look words up; whoever has no account and no word by what they are kept as.
func calledSQL(sql string) string {
	var words strings.Builder
	for _, who := range []string{"system", "sender", "nobody", "cli"} {
		fmt.Fprintf(&words, "WHEN '%s' THEN '%s' ", who, lang.Word(lang.Vietnamese, "actor", who))
	}
	return fmt.Sprintf("words_key(coalesce((SELECT name FROM users WHERE username = %[1]s AND name <> ''), CASE %[1]s %[2]sELSE regexp_replace(%[1]s, '^token:', '%[3]s ') END))",
		sql, words.String(), lang.Word(lang.Vietnamese, "actor", "token"))
}

// codedKey orders codes of a family as the Vietnamese words for them stand in a dictionary. A code that is none of them comes last.
func codedKey(sql, family string, codes ...string) store.Key {
	return rankKey(sql, byWords(family, codes))
}

// ranked is a key of v for a list of millions, by the column of a table: of fewer than a hundred ranks.
func ranked(table, column string, key store.Key) store.Names {
	return store.Names{Table: table, Column: column, Called: "to_char(" + key.SQL + ", 'FM00')"}
}

// lifeKey orders states of tickets as a ticket lives, as their own list does.
func lifeKey(sql string) store.Key {
	states := make([]string, len(ticket.States))
	for i, s := range ticket.States {
		states[i] = string(s)
	}
	return rankKey(sql, states)
}

func rankKey(sql string, codes []string) store.Key {
	return store.Key{SQL: fmt.Sprintf("coalesce(array_position('{%s}'::text[], %s), %d)", strings.Join(codes, ","), sql, len(codes)+1), Type: "integer"}
}

func byWords(family string, codes []string) []string {
	word := func(code string) string { return directory.Fold(lang.Word(lang.Vietnamese, family, code)) }
	return slices.SortedFunc(slices.Values(codes), func(v, w string) int { return cmp.Compare(word(v), word(w)) })
}

func spanKey(sql string) store.Key { return store.Key{SQL: sql, Type: "interval"} }

func (s sorts) order(sort string) store.Order {
	name, down := strings.CutPrefix(sort, "-")
	if by, is := s.names[name]; is {
		return store.Order{By: &by, Keys: s.id, Down: down}
	}
	keys := s.id
	if first := s.by[name]; first != s.id[0] {
		keys = append([]store.Key{first}, s.id...)
	}
	return store.Order{Keys: keys, Down: down}
}

// sortedCursor is where the next page of a sorted list begins: behind this place, in this order.
type sortedCursor struct {
	Sort  string      `json:"s"`
	Place store.Place `json:"p"`
}

// sortedPage reads a page of a list.
type sortedPage struct {
	*store.Sorted
	sort  string
	limit int
}

// sorted asks for a page of a list in an order, behind a cursor of the same order.
func (a *API) sorted(by sorts, sort, after string, limit int) (*sortedPage, error) {
	var c sortedCursor
	if after != "" {
		raw, err := base64.RawURLEncoding.DecodeString(after)
		if err == nil {
			err = json.Unmarshal(raw, &c)
		}
		if err != nil || c.Sort != sort || len(c.Place) == 0 || notText(c.Place...) != "" {
			return nil, refuse(http.StatusBadRequest, lang.BadCursor)
		}
	}
	return &sortedPage{a.p.Store.Sorted(by.order(sort), c.Place, limit+1), sort, limit}, nil
}

// cutSorted gives at most a page of the rows, and the cursor behind them when there are more.
func cutSorted[T any](rows []T, page *sortedPage) ([]T, string) {
	if len(rows) <= page.limit {
		return rows, ""
	}
	raw, err := json.Marshal(sortedCursor{page.sort, page.Places[page.limit-1]})
	if err != nil {
		return rows[:page.limit], "" // texts alone can always be written
	}
	return rows[:page.limit], base64.RawURLEncoding.EncodeToString(raw)
}
