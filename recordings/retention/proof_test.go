package retention_test

import (
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// What proves a recording can be removed no earlier than the recording: a ticket that stays open, and a legal hold, keep both.
func TestTheProofIsKeptForAsLongAsWhatItProves(t *testing.T) {
	devstack.OnEachS3(t, theProofIsKeptForAsLongAsWhatItProves)
}

func theProofIsKeptForAsLongAsWhatItProves(t *testing.T, s3 devstack.S3) {
	r := newRigOn(t, s3)
	r.keeper.Retain = 1 // month, so that every recording is kept for longer than its manifest is when it is put there
	kept := r.recorded("kept", 2*year, true, time.Time{})
	night := func() {
		t.Helper()
		r.pass()
		if err := r.keeper.CheckSome(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := r.keeper.Found(t.Context()); err != nil {
			t.Error(err)
		}
	}
	proofs := func() (of []string) {
		t.Helper()
		rows, err := r.store.ManifestDays(t.Context(), db.ManifestDaysParams{Until: "9999"})
		if err != nil || len(rows) == 0 {
			t.Fatalf("manifests: %q, %v", rows, err)
		}
		for _, d := range rows { // the first day's lists it, the second's its call; that of the hour of a day that is not over nothing
			if day := evidence.Day(d); day.Whole().End().Before(r.now) {
				of = append(of, day.Object(), day.Object()+".sig")
			}
		}
		return of
	}
	locked := func(what string) {
		t.Helper()
		for _, object := range proofs() {
			k, err := r.archive.Look(t.Context(), "records", object, "")
			if until := r.row(kept).KeepUntil; err != nil || k.Until.Before(until.Truncate(time.Second)) {
				t.Errorf("%s: the recording is kept until %s, %s until %s, %v", what, until, object, k.Until, err)
			}
		}
	}
	held := func(want minio.LegalHoldStatus) {
		t.Helper()
		for _, object := range proofs() {
			got, err := r.s3.GetObjectLegalHold(t.Context(), "records", object, minio.GetObjectLegalHoldOptions{})
			if on := got != nil && *got == minio.LegalHoldEnabled; err != nil && want == minio.LegalHoldEnabled || on != (want == minio.LegalHoldEnabled) {
				t.Errorf("%s is on legal hold: %v, %v; want %s", object, on, err, want)
			}
		}
	}

	night()
	locked("as its rule says")
	held(minio.LegalHoldDisabled)

	r.now = r.now.Add(day)
	if _, err := r.keeper.MakeDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.sql("INSERT INTO call_seals (call_id, salt, manifest) SELECT 'kept', decode(repeat('00', 16), 'hex'), max(day) FROM manifests WHERE length(day) = 10")
	night()
	locked("what lists its call alone")

	// Its ticket was open until now, in a group whose recordings are kept for longest: it is decided anew, as before a deletion.
	r.ticket(1, "kept", 4, "in_progress", r.now)
	r.sql("UPDATE recordings SET keep_until = NULL, keep_rule = '' WHERE id = $1", kept)
	before := *r.row(kept).RetainUntil
	night()
	if !r.row(kept).KeepUntil.After(before) {
		t.Fatal("it is kept for no longer")
	}
	locked("as its ticket has it")

	hold, err := r.store.PlaceHold(t.Context(), store.NewHold{Call: "kept", Reason: "Thanh tra", Actor: "user:kiemtra"}, r.now)
	if err != nil {
		t.Fatal(err)
	}
	night()
	held(minio.LegalHoldEnabled)
	if _, err := r.store.LiftHold(t.Context(), hold.Hold.ID, "user:vanphong", "Xong", r.now); err != nil {
		t.Fatal(err)
	}
	night()
	held(minio.LegalHoldDisabled)

	// Who puts it there anew without a lock is found.
	r.sql("UPDATE manifest_locks SET until = until + interval '1 year'")
	report, err := r.keeper.Verify(t.Context(), keeper.Look{Since: evidence.DayOf(r.now.Add(-10 * day)), Until: evidence.DayOf(r.now)})
	if err != nil || len(report.Faults) < 2 || report.Faults[0].Kind != keeper.ObjectUnlocked {
		t.Errorf("%+v, %v", report.Faults, err)
	}
}
