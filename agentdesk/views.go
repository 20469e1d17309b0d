package agentdesk

import (
	"strings"
	"time"

	"hotline1022/agentdesk/protocol"
	"hotline1022/telephony"
)

// What the engine shows, in the desk's words.

func wireStatus(v telephony.OperatorView) protocol.Status {
	s := protocol.Status{Status: string(v.Status), Reason: v.Reason, Since: v.Since, Until: maybe(v.Until)}
	if v.Pause != (telephony.Pause{}) {
		s.Pause = &protocol.Pause{By: v.Pause.By, Reason: v.Pause.Reason}
	}
	return s
}

func wireCall(v telephony.CallView, muted bool) protocol.Call {
	return protocol.Call{
		ID: string(v.ID), From: v.From, FromName: v.FromName, Withheld: v.Withheld, To: v.To,
		State: string(v.State), Queue: v.Queue, CallBack: v.CallBack, Placed: v.Placed, Muted: muted, Left: v.Left, Emergency: v.Emergency,
		ArrivedAt: v.ArrivedAt, QueuedAt: maybe(v.QueuedAt), OfferedAt: maybe(v.OfferedAt),
		OfferUntil: maybe(v.OfferUntil), ConnectedAt: maybe(v.ConnectedAt), EndedAt: maybe(v.EndedAt),
		Gone: v.Gone, EndClass: string(v.EndClass), EndReason: string(v.EndReason),
		Officer: wireOfficer(v.Officer), Hears: wireHears(v.Hears), Can: strings.Fields(v.Can),
		Leader: v.Leader, Mode: string(v.Mode), Unrecorded: v.Unrecorded,
	}
}

func wireOfficer(v telephony.OfficerView) *protocol.Officer {
	if v == (telephony.OfficerView{}) {
		return nil
	}
	return &protocol.Officer{
		Phase: string(v.Phase), Number: v.Number, Nth: v.Nth, Of: v.Of, Unit: v.Unit, Urgent: v.Urgent, Early: v.Early, Outcome: v.Outcome,
	}
}

// wireHears reads "citizen:operator,officer officer:citizen".
func wireHears(v string) map[string][]string {
	hears := map[string][]string{}
	for _, party := range strings.Fields(v) {
		name, others, _ := strings.Cut(party, ":")
		hears[name] = strings.Split(others, ",")
	}
	return hears
}

func wireQueue(v telephony.QueueView) protocol.Queue {
	return protocol.Queue{
		Waiting: v.Waiting, LongestSince: maybe(v.LongestSince),
		Ready: v.Ready, Busy: v.Busy, SignedIn: v.SignedIn, Today: v.Today,
	}
}

func wireMedia(up bool) string {
	if up {
		return "up"
	}
	return "down"
}

func maybe(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
