package recordings

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"

	"hotline1022/internal/store/db"
)

// Orphan is a kind of what rows, spool and bucket do not agree on.
type Orphan string

// The kinds.
const (
	OrphanNoObject    Orphan = "no_object"    // an archived row whose version is not in the bucket
	OrphanDeleted     Orphan = "deleted"      // it is, under a delete marker: who asks without a version gets nothing
	OrphanNewer       Orphan = "newer"        // another version lies over the row's
	OrphanSize        Orphan = "size"         // the version has another length than its row says
	OrphanChecksum    Orphan = "checksum"     // or another SHA-256; so has the file in the spool of a row that has waited for the archive for long
	OrphanUnreadable  Orphan = "unreadable"   // the archive answers, and does not give it: it is damaged, or lies under a key that we do not have
	OrphanUnlocked    Orphan = "unlocked"     // it may be removed, or sooner than its row says, though the bucket locks and its time is not over
	OrphanNoRow       Orphan = "no_row"       // an object where recordings lie, of which no row knows
	OrphanNoFile      Orphan = "no_file"      // a row that waits for the archive, and neither file nor sides in the spool
	OrphanFileNoRow   Orphan = "file_no_row"  // files in the spool of which no row knows, or whose row says that they were removed
	OrphanUnknownFile Orphan = "unknown_file" // something in the spool that is no recording's
)

// Orphans are all kinds.
var Orphans = []Orphan{OrphanNoObject, OrphanDeleted, OrphanNewer, OrphanSize, OrphanChecksum, OrphanUnreadable, OrphanUnlocked, OrphanNoRow, OrphanNoFile, OrphanFileNoRow, OrphanUnknownFile}

// Finding is one thing that does not agree.
type Finding struct {
	Kind    Orphan    `json:"kind"`
	ID      uuid.UUID `json:"recording,omitzero"`
	Call    string    `json:"call,omitempty"`
	Leg     string    `json:"leg,omitempty"`
	Object  string    `json:"object,omitempty"`
	Version string    `json:"version,omitempty"`
	File    string    `json:"file,omitempty"` // its name in the spool
	Detail  string    `json:"detail,omitempty"`
	Since   time.Time `json:"since,omitzero"` // of the first of the comparisons, without one between, that found it
}

// thing is what a finding is about, whatever is said of it.
func (f Finding) thing() Finding {
	f.Detail, f.Since = "", time.Time{}
	return f
}

// Comparison is what a comparison found; attachments of tickets are counted with recordings. Nothing is changed by it, least of all deleted.
type Comparison struct {
	Begun    time.Time `json:"begun_at"`
	Ended    time.Time `json:"ended_at"`
	Rows     int64     `json:"rows"`     // archived ones
	Objects  int64     `json:"objects"`  // versions that lie where recordings and attachments do
	Files    int64     `json:"files"`    // in the spool
	Findings []Finding `json:"findings"` // the first of them: findingsHeld
	Total    int64     `json:"total"`    // how many there are

	counts map[Orphan]int64 // of all
	locks  map[string]bool  // buckets, and whether they can keep their objects from being removed
}

// findingsHeld is how many findings are held in memory: where a bucket with three million recordings was removed, all would take a gigabyte from the
// process that has the calls.
const findingsHeld = 10_000

// askedFor is how many objects that are not in their bucket's list have to be gone when asked for one by one, before the list is believed of the rest.
const askedFor = 100

// recordingKey is what [objectKey] makes; what lies elsewhere in the bucket is not ours.
var recordingKey = regexp.MustCompile(`^[0-9]{4}/[0-9]{2}/[0-9]{2}/[A-Za-z0-9._-]{1,80}/[a-z0-9-]{1,32}\.wav$`)

// comparePage is how many rows are read at once; neither rows nor objects are held in memory.
const comparePage = 1000

// waitingCompared is how many rows that wait for the archive are compared with the spool.
const waitingCompared = 10_000

// compare lays the rows, the bucket and this node's spool beside one another. Of the recordings that closely names it asks
// the archive for the object's SHA-256 and lock as well, one request an object. Rows, objects and files that
// came during the comparison are no finding.
func (s *Service) compare(ctx context.Context, closely func(uuid.UUID) bool) (Comparison, error) {
	c := Comparison{Begun: s.Now(), Findings: []Finding{}, counts: map[Orphan]int64{}}
	locked, err := s.archive.Locks(ctx, s.archive.bucket)
	if err != nil {
		return c, err
	}
	c.locks = map[string]bool{s.archive.bucket: locked}
	if err := s.compareObjects(ctx, &c, closely); err != nil {
		return c, err
	}
	if err := s.compareAttachments(ctx, &c); err != nil {
		return c, err
	}
	if err := s.compareSpool(ctx, &c); err != nil {
		return c, err
	}
	c.Ended = s.Now()
	return c, nil
}

func (c *Comparison) add(f Finding) {
	c.Total++
	c.counts[f.Kind]++
	if len(c.Findings) < findingsHeld {
		c.Findings = append(c.Findings, f)
	}
}

// compareObjects goes through rows and objects of recordings.
func (s *Service) compareObjects(ctx context.Context, c *Comparison, closely func(uuid.UUID) bool) error {
	before := earlier{archive: s.archive, lists: map[string]*earlierList{}}
	defer before.stop()
	return together(ctx, s.rowsByObject, func(r db.RecordingsByObjectRow) string { return r.Object }, s.archive.versions(ctx, s.archive.bucket),
		func(row *db.RecordingsByObjectRow, o *object) error {
			lies := place{bucket: s.archive.bucket, listed: true}
			if o != nil {
				c.Objects += int64(len(o.versions))
				lies.versions = o.versions
			}
			switch {
			case row == nil && o.versions[0].at.Before(c.Begun.Add(-s.SettleAfter)):
				return s.compareObject(ctx, c, *o) // the row is committed after the object is there
			case row == nil:
				return nil
			}
			c.Rows++
			if row.Bucket != nil && *row.Bucket != s.archive.bucket {
				lies = before.find(ctx, *row.Bucket, row.Object)
			}
			return s.compareRow(ctx, c, *row, lies, closely(row.ID))
		})
}

// compareRow looks at one row's versions, the newest first.
func (s *Service) compareRow(ctx context.Context, c *Comparison, row db.RecordingsByObjectRow, lies place, closely bool) error {
	f := Finding{ID: row.ID, Call: row.CallID, Leg: row.Leg, Object: row.Object, Version: row.Version}
	tell := func(kind Orphan, detail string) {
		f.Kind, f.Detail = kind, detail
		c.add(f)
	}
	of, at := lies.versions, -1
	for i, v := range of {
		if !v.deleted && (v.id == row.Version || row.Version == "" && i == 0) {
			at = i
		}
	}
	if at < 0 {
		gone := fmt.Sprintf("%d other versions are there", len(of))
		// It may have come after the listing passed its place, or the list may not be whole; of a bucket that was emptied three million need not be asked for.
		if lies.listed && c.counts[OrphanNoObject] >= askedFor && row.ArchivedAt != nil && row.ArchivedAt.Before(c.Begun.Add(-s.SettleAfter)) {
			tell(OrphanNoObject, gone)
			return nil
		}
		size, err := s.archive.size(ctx, lies.bucket, row.Object, row.Version)
		switch {
		case err == nil:
			of, at = []version{{id: row.Version, size: size}}, 0
		case errors.Is(err, ErrNotFound), NoBucket(err):
			return s.compareGone(ctx, c, f, gone)
		case s.archive.withholds(ctx):
			tell(OrphanUnreadable, err.Error())
			return nil
		default:
			return err
		}
	}
	switch {
	case at > 0 && of[0].deleted:
		tell(OrphanDeleted, "")
	case at > 0:
		tell(OrphanNewer, "the newest is "+of[0].id)
	}
	if of[at].size != row.Bytes {
		tell(OrphanSize, fmt.Sprintf("%d bytes, the row says %d", of[at].size, row.Bytes))
	}
	lockable := s.Retain > 0 && MonthsAfter(row.CreatedAt, s.Retain).After(c.Begun) && s.locking(ctx, c, lies.bucket)
	if lockable && row.RetainUntil == nil {
		tell(OrphanUnlocked, "the row knows of no lock")
	}
	if !closely {
		return nil
	}
	kept, err := s.archive.Look(ctx, lies.bucket, row.Object, row.Version)
	if errors.Is(err, ErrNotFound) {
		return s.compareGone(ctx, c, f, "it was there when the bucket was listed")
	}
	if err != nil && s.archive.withholds(ctx) {
		tell(OrphanUnreadable, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	sum, err := base64.StdEncoding.DecodeString(kept.SHA256)
	if err != nil {
		return fmt.Errorf("archive %s: its checksum %q: %w", row.Object, kept.SHA256, err)
	}
	if hex.EncodeToString(sum) != row.Sha256 {
		tell(OrphanChecksum, fmt.Sprintf("%x, the row says %q", sum, row.Sha256))
	}
	if lockable && row.RetainUntil != nil && kept.Until.Before(row.RetainUntil.Truncate(time.Second)) {
		tell(OrphanUnlocked, fmt.Sprintf("locked until %s, the row says %s", kept.Until.Format(time.RFC3339), row.RetainUntil.Format(time.RFC3339)))
	}
	return nil
}

// compareGone tells of an object that is not there, unless its time was over: the row was read before that.
func (s *Service) compareGone(ctx context.Context, c *Comparison, f Finding, detail string) error {
	stays, err := s.store.RecordingStays(ctx, f.ID)
	if err != nil || !stays {
		return err
	}
	f.Kind, f.Detail = OrphanNoObject, detail
	c.add(f)
	return nil
}

// locking says whether a bucket can keep its objects from being removed; one of before that does not answer is asked again the next time.
func (s *Service) locking(ctx context.Context, c *Comparison, bucket string) bool {
	locks, known := c.locks[bucket]
	if !known {
		var err error
		if locks, err = s.archive.Locks(ctx, bucket); err != nil {
			s.Log.Warn("whether an earlier bucket locks is not known; the locks in it are not compared", "bucket", bucket, "err", err)
		}
		c.locks[bucket] = locks
	}
	return locks
}

// withholds says of an object that was not given that it is this one's fault: the archive answers. One that is away tells
// nothing of any of them, and ends the comparison; one object that it cannot give must not keep all others from being compared.
func (a *Archive) withholds(ctx context.Context) bool {
	_, err := a.Locks(ctx, a.bucket)
	return err == nil
}

// compareObject tells of an object without a row, unless its row has only just come, or it has gone with its row since it was listed.
func (s *Service) compareObject(ctx context.Context, c *Comparison, o object) error {
	rows, err := s.store.RecordingsByObject(ctx, db.RecordingsByObjectParams{After: o.key[:len(o.key)-1], Page: 1})
	if err != nil {
		return err
	}
	if len(rows) > 0 && rows[0].Object == o.key {
		return nil
	}
	if c.counts[OrphanNoRow] < askedFor { // else it is the rows that are gone
		if left, err := s.archive.versionsOf(ctx, s.archive.bucket, o.key); err != nil || len(left) == 0 {
			return err
		}
	}
	c.add(Finding{Kind: OrphanNoRow, Object: o.key, Version: o.versions[0].id, Detail: fmt.Sprintf("%d versions", len(o.versions))})
	return nil
}
