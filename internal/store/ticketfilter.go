package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
	FiledBy  string   // user name of the operator who filed it
	Area     string   // a place's name without what it is ("Lê Chân"): named in the address, or in the content

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

// listing is what a list is asked for, as SQL has it.
type listing struct {
	column string     // that it is ordered by
	moment string     // the mark of a stretch of that; "": there is none
	down   bool       // the latest first
	only   string     // what this part of the order has alone, in SQL; there is an index of just that, or it is most of all
	part   int        // of the order, from 0
	first  *time.Time // nothing comes before it in the order; nil: not known

	asked  []condition // of a row's columns: what marks say
	beyond []condition // and what no mark says
	marks  []string    // what the index is asked for
	words  []string    // and for these, each a tsquery
	begun  string      // and of the last, which may be the beginning of one; "": it is a word

	few     bool // are asked for, and what is beyond has an index of its own
	nothing bool // no ticket can be let through
}

// condition is one in SQL, whose question marks stand for the arguments.
type condition struct {
	sql  string
	args []any
}

// notUntold are the states that [ticket.Untold] does not have.
var notUntold = slices.DeleteFunc(slices.Clone(ticket.States), func(s ticket.State) bool { return slices.Contains(ticket.Untold(), s) })

// untold is what migration 00086 has an index of, by the time of the last change.
var untold = func() string {
	var states []string
	for _, state := range ticket.Untold() {
		states = append(states, "'"+string(state)+"'")
	}
	return "(t.state IN (" + strings.Join(states, ", ") + "))"
}()

// lastGroup is the greatest number of a group (Điều 3).
const lastGroup = 5

// parts is how many an order has, one behind the other: of what not every ticket has, those without are the last; of
// what has few values, each is one, so that every part is in an order of time, which there are indexes of.
func (by TicketOrder) parts() int {
	switch by {
	case EarliestFirst, LatestFirst, StillestFirst:
		return 2
	case ByState, ByStateBack:
		return len(ticket.States)
	case ByGroup, ByGroupBack:
		return lastGroup + 1
	case NewestFirst, OldestFirst, ChangedFirst:
	}
	return 1
}

// listing is one part of an order, counted from 0.
func (f TicketFilter) listing(bare bareWords, by TicketOrder, part int, after *TicketPlace) (*listing, error) {
	l, last := &listing{down: true, only: "true", part: part}, part == 1
	switch by {
	case NewestFirst, OldestFirst, ByState, ByStateBack, ByGroup, ByGroupBack:
		l.down = by != OldestFirst
		l.came(f)
		l.valued(by, part)
	case ChangedFirst:
		l.column, l.moment = "t.updated_at", markMoved
	case EarliestFirst, LatestFirst:
		l.column, l.down, l.only = "t.due_at", by == LatestFirst, "t.due_at IS NOT NULL"
		l.marked(!last, markDue, l.only)
		if last {
			l.came(f)
			l.only = "t.due_at IS NULL"
			l.marked(true, "!"+markDue, l.only)
		}
	case StillestFirst:
		l.column, l.down, l.only = "t.updated_at", false, untold
		l.marked(!last, oneOf(markState, ticket.Untold()...), l.only)
		if last {
			l.moment, l.only = markMoved, "NOT "+untold
			l.marked(true, oneOf(markState, notUntold...), l.only)
		}
	default:
		return nil, fmt.Errorf("store: there is no order %q of tickets", by)
	}
	if after != nil {
		l.first = &after.At
		l.when(true, fmt.Sprintf("(%s, t.id) %s (?, ?)", l.column, l.sign("<", ">")), after.At, after.ID)
	}
	l.filter(f)
	l.nothing = l.nothing || last && (by == EarliestFirst || by == LatestFirst) && !f.DueBefore.IsZero()
	l.search(f, bare)
	return l, nil
}

// came puts a part in the order in which its tickets were received.
func (l *listing) came(f TicketFilter) {
	l.column, l.moment, l.first = "t.created_at", markCame, orNull(f.ReceivedFrom)
	if l.down {
		l.first = orNull(f.ReceivedBefore)
	}
}

// valued asks for the one value that a part of an order is of, if that is by one.
func (l *listing) valued(by TicketOrder, part int) {
	if by == ByStateBack || by == ByGroupBack {
		part = by.parts() - 1 - part
	}
	switch by {
	case ByState, ByStateBack:
		l.marked(true, oneOf(markState, ticket.States[part]), "t.state = ?", string(ticket.States[part]))
	case ByGroup, ByGroupBack:
		l.marked(part == 0, oneOf(markGroup, "0"), `t."group" IS NULL`)
		l.marked(part > 0, oneOf(markGroup, strconv.Itoa(part)), `t."group" = ?`, part)
	case NewestFirst, OldestFirst, ChangedFirst, EarliestFirst, LatestFirst, StillestFirst:
	}
}

// when adds a condition, if it is asked for.
func (l *listing) when(asked bool, sql string, args ...any) {
	if asked {
		l.beyond = append(l.beyond, condition{sql, args})
	}
}

// marked adds one that marks say.
func (l *listing) marked(asked bool, mark, sql string, args ...any) {
	if asked {
		l.asked, l.marks = append(l.asked, condition{sql, args}), append(l.marks, mark)
	}
}

func (l *listing) filter(f TicketFilter) {
	l.nothing = f.Parts != nil && len(f.Parts) == 0 || f.Units != nil && len(f.Units) == 0
	l.marked(len(f.States) > 0, oneOf(markState, f.States...), "t.state = ANY (?)", f.States)
	l.marked(f.Origin != "", oneOf(markOrigin, f.Origin), "t.origin = ?", f.Origin)
	l.marked(f.Kind != "", oneOf(markKind, f.Kind), "t.kind = ?", f.Kind)
	l.marked(f.Servants, markServant, "t.state_servant")
	l.marked(f.Group != 0, oneOf(markGroup, strconv.Itoa(f.Group)), `t."group" = ?`, f.Group)
	l.marked(f.Unsorted, oneOf(markGroup, "0"), `t."group" IS NULL`)
	l.marked(f.Field != "", oneOf(markField, f.Field), "t.field = ?", f.Field)
	l.marked(f.Channel != "", oneOf(markChannel, f.Channel), "t.channel = ?", f.Channel)
	l.marked(len(f.Units) > 0, oneOf(markUnit, f.Units...), "t.unit = ANY (?)", f.Units)
	l.marked(len(f.Parts) > 0, oneOf(markPart, f.Parts...), "t.units && ?", f.Parts)
	l.marked(f.Officer != "", oneOf(markOfficer, f.Officer), "? = ANY (t.officers)", f.Officer)
	l.marked(f.Sender != "", oneOf(markFrom, f.Sender), "t.sender_phone = ?", f.Sender)
	l.marked(f.Sender != "" && !f.Secret, "!"+markConfidential, "NOT t.confidential")
	l.marked(f.Emergency, markEmergency, "t.emergency")
	l.marked(f.Urgent, markUrgent, "t.urgent")
	l.marked(f.Confidential, markConfidential, "t.confidential")
	l.marked(f.EverOverdue, markOverdue, "t.ever_overdue")
	l.marked(f.Standing, "!"+markDue+" & "+oneOf(markState, ticket.Untold()...), "t.due_at IS NULL AND t.state = ANY (?)", ticket.Untold())
	// Marks do not say when something is due, and when exactly it came, but say enough to find it among few.
	if !f.LateAt.IsZero() {
		l.marks = append(l.marks, "("+markDue+" | "+oneOf(markState, ticket.StateOverdue)+")")
		l.when(true, "(t.state = 'overdue' OR t.due_at < ?)", f.LateAt)
	}
	if !f.DueBefore.IsZero() {
		l.marks = append(l.marks, markDue)
		l.when(true, "t.due_at < ?", f.DueBefore)
	}
	l.when(!f.ReceivedFrom.IsZero(), "t.created_at >= ?", f.ReceivedFrom)
	l.when(!f.ReceivedBefore.IsZero(), "t.created_at < ?", f.ReceivedBefore)
	l.few = f.Incident != 0 || f.FiledBy != ""
	l.when(f.FiledBy != "", "t.created_by = ?", f.FiledBy)
	l.when(f.Incident != 0, "t.id IN (SELECT j.ticket_id FROM incident_joins j WHERE j.incident_id = ?)", f.Incident)
}

// search adds what is searched for.
func (l *listing) search(f TicketFilter, bare bareWords) {
	if f.Area != "" {
		for _, w := range bare.area { // which find it, and next to one another are it
			l.words = append(l.words, "'"+w+"'")
		}
		l.when(true, "' ' || array_to_string(bare_words(t.address || ' ' || t.content), ' ') || ' ' LIKE ?", "% "+strings.Join(bare.area, " ")+" %")
	}
	switch {
	case bare.code != "":
		l.words = append(l.words, "'"+string(bare.code)+"'")
		l.when(true, "t.code = ?", string(bare.code)) // and not one that a text speaks of
	case bare.asked:
		l.nothing = l.nothing || len(bare.words) == 0
		whole, begun := tsqueries(bare.words, f.Secret)
		l.words, l.begun = append(l.words, whole...), begun
	}
}

// bareWords are what a filter asks for in words, as the database takes them apart: once for all parts of an order.
type bareWords struct {
	area  []string
	code  ticket.Code // what is asked for is one; "": it is not
	asked bool        // something is, and it is no code
	words []string    // of that
}

func (s *Store) bareWords(ctx context.Context, f TicketFilter) (bare bareWords, err error) {
	if f.Area != "" {
		if bare.area, err = s.BareWords(ctx, f.Area); err != nil {
			return bare, fmt.Errorf("store: words of an area: %w", err)
		}
	}
	q := strings.TrimSpace(Text(f.Q))
	if q == "" {
		return bare, nil
	}
	if code, err := ticket.ParseCode(q); err == nil {
		bare.code = code
		return bare, nil
	}
	if strings.Trim(q, "0123456789-") == "" { // a part of a code, as it is shown
		q = strings.ReplaceAll(q, "-", "")
	}
	bare.asked = true
	if bare.words, err = s.BareWords(ctx, q); err != nil {
		return bare, fmt.Errorf("store: words of a search: %w", err)
	}
	return bare, nil
}

// shortestBegun is how long the last word is, at least, to be taken for the beginning of
// others: one letter begins half of all tickets.
const shortestBegun = 2

// tsqueries ask for words: letters and digits, none of which means anything to them.
func tsqueries(words []string, secret bool) (whole []string, begun string) {
	ask := func(word, as string) string {
		if secret {
			return "('" + word + "'" + as + " | '~" + word + "'" + as + ")"
		}
		return "'" + word + "'" + as
	}
	if n := len(words); n > 0 && len(words[n-1]) >= shortestBegun {
		begun, words = ask(words[n-1], ":*"), words[:n-1]
	}
	for _, w := range words {
		whole = append(whole, ask(w, ""))
	}
	return whole, begun
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
