package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// message is a caller's call in which a message of the given length was left.
func message(id call.ID, from string, length time.Duration) []call.Entry {
	left := entry(50, id, call.KindMessageLeft, call.MessageLeft{Begin: at(20), End: at(20).Add(length), EndedBy: call.MessageEndedSilence})
	return []call.Entry{entry(0, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}), left}
}

func count(t *testing.T, s *Store, query string, args ...any) (n int) {
	t.Helper()
	if err := s.pool.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMessageBecomesATicketAndAnSMS(t *testing.T) {
	s := open(t)
	entries := message("pbx1-3.1", "+84912345678", 42*time.Second)
	apply(t, s, entries...)
	apply(t, s, entries...) // the journal repeats a batch after a crash
	rows, err := s.TicketList(t.Context(), TicketFilter{}, NewestFirst, nil, 10)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d tickets, %v", len(rows), err)
	}
	got := rows[0]
	if got.Ticket.Origin != "message" || got.Ticket.CreatedBy != nil || got.Ticket.Group != nil || got.Ticket.Complete ||
		got.Ticket.State != "received" || got.Ticket.SenderPhone != "0912345678" || got.Ticket.Content != "Tin nhắn thoại dài 0:42, để lại lúc 15:00 ngày 02/03/2026. Nội dung ở bản ghi âm." ||
		got.MessageCall != "pbx1-3.1" || got.MessageMs != 42_000 || len(got.Calls) != 1 {
		t.Errorf("%+v", got)
	}
	part, err := s.VoiceMessageOfTicket(t.Context(), got.Ticket.Code)
	if err != nil || part.FromMs != 20_000 || part.ToMs != 62_000 {
		t.Errorf("part %+v, %v", part, err)
	}
	messages, err := lastKept(s, 10).MessageList(t.Context(), db.MessageListParams{})
	if err != nil || len(messages) != 1 {
		t.Fatalf("%d messages, %v", len(messages), err)
	}
	m := messages[0].Message
	if m.State != MessageQueued || m.Recipient != "0912345678" || m.TextKey != string(lang.SMSMessageTicket) ||
		m.TextArgs[0] != ticket.Code(got.Ticket.Code).String() || messages[0].Ticket != got.Ticket.Code {
		t.Errorf("%+v", m)
	}
	if n := count(t, s, "SELECT count(*) FROM river_job WHERE kind = 'message.send' AND args->>'message' = $1", m.ID.String()); n != 1 {
		t.Errorf("%d jobs for it", n)
	}
	if n := count(t, s, "SELECT last FROM ticket_numbers"); n != 1 {
		t.Errorf("last number %d: a repetition took one", n)
	}
}

func TestMessageOfACallerWhoCannotBeTold(t *testing.T) {
	for name, tc := range map[string]struct{ from, reason string }{
		"withheld":       {"anonymous", NotToldWithheld},
		"no number":      {"x'; DROP TABLE tickets", NotToldWithheld},
		"a fixed line":   {"02253842000", NotToldNotMobile},
		"from abroad":    {"+4930123456", NotToldNotMobile},
		"a short number": {"113", NotToldNotMobile},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			apply(t, s, message("pbx1-3.2", tc.from, 3*time.Second)...)
			if n := count(t, s, "SELECT count(*) FROM messages"); n != 0 {
				t.Errorf("%d messages", n)
			}
			n := count(t, s, "SELECT count(*) FROM tickets t JOIN ticket_events e ON e.ticket_id = t.id WHERE e.kind = 'ticket.sender_not_told' AND e.data->>'reason' = $1", tc.reason)
			if n != 1 {
				t.Errorf("%d tickets whose history says %s", n, tc.reason)
			}
		})
	}
}

func TestMessageWithoutAWordIsAMissedCall(t *testing.T) {
	s := open(t)
	for i, length := range []time.Duration{0, 999 * time.Millisecond, -time.Hour} {
		id := call.ID("pbx1-4." + string(rune('1'+i)))
		apply(t, s, message(id, "0912345678", length)...)
		if n := count(t, s, "SELECT count(*) FROM voice_messages WHERE call_id = $1 AND ticket_id IS NULL", string(id)); n != 1 {
			t.Errorf("%v: %d rows of a missed call", length, n)
		}
	}
	apply(t, s, message("pbx1-4.9", "0912345678", time.Second)...)
	if tickets, messages := count(t, s, "SELECT count(*) FROM tickets"), count(t, s, "SELECT count(*) FROM messages"); tickets != 1 || messages != 1 {
		t.Errorf("%d tickets, %d messages: want one, of the last", tickets, messages)
	}
}

// What stands in a message's entry never keeps the others from being applied, nor loses the message.
func TestMessageThatFitsNothingIsATicket(t *testing.T) {
	s := open(t)
	before2024 := entry(0, "pbx1-5.1", call.KindMessageLeft, call.MessageLeft{Begin: time.Unix(0, 0), End: time.Unix(60, 0)})
	before2024.At = time.Unix(60, 0)
	farOff := entry(0, "pbx1-5.2", call.KindMessageLeft, call.MessageLeft{Begin: at(0), End: at(10), EndedBy: "a\x00word of a later version"})
	farOff.At = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) // a machine's clock that is wrong: it came now, at the latest
	apply(t, s, append([]call.Entry{before2024, farOff, entry(1, "pbx1-5.3", call.KindMessageLeft, nil)},
		message("pbx1-5.4", "0912345678", 9*time.Second)...)...)
	if n := count(t, s, "SELECT count(*) FROM tickets WHERE created_at <= hotline_now()"); n != 3 {
		t.Errorf("%d tickets", n)
	}
	if n := count(t, s, "SELECT count(*) FROM call_events WHERE problem <> ''"); n != 0 {
		t.Errorf("%d events with a problem", n)
	}
}

func TestCreateSystemTicketOfAnIncident(t *testing.T) {
	s := open(t)
	apply(t, s, entry(0, "pbx1-6.1", call.KindArrived, call.Arrived{From: "0912345678"}))
	n := SystemTicket{
		Origin: ticket.OriginIncident, Call: "pbx1-6.1", At: t0, Cause: "entry-1", Notice: "incident_text", NoticeArgs: []string{"Lê Chân"}, Incident: ptr(int64(7)),
		Draft: ticket.Draft{Group: ticket.GroupInfrastructure, Content: "Mất điện", Channel: ticket.ChannelPhone, Sender: ticket.Sender{Type: ticket.Individual, Phone: "0912345678"}},
	}
	var made, again MadeTicket
	create := func(into *MadeTicket) error {
		return s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) (err error) {
			*into, err = s.CreateSystemTicket(t.Context(), tx, n)
			return err
		})
	}
	if err := errors.Join(create(&made), create(&again)); err != nil {
		t.Fatal(err)
	}
	if made.Repeated || !again.Repeated || made.ID != again.ID || made.Code != again.Code {
		t.Errorf("%+v, then %+v", made, again)
	}
	m, err := lastKept(s, 10).MessageList(t.Context(), db.MessageListParams{})
	if err != nil || len(m) != 1 || strings.Join(m[0].Message.TextArgs, "|") != made.Code.String()+"|Lê Chân" || *m[0].Message.IncidentID != 7 {
		t.Errorf("%+v, %v", m, err)
	}
	// Rolled back, nothing is left: no number, no message, no job.
	n.Cause = "entry-2"
	fault := errors.New("no")
	err = s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error {
		_, err := s.CreateSystemTicket(t.Context(), tx, n)
		return errors.Join(err, fault)
	})
	if !errors.Is(err, fault) {
		t.Fatal(err)
	}
	if a, b, c := count(t, s, "SELECT last FROM ticket_numbers"), count(t, s, "SELECT count(*) FROM messages"), count(t, s, "SELECT count(*) FROM river_job WHERE kind = 'message.send'"); a != 1 || b != 1 || c != 1 {
		t.Errorf("number %d, %d messages, %d jobs", a, b, c)
	}
}

func TestSchemaRefusesImpossibleTicketsAndMessages(t *testing.T) {
	s := open(t)
	user(t, s, "op01")
	columns := `INSERT INTO tickets (code, year, number, state, policy, content, urgent, confidential, channel, sender_type, no_address, no_phone, no_email, complete, created_at, updated_at, origin, cause, created_by, "group", field)
		VALUES ('260000013', 2026, 1, 'received', 'p', 'c', false, false, 'phone', 'individual', false, false, false, false, now(), now(), `
	for name, values := range map[string]string{
		"of an operator without one":     "'operator', NULL, NULL, 1, NULL)",
		"of an operator with a cause":    "'operator', 'e', 'op01', 1, NULL)",
		"of an operator without a group": "'operator', NULL, 'op01', NULL, NULL)",
		"of a message with an operator":  "'message', 'e', 'op01', NULL, NULL)",
		"of a message without its cause": "'message', NULL, NULL, NULL, NULL)",
		"of a message, field, no group":  "'message', 'e', NULL, NULL, 'x')",
		"of an incident without a group": "'incident', 'e', NULL, NULL, NULL)",
		"of the weather":                 "'weather', 'e', NULL, 1, NULL)",
	} {
		if _, err := s.pool.Exec(t.Context(), columns+values); sqlState(err) != "23514" {
			t.Errorf("a ticket %s: %v", name, err)
		}
	}
	columns = `INSERT INTO messages (began_at, channel, recipient, text_key, text_args, cause, created_at, state, next_at, sent_at, failed_at, gateway, gateway_id, body, attempts, doubts, error, held_until) VALUES `
	for name, values := range map[string]string{
		"to a fixed line":         "(now(), 'sms', '02253842000', 'k', '{}', 'c', now(), 'queued', now(), NULL, NULL, '', '', '', 0, 0, '', NULL)",
		"to no address":           "(now(), 'email', 'an', 'k', '{}', 'c', now(), 'queued', now(), NULL, NULL, '', '', '', 0, 0, '', NULL)",
		"queued for never":        "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'queued', NULL, NULL, NULL, '', '', '', 0, 0, '', NULL)",
		"sent and queued":         "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'queued', now(), now(), NULL, '', '', '', 1, 0, '', NULL)",
		"sent without proof":      "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'sent', NULL, now(), NULL, 'g', '', 'b', 1, 0, '', NULL)",
		"sent without an attempt": "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'sent', NULL, now(), NULL, 'g', '1', 'b', 0, 0, '', NULL)",
		"failed for no reason":    "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'failed', NULL, NULL, now(), '', '', '', 1, 0, '', NULL)",
		"held after its end":      "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'failed', NULL, NULL, now(), '', '', '', 1, 0, 'x', now())",
		"delivered, nobody said":  "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'delivered', NULL, now(), NULL, 'g', '1', 'b', 1, 0, '', NULL)",
		"of another state":        "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'lost', NULL, NULL, NULL, 'g', '', 'b', 1, 0, '', NULL)",
		"doubted without attempt": "(now(), 'sms', '0912345678', 'k', '{}', 'c', now(), 'queued', now(), NULL, NULL, '', '', '', 0, 1, '', NULL)",
	} {
		if _, err := s.pool.Exec(t.Context(), columns+values); sqlState(err) != "23514" {
			t.Errorf("a message %s: %v", name, err)
		}
	}
}

func TestQueueMessageTellsACauseOnce(t *testing.T) {
	s := open(t)
	m := NewMessage{Channel: notify.SMS, To: "0912345678", Key: lang.SMSMessageTicket, Cause: "incident:7:over:0912345678", At: t0}
	for range 2 {
		err := s.Tx(t.Context(), func(tx pgx.Tx, _ *db.Queries) error { return s.QueueMessage(t.Context(), tx, m) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if a, b := count(t, s, "SELECT count(*) FROM messages"), count(t, s, "SELECT count(*) FROM river_job WHERE kind = 'message.send'"); a != 1 || b != 1 {
		t.Errorf("%d messages, %d jobs", a, b)
	}
}
