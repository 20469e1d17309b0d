package api

import (
	"context"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// TicketRecording is one of a call that the ticket has.
type TicketRecording struct {
	SlipRecording
	BegunAt *time.Time `json:"begun_at,omitempty" doc:"When its call, or this part of it, began; not of what is confidential"`
}

// recordingsOf are those of all calls that a ticket has now: a slip names those that were there when it was drafted,
// and its sender may call again.
func (a *API) recordingsOf(ctx context.Context, calls []string) ([]TicketRecording, error) {
	if len(calls) == 0 {
		return nil, nil
	}
	rows, err := a.p.Store.RecordingsShown(ctx, calls)
	if err != nil {
		return nil, err
	}
	of := make([]ticket.SlipRecording, len(rows))
	for i, r := range rows {
		of[i] = ticket.SlipRecording{ID: r.Recording.ID.String(), Call: r.Recording.CallID, Leg: r.Recording.Leg}
	}
	out := make([]TicketRecording, len(rows))
	for i, r := range toHear(visitOf(ctx).who, of) {
		out[i] = TicketRecording{SlipRecording: r, BegunAt: &rows[i].Recording.CreatedAt}
	}
	return out, nil
}

// granted says which of a ticket's recordings, its slips' too, a unit's people may hear by what was granted to it.
func (a *API) granted(ctx context.Context, t *Ticket, c ticket.Case) error {
	who := visitOf(ctx).who
	if !who.may(auth.AnswerTickets) || who.Unit == "" || len(c.Recordings) == 0 {
		return nil
	}
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return err
	}
	concealed := map[string]bool{}
	for _, r := range c.Recordings {
		if r.Unit != who.Unit || !r.Decision.Approved {
			continue
		}
		if concealed[r.Recording], err = a.p.Store.RecordingConcealed(ctx, db.RecordingConcealedParams{Recording: r.Recording, Unit: who.Unit}); err != nil {
			return err
		}
	}
	for i := range t.Recordings {
		t.Recordings[i].granted(who.Unit, c, now, concealed)
	}
	for i := range t.Slips {
		for j := range t.Slips[i].Recordings {
			t.Slips[i].Recordings[j].granted(who.Unit, c, now, concealed)
		}
	}
	return nil
}

// concealed: recordings of a call of which another ticket, a confidential one, hides the sender from the unit.
func (r *SlipRecording) granted(unit string, c ticket.Case, now time.Time, concealed map[string]bool) {
	for _, asked := range c.Recordings {
		if asked.Unit != unit || asked.Recording != r.ID {
			continue
		}
		switch at := asked.Decision.At; {
		case at.IsZero():
			r.Request = "asked"
		case !asked.Decision.Approved:
			r.Request = "refused"
		case asked.Until.After(now) && c.MayKnowSender(unit) && !concealed[r.ID]:
			r.Request, r.MayHear, r.Until = "granted", true, &asked.Until
		default:
			r.Request, r.Until = "over", &asked.Until
		}
	}
}
