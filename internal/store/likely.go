package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

const (
	// likelyWithin is how long ago a report of the same matter came, at most: three stretches at most.
	likelyWithin = 8 * 7 * 24 * time.Hour
	// likelyEach is how many tickets each sign brings.
	likelyEach = 150
	// likelyLimit is how long the words may take. They are asked for at every pause in somebody's typing.
	likelyLimit = 250 * time.Millisecond
	// likelyWords are asked for in pairs.
	likelyWords = 6
)

// LikelyTickets gives the tickets among which another report of the same matter may be, by sender, place and
// words; secret: senders of what is confidential count, too.
func (s *Store) LikelyTickets(ctx context.Context, of ticket.Said, now time.Time, secret bool) (rows []db.TicketsByIDRow, err error) {
	since := now.Add(-likelyWithin)
	var ids []int64
	seen := map[int64]bool{}
	add := func(found []int64) {
		for _, id := range found {
			if !seen[id] {
				seen[id], ids = true, append(ids, id)
			}
		}
	}
	if of.Sender != "" {
		own, err := s.TicketList(ctx, TicketFilter{Sender: of.Sender, Secret: secret, ReceivedFrom: since}, NewestFirst, nil, likelyEach)
		if err != nil {
			return nil, err
		}
		for _, r := range own {
			add([]int64{r.Ticket.ID})
		}
	}
	if of.Pin != nil {
		south, north, west, east := of.Pin.Square(ticket.NearBy)
		near, err := s.TicketsNear(ctx, db.TicketsNearParams{South: south, North: north, West: west, East: east, Since: since, Page: likelyEach})
		if err != nil {
			return nil, fmt.Errorf("store: tickets near a place: %w", err)
		}
		add(near)
	}
	for _, asked := range []string{whole(of), pairs(of)} {
		if asked == "" {
			continue
		}
		spoken, err := s.tickets(ctx, stretches(markCame, stretchOf(since), stretchOf(now))+" & ("+asked+")", since)
		if err != nil {
			return nil, err
		}
		add(spoken)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err = s.TicketsByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("store: likely tickets: %w", err)
	}
	return rows, nil
}

// tickets finds the newest by the index of words and marks; none, if that takes too long.
func (s *Store) tickets(ctx context.Context, asked string, since time.Time) (ids []int64, err error) {
	err = s.reading(ctx, func(tx pgx.Tx) error {
		if err := set(ctx, tx, fmt.Sprintf("statement_timeout = %d", likelyLimit.Milliseconds()), "enable_seqscan = off", "enable_indexscan = off", "work_mem = '32MB'"); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, fmt.Sprintf("SELECT t.id FROM tickets t WHERE t.search @@ $1::tsquery AND t.created_at >= $2 ORDER BY t.created_at DESC, t.id DESC LIMIT %d", likelyEach),
			pgx.QueryExecModeCacheDescribe, asked, since)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	switch {
	case sqlState(err) == "57014" && ctx.Err() == nil: // query_canceled
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("store: tickets of like words: %w", err)
	}
	return ids, nil
}

// whole asks for all of the words that tell a matter: a report of the same words, which is among too many of any two. "": they are too few.
func whole(of ticket.Said) string {
	said := quote(ticket.Asked(of.Content, likelyWords))
	if len(said) < ticket.WordsFewest {
		return ""
	}
	return strings.Join(said, " & ")
}

func quote(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "'" + quoted.Replace(w) + "'"
	}
	return out
}

// pairs asks for any two of the words that tell a matter, or a place: one alone is in too many tickets. A place
// that is one word is asked for with a word of the matter, or the field.
func pairs(of ticket.Said) string {
	var all []string
	both := func(a, b string) { all = append(all, "("+a+" & "+b+")") }
	said, place := quote(ticket.Asked(of.Content, likelyWords)), quote(ticket.Asked(of.Address, likelyWords))
	for _, words := range [][]string{said, place} {
		for i := range words {
			for j := range i {
				both(words[i], words[j])
			}
		}
	}
	for _, w := range place {
		for _, m := range said {
			both(w, m)
		}
		if of.Field != "" {
			both(w, oneOf(markField, of.Field))
		}
	}
	return strings.Join(all, " | ")
}
