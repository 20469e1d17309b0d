package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// Why a sender is not told of their ticket (data.reason of the event ticket.sender_not_told).
const (
	NotToldWithheld  = "number_withheld"
	NotToldNotMobile = "not_a_mobile_number"
)

// SenderNotice is what the sender of a ticket is told of it.
type SenderNotice struct {
	Ticket       int64
	Code         ticket.Code
	Via          ticket.Channel // by which the ticket came
	Phone, Email string
	Key          lang.Key
	Args         []string // after the code
	Cause        string   // the same one tells nobody twice
	At           time.Time
	Hours        notify.Hours
	Once         bool // whoever has it already, there, is not told again
	Call         *string
	Incident     *int64
}

// way is by which channel, and to where, a sender is told: back by e-mail who wrote one,
// everybody else by SMS when they have a mobile number. "": there is no way.
func (n SenderNotice) way() (by notify.Channel, to string) {
	switch mobile := directory.Mobile(n.Phone); {
	case n.Email != "" && (n.Via == ticket.ChannelEmail || !mobile):
		return notify.Email, n.Email
	case mobile:
		return notify.SMS, n.Phone
	}
	return "", ""
}

// receipt says that the sender knows it already, from the call in which it was told: nobody
// has to call them only for that.
func (n SenderNotice) receipt() bool {
	return n.Key == lang.SMSReceived || n.Key == lang.SMSMessageTicket || n.Key == lang.SMSIncidentTicket
}

// TellSender queues a message to a ticket's sender, within tx. Where none can reach them,
// the history says so, and telling them is the hotline's to do.
func (s *Store) TellSender(ctx context.Context, tx pgx.Tx, q *db.Queries, n SenderNotice) error {
	if by, to := n.way(); to != "" {
		args := append([]string{n.Code.String()}, n.Args...)
		if n.Once {
			told, err := q.MessageTold(ctx, db.MessageToldParams{TicketID: n.Ticket, Recipient: to, TextKey: string(n.Key), TextArgs: args})
			if err != nil || told {
				return err
			}
		}
		return s.QueueMessage(ctx, tx, NewMessage{
			Channel: by, To: to, Key: n.Key, Args: args,
			Cause: n.Cause, At: n.At, Hours: n.Hours, Ticket: &n.Ticket, Call: n.Call, Incident: n.Incident, Keyed: true,
		})
	}
	reason := NotToldNotMobile
	if n.Phone == "" {
		reason = NotToldWithheld
	}
	raw, err := json.Marshal(map[string]string{"reason": reason, "text": string(n.Key)})
	if err == nil {
		err = q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: n.Ticket, At: n.At, Actor: ActorSystem, Kind: "ticket.sender_not_told", Data: raw})
	}
	if err == nil && !n.receipt() {
		err = q.NoticeKeep(ctx, db.NoticeKeepParams{
			TicketID: n.Ticket, Audience: string(ticket.ToHotline), TextKey: string(lang.NoticeSenderUntold), TextArgs: []string{n.Code.String()},
			Cause: n.Cause + ":untold", At: n.At,
		})
	}
	if err != nil {
		return fmt.Errorf("store: ticket's event: %w", err)
	}
	return nil
}
