package casework

import (
	"context"
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
	if n.To == ticket.ToSender || n.To == ticket.ToItsSender {
		return c.tellSenders(ctx, s, nth, n, args)
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
	if len(phones) == 0 {
		if err := c.unitUntold(ctx, s, n, cause); err != nil || post == directory.PostHead {
			return err
		}
		// The head answers for the unit that has named nobody (Điều 17.2).
		if phones, err = c.q.OfficersTold(ctx, db.OfficersToldParams{Unit: n.Unit, Post: string(directory.PostHead)}); err != nil {
			return err
		}
	}
	for _, phone := range phones {
		if err := c.message(ctx, n, phone, args, cause+":"+phone); err != nil {
			return err
		}
	}
	return nil
}

// unitUntold has somebody call a unit of whose people none can be sent a message: the leader
// of the shift where it has no officer today, the Office where it has no head.
func (c *change) unitUntold(ctx context.Context, s step, n ticket.Notice, cause string) error {
	to := ticket.ToLeader
	if n.To == ticket.ToHead {
		to = ticket.ToOffice
	}
	return c.q.NoticeKeep(ctx, db.NoticeKeepParams{
		TicketID: c.row.ID, Audience: string(to), TextKey: string(lang.NoticeUnitUntold), TextArgs: []string{c.is.Code.String(), n.Unit},
		Cause: cause + ":untold", At: s.Changes[0].At,
	})
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
			return ticket.Moment(clock.Due)
		}
	}
	return "-"
}

// tellSenders tells whoever sent it, and whoever sent what was merged into it, each with
// the code that they know.
func (c *change) tellSenders(ctx context.Context, s step, nth int, n ticket.Notice, args []string) error {
	senders, err := c.q.SendersOf(ctx, c.row.ID)
	if err != nil {
		return err
	}
	own := n.To == ticket.ToItsSender
	for _, who := range senders {
		if own && who.ID != c.row.ID {
			continue
		}
		err := c.store.TellSender(ctx, c.tx, c.q, store.SenderNotice{
			Ticket: who.ID, Code: ticket.Code(who.Code), Via: ticket.Channel(who.Channel), Phone: who.SenderPhone, Email: who.SenderEmail,
			Key: n.Key, Args: args[1:], Cause: fmt.Sprintf("%s:%d:sender:%s", s.cause, nth, who.Code), At: c.now, Hours: hours(n), Once: own,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// withdraw takes back what is still to be told where the sender is not reached after all.
func (c *change) withdraw(ctx context.Context) error {
	was, is := c.was.Sender, c.is.Sender
	var wrong []string
	if was.Phone != is.Phone && was.Phone != "" {
		wrong = append(wrong, was.Phone)
	}
	if was.Email != is.Email && was.Email != "" {
		wrong = append(wrong, was.Email)
	}
	if len(wrong) == 0 {
		return nil
	}
	var texts []string
	for _, kind := range notify.Kinds() {
		if kind.Keyed { // for a sender
			texts = append(texts, string(kind.Key))
		}
	}
	return c.q.MessagesWithdraw(ctx, db.MessagesWithdrawParams{TicketID: c.row.ID, Recipients: wrong, TextKeys: texts, At: c.now})
}

func (c *change) message(ctx context.Context, n ticket.Notice, to string, args []string, cause string) error {
	return c.store.QueueMessage(ctx, c.tx, store.NewMessage{
		Hours: hours(n), Channel: notify.SMS, To: to, Key: n.Key, Args: append([]string(nil), args...), Cause: cause, At: c.now, Ticket: &c.row.ID,
	})
}

// hours are those in which a notice may ring. (A sender's receipt when they file is package store's, and
// awaited; after a correction it comes days later, and nobody waits for it.)
func hours(n ticket.Notice) notify.Hours {
	switch {
	case n.Exempt:
		return notify.Anytime
	case n.Key == lang.SMSTransferLive: // a citizen is on the line
		return notify.Awaited
	}
	return notify.Day
}
