package recordings

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"time"

	"hotline1022/internal/store/db"
)

// Why the spool took nothing (recordings.spool_fault).
const (
	spoolFull   = "full"   // its disk has no room, or our share of it is used up
	spoolClosed = "closed" // it cannot be written to
)

// refusal is that the spool takes nothing; zero: it does.
type refusal struct {
	fault string
	since time.Time // by its last trial it took something then
}

// noteRefusal writes into the rows of what is being recorded that the spool takes nothing: no file may ever come of it, and whoever
// looks for one has the reason at once. Calls that came after the last trial that failed are not marked: they may well be recorded whole.
func (s *Service) noteRefusal(ctx context.Context, takes error) {
	if takes == nil {
		s.refusing = refusal{}
		return
	}
	r := refusal{fault: spoolClosed, since: s.refusing.since}
	if r.since.IsZero() {
		r.since = s.Now().Add(-s.ProbeEvery)
	}
	if errors.Is(takes, syscall.ENOSPC) || errors.Is(takes, syscall.EDQUOT) {
		r.fault = spoolFull
	}
	s.refusing = r
	asking, cancel := context.WithTimeout(ctx, s.ProbeEvery)
	defer cancel()
	n, err := s.store.RecordingsRefused(asking, db.RecordingsRefusedParams{Fault: r.fault, Node: s.Node, Since: r.since})
	if err != nil {
		s.failed(ctx, "marked", "what the spool does not take", err)
	} else if n > 0 {
		s.Log.Error("the spool takes nothing: recordings that are being made will not come, or have a hole", "recordings", n, "fault", r.fault)
	}
}

// beside adds to what is odd about a recording that the spool took nothing while it was made.
func beside(detail, fault string) string {
	switch fault {
	case spoolFull:
		detail += "; the spool's disk was full"
	case spoolClosed:
		detail += "; the spool could not be written to"
	}
	return strings.TrimPrefix(detail, "; ")
}
