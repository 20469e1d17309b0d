package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/ticket"
)

// Published is what everybody may read of a ticket (Điều 11.1, 12.1): nothing of it is its sender's.
type Published struct {
	ID             int64 // for the list's order; nobody else's business
	Code           ticket.Code
	State          ticket.State
	Group          ticket.Group
	Field, Unit    string
	Area           string // code of the unit whose area it is
	Content        string
	Result         string
	UnitURL        string // where the unit has published it too
	ReceivedAt, At time.Time

	FieldName, UnitName, AreaName string
}

// PublishedFilter is what the list is asked for. What is zero is not asked.
type PublishedFilter struct {
	Field string
	Area  string
	Units []string // one of which has it
	// Q: every word of it is a word of the published text or the code, accents and case aside; the
	// last may be the beginning of one. Or a code.
	Q string
}

const published = `SELECT t.id, t.code, t.state, coalesce(t."group", 0), coalesce(t.field, ''), coalesce(t.unit, ''), coalesce(t.public_area, ''),
	t.public_content, t.public_result, coalesce(t.life -> 'public' ->> 'unit_url', ''), t.created_at, t.told_at,
	coalesce(f.name, ''), coalesce(u.name, ''), coalesce(a.name, '')
FROM tickets t LEFT JOIN fields f ON f.code = t.field LEFT JOIN units u ON u.code = t.unit LEFT JOIN units a ON a.code = t.public_area `

// isPublic is of all that is shown; its indexes say the same.
const isPublic = "t.public_content IS NOT NULL AND NOT t.confidential"

// PublishedList gives what is published behind a place of the list (nil: from its beginning), the
// newest first, at most so many.
func (s *Store) PublishedList(ctx context.Context, f PublishedFilter, after *TicketPlace, most int) ([]Published, error) {
	l := &listing{}
	l.when(true, isPublic)
	if after != nil {
		l.when(true, "(t.told_at, t.id) < (?, ?)", after.At, after.ID)
	}
	l.when(f.Field != "", "t.field = ?", f.Field)
	l.when(f.Area != "", "t.public_area = ?", f.Area)
	l.when(f.Units != nil, "t.unit = ANY (?)", f.Units)
	if err := s.publicWords(ctx, l, f.Q); err != nil || l.nothing {
		return nil, err
	}
	var st statement
	sql := published + st.where(l.beyond) + fmt.Sprintf(" ORDER BY t.told_at DESC, t.id DESC LIMIT %d", most)
	rows, err := s.pool.Query(ctx, sql, st.given()...)
	return readPublished(rows, err)
}

// publicWords are looked for in what everybody may read, and nowhere else: what a search finds tells
// what it was found by.
func (s *Store) publicWords(ctx context.Context, l *listing, q string) error {
	q = strings.TrimSpace(Text(q))
	if q == "" {
		return nil
	}
	if code, err := ticket.ParseCode(q); err == nil {
		l.when(true, "t.code = ?", string(code))
		return nil
	}
	words, err := s.BareWords(ctx, q)
	if err != nil {
		return fmt.Errorf("store: words of a search: %w", err)
	}
	l.nothing = len(words) == 0
	whole, begun := tsqueries(words, false)
	l.when(len(whole) > 0, "t.public_search @@ ?::tsquery", strings.Join(whole, " & "))
	l.when(begun != "", "t.public_search @@ ?::tsquery", begun)
	return nil
}

// PublishedTicket gives what everybody may read of one; ErrNotFound: it is not published.
func (s *Store) PublishedTicket(ctx context.Context, code ticket.Code) (Published, error) {
	rows, err := s.pool.Query(ctx, published+"WHERE t.code = $1 AND "+isPublic, string(code))
	all, err := readPublished(rows, err)
	switch {
	case err != nil:
		return Published{}, err
	case len(all) == 0:
		return Published{}, fmt.Errorf("store: published ticket: %w", ErrNotFound)
	}
	return all[0], nil
}

func readPublished(rows pgx.Rows, err error) ([]Published, error) {
	var all []Published
	if err == nil {
		all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Published])
	}
	if err != nil {
		return nil, fmt.Errorf("store: what is published: %w", err)
	}
	return all, nil
}

// CaseOf is [Store.CaseOfRow] by the code, with when it was changed last; ErrNotFound.
func (s *Store) CaseOf(ctx context.Context, code ticket.Code) (c ticket.Case, updated time.Time, err error) {
	row, err := s.Ticket(ctx, code)
	if err != nil {
		return c, updated, err
	}
	c, err = s.CaseOfRow(ctx, row.Ticket)
	return c, row.Ticket.UpdatedAt, err
}
