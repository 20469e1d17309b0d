package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/health"
)

// Health is the state of what the hotline rests on; *health.Monitor.
type Health interface {
	http.Handler // GET /readyz
	Report() health.Report
}

// Dependency is something that the hotline rests on, as this node has found it last.
type Dependency struct {
	Name   string    `json:"name" enum:"asterisk,trunks,spool,spool_room,database,journal,storage,evidence,proofs,recordings,retention,calendar,transcription" doc:"spool: the disk takes what is recorded; spool_room: and has room for more; storage: the archive; evidence: what is proof is sealed and signed; proofs: and holds, as looked at each night"`
	State  string    `json:"state" enum:"ok,degraded,failing,unknown" doc:"degraded: no call needs it; unknown: not asked yet"`
	Notice string    `json:"notice,omitempty" enum:"waiting,unlocked,unsigned,orphans,flawed" doc:"In order, and to be known all the same: a recording has waited for the archive for over an hour; the bucket has no object lock; there is no key to sign with; rows, spool and bucket do not agree; a recording of the last day falls short"`
	Since  time.Time `json:"since" doc:"When this state began, or this node"`
	Detail string    `json:"detail" doc:"What was found, in the words of the log (English); empty: nothing to say, or it is not for you"`
}

// Dependencies are all that staff are told of, in the order of what a call needs most.
var Dependencies = []string{
	"asterisk", "trunks", "spool", "spool_room", "database", "journal", "storage", "evidence", "proofs", "recordings", "retention", "calendar", "transcription",
}

// atDesks are those whose failing changes what an operator tells a citizen: that the call is not recorded.
var atDesks = []string{"spool"}

func (a *API) dependencyOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/dependencies", id: "dependencies", tag: "operators",
		summary: "What the hotline rests on, and how that is; operators are told what touches their calls", rights: []auth.Right{auth.ReadTrunks, auth.UseDesk},
	}, a.dependencies)
}

// dependencies answers out of memory: it is asked by every page that is open, also while the database is away.
func (a *API) dependencies(ctx context.Context, _ *struct{}) (*listed[Dependency], error) {
	checks := a.p.Health.Report().Checks
	all := visitOf(ctx).who.may(auth.ReadTrunks)
	var items []Dependency
	for _, name := range Dependencies {
		c, known := checks[name]
		if !known || !all && !slices.Contains(atDesks, name) {
			continue
		}
		d := Dependency{Name: name, State: string(c.State), Since: c.Since}
		if all {
			d.Detail, d.Notice = c.Detail, c.Notice
		}
		items = append(items, d)
	}
	return list(items, ""), nil
}
