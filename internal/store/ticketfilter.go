package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/ticket"
)

// TicketFilter is what a list of tickets is asked for. What is zero is not asked.
type TicketFilter struct {
	States   []string
	Origin   string
	Incident int64  // reported by key for it
	Kind     string // what the sender wants
	Group    int
	Unsorted bool // of no group yet
	Field    string
	Channel  string
	Units    []string // one of which has it, or is thought to have to
	Parts    []string // one of which has or had a part in it; empty, and not nil: no ticket
	Officer  string   // user name of who has or had a unit's part
	Sender   string   // number in its one form

	Emergency, Urgent, Confidential, EverOverdue bool
	Servants                                     bool // sent by who serves the state

	LateAt                       time.Time // the unit's time, or the hotline's, is over by then
	DueBefore                    time.Time
	Standing                     bool // nobody's time runs, though the sender has no result yet
	ReceivedFrom, ReceivedBefore time.Time

	// Q is a code; or else every word of it is a word of content, place, code or the
	// sender's name, accents and case aside, and the last may be the beginning of one.
	Q string
	// Secret: senders of what is confidential are found by name and number, too.
	Secret bool
}

// listing is a list's SQL in the making.
type listing struct {
	conditions []string
	args       []any
	column     string     // that it is ordered by
	down       bool       // the latest first
	first      *time.Time // nothing comes before it in the order; nil: not known
	words      bool       // some are searched for
	whole      string     // a tsquery of those that are words; "": none is sure to be
	begun      string     // and of the last, which may be the beginning of one; "": it is a word
	aside      bool       // begun is looked for among what the others find, by no index
	nothing    bool       // no ticket can be let through
}

func (s *Store) listing(ctx context.Context, f TicketFilter, by TicketOrder, after *TicketPlace) (*listing, error) {
	l := &listing{down: true}
	switch by {
	case NewestFirst:
		l.column, l.first = "t.created_at", orNull(f.ReceivedBefore)
	case ChangedFirst:
		l.column = "t.updated_at"
	case EarliestFirst:
		l.column, l.down = "t.due_at", false
		l.need("t.due_at IS NOT NULL")
	default:
		return nil, fmt.Errorf("store: there is no order %q of tickets", by)
	}
	if after != nil {
		l.first = &after.At
		l.need(fmt.Sprintf("(%s, t.id) %s (?, ?)", l.column, l.sign("<", ">")), after.At, after.ID)
	}
	l.filter(f)
	return l, s.search(ctx, l, f)
}

// need adds a condition; its question marks stand for the arguments.
func (l *listing) need(condition string, args ...any) {
	parts := strings.Split(condition, "?")
	for i, arg := range args {
		l.args = append(slices.Clip(l.args), arg)
		parts[i] += "$" + strconv.Itoa(len(l.args))
	}
	l.conditions = append(slices.Clip(l.conditions), strings.Join(parts, ""))
}

// when adds a condition that is asked for.
func (l *listing) when(asked bool, condition string, args ...any) {
	if asked {
		l.need(condition, args...)
	}
}

func (l *listing) filter(f TicketFilter) {
	l.nothing = f.Parts != nil && len(f.Parts) == 0
	l.when(len(f.States) > 0, "t.state = ANY (?)", f.States)
	l.when(f.Origin != "", "t.origin = ?", f.Origin)
	l.when(f.Incident != 0, "t.id IN (SELECT j.ticket_id FROM incident_joins j WHERE j.incident_id = ?)", f.Incident)
	l.when(f.Kind != "", "t.kind = ?", f.Kind)
	l.when(f.Servants, "t.state_servant")
	l.when(f.Group != 0, `t."group" = ?`, f.Group)
	l.when(f.Unsorted, `t."group" IS NULL`)
	l.when(f.Field != "", "t.field = ?", f.Field)
	l.when(f.Channel != "", "t.channel = ?", f.Channel)
	l.when(f.Units != nil, "t.unit = ANY (?)", f.Units)
	l.when(len(f.Parts) > 0, "t.units && ?", f.Parts)
	l.when(f.Officer != "", "t.id IN (SELECT a.ticket_id FROM ticket_assignments a WHERE a.officer = ?)", f.Officer)
	l.when(f.Sender != "", "t.sender_phone = ?", f.Sender)
	l.when(f.Sender != "" && !f.Secret, "NOT t.confidential")
	l.when(f.Emergency, "(t.emergency OR t.id = ANY (ARRAY(SELECT tc.ticket_id FROM emergencies e JOIN ticket_calls tc ON tc.call_id = e.call_id)))")
	l.when(f.Urgent, "t.urgent")
	l.when(f.Confidential, "t.confidential")
	l.when(f.EverOverdue, "t.ever_overdue")
	l.when(!f.LateAt.IsZero(), "(t.state = 'overdue' OR t.due_at < ?)", f.LateAt)
	l.when(!f.DueBefore.IsZero(), "t.due_at < ?", f.DueBefore)
	l.when(f.Standing, "t.due_at IS NULL AND t.state = ANY (?)", ticket.Untold())
	l.when(!f.ReceivedFrom.IsZero(), "t.created_at >= ?", f.ReceivedFrom)
	l.when(!f.ReceivedBefore.IsZero(), "t.created_at < ?", f.ReceivedBefore)
}

// search adds what is searched for.
func (s *Store) search(ctx context.Context, l *listing, f TicketFilter) error {
	q := strings.TrimSpace(Text(f.Q))
	if q == "" {
		return nil
	}
	if code, err := ticket.ParseCode(q); err == nil {
		l.need("t.code = ?", string(code))
		return nil
	}
	if strings.Trim(q, "0123456789-") == "" { // a part of a code, as it is shown
		q = strings.ReplaceAll(q, "-", "")
	}
	words, err := s.BareWords(ctx, q)
	if err != nil {
		return fmt.Errorf("store: words of a search: %w", err)
	}
	l.words, l.nothing = len(words) > 0, l.nothing || len(words) == 0
	l.whole, l.begun = tsqueries(words, f.Secret)
	l.when(l.whole != "", "t.search @@ ?::tsquery", l.whole)
	return nil
}

// shortestBegun is how long the last word is, at least, to be taken for the beginning of
// others: one letter begins half of all tickets.
const shortestBegun = 2

// tsqueries ask for words: letters and digits, none of which means anything to them.
func tsqueries(words []string, secret bool) (whole, begun string) {
	ask := func(word, as string) string {
		if secret {
			return "('" + word + "'" + as + " | '~" + word + "'" + as + ")"
		}
		return "'" + word + "'" + as
	}
	if n := len(words); n > 0 && len(words[n-1]) >= shortestBegun {
		begun, words = ask(words[n-1], ":*"), words[:n-1]
	}
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = ask(w, "")
	}
	return strings.Join(all, " & "), begun
}

func (l *listing) where() string {
	all := slices.Clone(l.conditions)
	if l.begun != "" {
		vector := "t.search"
		if l.aside {
			vector = "(t.search || '')" // which no index is of
		}
		all = append(all, fmt.Sprintf("%s @@ $%d::tsquery", vector, len(l.args)+1))
	}
	if len(all) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(all, " AND ")
}

// argued are the arguments of a statement that is planned for just these.
func (l *listing) argued() []any {
	all := append([]any{pgx.QueryExecModeCacheDescribe}, l.args...)
	if l.begun != "" {
		all = append(all, l.begun)
	}
	return all
}

// sign is one comparison when the latest come first, else the other.
func (l *listing) sign(down, up string) string {
	if l.down {
		return down
	}
	return up
}

func (l *listing) ordered(at, id string) string {
	way := l.sign("DESC", "ASC")
	return fmt.Sprintf("ORDER BY %s %s, %s %s", at, way, id, way)
}
