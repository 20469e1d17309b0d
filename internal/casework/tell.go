package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/sla"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// tell tells those whom a notice is for: a sender by message, staff in the system, and a
// unit's people by message besides.
func (c *change) tell(ctx context.Context, s step, nth int, n ticket.Notice, slips map[string]string) error {
	args := c.fill(n, slips)
	if n.To == ticket.ToSender {
		return c.tellSenders(ctx, s, n, args)
	}
	cause := fmt.Sprintf("%s:%d:%s:%s", s.cause, nth, n.To, n.Unit)
	unit := &n.Unit
	if n.To != ticket.ToOfficers && n.To != ticket.ToHead {
		unit = nil
	}
	err := c.q.NoticeKeep(ctx, db.NoticeKeepParams{
		TicketID: c.row.ID, Audience: string(n.To), Unit: unit, TextKey: string(n.Key), TextArgs: args, Cause: cause, At: s.Changes[0].At,
	})
	if err != nil || unit == nil {
		return err
	}
	post := directory.PostFocal
	if n.To == ticket.ToHead {
		post = directory.PostHead
	}
	phones, err := c.q.OfficersTold(ctx, db.OfficersToldParams{Unit: n.Unit, Post: string(post)})
	if err != nil {
		return err
	}
	for _, phone := range phones {
		if err := c.message(ctx, n, notify.SMS, phone, args, cause+":"+phone, c.row.ID); err != nil {
			return err
		}
	}
	return nil
}

// fill puts in what is known now: the number of the unit's slip, and until when it has time.
func (c *change) fill(n ticket.Notice, slips map[string]string) []string {
	args := make([]string, len(n.Args))
	for i, a := range n.Args {
		switch a {
		case ticket.SlipArg:
			a = slips[n.Unit]
		case ticket.DueArg:
			a = c.due(n.Unit)
		}
		args[i] = a
	}
	return args
}

// due is until when a unit has time, as people write it.
func (c *change) due(unit string) string {
	for _, clock := range c.sheet.Clocks {
		if clock.Unit == unit && clock.State == sla.Running {
			return clock.Due.In(ticket.Zone).Format("15:04 02/01/2006")
		}
	}
	return "-"
}

// tellSenders tells whoever sent it, and whoever sent what was merged into it, each with
// the code that they know.
func (c *change) tellSenders(ctx context.Context, s step, n ticket.Notice, args []string) error {
	senders, err := c.q.SendersOf(ctx, c.row.ID)
	if err != nil {
		return err
	}
	for _, who := range senders {
		args[0] = ticket.Code(who.Code).String()
		cause := fmt.Sprintf("%s:sender:%s", s.cause, who.Code)
		switch {
		case directory.Mobile(who.SenderPhone):
			err = c.message(ctx, n, notify.SMS, who.SenderPhone, args, cause, who.ID)
		case who.SenderEmail != "":
			err = c.message(ctx, n, notify.Email, who.SenderEmail, args, cause, who.ID)
		default:
			err = c.notTold(ctx, s, n, who)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *change) message(ctx context.Context, n ticket.Notice, by notify.Channel, to string, args []string, cause string, id int64) error {
	hours := notify.Day
	switch {
	case n.Exempt:
		hours = notify.Anytime
	case n.Key == lang.SMSTransferLive: // a citizen is on the line
		hours = notify.Awaited
	}
	return c.store.QueueMessage(ctx, c.tx, store.NewMessage{
		Hours: hours, Channel: by, To: to, Key: n.Key, Args: append([]string(nil), args...), Cause: cause, At: c.now, Ticket: &id,
	})
}

// notTold keeps that a sender cannot be reached.
func (c *change) notTold(ctx context.Context, s step, n ticket.Notice, who db.SendersOfRow) error {
	reason := store.NotToldNotMobile
	if who.SenderPhone == "" {
		reason = store.NotToldWithheld
	}
	raw, err := json.Marshal(map[string]string{"reason": reason, "text": string(n.Key)})
	if err != nil {
		return err
	}
	return c.q.TicketEventAppend(ctx, db.TicketEventAppendParams{TicketID: who.ID, At: s.Changes[0].At, Actor: store.ActorSystem, Kind: "ticket.sender_not_told", Data: raw})
}
