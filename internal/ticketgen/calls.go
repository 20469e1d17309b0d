package ticketgen

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// callsNode is the node that the calls of [AddCalls] came in at: by it they are known again.
const callsNode = "pbx2"

// The tables that calls fill.
var (
	callTable = table{"calls", []string{
		"id", "node", "from_raw", "from_number", "withheld", "to_number", "state", "queue", "operator", "had_by", "started_at", "answered_at", "queued_at", "left_queue_at",
		"connected_at", "ended_at", "end_class", "end_reason", "placed", "rating", "rated_at", "flagged_at", "flagged_by", "flag_note", "units", "numbers", "fields",
	}, false}
	recordingTable = table{"recordings", []string{
		"id", "call_id", "leg", "state", "operator", "number", "unit", "sha256", "bytes", "duration_ms", "channels", "bucket", "object", "version", "created_at", "spooled_at", "archived_at", "released_at",
		"checked_at", "keep_until", "keep_rule",
	}, false}
	ofTicketTable = table{"ticket_calls", []string{"ticket_id", "call_id"}, false}
)

// AddCalls adds so many calls over a shape's time to a database that [Fill] has filled, with their recordings'
// rows, unless they are there: answered ones and lost ones, marks, conversations with officers, a third of them
// of a ticket of about that time. It says whether it added them.
func AddCalls(ctx context.Context, url string, s Shape, n int) (added bool, err error) {
	f, st, err := open(ctx, url, s)
	if err != nil {
		return false, err
	}
	defer st.Close()
	var there bool
	if err := st.Pool().QueryRow(ctx, "SELECT EXISTS (SELECT FROM calls WHERE id LIKE $1)", callsNode+"-%").Scan(&there); err != nil || there {
		return false, err
	}
	tables := []table{callTable, recordingTable, ofTicketTable}
	back, err := aside(ctx, url, tables)
	if err != nil {
		return false, err
	}
	if err := f.addCalls(ctx, tables, n); err != nil {
		return false, errors.Join(fmt.Errorf("ticketgen: calls: %w", err), back(ctx))
	}
	if err := back(ctx); err != nil {
		return false, err
	}
	return true, run(ctx, url, []string{"VACUUM ANALYZE calls, recordings, ticket_calls"})
}

// caller writes calls, one after the other.
type caller struct {
	r       *rand.Rand
	seed    uint64
	n       int // of the call that is made
	parties []party
	told    map[int64]told // by ticket
	rows    map[string][][]any
}

// told is what a call is found by of its ticket.
type told struct {
	field string
	units []string
}

// party is an officer who is rung.
type party struct{ unit, number string }

func (f *filler) addCalls(ctx context.Context, tables []table, n int) (err error) {
	c := &caller{r: rand.New(rand.NewPCG(f.shape.Seed, 3)), seed: f.shape.Seed}
	conn, err := pgx.Connect(ctx, f.url) // without the store's limit of time
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if c.parties, err = parties(ctx, conn); err != nil {
		return err
	}
	if c.told, err = tickets(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET synchronous_commit = off"); err != nil {
		return err
	}
	when := newArrivals(f.shape.From, f.shape.Until.Add(-time.Hour)) // so that the last is over
	for from := 0; from < n; from += 20 * chunkSize {
		c.rows = map[string][][]any{}
		for c.n = from; c.n < min(n, from+20*chunkSize); c.n++ {
			share := (float64(c.n) + .5) / float64(n)
			var of int64
			if c.r.IntN(3) == 0 {
				of = f.base["tickets"] - int64(float64(f.shape.Tickets)*(1-share))
			}
			c.call(when.at(share), of)
		}
		if err := write(ctx, conn, &chunk{rows: c.rows}, tables); err != nil {
			return err
		}
	}
	return nil
}

// tickets are what all of them give to the calls in which they were told.
func tickets(ctx context.Context, conn *pgx.Conn) (map[int64]told, error) {
	rows, err := conn.Query(ctx, "SELECT id, coalesce(field, ''), ARRAY(SELECT DISTINCT u FROM unnest(units || unit) u WHERE u IS NOT NULL) FROM tickets")
	if err != nil {
		return nil, err
	}
	all := map[int64]told{}
	var id int64
	var of told
	_, err = pgx.ForEachRow(rows, []any{&id, &of.field, &of.units}, func() error {
		all[id] = told{of.field, slices.Clone(of.units)}
		return nil
	})
	return all, err
}

// parties are those whom operators ring, busy units' first.
func parties(ctx context.Context, conn *pgx.Conn) (all []party, err error) {
	rows, err := conn.Query(ctx, "SELECT unit, phone FROM officers ORDER BY id")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p party, err error) {
		err = row.Scan(&p.unit, &p.number)
		return p, err
	})
}

func (c *caller) add(t table, row ...any) { c.rows[t.name] = append(c.rows[t.name], row) }

// call makes the rows of one that began then, of a ticket (0: of none).
func (c *caller) call(began time.Time, of int64) {
	r := c.r
	id := fmt.Sprintf("%s-%d.%d", callsNode, began.Unix(), c.n)
	from, withheld := sender(r, c.seed).Phone, r.IntN(200) == 0
	if withheld {
		from = ""
	}
	after := func(most time.Duration) time.Duration { x := r.Float64(); return time.Duration(x * x * float64(most)) }
	answered := began.Add(200 * time.Millisecond)
	queued := answered.Add(12*time.Second + after(20*time.Second))
	waited := queued.Add(2*time.Second + after(3*time.Minute))
	var ended time.Time
	var connected, queuedAt any = nil, queued
	queue, by, hadBy, endClass, endReason := "chung", "", []string{}, "citizen", "hangup"
	switch lost := r.IntN(100); {
	case lost < 4:
		ended, queue, queuedAt, endReason = answered.Add(after(15*time.Second)), "", nil, "abandoned_menu"
	case lost < 12:
		ended, endReason = waited, "abandoned_wait"
	case lost == 12:
		ended, endClass, endReason = queued.Add(after(time.Minute)), "carrier", "network"
	default:
		by = operator(r.IntN(Operators)).Name
		connected, hadBy, ended = waited, []string{by}, waited.Add(15*time.Second+after(12*time.Minute))
		if r.IntN(4) == 0 {
			endClass, endReason = "operator", "completed"
		}
	}
	var rating, rated, flagged any
	flaggedBy, note := "", ""
	if by != "" && r.IntN(20) == 0 {
		rating, rated = []int{5, 5, 5, 4, 4, 3, 2, 1}[r.IntN(8)], ended
	}
	if by != "" && r.IntN(3_000) == 0 {
		flagged, flaggedBy, note = ended.Add(24*time.Hour), LeaderAccount, "Nghe lại cùng tổng đài viên"
	}
	units, numbers, fields := []string{}, []string{}, []string{}
	if by != "" && r.IntN(8) == 0 {
		with, begins := often(r, c.parties), waited.Add(10*time.Second)
		units, numbers = append(units, with.unit), append(numbers, with.number)
		c.recording(id, "consult-1", with, by, begins, begins.Add(5*time.Second+after(2*time.Minute)))
	}
	if of > 0 {
		c.add(ofTicketTable, of, id)
		t := c.told[of]
		if t.field != "" {
			fields = append(fields, t.field)
		}
		units = append(units, t.units...)
		slices.Sort(units)
		units = slices.Compact(units)
	}
	c.add(callTable, id, callsNode, from, from, withheld, "02251022", "ended", queue, by, hadBy, began, answered, queuedAt, nil,
		connected, ended, endClass, endReason, false, rating, rated, flagged, flaggedBy, note, units, numbers, fields)
	c.recording(id, "call", party{}, "", answered, ended)
}

// recording is one that was archived, found in order and said how long to keep, as a server that has run for years has said of all but
// the last day's: sixteen thousand bytes a second, two sides, five years.
func (c *caller) recording(call, leg string, with party, operator string, began, ended time.Time) {
	sum := sha256.Sum256([]byte(call + leg))
	var id uuid.UUID // in the order of calls, as they are written fastest
	binary.BigEndian.PutUint64(id[:8], uint64(c.n))
	copy(id[8:], sum[:8])
	long := ended.Sub(began).Milliseconds()
	c.add(recordingTable, id, call, leg, store.RecordingArchived, operator, with.number, with.unit, hex.EncodeToString(sum[:]), 16*long+58, long, 2, "hotline",
		fmt.Sprintf("%s/%s/%s.wav", began.In(ticket.Zone).Format("2006/01/02"), call, leg), "1", began, ended.Add(time.Second), ended.Add(20*time.Second), ended.Add(2*time.Hour),
		ended.Add(time.Minute), began.AddDate(5, 0, 0), "retention.months")
}
