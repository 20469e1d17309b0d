package e2e

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
	"hotline1022/internal/store"
	"hotline1022/recordings"
	"hotline1022/telephony/call"
)

const (
	accounted     = 200 // calls that were answered
	accountedOnce = 20  // callers at once
	// lostWithAsterisk is what Asterisk's death may take of a side: it writes each four seconds.
	lostWithAsterisk = 5 * time.Second
	// closing is what a busy Asterisk may take to close a call's files after its end.
	closing = 10 * time.Second
	// late is by how much a caller's clock and a recorder's may disagree on when a call began and ended, both on this busy machine.
	late = time.Second
)

// death is when a part was killed: it lived before, and was gone after.
type death struct {
	what          string
	before, after time.Time
}

// TestEveryAnsweredSecond kills hotline, MinIO and Asterisk -9, three times each, at random moments of two hundred
// calls, in queue, conversation and fallback: afterwards every second that a citizen was answered is archived or
// salvaged, or listed as lost; and lost is only what Asterisk's own death takes.
func TestEveryAnsweredSecond(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s", SalvageAfter: "10s"})
	s.startHotline(false)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	for n := range 4 {
		operator(t, s, callsim.AgentOptions{User: fmt.Sprintf("op%02d", n+1), Handle: 2 * time.Second})
	}

	victims := []string{"hotline", "MinIO", "Asterisk", "hotline", "MinIO", "Asterisk", "hotline", "MinIO", "Asterisk"}
	random.Shuffle(len(victims), func(i, j int) { victims[i], victims[j] = victims[j], victims[i] })
	moments := random.Perm(accounted - accountedOnce)[:len(victims)] // after so many calls
	slices.Sort(moments)

	var deaths []death
	var accounts []account
	over := s.callers(random.Uint64())
	for a := range over {
		accounts = append(accounts, a)
		if len(victims) == 0 || len(accounts) <= moments[0] {
			continue
		}
		deaths = append(deaths, s.killed(victims[0], time.Duration(random.Int64N(int64(1500*time.Millisecond)))))
		victims, moments = victims[1:], moments[1:]
	}
	if len(victims) > 0 {
		t.Fatalf("not killed: %v", victims)
	}
	s.accountFor(accounts, deaths)
	// And what the rows say is what archive and spool have.
	if found, err := s.try("recordings", "scan", "--checksums", "--config", s.config); err != nil {
		t.Errorf("%s: %v", found, err)
	}
}

// callers call, each again when their call is over, until enough were answered. A call is of two to six seconds.
func (s *stack) callers(seed uint64) <-chan account {
	over := make(chan account, 4*accounted)
	var answered, placed atomic.Int64
	var all sync.WaitGroup
	for n := range accountedOnce {
		random := rand.New(rand.NewPCG(seed, uint64(n)))
		all.Go(func() {
			for answered.Load() < accounted {
				a := account{asked: 2*time.Second + time.Duration(random.Int64N(int64(4*time.Second)))}
				a.CitizenReport = s.citizens.Call(s.t.Context(), callsim.CitizenCall{
					From: fmt.Sprintf("0913%06d", placed.Add(1)), To: hotline, Clip: media.Tone(citizenTone), Ring: 5 * time.Second, Duration: a.asked,
				})
				if a.Answered {
					answered.Add(1)
				}
				over <- a
			}
		})
	}
	go func() {
		all.Wait()
		close(over)
	}()
	return over
}

// killed kills a part, and starts it again when it was away for a while.
func (s *stack) killed(what string, away time.Duration) death {
	s.t.Helper()
	part := map[string]interface {
		Kill9()
		Start()
	}{"hotline": s.hotline, "MinIO": s.minio, "Asterisk": s.asterisk}[what]
	d := death{what: what, before: time.Now()}
	part.Kill9()
	d.after = time.Now()
	timer := time.NewTimer(away)
	defer timer.Stop()
	<-timer.C
	part.Start()
	s.t.Logf("%s was killed %s, and away for %s", what, d.before.Format(time.TimeOnly), time.Since(d.before).Round(100*time.Millisecond))
	return d
}

// kept is what became of a call.
type kept struct {
	From, Call, State, EndReason, Detail string
	Began                                time.Time
	Answered                             *time.Time // as it was noted
	Ended, Salvaged                      bool
	Left, Right, Length                  int64 // ms
	Flaws                                []string
}

// kept reads what became of every citizen's call, by the caller's number: whom a slow run lost may have been called back by now.
func (s *stack) kept(st *store.Store) map[string][]kept {
	s.t.Helper()
	rows, err := st.Pool().Query(s.t.Context(), `SELECT c.from_number, c.id, r.state, coalesce(c.end_reason, ''), r.detail, c.ended_at IS NOT NULL, r.salvaged,
		coalesce(r.left_ms, 0), coalesce(r.right_ms, 0), coalesce(r.duration_ms, 0), r.flaws, c.started_at, c.answered_at FROM calls c JOIN recordings r ON r.call_id = c.id`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	all := map[string][]kept{}
	for rows.Next() {
		var k kept
		if err := rows.Scan(&k.From, &k.Call, &k.State, &k.EndReason, &k.Detail, &k.Ended, &k.Salvaged, &k.Left, &k.Right, &k.Length, &k.Flaws, &k.Began, &k.Answered); err != nil {
			s.t.Fatal(err)
		}
		if _, back := call.ID(k.Call).Claim(); !back {
			all[k.From] = append(all[k.From], k)
		}
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// accountFor waits until it is settled what became of each call, and holds it to what its caller saw.
func (s *stack) accountFor(accounts []account, deaths []death) {
	s.t.Helper()
	st := s.openStore()
	var all map[string][]kept
	var open []account // of whom it is not settled
	defer func() {
		for _, a := range open {
			s.t.Logf("not settled: %s, on record %s", asJSON(a.CitizenReport), asJSON(all[a.From]))
		}
	}()
	begun := time.Now()
	s.eventually(patience, "every recording is archived, or known to be missing", func() bool {
		all = s.kept(st)
		open = slices.DeleteFunc(slices.Clone(accounts), func(a account) bool { return !a.Answered || accountedFor(all[a.From], a.promised(deaths)) })
		return len(open) == 0
	})
	sums := map[string]int{}
	var promised, lost time.Duration
	for _, a := range accounts {
		if !a.Answered {
			sums["not answered"]++
			continue
		}
		of := all[a.From][0]
		seconds, died := a.promised(deaths), a.died(deaths)
		less := max(0, seconds-time.Duration(min(of.Left, of.Right))*time.Millisecond)
		allowed := max(late, seconds/100)
		if died {
			allowed = lostWithAsterisk
		}
		if slices.Contains(of.Flaws, string(recordings.FlawCut)) || slices.Contains(of.Flaws, string(recordings.FlawShort)) {
			allowed += a.unheard() // an Asterisk that had no processor neither spoke nor wrote, and the recording says so
		}
		sums[of.how()]++
		promised, lost = promised+seconds, lost+less
		if less > allowed {
			s.t.Errorf("%s of %s are lost, %s may be: %s, its recording %s", less, seconds, allowed, asJSON(a.CitizenReport), asJSON(of))
		}
	}
	s.t.Logf("%v; answered for %s, of which %s are lost; settled after %s", sums, promised.Round(time.Second), lost.Round(100*time.Millisecond), time.Since(begun).Round(time.Second))
}

// accountedFor says that it is settled what became of a caller's one call, and what is lost is listed with its reason.
// An answer of less than a second may have gone out when nobody had noted it yet.
func accountedFor(of []kept, promised time.Duration) bool {
	if len(of) != 1 || !of[0].Ended {
		return false
	}
	lost := of[0].State == store.RecordingMissing && of[0].Detail != "" && (len(of[0].Flaws) > 0 || promised < time.Second)
	return lost || of[0].State == store.RecordingArchived
}

func (k kept) how() string {
	switch {
	case k.Salvaged:
		return "salvaged"
	case k.State == store.RecordingMissing:
		return fmt.Sprintf("lost: %s %v, %s", k.Detail, k.Flaws, k.EndReason)
	}
	return k.State
}

// account is how a call went, and how long it was to be.
type account struct {
	callsim.CitizenReport
	asked time.Duration
}

// promised is how long a recording the citizen was promised: to the call's end, or Asterisk's.
func (a account) promised(deaths []death) time.Duration {
	until := a.EndedAt
	if a.EndedBy != callsim.EndedByRemote { // the farewell takes what it takes, and is nobody's speech
		until = a.AnsweredAt.Add(a.asked)
	}
	for _, d := range deaths {
		if d.what == "Asterisk" && d.after.After(a.AnsweredAt) && d.before.Before(until) {
			until = d.before
		}
	}
	return max(0, until.Sub(a.AnsweredAt))
}

// unheard is how much of an answered call its caller was sent nothing.
func (a account) unheard() time.Duration {
	return max(0, time.Duration(a.DurationMs)*time.Millisecond-time.Duration(a.PacketsIn)*media.FrameTime)
}

// died says that Asterisk died in the call, or before it can be sure to have closed its files.
func (a account) died(deaths []death) bool {
	return slices.ContainsFunc(deaths, func(d death) bool {
		return d.what == "Asterisk" && d.after.After(a.AnsweredAt) && d.before.Before(a.EndedAt.Add(closing))
	})
}
