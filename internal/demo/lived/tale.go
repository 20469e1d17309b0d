package lived

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// tale is a ticket's: how it came, and what was done.
type tale struct {
	s        *stage
	draft    ticket.Draft
	operator string
	code     ticket.Code // once it is filed
	at       time.Time   // of what was told last
	moments  []moment
	err      error
}

// came is a report that came so many working hours before now.
func (s *stage) came(hours float64, operator string, d ticket.Draft) *tale {
	t := s.begin(hours, operator, d)
	if d.Channel == ticket.ChannelPhone {
		t.called()
		return t
	}
	t.moment(func(ctx context.Context) (err error) {
		t.code, err = s.file(ctx, t.draft, operator, nil)
		return err
	})
	return t
}

// begin begins a tale of which nothing has happened.
func (s *stage) begin(hours float64, operator string, d ticket.Draft) *tale {
	t := &tale{s: s, draft: d, operator: operator}
	t.at, t.err = s.cal.Sub(s.end, time.Duration(hours*float64(time.Hour))+time.Duration(len(s.tales)*37%60)*time.Second)
	s.tales = append(s.tales, t)
	return t
}

// evening puts its beginning into the evening before, when offices are closed.
func (t *tale) evening(hour, minute int) *tale {
	at := t.at.In(ticket.Zone).AddDate(0, 0, -1)
	t.at = time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 12, 0, ticket.Zone)
	return t
}

func (t *tale) moment(do func(context.Context) error) {
	if t.err == nil && t.at.After(t.s.end) {
		t.err = fmt.Errorf("%q: the %d. moment lies behind now", t.draft.Content, len(t.moments)+1)
	}
	t.moments = append(t.moments, moment{t.at, do})
}

// after lets working minutes pass, and somebody do something then.
func (t *tale) after(minutes int, by ticket.By, act ticket.Act) *tale {
	return t.does(minutes, by, func(context.Context) (ticket.Act, error) { return act, nil })
}

// does is after, of an act that rests on what has come until then.
func (t *tale) does(minutes int, by ticket.By, act func(context.Context) (ticket.Act, error)) *tale {
	at, err := t.s.cal.Add(t.at, time.Duration(minutes)*time.Minute+17*time.Second)
	if t.err = errors.Join(t.err, err); t.err != nil {
		return t
	}
	t.at = at
	t.moment(func(ctx context.Context) error {
		a, err := act(ctx)
		if err != nil {
			return err
		}
		return t.s.does(ctx, t.code, by, a)
	})
	return t
}

// hours of working time, as after has them.
func hours(n float64) int { return int(n * 60) }

// closing is when offices close after so many working days from now.
func (t *tale) closing(days int) time.Time {
	at, err := t.s.cal.AddDays(t.s.end, days)
	t.err = errors.Join(t.err, err)
	return at
}

// dialled is the hotline's number, queue where its operators answer.
const dialled, queue = "02251022", "tong-dai"

// called has it be told in a call that was answered, and filed while they spoke.
func (t *tale) called() {
	c := t.s.call(t.at)
	begins, waited := t.at, 3+t.s.calls*7%23
	t.moment(func(ctx context.Context) error {
		return t.s.apply(ctx, c,
			entry(call.KindArrived, 0, call.Arrived{From: t.draft.Sender.Phone, To: dialled}),
			entry(call.KindAnswered, 1, nil),
			entry(call.KindQueued, 9, call.Queued{Queue: queue}),
			entry(call.KindOffered, 9+waited, call.Offer{Operator: t.operator}),
			entry(call.KindAccepted, 11+waited, call.Offer{Operator: t.operator}),
			entry(call.KindConnected, 11+waited, call.Offer{Operator: t.operator}),
		)
	})
	t.at = begins.Add(95 * time.Second)
	t.moment(func(ctx context.Context) (err error) {
		t.code, err = t.s.file(ctx, t.draft, t.operator, &store.FiledCall{ID: c.id, Node: t.s.node, From: t.draft.Sender.Phone, To: dialled, StartedAt: begins})
		return err
	})
	t.at = begins.Add(100*time.Second + time.Duration(len(t.draft.Content))*300*time.Millisecond)
	ends := t.at.Sub(begins)
	t.moment(func(ctx context.Context) error {
		return t.s.apply(ctx, c, entry(call.KindEnded, int(ends.Seconds()), call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup, Cause: 16}))
	})
}

// leaves has somebody who waited in vain leave a message, which is a ticket that nobody has heard yet.
func (t *tale) leaves(seconds int) {
	c := t.s.call(t.at)
	begins := t.at
	t.at = begins.Add(time.Duration(40+seconds) * time.Second)
	t.moment(func(ctx context.Context) error {
		err := t.s.apply(ctx, c,
			entry(call.KindArrived, 0, call.Arrived{From: t.draft.Sender.Phone, To: dialled}),
			entry(call.KindAnswered, 1, nil),
			entry(call.KindQueued, 9, call.Queued{Queue: queue}),
			entry(call.KindLeftQueue, 34, call.Queued{Queue: queue}),
			entry(call.KindMessageLeft, 40+seconds, call.MessageLeft{
				Begin: begins.Add(40 * time.Second), End: begins.Add(time.Duration(40+seconds) * time.Second), EndedBy: call.MessageEndedHangup,
			}),
			entry(call.KindEnded, 40+seconds, call.Ended{Class: call.EndCitizen, Reason: call.ReasonCompleted, Cause: 16}),
		)
		if err != nil {
			return err
		}
		return t.s.store.Pool().QueryRow(ctx, "SELECT t.code FROM tickets t JOIN ticket_calls c ON c.ticket_id = t.id WHERE c.call_id = $1", string(c.id)).Scan(&t.code)
	})
}

// aCall is one of the stage's calls.
type aCall struct {
	id    call.ID
	node  string
	began time.Time
}

func (s *stage) call(at time.Time) aCall {
	s.calls++
	return aCall{id: call.ID(fmt.Sprintf("%s-%d.%d", s.node, at.Unix(), s.calls)), node: s.node, began: at}
}

// lost is a call that nobody answered. They called again soon and got through: nobody is to be called back, for these
// telephones are nobody's.
func (s *stage) lost(hours float64, phone string, waited int) {
	at, err := s.cal.Sub(s.end, time.Duration(hours*float64(time.Hour)))
	t := &tale{s: s, at: at.Add(time.Duration(waited) * time.Second), err: err}
	c := s.call(at)
	t.moment(func(ctx context.Context) error {
		return s.apply(ctx, c,
			entry(call.KindArrived, 0, call.Arrived{From: phone, To: dialled}),
			entry(call.KindAnswered, 1, nil),
			entry(call.KindQueued, 9, call.Queued{Queue: queue}),
			entry(call.KindEnded, waited, call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedWait, Cause: 16}),
		)
	})
	t.at = at.Add(20 * time.Minute)
	again := s.call(t.at)
	by := call.Offer{Operator: "op02"}
	t.moment(func(ctx context.Context) error {
		return s.apply(ctx, again,
			entry(call.KindArrived, 0, call.Arrived{From: phone, To: dialled}),
			entry(call.KindAnswered, 1, nil),
			entry(call.KindQueued, 9, call.Queued{Queue: queue}),
			entry(call.KindOffered, 12, by),
			entry(call.KindAccepted, 15, by),
			entry(call.KindConnected, 15, by),
			entry(call.KindEnded, 90, call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup, Cause: 16}),
		)
	})
	s.beside = append(s.beside, t)
}

// entry is one of the journal's, so many seconds after the call came.
func entry(kind call.Kind, seconds int, data any) func(aCall) call.Entry {
	return func(c aCall) call.Entry {
		return call.Entry{
			ID: call.OnceID(c.id, kind, 0), At: c.began.Add(time.Duration(seconds) * time.Second), Node: c.node, Kind: kind, Call: c.id, Data: data,
		}
	}
}

// apply gives the store what the journal would of a call. Nobody spoke, so its recording is one that never came.
func (s *stage) apply(ctx context.Context, c aCall, makers ...func(aCall) call.Entry) error {
	all := make([]call.Entry, len(makers))
	for i, m := range makers {
		all[i] = m(c)
	}
	if err := s.store.Apply(ctx, all); err != nil {
		return err
	}
	recordings, err := s.store.RecordingsOfCall(ctx, string(c.id))
	if err != nil {
		return err
	}
	for _, r := range recordings {
		if _, err := s.store.RecordingMissing(ctx, db.RecordingMissingParams{ID: r.ID, Detail: "Cuộc gọi của bản trình diễn, không có lời nói"}); err != nil {
			return err
		}
		// Nothing was promised of it: a new demonstration has no lost recordings to tell whoever leads and audits of.
		if _, err := s.store.RecordingChecked(ctx, db.RecordingCheckedParams{ID: r.ID, Flaws: []string{}, At: c.began}); err != nil {
			return err
		}
	}
	return nil
}

// date is the day of so many working hours before now, as documents have it.
func (s *stage) date(hours float64) string {
	at, err := s.cal.Sub(s.end, time.Duration(hours*float64(time.Hour)))
	if err != nil {
		return ""
	}
	return at.In(ticket.Zone).Format(time.DateOnly)
}
