package recordings

import (
	"context"
	"slices"
	"strings"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Flaw is something in which a recording falls short of what its row promises
// (recordings.flaws). A recording may have several.
type Flaw string

// The flaws, in the order in which they are listed.
const (
	FlawShort      Flaw = "short"      // shorter than the call, by more than tolerance
	FlawLong       Flaw = "long"       // longer than the call, by more than tolerance
	FlawOneSided   Flaw = "one_sided"  // of one side there was no file, or an empty one
	FlawSilent     Flaw = "silent"     // a side has no sound in the whole conversation (see mute)
	FlawCut        Flaw = "cut"        // its end is missing: it was salvaged, or one side ended early
	FlawGaps       Flaw = "gaps"       // the recorder said that something is not on it
	FlawEmpty      Flaw = "empty"      // the call was answered, and no sample was recorded
	FlawUnreadable Flaw = "unreadable" // what was written is no WAVE file of the length that it names
	FlawLost       Flaw = "lost"       // the call was answered, and no file came; or the recorder died before it wrote one
)

// Flaws are all that there are.
var Flaws = []Flaw{FlawShort, FlawLong, FlawOneSided, FlawSilent, FlawCut, FlawGaps, FlawEmpty, FlawUnreadable, FlawLost}

const (
	// A recording may be off by the larger of these.
	toleranceLeast = 500 * time.Millisecond
	toleranceShare = 100 // 1 %
	// conversation is how long two must have spoken before a side's silence is odd.
	conversation = 10 * time.Second
	// answeredLeast is how long an answered call lasts before no sample at all is odd.
	answeredLeast = time.Second
	// flawsCounted is for how long a flaw is counted among those of health and metrics.
	flawsCounted = 24 * time.Hour
)

func tolerance(of time.Duration) time.Duration { return max(toleranceLeast, of/toleranceShare) }

// span is what a recording is measured by. A call is recorded from before it is answered, but
// there is sound only from its answer on, at the latest: least and most are how long it may be.
type span struct {
	least, most time.Duration // least is what was promised; negative when nothing was
	talk        time.Duration // of the conversation
	before      time.Duration // from the call's begin to the conversation's; of a call out its ringing, too, which is not recorded
}

// spanOf reads a call's own times, and a leg's: of a leg they are the journal's time of its
// begin and the recorder's time of its end.
func spanOf(row db.RecordingsToCheckRow) span {
	r := row.Recording
	if r.Leg != store.LegCall {
		if r.SpooledAt == nil {
			return span{least: -1}
		}
		d := r.SpooledAt.Sub(r.CreatedAt)
		return span{least: d, most: d, talk: d}
	}
	s := span{least: -1, most: row.HeardUntil.Sub(row.StartedAt)}
	if row.AnsweredAt != nil {
		s.least = max(0, row.HeardUntil.Sub(*row.AnsweredAt))
	}
	if row.ConnectedAt != nil {
		s.before, s.talk = row.ConnectedAt.Sub(row.StartedAt), row.HeardUntil.Sub(*row.ConnectedAt)
	}
	if row.Unseen && r.State == store.RecordingMissing {
		// Whoever would have noted its answer may have died, or noted it late; and what was said may have died in the recorder's
		// buffers after the mark of the end. Every call is answered within the second: it is held to have been from its begin.
		s.least = s.most
	}
	return s
}

// judge says in what a closed recording falls short.
func judge(row db.RecordingsToCheckRow) []Flaw {
	r, s := row.Recording, spanOf(row)
	has := map[Flaw]bool{FlawCut: r.Salvaged, FlawGaps: row.Lost}
	for _, known := range r.Flaws {
		has[Flaw(known)] = true
	}
	if r.State == store.RecordingMissing {
		// Of a call whose recorder died the end is only inferred, from files without a sample; and who noted its answer
		// may have died with it. So each is held to have been answered.
		promised := r.Leg != store.LegCall || s.least >= answeredLeast || strings.HasPrefix(r.Detail, errUnwritten.Error()) // beside adds to them
		has[FlawEmpty] = promised && strings.HasPrefix(r.Detail, errNoAudio.Error())
		has[FlawLost] = promised && !has[FlawEmpty]
	} else if r.DurationMs != nil {
		d := ms(*r.DurationMs)
		// The end of what was salvaged is nobody's time but its own.
		has[FlawShort] = !r.Salvaged && s.least >= 0 && d < s.least-tolerance(s.least)
		has[FlawLong] = !r.Salvaged && s.least >= 0 && d > s.most+tolerance(s.most)
		if r.LeftMs != nil && r.RightMs != nil {
			has[FlawOneSided] = (*r.LeftMs == 0) != (*r.RightMs == 0)
			shorter := min(*r.LeftMs, *r.RightMs)
			has[FlawCut] = has[FlawCut] || shorter > 0 && d-ms(shorter) > tolerance(d)
			if !r.Salvaged {
				s.before = max(0, d-s.talk) // wherever it began, it ends with the conversation
			}
			has[FlawSilent] = !has[FlawOneSided] && (mute(r.LeftHeardMs, s) || mute(r.RightHeardMs, s))
		}
	}
	var flaws []Flaw
	for _, f := range Flaws {
		if has[f] {
			flaws = append(flaws, f)
		}
	}
	return flaws
}

// missing is how much of what was promised is not there, in milliseconds: of the side of which there is least, and at
// most, for of a call whose recorder died the end is only known by when that was noticed. nil: nothing, or nobody can
// tell, as of a salvaged leg.
func missing(row db.RecordingsToCheckRow, flaws []Flaw) *int64 {
	r, s := row.Recording, spanOf(row)
	var there time.Duration
	if r.DurationMs != nil {
		there = ms(*r.DurationMs)
	}
	if r.LeftMs != nil && r.RightMs != nil {
		there = ms(min(*r.LeftMs, *r.RightMs))
	}
	falls := slices.ContainsFunc(flaws, func(f Flaw) bool {
		return f == FlawShort || f == FlawOneSided || f == FlawCut || f == FlawEmpty || f == FlawLost
	})
	less := (s.least - there).Milliseconds()
	if !falls || less <= 0 || r.Salvaged && r.Leg != store.LegCall {
		return nil
	}
	return &less
}

// mute says whether a side was last heard before a conversation that lasted. Each side has a
// sound in the menu and the queue, if only the music: that one is no sign of life.
func mute(heard *int64, s span) bool {
	return heard != nil && s.talk >= conversation && ms(*heard) <= s.before+toleranceLeast
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// check looks through the recordings that are closed, of calls that are over.
func (s *Service) check(ctx context.Context) error {
	now := s.Now()
	rows, err := s.store.RecordingsToCheck(ctx, db.RecordingsToCheckParams{Node: s.Node, Settled: now.Add(-s.MissingAfter), Page: page})
	if err != nil {
		return err
	}
	for _, row := range rows {
		flaws := judge(row)
		names := make([]string, len(flaws))
		for i, f := range flaws {
			names[i] = string(f)
		}
		n, err := s.store.RecordingChecked(ctx, db.RecordingCheckedParams{ID: row.Recording.ID, Flaws: names, MissingMs: missing(row, flaws), At: now})
		if err != nil {
			return err
		}
		if n == 0 || len(flaws) == 0 {
			continue
		}
		for _, name := range names {
			s.metrics.flaws.WithLabelValues(name).Inc()
		}
		s.Log.Error("a recording falls short", "call", row.Recording.CallID, "leg", row.Recording.Leg, "flaws", names, "detail", row.Recording.Detail)
	}
	return s.countFlaws(ctx)
}

// countFlaws brings the gauge and what health says up to date.
func (s *Service) countFlaws(ctx context.Context) error {
	rows, err := s.store.RecordingFlawCounts(ctx, db.RecordingFlawCountsParams{Since: s.Now().Add(-flawsCounted), Node: s.Node})
	if err != nil {
		return err
	}
	counts := make(map[Flaw]int64, len(rows))
	for _, row := range rows {
		counts[Flaw(row.Flaw)] = row.N
	}
	for _, f := range Flaws {
		s.metrics.flawed.WithLabelValues(string(f)).Set(float64(counts[f]))
	}
	s.health.falls(counts, s.Now())
	return nil
}
