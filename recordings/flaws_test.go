package recordings

import (
	"bytes"
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/g711"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/telephony/call"
)

func TestInWhatARecordingFallsShort(t *testing.T) {
	// A call of 100 s: answered after 2 s, connected after 20 s.
	begin := time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
	after := func(s float64) *time.Time { return ptr(begin.Add(time.Duration(s * float64(time.Second)))) }
	whole := func() db.RecordingsToCheckRow {
		return db.RecordingsToCheckRow{
			StartedAt: begin, AnsweredAt: after(2), ConnectedAt: after(20), EndedAt: after(100), HeardUntil: *after(100),
			Recording: db.Recording{
				Leg: store.LegCall, State: store.RecordingArchived, CreatedAt: begin, SpooledAt: after(100), DurationMs: ptr(int64(99_500)),
				LeftMs: ptr(int64(99_500)), RightMs: ptr(int64(99_500)), LeftHeardMs: ptr(int64(90_000)), RightHeardMs: ptr(int64(99_000)),
			},
		}
	}
	type row = db.RecordingsToCheckRow
	lasts := func(r *row, ms int64) {
		r.Recording.DurationMs, r.Recording.LeftMs, r.Recording.RightMs = &ms, ptr(ms), ptr(ms)
	}
	leg := func(r *row) { r.Recording.Leg, r.Recording.SpooledAt = "consult-1", after(30) }
	for name, c := range map[string]struct {
		change func(*row)
		want   []Flaw
	}{
		"whole":                                {func(*row) {}, nil},
		"begun at the answer":                  {func(r *row) { lasts(r, 97_100) }, nil},
		"0.98 s short is within 1 %":           {func(r *row) { lasts(r, 97_030) }, nil},
		"short":                                {func(r *row) { lasts(r, 96_900) }, []Flaw{FlawShort}},
		"long, as on a starved machine":        {func(r *row) { lasts(r, 103_000) }, []Flaw{FlawLong}},
		"until the citizen left":               {func(r *row) { r.HeardUntil = *after(60); lasts(r, 60_000) }, nil},
		"longer than the citizen was there":    {func(r *row) { r.HeardUntil = *after(60) }, []Flaw{FlawLong}},
		"never answered: nothing was promised": {func(r *row) { r.AnsweredAt, r.ConnectedAt = nil, nil; lasts(r, 1000) }, nil},
		"salvaged: its end is its own":         {func(r *row) { r.Recording.Salvaged = true; lasts(r, 50_000) }, []Flaw{FlawCut}},
		"a side ended early":                   {func(r *row) { r.Recording.RightMs = ptr(int64(98_000)) }, []Flaw{FlawCut}},
		"a side ended a packet early":          {func(r *row) { r.Recording.RightMs = ptr(int64(99_480)) }, nil},
		"no file of a side":                    {func(r *row) { r.Recording.RightMs, r.Recording.RightHeardMs = ptr(int64(0)), ptr(int64(0)) }, []Flaw{FlawOneSided}},
		"a citizen who never said a word":      {func(r *row) { r.Recording.LeftHeardMs = ptr(int64(0)) }, []Flaw{FlawSilent}},
		"nothing after the music":              {func(r *row) { r.Recording.RightHeardMs = ptr(int64(20_000)) }, []Flaw{FlawSilent}},
		"a call out, recorded from its answer": {func(r *row) {
			r.AnsweredAt, r.ConnectedAt, r.HeardUntil = after(20), after(20), *after(32)
			lasts(r, 12_000)
			r.Recording.LeftHeardMs, r.Recording.RightHeardMs = ptr(int64(11_900)), ptr(int64(3_000))
		}, nil},
		"a call out whose one side is silent": {func(r *row) {
			r.AnsweredAt, r.ConnectedAt, r.HeardUntil = after(20), after(20), *after(32)
			lasts(r, 12_000)
			r.Recording.LeftHeardMs, r.Recording.RightHeardMs = ptr(int64(11_900)), ptr(int64(0))
		}, []Flaw{FlawSilent}},
		"a conversation of seconds may be silent": {func(r *row) { r.ConnectedAt, r.Recording.LeftHeardMs = after(91), ptr(int64(0)) }, nil},
		"made before sound was measured":          {func(r *row) { r.Recording.LeftMs, r.Recording.LeftHeardMs, r.Recording.RightHeardMs = nil, nil, nil }, nil},
		"the recorder lost something":             {func(r *row) { r.Lost = true }, []Flaw{FlawGaps}},
		"unreadable, known when it was made":      {func(r *row) { r.Recording.Flaws = []string{"unreadable"} }, []Flaw{FlawUnreadable}},
		"nothing came of an answered call":        {func(r *row) { r.Recording.State, r.Recording.DurationMs = store.RecordingMissing, nil }, []Flaw{FlawLost}},
		"nothing came of a call nobody answered":  {func(r *row) { r.Recording.State, r.AnsweredAt = store.RecordingMissing, nil }, nil},
		"an answered call without a sample":       {func(r *row) { r.Recording.State, r.Recording.Detail = store.RecordingMissing, errNoAudio.Error() }, []Flaw{FlawEmpty}},
		"a recorder that died at once": {func(r *row) {
			r.Recording.State, r.Recording.Detail, r.HeardUntil = store.RecordingMissing, errUnwritten.Error(), *r.AnsweredAt
		}, []Flaw{FlawLost}},
		"a recorder that died with who would have noted the answer": {func(r *row) {
			r.Recording.State, r.Recording.Detail, r.AnsweredAt = store.RecordingMissing, errUnwritten.Error(), nil
		}, []Flaw{FlawLost}},
		"an end that nobody saw, of a call whose answer nobody noted": {func(r *row) {
			r.Recording.State, r.Recording.Detail, r.AnsweredAt, r.Unseen = store.RecordingMissing, errNoAudio.Error(), nil, true
		}, []Flaw{FlawEmpty}},
		"an end that nobody saw, of a call whose answer was noted late": {func(r *row) {
			r.Recording.State, r.Recording.Detail, r.AnsweredAt, r.Unseen = store.RecordingMissing, errNoAudio.Error(), &r.HeardUntil, true
		}, []Flaw{FlawEmpty}},
		"an end that nobody saw, within a second": {func(r *row) {
			r.Recording.State, r.Recording.Detail, r.AnsweredAt, r.Unseen = store.RecordingMissing, errNoAudio.Error(), nil, true
			r.HeardUntil = r.StartedAt.Add(answeredLeast - 1)
		}, nil},
		"a leg is measured by its own times": {func(r *row) { leg(r); lasts(r, 29_800) }, nil},
		"a leg that is short":                {func(r *row) { leg(r); lasts(r, 29_000); r.Recording.LeftHeardMs = ptr(int64(0)) }, []Flaw{FlawShort, FlawSilent}},
		"a leg of which nothing came":        {func(r *row) { leg(r); r.Recording.State, r.Recording.SpooledAt = store.RecordingMissing, nil }, []Flaw{FlawLost}},
		"a leg of which one side came":       {func(r *row) { leg(r); r.Recording.LeftMs = ptr(int64(0)); r.Recording.DurationMs = ptr(int64(30_000)) }, []Flaw{FlawOneSided}},
	} {
		t.Run(name, func(t *testing.T) {
			r := whole()
			c.change(&r)
			if got := judge(r); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// Of what falls short it is known how much is missing at most.
func TestHowMuchIsMissing(t *testing.T) {
	begin := time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
	after := func(s int) *time.Time { return ptr(begin.Add(time.Duration(s) * time.Second)) }
	for name, c := range map[string]struct {
		row   db.Recording
		flaws []Flaw
		want  int64
	}{
		"whole":                           {db.Recording{DurationMs: ptr(int64(97_900))}, nil, 0},
		"salvaged, one side less":         {db.Recording{Salvaged: true, DurationMs: ptr(int64(95_000)), LeftMs: ptr(int64(95_000)), RightMs: ptr(int64(94_000))}, []Flaw{FlawCut}, 4000},
		"of one side nothing":             {db.Recording{DurationMs: ptr(int64(98_000)), LeftMs: ptr(int64(98_000)), RightMs: ptr(int64(0))}, []Flaw{FlawOneSided}, 98_000},
		"long":                            {db.Recording{DurationMs: ptr(int64(103_000))}, []Flaw{FlawLong}, 0},
		"lost":                            {db.Recording{State: store.RecordingMissing}, []Flaw{FlawLost}, 98_000},
		"a leg of which nothing came":     {db.Recording{Leg: "consult-1", State: store.RecordingMissing}, []Flaw{FlawLost}, 0},
		"a salvaged leg: no end is known": {db.Recording{Leg: "consult-1", Salvaged: true, SpooledAt: after(200), DurationMs: ptr(int64(30_000))}, []Flaw{FlawCut}, 0},
	} {
		r := c.row
		r.CreatedAt, r.Leg = begin, cmp.Or(r.Leg, store.LegCall)
		got := missing(db.RecordingsToCheckRow{Recording: r, StartedAt: begin, AnsweredAt: after(2), EndedAt: after(100), HeardUntil: *after(100)}, c.flaws)
		if c.want == 0 && got != nil || c.want != 0 && (got == nil || *got != c.want) {
			t.Errorf("%s: %v, want %d", name, got, c.want)
		}
	}
	unseen := db.RecordingsToCheckRow{StartedAt: begin, HeardUntil: *after(3), Unseen: true, Recording: db.Recording{Leg: store.LegCall, State: store.RecordingMissing}}
	if got := missing(unseen, []Flaw{FlawEmpty}); got == nil || *got != 3000 {
		t.Errorf("of a call whose end nobody saw: %v", got)
	}
}

func TestUntilWhenSomethingIsHeard(t *testing.T) {
	sound, silence := alawTone(440, time.Second), bytes.Repeat([]byte{g711.Silence}, 3*g711.SampleRate)
	noise := bytes.Repeat([]byte{g711.Encode(60), g711.Encode(-60)}, g711.SampleRate) // -55 dB
	s := spool(t.TempDir())
	put(t, s, "a", endCitizen, slices.Concat(sound, silence, sound, silence)) // over a block's end
	put(t, s, "a", endStaff, noise)
	made, err := s.assemble(t.Context(), own("a"), "")
	if err != nil {
		t.Fatal(err)
	}
	if at := lasting(made.sides[0].heard); at < 4990 || at > 5030 || made.sides[1].heard != 0 {
		t.Errorf("heard until %d ms, and %d samples of noise", at, made.sides[1].heard)
	}
	if made.sides[0].size != 8*g711.SampleRate || made.sides[1].size != 2*g711.SampleRate {
		t.Errorf("sides of %+v", made.sides)
	}
	if err := s.readable(own("a"), made); err != nil {
		t.Error(err)
	}
	if err := os.Truncate(s.path(own("a"), endStereo), made.bytes-1); err != nil {
		t.Fatal(err)
	}
	if s.readable(own("a"), made) == nil {
		t.Error("a file that lacks a byte is readable")
	}
}

// What falls short is marked, counted and said; and only once its call is over.
func TestFlawsAreMarkedWhenTheCallIsOver(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	short, well := call.ID("pbx1-1764000000.1"), call.ID("pbx1-1764000000.2")
	at := time.Now().Add(-time.Minute).Truncate(time.Millisecond)
	var ends []call.Entry
	for _, id := range []call.ID{short, well} {
		lasted := map[call.ID]time.Duration{short: 10 * time.Second, well: 2 * time.Second}[id]
		entry := func(kind call.Kind, when time.Time, data any) call.Entry {
			return call.Entry{ID: uuid.NewString(), At: when, Node: "pbx1", Kind: kind, Call: id, Data: data}
		}
		err := r.store.Apply(t.Context(), []call.Entry{
			entry(call.KindArrived, at, call.Arrived{From: "0912345678", To: "02251022"}), entry(call.KindAnswered, at, nil),
		})
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, entry(call.KindEnded, at.Add(lasted), call.Ended{Class: call.EndCitizen, Reason: call.ReasonHangup}))
		r.recorded(id, citizen, staff)
	}
	s.pass(t.Context())
	if row, _ := r.row(short); row.State != store.RecordingSpooled || row.CheckedAt != nil {
		t.Fatalf("before the call's end is known: %+v", row)
	}
	if err := r.store.Apply(t.Context(), ends); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s.pass(t.Context())
	}
	for id, want := range map[call.ID][]string{short: {"short"}, well: {}} {
		if row, _ := r.row(id); row.CheckedAt == nil || !slices.Equal(row.Flaws, want) || *row.LeftHeardMs != 2000 {
			t.Errorf("%s: %+v, want %v", id, row, want)
		}
	}
	if c := s.Checks()["recordings"]; !c.OK || c.Notice != NoticeFlawed || !strings.HasSuffix(c.Detail, "short: 1") {
		t.Errorf("health: %+v", c)
	}
	if n := testutil.ToFloat64(s.metrics.flaws.WithLabelValues("short")); n != 1 {
		t.Errorf("counted %v times", n)
	}
	if n := testutil.ToFloat64(s.metrics.flawed.WithLabelValues("short")); n != 1 {
		t.Errorf("gauge %v", n)
	}
}
