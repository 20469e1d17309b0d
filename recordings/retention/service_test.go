package retention_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
	"hotline1022/recordings"
	"hotline1022/recordings/retention"
)

const (
	day  = 24 * time.Hour
	year = 366 * day
)

// A recording that somebody took out of the archive, or whose bucket is gone, keeps no other from being decided, held, announced and deleted.
func TestWhatIsGoneHoldsNothingUp(t *testing.T) {
	r := newRig(t)
	lost, noBucket, over := r.recorded("lost", 6*year, true, time.Time{}), r.recorded("nobucket", 6*year-day, true, time.Time{}), r.recorded("over", 6*year-2*day, true, time.Time{})
	younger := [2]uuid.UUID{r.recorded("lost2", 2*year, true, time.Time{}), r.recorded("kept", 2*year-day, true, time.Time{})}
	r.sql("UPDATE recordings SET object = object || 'x' WHERE id = ANY ($1)", []uuid.UUID{lost, younger[0]})
	r.sql("UPDATE recordings SET bucket = 'before' WHERE id = $1", noBucket)
	r.pass()
	for _, id := range younger {
		if row := r.row(id); row.KeepUntil == nil || (row.RetainUntil == nil) != (id == younger[0]) {
			t.Errorf("%s is kept until %v, locked until %v", row.CallID, row.KeepUntil, row.RetainUntil)
		}
	}
	r.now = r.now.Add(notice + time.Minute)
	r.pass()
	if got := r.outcomes(); got[over] != store.DeletionDeleted || got[lost] != store.DeletionDeleted || got[noBucket] != store.DeletionDeleted || r.there(over) {
		t.Errorf("%v", got)
	}
}

// What is over is announced, waits for its notice, is deleted in all its versions, and leaves a row and a certificate that stands up.
func TestWhatIsOverIsAnnouncedDeletedAndCertified(t *testing.T) {
	devstack.OnEachS3(t, whatIsOverIsAnnouncedDeletedAndCertified)
}

func whatIsOverIsAnnouncedDeletedAndCertified(t *testing.T, s3 devstack.S3) {
	r := newRigOn(t, s3)
	over := r.recorded("over", 6*year, true, time.Time{})
	// Sent twice: neither copy may be left.
	if _, err := r.archive.PutUntil(t.Context(), *r.row(over).Object, "audio/wav", strings.NewReader("x"), 1, evidence.SumOf([]byte("x")).String(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	unanswered := r.recorded("unanswered", 2*year, false, time.Time{})
	kept := r.recorded("kept", 2*year, true, time.Time{})
	directive := r.recorded("directive", 6*year, true, time.Time{})
	r.ticket(1, "directive", 4, "closed", r.now.Add(-6*year))
	open := r.recorded("open", 6*year, true, time.Time{})
	r.ticket(2, "open", 1, "in_progress", r.now.Add(-6*year))
	fresh := r.recorded("fresh", time.Hour, true, time.Time{})
	if _, err := r.keeper.MakeDue(t.Context()); err != nil { // yesterday's manifest lists all but the fresh one
		t.Fatal(err)
	}

	r.pass()
	for id, want := range map[uuid.UUID]string{over: retention.Default, unanswered: "nobody spoke", kept: retention.Default, directive: "directives", open: retention.Default, fresh: ""} {
		if row := r.row(id); row.KeepRule != want || row.State != store.RecordingArchived {
			t.Errorf("%s is %s, kept by %q, want %q", row.CallID, row.State, row.KeepRule, want)
		}
	}
	row := r.row(kept)
	if look, err := r.archive.Look(t.Context(), *row.Bucket, *row.Object, *row.Version); err != nil || !look.Until.Equal(*row.KeepUntil) || !row.RetainUntil.Equal(*row.KeepUntil) {
		t.Errorf("kept until %s, locked until %s, %v", row.KeepUntil, look.Until, err)
	}
	plans := r.plans()
	if got := r.outcomes(); len(plans) != 1 || len(got) != 2 || got[over] != "" || got[unanswered] != "" {
		t.Fatalf("announced in %d plans: %v", len(plans), got)
	}

	r.now = r.now.Add(notice - time.Minute)
	r.pass()
	if !r.there(over) || !r.there(unanswered) {
		t.Fatal("deleted before the notice was over")
	}

	r.now = r.now.Add(2 * time.Minute)
	r.pass()
	if got := r.outcomes(); got[over] != store.DeletionDeleted || got[unanswered] != store.DeletionDeleted || r.there(over) || r.there(unanswered) || !r.there(kept) {
		t.Fatalf("%v; there: %v %v", got, r.there(over), r.there(unanswered))
	}
	if row := r.row(over); row.State != store.RecordingDeleted || row.Sha256 == nil || row.DeletedAt == nil {
		t.Errorf("%+v", row)
	}
	certified(r, plans[0], 2)

	// A day later a manifest lists the certificate, and everything agrees.
	r.now = r.now.Add(2 * day)
	if _, err := r.keeper.MakeDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	look := keeper.Look{Since: evidence.DayOf(r.now.Add(-100 * day)), Until: evidence.DayOf(r.now), Deep: true}
	report, err := r.keeper.Verify(t.Context(), look)
	if err != nil || len(report.Faults) > 0 || report.Deleted != 2 {
		t.Errorf("%+v, %v", report, err)
	}

	// Somebody who deletes past us is found, and one who takes the certificate away.
	for what, c := range map[string]struct{ sql, fault string }{
		"a deleted row without a certificate": {"UPDATE deletion_items SET outcome = 'kept' WHERE recording = '" + over.String() + "'", keeper.DeletionUnproven + " recording:" + over.String()},
		"a certificate that was changed":      {"UPDATE deletion_certificates SET body = convert_to(replace(convert_from(body, 'UTF8'), 'over', 'xver'), 'UTF8')", keeper.CertificateChanged + " certificate:" + plans[0].String()},
		"a certificate that is gone":          {"DELETE FROM deletion_certificates", keeper.CertificateMissing + " certificate:" + plans[0].String()},
	} {
		t.Run(what, func(t *testing.T) {
			r.superuser(t, c.sql, func() {
				report, err := r.keeper.Verify(t.Context(), look)
				named := false
				for _, f := range report.Faults {
					named = named || f.Kind+" "+f.Object == c.fault
				}
				if err != nil || !named {
					t.Errorf("%v, %v; want %s", report.Faults, err, c.fault)
				}
			})
		})
	}
}

// certified reads a plan's certificate as whoever gets it would.
func certified(r *rig, plan uuid.UUID, deleted int, spared ...string) {
	r.Helper()
	row, err := r.store.CertificateOf(r.Context(), plan)
	if err != nil {
		r.Fatal(err)
	}
	public, err := evidence.ReadPublic([]byte(row.PublicKey))
	if err != nil {
		r.Fatal(err)
	}
	c, err := evidence.ReadCertificate(row.Body)
	if err := errors.Join(err, evidence.Verify([]ed25519.PublicKey{public}, row.Body, row.Signature)); err != nil || !public.Equal(r.keeper.Key.Public()) {
		r.Fatal(err)
	}
	if len(c.Deleted) != deleted || len(c.Spared) != len(spared) {
		r.Fatalf("%d deleted, %d spared: %+v", len(c.Deleted), len(c.Spared), c)
	}
	for _, s := range c.Spared {
		if !slices.Contains(spared, s.Call+" "+s.Reason) {
			r.Errorf("%s was spared: %s; want %s", s.Call, s.Reason, spared)
		}
	}
	for _, d := range c.Deleted {
		if id := uuid.MustParse(d.ID); d.SHA256 != *r.row(id).Sha256 || d.Rule == "" || d.DeletedAt.Before(c.DueAt) || d.KeepUntil.After(d.DeletedAt) {
			r.Errorf("%+v", d)
		}
	}
}

func TestAHoldSavesWhatWasAnnounced(t *testing.T) { devstack.OnEachS3(t, aHoldSavesWhatWasAnnounced) }

func aHoldSavesWhatWasAnnounced(t *testing.T, s3 devstack.S3) {
	r := newRigOn(t, s3)
	call, ticket, other := r.recorded("ofcall", 6*year, true, time.Time{}), r.recorded("ofticket", 6*year, true, time.Time{}), r.recorded("other", 6*year, true, time.Time{})
	number := r.ticket(1, "ofticket", 1, "closed", r.now.Add(-6*year))
	r.pass()
	if len(r.outcomes()) != 3 {
		t.Fatalf("announced: %v", r.outcomes())
	}
	r.now = r.now.Add(notice + time.Minute)
	ofCall, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: "ofcall", Reason: "Thanh tra", Document: "12/QĐ-TTr", Actor: "user:kiemtra"}, r.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: "ofcall", Reason: "Lần nữa", Actor: "user:kiemtra"}, r.now); !errors.Is(err, store.ErrHeldAlready) {
		t.Errorf("a second hold: %v", err)
	}
	if _, err := r.store.PlaceHold(t.Context(), store.NewHold{Ticket: number, Reason: "Khiếu nại", Actor: "user:kiemtra"}, r.now); err != nil {
		t.Fatal(err)
	}
	r.pass()
	if got := r.outcomes(); got[call] != store.DeletionHeld || got[ticket] != store.DeletionHeld || got[other] != store.DeletionDeleted || !r.there(call) || !r.there(ticket) {
		t.Fatalf("%v", got)
	}
	certified(r, r.plans()[0], 1, "ofcall held", "ofticket held")
	// The archive itself refuses whoever asks it past us.
	row := r.row(call)
	if err := r.archive.Remove(t.Context(), *row.Bucket, *row.Object); !errors.Is(err, recordings.ErrHeld) || !r.there(call) {
		t.Errorf("removed past us: %v", err)
	}
	// Lifted, it goes the way of the others.
	if _, err := r.store.LiftHold(t.Context(), ofCall.Hold.ID, "user:kiemtra", "Xong", r.now); err != nil {
		t.Fatal(err)
	}
	if _, err := r.store.LiftHold(t.Context(), ofCall.Hold.ID, "user:kiemtra", "Xong", r.now); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("lifted twice: %v", err)
	}
	r.now = r.now.Add(8 * day)
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	r.pass()
	if got := r.outcomes(); got[call] != store.DeletionDeleted || got[ticket] != store.DeletionHeld || r.there(call) || !r.there(ticket) {
		t.Errorf("%v", got)
	}
	// One that comes too late says so.
	late, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: "other", Reason: "Muộn", Actor: "user:kiemtra"}, r.now)
	if err != nil || late.Gone != 1 {
		t.Errorf("%+v, %v", late, err)
	}
}

// What is due to be kept longer since it was announced stays: a ticket was opened again.
func TestARuleThatCameLaterSaves(t *testing.T) {
	r := newRig(t)
	id := r.recorded("again", 6*year, true, time.Time{})
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	r.ticket(1, "again", 1, "in_progress", r.now)
	r.pass()
	if got := r.outcomes(); got[id] != store.DeletionKept || !r.there(id) {
		t.Errorf("%v", got)
	}
	certified(r, r.plans()[0], 0, "again kept")
}

// The archive's clock is not ours: what it still locks is told, and is there.
func TestWhatTheArchiveLocksStays(t *testing.T) { devstack.OnEachS3(t, whatTheArchiveLocksStays) }

func whatTheArchiveLocksStays(t *testing.T, s3 devstack.S3) {
	r := newRigOn(t, s3)
	id := r.recorded("locked", 6*year, true, time.Now().Add(time.Hour).UTC().Truncate(time.Second))
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	r.pass()
	if !r.there(id) || r.row(id).State != store.RecordingArchived {
		t.Errorf("there %v, %s", r.there(id), r.row(id).State)
	}
	certified(r, r.plans()[0], 0, "locked locked")
	told := func(s *retention.Service) {
		t.Helper()
		if said, err := s.Check(t.Context()); err != nil || !strings.Contains(said, "refused to remove 1 recordings") {
			t.Errorf("%q, %v", said, err)
		}
	}
	told(r.service)
	// And it is told when nothing is due, and by a process that was not there.
	r.pass()
	told(r.service)
	again := r.with(r.archive)
	if err := again.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	told(again)
}

// However many the archive refuses to remove, they take no other's place in the next plan; what is left of it is theirs, and the one that was asked
// for longest ago comes first.
func TestWhatIsLockedTakesNoOthersPlace(t *testing.T) {
	r := newRig(t)
	const most = 20_000 // of one plan
	r.sql(`INSERT INTO calls (id, node, state, started_at) SELECT 'locked-' || n, 'test1', 'arriving', $2 FROM generate_series(1, $1::int) n`, most, r.now.Add(-7*year))
	r.sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at, keep_until, keep_rule)
		SELECT 'locked-' || n, 'call', 'archived', repeat('0', 64), 9, 1, 2, 'records', 'locked-' || n, 'v', $2, $2, $2, $2, $3, 'x' FROM generate_series(1, $1::int) n`,
		most, r.now.Add(-7*year), r.now.Add(-year))
	tried := r.now.Add(-60 * day)
	r.sql("INSERT INTO deletion_plans (announced_at, due_at, done_at) VALUES ($1, $2, $2)", tried.Add(-notice), tried)
	r.sql(`INSERT INTO deletion_items (plan, recording, rule, keep_until, begun_at, outcome, at)
		SELECT p.id, r.id, 'x', $1, $2, 'locked', $2::timestamptz - CASE r.call_id WHEN 'locked-777' THEN interval '1 day' ELSE interval '0' END FROM deletion_plans p, recordings r`, r.now.Add(-year), tried)
	// Most of the plan is for others, whose time was over later.
	r.sql("INSERT INTO calls (id, node, state, started_at) SELECT 'free-' || n, 'test1', 'arriving', $2 FROM generate_series(1, $1::int) n", most-1, r.now.Add(-6*year))
	r.sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at, keep_until, keep_rule)
		SELECT 'free-' || n, 'call', 'archived', repeat('0', 64), 9, 1, 2, 'records', 'free-' || n, 'v', $2, $2, $2, $2, $3, 'y' FROM generate_series(1, $1::int) n`,
		most-1, r.now.Add(-6*year), r.now.Add(-day))
	foreseen, err := r.service.Preview(t.Context())
	if err != nil || len(foreseen.Announce) != 2 || foreseen.Announce[0].Recordings != 1 || foreseen.Announce[1].Recordings != most-1 {
		t.Errorf("foreseen: %+v, %v", foreseen.Announce, err)
	}
	r.pass()
	var free, locked int
	var which string
	if err := r.store.Pool().QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE i.rule = 'y'), count(*) FILTER (WHERE i.rule = 'x'), coalesce(max(r.call_id) FILTER (WHERE i.rule = 'x'), '')
		FROM deletion_items i JOIN recordings r ON r.id = i.recording WHERE i.outcome = ''`).Scan(&free, &locked, &which); err != nil {
		t.Fatal(err)
	}
	if free != most-1 || locked != 1 || which != "locked-777" {
		t.Errorf("announced: %d that can be removed, %d that could not, of them %q", free, locked, which)
	}
}

// A clock that has leapt ends no notice, though nobody has asked another before: as at a start of the machine.
func TestNothingIsDeletedByAClockInDoubt(t *testing.T) {
	r := newRig(t)
	real := r.now
	r.keeper.Clocks = []keeper.Clock{{Of: "the archive", Now: func(context.Context) (time.Time, error) { return real, nil }}}
	over := r.recorded("over", 6*year, true, time.Time{})
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	if err := r.service.Pass(t.Context()); err == nil || !strings.Contains(err.Error(), "clock is off by") || !r.there(over) || r.outcomes()[over] != "" {
		t.Errorf("%v; there %v, %v", err, r.there(over), r.outcomes())
	}
	// It is set right, and the time does come.
	real = r.now
	if r.keeper.Doubt(t.Context()) != nil {
		t.Fatal("the clocks agree")
	}
	r.pass()
	if got := r.outcomes(); got[over] != store.DeletionDeleted || r.there(over) {
		t.Errorf("%v; there %v", got, r.there(over))
	}
}

func TestAPlanThatIsStoppedIsNotCarriedOut(t *testing.T) {
	r := newRig(t)
	id := r.recorded("stopped", 6*year, true, time.Time{})
	r.pass()
	plan := r.plans()[0]
	if err := r.service.Stop(t.Context(), plan, "user:truongca", "Chờ ý kiến"); err != nil {
		t.Fatal(err)
	}
	if err := r.service.Stop(t.Context(), plan, "user:truongca", "Chờ ý kiến"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("stopped twice: %v", err)
	}
	r.now = r.now.Add(notice + 8*day)
	r.pass()
	if !r.there(id) || len(r.plans()) != 1 {
		t.Errorf("there %v, %d plans", r.there(id), len(r.plans()))
	}
	r.now = r.now.Add(year)
	r.pass()
	if len(r.plans()) != 2 {
		t.Errorf("a year later there are %d plans", len(r.plans()))
	}
}

// broken is an archive that fails at the nth thing it is asked to remove, after it has done it or before, and is away from then on.
type broken struct {
	retention.Archive
	left  int
	after bool
}

var errBroken = errors.New("broken off")

func (b *broken) EnsureBucket(ctx context.Context) (bool, error) {
	if b.left <= 0 {
		return false, errBroken
	}
	return b.Archive.EnsureBucket(ctx)
}

func (b *broken) Remove(ctx context.Context, bucket, key string) error {
	b.left--
	if b.left == 0 && !b.after {
		return errBroken
	}
	err := b.Archive.Remove(ctx, bucket, key)
	if b.left == 0 {
		return errors.Join(err, errBroken)
	}
	return err
}

// Broken off before or after any removal, the next pass ends it, and the certificate lists each recording once.
func TestADeletionThatBrokeOffIsEnded(t *testing.T) {
	r := newRig(t)
	for n := range 4 {
		r.recorded(string(rune('a'+n)), 6*year, true, time.Time{})
	}
	r.pass()
	r.now = r.now.Add(notice + time.Minute)
	for n := 1; n <= 4; n++ {
		s := r.with(&broken{r.archive, 1, n%2 == 0})
		if err := s.Pass(t.Context()); !errors.Is(err, errBroken) {
			t.Fatalf("pass %d: %v", n, err)
		}
		r.now = r.now.Add(time.Hour)
	}
	r.pass()
	for id, outcome := range r.outcomes() {
		if outcome != store.DeletionDeleted || r.there(id) {
			t.Errorf("%s: %s", id, outcome)
		}
	}
	certified(r, r.plans()[0], 4)
	var acts int
	if err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit_log WHERE action = 'recording.deleted'").Scan(&acts); err != nil || acts != 4 {
		t.Errorf("%d entries in the audit log, %v", acts, err)
	}
}

// A hold that is placed after the archive failed in what was begun saves what the archive still has, and nothing else.
func TestAHoldSavesWhatWasBegunAndIsThere(t *testing.T) {
	for name, removed := range map[string]bool{"there": false, "gone": true} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			id := r.recorded(name, 6*year, true, time.Time{})
			r.pass()
			r.now = r.now.Add(notice + time.Minute)
			if err := r.with(&broken{r.archive, 1, removed}).Pass(t.Context()); !errors.Is(err, errBroken) {
				t.Fatal(err)
			}
			if _, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: name, Reason: "Thanh tra", Actor: "user:kiemtra"}, r.now); err != nil {
				t.Fatal(err)
			}
			r.now = r.now.Add(time.Hour)
			r.pass()
			want := map[bool]string{false: store.DeletionHeld, true: store.DeletionDeleted}[removed]
			if outcome := r.outcomes()[id]; outcome != want || r.there(id) == removed {
				t.Errorf("%s", outcome)
			}
		})
	}
}

// Nothing is deleted that could not be certified, or without being told to.
func TestNothingIsDeletedUnasked(t *testing.T) {
	r := newRig(t)
	id := r.recorded("over", 6*year, true, time.Time{})
	off, keyless := r.service.Options, r.service.Options
	off.Rules.Delete = false
	for _, s := range []*retention.Service{r.made(off, r.archive, r.keeper), r.made(keyless, r.archive, nobody{})} {
		if err := s.Pass(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if r.row(id).KeepUntil == nil || len(r.plans()) != 0 {
		t.Errorf("%d plans", len(r.plans()))
	}
}

type nobody struct{}

func (nobody) Certifies() bool                          { return false }
func (nobody) Doubt(context.Context) error              { return nil }
func (nobody) Certify(context.Context, uuid.UUID) error { return keeper.ErrNoKey }
