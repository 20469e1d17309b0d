package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

// actRequest is something that somebody does to a ticket of which they saw a version.
type actRequest[A ticket.Act] struct {
	Code string `path:"code" maxLength:"32"`
	Body struct {
		Version int64 `json:"version" doc:"Of the ticket, as it was seen"`
		Act     A     `json:"act" required:"false"`
	}
}

// actOperations has an operation an act; who may do it, package ticket's table says.
func (a *API) actOperations() {
	act[ticket.Decline](a, "Do not take it: why, and where to go instead (Điều 8.2)")
	act[ticket.AskSender](a, "Ask the sender for what is not clear, or missing (8.3)")
	act[ticket.SenderReplied](a, "Note what the sender replied, and data of Điều 7.3 (8.3, 18.1)")
	act[ticket.StopWaiting](a, "Go on without the sender's reply")
	act[ticket.Answer](a, "Answer at once, with the article or document that it rests on (9.1)", func(ctx context.Context, _ ticket.Code, act ticket.Answer) error {
		return a.answerable(ctx, act.Article)
	})
	act[ticket.TransferLive](a, "Give the call or message to an officer now (9.2)")
	act[ticket.AnsweredLive](a, "Note what the officer answered (9.2)")
	act[ticket.Assign](a, "Send the slip to the unit that leads and those that cooperate (9.3)")
	act[ticket.Precheck](a, "Note what the hotline found out itself (13.1)")
	act[ticket.Correct](a, "Put right what was written down wrongly: who sent it, what it is about, where (7.3, 8.1, 13.1)")
	act[ticket.MarkOutside](a, "Say whether it is about procedures on line, outside the regulation (1.2, 16.1)")
	act[ticket.Accept](a, "Begin to work on it, as an officer (9.3)")
	act[ticket.AskByUnit](a, "Ask the sender, once in the ticket's life, as a unit (18.1)")
	act[ticket.Promise](a, "Give an exact finish, of what has to be verified (9.3)")
	act[ticket.Progress](a, "Note progress and measures (17.2)")
	act[ticket.Contribute](a, "Give a cooperating unit's part")
	act[ticket.Return](a, "Give it back, with a reason (18.3)")
	act[ticket.Delegate](a, "Give a task to a unit below (17.4)")
	act[ticket.TaskDone](a, "Report on a task (17.4)")
	act[ticket.Resolve](a, "Give the result; official replies with their signed document (9.3, 9.4, 17.6)", func(ctx context.Context, _ ticket.Code, act ticket.Resolve) error {
		return a.answerable(ctx, act.Article)
	})
	act[ticket.HandOver](a, "Give it to another officer of the unit (17.9)")
	act[ticket.TakeByOffice](a, "Have the Office lead (9.5)")
	act[ticket.RequestDirective](a, "Propose, and ask the city for a directive (9.5)")
	act[ticket.Direct](a, "Enter the city's directive: who leads, who cooperates (9.5)")
	act[ticket.Reroute](a, "Give it to another unit (14.2)")
	act[ticket.Remind](a, "Remind a unit (14.1)")
	act[ticket.AllowIdentity](a, "Let a unit know who sent what is confidential (12.2)")
	act[ticket.Publish](a, "Publish content and result, without personal data (11.1)")
	act[ticket.WithdrawPublication](a, "Take back what was published (12.1, 12.2)")
	act[ticket.AnswerConfidential](a, "Note that the sender alone was answered (12.1)")
	act[ticket.Contest](a, "Note that the sender disagrees (9.5)")
	act[ticket.Rate](a, "Note the sender's mark (11.2)")
	act[ticket.PublishedByUnit](a, "Note where the unit has published it (11.3)")
	act[ticket.Merge](a, "Have it go on in another ticket")
	act[ticket.MarkEmergency](a, "Note that an emergency service was called (9.1)")
	act[ticket.UnmarkEmergency](a, "Say that it is no emergency, though a service was called in its call (9.1)")
	act[ticket.MarkUrgent](a, "Say whether it presses (9.6)")
	act[ticket.MarkConfidential](a, "Say whether it is confidential (7.3, 12.1)")
	act[ticket.WantReview](a, "Find that the result asks for a written reminder or explanation (9.6)")
	act[ticket.SendDossier](a, "Send the Office the dossier (9.6)")
	act[ticket.RecordDocument](a, "Enter what the city wrote to a unit (9.6)")
	act[ticket.DocumentReplied](a, "Enter the unit's answer to it (9.6)")
	act[ticket.ProposeReward](a, "Propose a commendation (17.7, 20)")
	act[ticket.DecideReward](a, "Decide on a commendation (20)")
	act[ticket.WarnOfSender](a, "Note, with its ground, that the sender abuses the hotline (20.2)")
	act[ticket.DecideWarning](a, "Decide on such a note (20.2)")
	act[ticket.ReportConduct](a, "Note a word about an officer's conduct (18.3)")
	act[ticket.RemoveFile](a, "Take a file away from those who work with the ticket; it is kept (12.2)")
	act[ticket.PublishFile](a, "Say whether a file is published with the ticket (11.1, 12.1)", a.showable)
	act[ticket.RequestRecording](a, "Ask for a recording (10.1)")
	act[ticket.DecideRecording](a, "Let the unit hear it for a while, or not (10.1)")
}

// act registers the operation of one act. What the act says, the domain checks.
// ready asks beforehand what the domain cannot.
func act[A ticket.Act](a *API, summary string, ready ...func(context.Context, ticket.Code, A) error) {
	var none A
	name := strings.ReplaceAll(string(none.Kind()), "_", "-")
	handle(a, operation{
		method: http.MethodPost, path: "/tickets/{code}/" + name, id: camel(name) + "Ticket", summary: summary, tag: "acts",
		rights: rightsOf(ticket.Table[none.Kind()]), lenient: true,
		errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *actRequest[A]) (*ticketAnswer, error) {
		code, err := codeIn(in.Code)
		if err != nil {
			return nil, err
		}
		who := visitOf(ctx).who
		if who.Username == "" {
			return nil, refuse(http.StatusForbidden, lang.NotAllowed) // a ticket is a person's to change
		}
		if err := a.mayRead(ctx, who, code); err != nil {
			return nil, err
		}
		for _, ask := range ready {
			if err := ask(ctx, code, in.Body.Act); err != nil {
				return nil, err
			}
		}
		if in.Body.Version < 1 { // of whatever act, as the description says
			return nil, store.ErrNoVersion
		}
		if err := a.p.Casework.Do(ctx, code, in.Body.Version, partyBy(who), in.Body.Act); err != nil {
			return nil, err
		}
		now, err := a.shown(ctx, code, "")
		if err == nil && a.p.Filed != nil {
			for _, id := range now.Body.Calls { // whoever is in one of its calls sees what has become of it
				a.p.Filed(call.ID(id))
			}
		}
		return now, err
	})
}

// camel makes transferLive of transfer-live.
func camel(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

// partyBy is who somebody is to a ticket.
func partyBy(who *Principal) ticket.By {
	return ticket.By{Name: who.Username, Party: partyOf(who.Role), Unit: who.Unit}
}

// partyOf says what somebody of a role is to a ticket.
func partyOf(r auth.Role) ticket.Party {
	switch r {
	case auth.RoleOperator:
		return ticket.Hotline
	case auth.RoleLeader:
		return ticket.Leader
	case auth.RoleOfficer:
		return ticket.Officer
	case auth.RoleHead:
		return ticket.Head
	case auth.RoleOffice:
		return ticket.Office
	case auth.RoleAdmin:
		return ticket.Admin
	case auth.RoleAuditor:
		return ticket.Inspector
	}
	return ""
}

// rightsOf are those by one of which an act's parties have it. Which party it is, and in
// which state, package ticket asks again.
func rightsOf(row ticket.Row) (rights []auth.Right) {
	for _, p := range row.Parties {
		var right auth.Right
		switch p {
		case ticket.Hotline, ticket.Leader:
			right = auth.HandleTickets
		case ticket.Officer, ticket.Head:
			right = auth.AnswerTickets
		case ticket.Office:
			right = auth.LeadTickets
		case ticket.Admin:
			right = auth.HandOverTickets
		case ticket.System, ticket.Citizen, ticket.Inspector:
			continue // not by this door
		}
		if !slices.Contains(rights, right) {
			rights = append(rights, right)
		}
	}
	return rights
}

// isOfTicket says that an error is casework's word on what somebody wanted.
func isOfTicket(err error) bool {
	var faults ticket.Faults
	var changed *store.TicketChanged
	return errors.Is(err, ticket.ErrNotNow) || errors.Is(err, ticket.ErrNotYours) || errors.As(err, &faults) || errors.As(err, &changed)
}

// refusalOf says it to whoever asked.
func refusalOf(l lang.Lang, err error) *refusal {
	var now *ticket.NotNow
	var yours *ticket.NotYours
	var changed *store.TicketChanged
	var faults ticket.Faults
	switch {
	case errors.As(err, &now):
		key, args := now.Sentence(l)
		return &refusal{status: http.StatusConflict, key: key, args: args}
	case errors.As(err, &yours):
		key, args := yours.Sentence(l)
		return &refusal{status: http.StatusForbidden, key: key, args: args}
	case errors.As(err, &changed):
		return &refusal{status: http.StatusConflict, key: lang.TicketChanged, changed: changed}
	}
	_ = errors.As(err, &faults)
	r := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	for _, f := range faults {
		r.items = append(r.items, refused{location: "body.act." + f.Location, key: f.Key, args: f.Args})
	}
	return r
}
