package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
)

// Operator is an operator's live state, and which calls they may be given.
type Operator struct {
	Username string     `json:"username"`
	Name     string     `json:"name"`
	Status   string     `json:"status" enum:"offline,paused,ready,offered,busy,wrapup,unavailable"`
	Reason   string     `json:"reason" doc:"Of a pause; of unavailable: timeout, rejected, no_audio; of busy: watching when they only supervise a call; of offline: signed_out when somebody else did it"`
	Since    *time.Time `json:"since" doc:"Null when never seen since our start"`
	Until    *time.Time `json:"until" doc:"When after-call work ends"`
	Desk     bool       `json:"desk" doc:"A desk is connected"`
	Media    bool       `json:"media" doc:"The browser's audio is up"`
	Call     string     `json:"call" doc:"The call offered or held"`
	Queues   []string   `json:"queues" doc:"Served; empty: all"`
	Skills   []string   `json:"skills"`
	MaxHour  int        `json:"max_hour" doc:"Calls in any hour, of all queues together; 0: no limit"`
	Shift    *Shift     `json:"shift,omitempty" doc:"The one that goes on, or begins within 24 hours; left out: none"`
	Pause    *Pause     `json:"pause,omitempty" doc:"What somebody else has ordered, from now on or after the present call; left out: nothing"`
	// Of a shift leader who is listed beside the operators.
	Supervises bool `json:"supervises,omitempty" doc:"Takes no calls, but may listen, whisper, barge and take over"`
}

// Person is somebody who has an account.
type Person struct {
	Username string `json:"username"`
	Name     string `json:"name" doc:"With the user name behind it where another is called the same; the user name alone of who has no name"`
}

// Pause is a break that somebody else has ordered.
type Pause struct {
	By     string `json:"by" doc:"Their name"`
	Reason string `json:"reason"`
}

// Queue is a queue's live figures.
type Queue struct {
	Name         string     `json:"name"`
	Waiting      int        `json:"waiting"`
	LongestSince *time.Time `json:"longest_since" doc:"Since when the caller waits who waits longest"`
	Ready        int        `json:"ready" doc:"Operators who serve it and could take a call now"`
	Busy         int        `json:"busy" doc:"Operators who have a call of it"`
	SignedIn     int        `json:"signed_in" doc:"Operators who serve it and are at their desks"`
}

type operatorsRequest struct {
	Words
	Supervisors bool   `query:"supervisors" doc:"With the shift leaders who are at a desk"`
	Sort        string `query:"sort" enum:"name,-name,limit,-limit,shift,-shift" doc:"shift: by its beginning. A minus: the greatest first. Left out: by user name"`
}

var operatorColumns = []column[Operator]{
	{"name", func(_ lang.Lang, o Operator) any { return o.Name }},
	{"username", func(_ lang.Lang, o Operator) any { return o.Username }},
	{"queues", func(l lang.Lang, o Operator) any {
		queues := make([]string, len(o.Queues))
		for i, queue := range o.Queues {
			queues[i] = lang.Word(l, "queue", queue)
		}
		return strings.Join(queues, ", ")
	}},
	{"skills", func(l lang.Lang, o Operator) any { return skillsIn(l, o.Skills) }},
	{"limit", func(_ lang.Lang, o Operator) any { return o.MaxHour }},
	{"shift", func(_ lang.Lang, o Operator) any {
		if o.Shift == nil {
			return nil
		}
		return o.Shift.StartsAt
	}},
	{"shift_ends", func(_ lang.Lang, o Operator) any {
		if o.Shift == nil {
			return nil
		}
		return o.Shift.EndsAt
	}},
}

// skillsIn are skills in words: languages and groups are known ("lang:en", "group:1"); areas and all others stand as
// whoever gave them wrote them.
func skillsIn(l lang.Lang, skills []string) string {
	said := make([]string, len(skills))
	for i, skill := range skills {
		kind, value, _ := strings.Cut(skill, ":")
		switch kind {
		case "lang":
			said[i] = lang.Word(l, "skilllang", value)
		case "group":
			said[i] = lang.Word(l, "group", "short."+value)
		case "area":
			said[i] = value
		default:
			said[i] = skill
		}
	}
	return strings.Join(said, ", ")
}

type profileRequest struct {
	Username string `path:"username" maxLength:"32"`
	Body     struct {
		Queues []string `json:"queues,omitempty" maxItems:"20" doc:"Served; empty: all; left out: as before"`
		Skills []string `json:"skills,omitempty" maxItems:"20" doc:"Left out: as before"`
		// A pointer, for 0 lifts the limit.
		MaxHour *int32 `json:"max_hour,omitempty" minimum:"0" maximum:"1000" doc:"Calls in any hour; 0: no limit; left out: as before"`
	}
}

func (a *API) operatorOperations() {
	read := []auth.Right{auth.ReadOperators}
	handleList(a, operation{
		method: http.MethodGet, path: "/operators", id: "operators", tag: "operators", errors: []int{http.StatusUnprocessableEntity},
		summary: "Operators with their live state, and if asked for the shift leaders who are at a desk; the file has which calls they are given", rights: read,
	}, a.operators, operatorColumns)
	handle(a, operation{method: http.MethodGet, path: "/people", id: "people", summary: "What everybody who has an account is called", tag: "operators", rights: []auth.Right{auth.ReadDirectory}}, a.people)
	handle(a, operation{method: http.MethodGet, path: "/queues", id: "queues", summary: "Queues with their live figures", tag: "operators", rights: read}, a.queues)
	handle(a, operation{
		method: http.MethodPatch, path: "/operators/{username}", id: "editOperator", tag: "operators",
		summary: "Change which calls an operator may be given; it counts from the next call on",
		rights:  []auth.Right{auth.ManageSkills}, errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.editOperator)
	handle(a, operation{
		method: http.MethodPost, path: "/operators/{username}/sign-out", id: "signOperatorOut", tag: "operators",
		summary: "End an operator's desk and sessions; refused while they have a call",
		rights:  []auth.Right{auth.LeadShift}, errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.signOperatorOut)
	handle(a, operation{
		method: http.MethodPost, path: "/operators/{username}/pause", id: "pauseOperator", tag: "operators",
		summary: "Let an operator take no further calls until they ask to be ready again; a call that they have goes on",
		rights:  []auth.Right{auth.LeadShift}, errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, a.pauseOperator)
}

// operators lists all accounts that take calls, and what the engine says of them.
func (a *API) operators(ctx context.Context, in *operatorsRequest) (*listed[Operator], error) {
	users, err := a.p.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	now := a.cfg.Now()
	shifts, err := a.p.Store.Shifts(ctx, db.ShiftsParams{Since: now, Until: now.Add(24 * time.Hour)})
	if err != nil {
		return nil, err
	}
	live := map[string]telephony.OperatorView{}
	for _, v := range a.p.Live.Operators() {
		live[v.Operator] = v
	}
	items := []Operator{}
	for _, u := range users {
		v, seen := live[u.Username]
		leader := in.Supervisors && v.Desk && auth.Role(u.Role).May(auth.SuperviseCalls) && !takesCalls(u)
		if !leader && !takesCalls(u) {
			continue
		}
		o := Operator{
			Username: u.Username, Name: u.Name, Status: "offline", Queues: u.Queues, Skills: u.Skills, MaxHour: int(u.MaxHour),
			Supervises: leader,
		}
		if seen {
			o.show(v)
		}
		if i := slices.IndexFunc(shifts, func(s db.Shift) bool { return s.Username == u.Username }); i >= 0 {
			s := shiftOf(shifts[i])
			o.Shift = &s
		}
		items = append(items, o)
	}
	return whole(ctx, a, items, operatorColumns, in.Q, in.Sort)
}

// people names everybody, also who has left: records name their user names.
func (a *API) people(ctx context.Context, _ *struct{}) (*listed[Person], error) {
	users, err := a.p.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]Person, len(users))
	names := peopleCalled(users)
	for i, u := range users {
		items[i] = Person{Username: u.Username, Name: names[u.Username]}
	}
	return list(items, ""), nil
}

// show takes what the engine says.
func (o *Operator) show(v telephony.OperatorView) {
	o.Status, o.Reason, o.Desk, o.Media, o.Call = string(v.Status), v.Reason, v.Desk, v.Media, string(v.Call)
	o.Since, o.Until = orNull(v.Since), orNull(v.Until)
	if v.Pause != (telephony.Pause{}) {
		o.Pause = &Pause{By: v.Pause.By, Reason: v.Pause.Reason}
	}
}

func takesCalls(u db.User) bool { return auth.Role(u.Role).May(auth.UseDesk) && !u.Disabled }

// operatorAccount is an operator by name; ErrNotFound for an account that takes no calls.
func (a *API) operatorAccount(ctx context.Context, username string) (db.User, error) {
	u, err := a.p.Store.User(ctx, username)
	if err == nil && !takesCalls(u) {
		err = store.ErrNotFound
	}
	return u, err
}

func (a *API) queues(context.Context, *struct{}) (*listed[Queue], error) {
	live := a.p.Live.Queues()
	items := make([]Queue, len(live))
	for i, v := range live {
		items[i] = Queue{
			Name: v.Queue, Waiting: v.Waiting, LongestSince: orNull(v.LongestSince),
			Ready: v.Ready, Busy: v.Busy, SignedIn: v.SignedIn,
		}
	}
	return list(items, ""), nil
}

var (
	queueName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	skillName = regexp.MustCompile(`^[a-z]{1,20}:[a-z0-9-]{1,40}$`)
)

func (a *API) editOperator(ctx context.Context, in *profileRequest) (*struct{}, error) {
	for where, check := range map[string]struct {
		names []string
		form  *regexp.Regexp
		key   lang.Key
	}{
		"body.queues": {in.Body.Queues, queueName, lang.BadQueueName},
		"body.skills": {in.Body.Skills, skillName, lang.BadSkill},
	} {
		if slices.ContainsFunc(check.names, func(s string) bool { return !check.form.MatchString(s) }) {
			return nil, invalid(where, check.key)
		}
	}
	// A misspelt queue would leave the operator without calls, and nobody would know why.
	for _, name := range in.Body.Queues {
		if !slices.ContainsFunc(a.p.Live.Queues(), func(v telephony.QueueView) bool { return v.Queue == name }) {
			return nil, invalid("body.queues", lang.NoQueue)
		}
	}
	if _, err := a.operatorAccount(ctx, in.Username); err != nil {
		return nil, err
	}
	detail := map[string]any{}
	if in.Body.Queues != nil {
		detail["queues"] = in.Body.Queues
	}
	if in.Body.Skills != nil {
		detail["skills"] = in.Body.Skills
	}
	if in.Body.MaxHour != nil {
		detail["max_hour"] = *in.Body.MaxHour
	}
	act, err := a.act(visitOf(ctx).who.Actor, "operator.edit", "user:"+in.Username, detail)
	if err != nil {
		return nil, err
	}
	u, err := a.p.Store.SetProfile(ctx, db.UserProfileParams{
		Username: in.Username, Queues: in.Body.Queues, Skills: in.Body.Skills, MaxHour: in.Body.MaxHour,
	}, act)
	if err != nil {
		return nil, err
	}
	a.p.Live.SetProfile(u.Username, telephony.Profile{Queues: u.Queues, Skills: u.Skills, MaxHour: int(u.MaxHour)})
	return nil, nil
}

// signOperatorOut ends the desk first, which a conversation forbids; then the
// sessions, so that the page does not come back by itself. It can be asked for again
// whatever stopped it half way, and of somebody who has a session alone. The journal tells
// it to the audit log.
func (a *API) signOperatorOut(ctx context.Context, in *orderRequest) (*struct{}, error) {
	reason, err := in.reason()
	if err != nil {
		return nil, err
	}
	u, err := a.operatorAccount(ctx, in.Username)
	if err != nil {
		return nil, err
	}
	who := visitOf(ctx).who
	if err := a.p.Live.SignOut(ctx, u.Username, who.Actor, reason); errors.Is(err, telephony.ErrNotNow) {
		return nil, refuse(http.StatusConflict, lang.OperatorEngaged)
	} else if err != nil {
		return nil, err
	}
	// Engine and page must agree that the desk is closed, also when the sessions could not be ended.
	defer a.ended(u.Username)
	act, err := a.act(who.Actor, "session.end", "user:"+u.Username, nil)
	if err != nil {
		return nil, err
	}
	return nil, a.p.Store.EndSessions(ctx, u.Username, act)
}

// orderRequest is what somebody else decides of an operator.
type orderRequest struct {
	Username string `path:"username" maxLength:"32"`
	Body     struct {
		Reason string `json:"reason" minLength:"1" maxLength:"200" doc:"Kept in the audit log; of a pause it is shown to the operator, with who says so"`
	}
}

// reason is the words of it.
func (r *orderRequest) reason() (string, error) {
	reason := ticket.Reason(r.Body.Reason)
	if reason == "" || strings.ContainsFunc(reason, unicode.IsControl) {
		return "", invalid("body.reason", lang.BadReason)
	}
	return reason, nil
}

func (a *API) pauseOperator(ctx context.Context, in *orderRequest) (*struct{}, error) {
	reason, err := in.reason()
	if err != nil {
		return nil, err
	}
	u, err := a.operatorAccount(ctx, in.Username)
	if err != nil {
		return nil, err
	}
	who := visitOf(ctx).who
	err = a.p.Live.Pause(ctx, u.Username, who.Actor, telephony.Pause{By: who.Name, Reason: reason})
	if errors.Is(err, telephony.ErrNotNow) {
		return nil, refuse(http.StatusConflict, lang.OperatorAway)
	}
	return nil, err
}
