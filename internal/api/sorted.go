package api

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
)

// sorts are the columns by which a list may be ordered, and what tells its rows apart. "-" before a column's name
// asks for the greatest first.
type sorts struct {
	by map[string]store.Key
	id []store.Key
}

// The types of keys.
func whenKey(sql string) store.Key   { return store.Key{SQL: sql, Type: "timestamptz"} }
func numberKey(sql string) store.Key { return store.Key{SQL: sql, Type: "bigint"} }
func textKey(sql string) store.Key   { return store.Key{SQL: sql, Type: "text"} }

// wordsKey orders as people look words up: without regard to accents and capitals, whatever the cluster's locale.
func wordsKey(sql string) store.Key { return textKey("words_key(" + sql + ")") }
func spanKey(sql string) store.Key  { return store.Key{SQL: sql, Type: "interval"} }

func (s sorts) order(sort string) store.Order {
	name, down := strings.CutPrefix(sort, "-")
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
