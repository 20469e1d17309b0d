package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"hotline1022/dialplan"
	"hotline1022/internal/auth"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
)

// What a wallboard shows beside queues and operators, asked for every second: the calls that
// live now, out of the engine's memory, and how today's callers have fared, out of the
// journal's projection, so that no restart and no other node is missing in it.

// LiveCall is a call that goes on now.
type LiveCall struct {
	ID          string       `json:"id"`
	State       string       `json:"state" enum:"arriving,menu,queued,offered,connecting,talking,held,recovering,forwarding,forwarded"`
	From        string       `json:"from" doc:"As the trunk gave it; empty when withheld"`
	FromName    string       `json:"from_name"`
	Withheld    bool         `json:"withheld" doc:"The caller does not want the number shown: from and from_name are empty"`
	Hidden      bool         `json:"caller_hidden" doc:"You may not know who that is, or have not said why: from is empty or without its middle, from_name empty (Điều 12.2)"`
	To          string       `json:"to"`
	Queue       string       `json:"queue"`
	Operator    string       `json:"operator" doc:"Who has it, or is offered it"`
	CallBack    bool         `json:"call_back" doc:"We call the citizen, who asked for it"`
	Placed      bool         `json:"placed" doc:"The operator calls"`
	Emergency   bool         `json:"emergency" doc:"An emergency service is called in it, or was"`
	Left        bool         `json:"left" doc:"The citizen's line has ended, and the operator goes on with the emergency service"`
	Officer     *LiveOfficer `json:"officer,omitempty" doc:"The telephone outside; left out: none"`
	Unrecorded  bool         `json:"unrecorded" doc:"Of what was said aside, or is, something is not recorded"`
	Leader      string       `json:"leader" doc:"The shift leader who supervises it"`
	Mode        string       `json:"mode" enum:",listen,whisper,barge"`
	ArrivedAt   time.Time    `json:"arrived_at"`
	QueuedAt    *time.Time   `json:"queued_at"`
	ConnectedAt *time.Time   `json:"connected_at" doc:"To its present operator"`
	Can         []string     `json:"can" doc:"What you may ask of it from your desk, while you do not supervise it: listen, whisper, barge. Of the one that you supervise the desk tells"`
}

// LiveOfficer is a telephone outside that is in a call, or is being called.
type LiveOfficer struct {
	Phase  string `json:"phase" enum:"calling,briefed,aside,waiting,joined"`
	Number string `json:"number"`
	Unit   string `json:"unit" doc:"A unit of the directory, or an emergency service of the plan"`
	Urgent bool   `json:"urgent" doc:"An emergency service"`
}

// ServiceLevel is how the callers fared who have entered a queue today.
type ServiceLevel struct {
	Since  time.Time      `json:"since" doc:"Midnight here"`
	All    QueueService   `json:"all" doc:"All queues together"`
	Queues []QueueService `json:"queues" doc:"Those of the plan, and those that callers of today have met under another"`
}

// QueueService is one queue's service today.
type QueueService struct {
	Queue         string   `json:"queue" doc:"Empty: all"`
	TargetMs      int64    `json:"target_ms" doc:"Within which the plan wants a caller to be with an operator; 0: of each queue its own"`
	Entered       int64    `json:"entered" doc:"Callers who came into the queue"`
	Answered      int64    `json:"answered" doc:"Who have spoken with an operator"`
	Within        int64    `json:"within" doc:"Of those, within the target"`
	Abandoned     int64    `json:"abandoned" doc:"Who hung up while they waited"`
	AverageWaitMs int64    `json:"average_wait_ms" doc:"Of those who were answered; 0: none was"`
	Share         *float64 `json:"share" minimum:"0" maximum:"1" doc:"Within the target, of all who were answered or hung up; null: nobody yet"`
}

func (a *API) wallboardOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/live-calls", id: "liveCalls", tag: "operators",
		summary: "Calls that go on now, oldest first, and what a shift leader may do in each", rights: []auth.Right{auth.ReadCalls},
	}, a.liveCalls)
	handle(a, operation{
		method: http.MethodGet, path: "/service-level", id: "serviceLevel", tag: "operators",
		summary: "How today's callers fared in the queues", rights: []auth.Right{auth.ReadOperators},
	}, a.serviceLevel)
}

func (a *API) liveCalls(ctx context.Context, in *struct{ Why }) (*listed[LiveCall], error) {
	s := sightOf(ctx, in.Reason)
	leads := visitOf(ctx).who.may(auth.SuperviseCalls)
	views := a.p.Live.Calls()
	secret := a.secret(ctx, s, views)
	items, shown := make([]LiveCall, len(views)), 0
	for i, v := range views {
		items[i] = liveCall(v)
		if as := s.listed(secret(v.ID)); as == inFull {
			shown++
		} else {
			items[i].From, items[i].FromName, items[i].Hidden = as.number(v.From), as.text(v.FromName), true
		}
		if leads {
			items[i].Can = append(items[i].Can, strings.Fields(v.Open)...)
		}
	}
	return list(items, ""), a.noteListed(ctx, s, "live_calls", shown)
}

func liveCall(v telephony.CallView) LiveCall {
	c := LiveCall{
		ID: string(v.ID), State: string(v.State), From: v.From, FromName: v.FromName, Withheld: v.Withheld, To: v.To,
		Queue: v.Queue, Operator: v.Operator, CallBack: v.CallBack, Placed: v.Placed, Emergency: v.Emergency, Left: v.Left, Unrecorded: v.Unrecorded,
		Leader: v.Leader, Mode: string(v.Mode), ArrivedAt: v.ArrivedAt,
		QueuedAt: orNull(v.QueuedAt), ConnectedAt: orNull(v.ConnectedAt), Can: []string{},
	}
	if o := v.Officer; o.Phase != call.PhaseNone {
		c.Officer = &LiveOfficer{Phase: string(o.Phase), Number: o.Number, Unit: o.Unit, Urgent: o.Urgent}
	}
	return c
}

func (a *API) serviceLevel(ctx context.Context, _ *struct{}) (*struct{ Body ServiceLevel }, error) {
	now := a.cfg.Now().In(ticket.Zone)
	out := ServiceLevel{
		Since:  time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, ticket.Zone),
		Queues: []QueueService{},
	}
	queues := a.p.Dialplans.Current().Queues
	p := db.ServiceLevelParams{Since: out.Since, OtherwiseMs: dialplan.Queue{}.Target().Milliseconds()}
	for _, name := range slices.Sorted(maps.Keys(queues)) {
		p.Queues = append(p.Queues, name)
		p.WithinMs = append(p.WithinMs, queues[name].Target().Milliseconds())
	}
	rows, err := a.p.Store.ServiceLevel(ctx, p)
	if err != nil {
		return nil, err
	}
	met := map[string]db.ServiceLevelRow{}
	for _, r := range rows {
		met[r.Queue] = r
		if _, still := queues[r.Queue]; !still {
			p.Queues, p.WithinMs = append(p.Queues, r.Queue), append(p.WithinMs, p.OtherwiseMs)
		}
	}
	all := db.ServiceLevelRow{}
	for i, name := range p.Queues {
		r := met[name]
		out.Queues = append(out.Queues, queueService(name, p.WithinMs[i], r))
		all.Entered, all.Answered, all.Within = all.Entered+r.Entered, all.Answered+r.Answered, all.Within+r.Within
		all.Abandoned, all.WaitedMs = all.Abandoned+r.Abandoned, all.WaitedMs+r.WaitedMs
	}
	out.All = queueService("", 0, all)
	return &struct{ Body ServiceLevel }{out}, nil
}

func queueService(name string, target int64, r db.ServiceLevelRow) QueueService {
	s := QueueService{
		Queue: name, TargetMs: target, Entered: r.Entered, Answered: r.Answered, Within: r.Within, Abandoned: r.Abandoned,
	}
	if r.Answered > 0 {
		s.AverageWaitMs = r.WaitedMs / r.Answered
	}
	if settled := r.Answered + r.Abandoned; settled > 0 {
		share := float64(r.Within) / float64(settled)
		s.Share = &share
	}
	return s
}
