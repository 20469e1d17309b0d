package api

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/store"
)

// cursor is where the next page begins: behind the item of this time and ID.
type cursor struct {
	At time.Time `json:"t"`
	ID string    `json:"i"`
	// Part is which of a list of tickets' order the item is of, from 0.
	Part int `json:"n,omitempty"`
}

func (c cursor) String() string {
	raw, err := json.Marshal(c)
	if err != nil {
		return "" // a time beyond the year 9999 ends the list
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseCursor reads a cursor; nil for none.
func parseCursor(s string) (*cursor, error) {
	if s == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	var c cursor
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || c.ID == "" || notText(c.ID) != "" {
		return nil, refuse(http.StatusBadRequest, lang.BadCursor)
	}
	return &c, nil
}

// number is the ID of an item that is numbered.
func (c *cursor) number() (int64, error) {
	n, err := strconv.ParseInt(c.ID, 10, 64)
	if err != nil {
		return 0, refuse(http.StatusBadRequest, lang.BadCursor)
	}
	return n, nil
}

// behind reads the cursor of items that are numbered: their time and number, or nothing.
func behind(s string) (at *time.Time, id *int64, err error) {
	c, err := parseCursor(s)
	if c == nil || err != nil {
		return nil, nil, err
	}
	n, err := c.number()
	if err != nil {
		return nil, nil, err
	}
	return &c.At, &n, nil
}

// placeBehind is [behind] for a list of tickets.
func placeBehind(s string) (*store.TicketPlace, error) {
	c, err := parseCursor(s)
	if c == nil || err != nil {
		return nil, err
	}
	id, err := c.number()
	if err != nil {
		return nil, err
	}
	return &store.TicketPlace{At: c.At, ID: id, Part: c.Part}, nil
}

// behindCode reads the cursor of items that are in the order of their codes; "" for none.
func behindCode(s string) (code string, err error) {
	c, err := parseCursor(s)
	if c == nil || err != nil {
		return "", err
	}
	return c.ID, nil
}

// cut gives at most limit of the rows, and the cursor behind them when there are more.
func cut[T any](rows []T, limit int, at func(T) cursor) ([]T, string) {
	if len(rows) <= limit {
		return rows, ""
	}
	return rows[:limit], at(rows[limit-1]).String()
}

// orNull is a filter: nil when it was not given.
func orNull[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}
