package recordings

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"regexp"
	"strings"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// compareSpool looks at this node's files, and at its rows that wait.
func (s *Service) compareSpool(ctx context.Context, c *Comparison) error {
	found, err := s.spool.scan()
	if err != nil {
		return err
	}
	for l, f := range found {
		row, known, err := s.rowOf(ctx, l)
		if err != nil {
			return err
		}
		stray := Finding{Kind: OrphanFileNoRow, Call: string(l.call), Leg: l.name, File: l.String()}
		switch {
		case !known && s.age(f.changed) > s.MissingAfter: // a call that lives has its row soon after its files
			c.add(stray)
		case row.ReleasedAt != nil && row.ReleasedAt.Before(c.Begun): // a backup has brought it back: nobody removes it again
			stray.Detail = "by the row the files were removed at " + row.ReleasedAt.UTC().Format(time.RFC3339)
			c.add(stray)
		}
	}
	entries, err := os.ReadDir(s.Spool)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	for _, e := range entries {
		c.Files++
		if _, _, ours := split(e.Name()); (!ours || !e.Type().IsRegular()) && !strings.HasPrefix(e.Name(), halfPrefix) {
			c.add(Finding{Kind: OrphanUnknownFile, File: e.Name()})
		}
	}
	// The oldest that wait: what a spool holds is thousands at most, and the findings say what they are.
	rows, err := s.store.RecordingsInState(ctx, db.RecordingsInStateParams{State: store.RecordingSpooled, Before: c.Begun, Node: s.Node, Page: waitingCompared})
	if err != nil {
		return err
	}
	for _, r := range rows {
		f := Finding{Kind: OrphanNoFile, ID: r.ID, Call: r.CallID, Leg: r.Leg}
		if s.spool.hasAny(legOf(r), endStereo, endCitizen, endStaff) {
			if f.Kind, f.Detail = OrphanChecksum, s.stuck(r); f.Detail == "" {
				continue
			}
			f.File = legOf(r).String()
		}
		now, err := s.store.Recording(ctx, r.ID)
		if err != nil {
			return err
		}
		if now.State == store.RecordingSpooled { // else archived and released meanwhile
			c.add(f)
		}
	}
	return nil
}

// stuck says what is wrong with the files of a recording that waits, though the archive answers: it has been tried for long, and what was damaged would
// have been made again from its sides.
func (s *Service) stuck(r db.Recording) string {
	if s.spooledFor(r) <= alarmAfter || r.Sha256 == nil {
		return ""
	}
	sum, size, err := sumFile(s.spool.path(legOf(r), endStereo))
	switch {
	case err != nil:
		return "its stereo file: " + err.Error()
	case sum != *r.Sha256:
		return fmt.Sprintf("the stereo file in the spool has %d bytes and %s, the row says %q", size, sum, *r.Sha256)
	}
	return ""
}

// attachmentKey is what package shelf makes: files of tickets share the bucket.
var attachmentKey = regexp.MustCompile(`^attachments/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9a-f-]{36}$`)

// compareAttachments lays the rows of tickets' files beside what lies in the bucket. Their checksums are compared whenever one is opened
// (internal/attachment/shelf), and they have no lock. What lies in a bucket of before is not listed again for them.
func (s *Service) compareAttachments(ctx context.Context, c *Comparison) error {
	objects := func(yield func(object, error) bool) {
		for o, err := range s.archive.everything(ctx, s.archive.bucket, "attachments/") {
			if (err != nil || attachmentKey.MatchString(o.key)) && !yield(o, err) {
				return
			}
		}
	}
	settled := c.Begun.Add(-s.SettleAfter)
	return together(ctx, s.attachmentsByObject, func(r db.AttachmentsByObjectRow) string { return r.Object }, objects, func(row *db.AttachmentsByObjectRow, o *object) error {
		if o != nil {
			c.Objects += int64(len(o.versions))
		}
		if row == nil {
			if o.versions[0].at.Before(settled) {
				c.add(Finding{Kind: OrphanNoRow, Object: o.key, Version: o.versions[0].id, Detail: fmt.Sprintf("%d versions", len(o.versions))})
			}
			return nil
		}
		c.Rows++
		if row.Bucket == s.archive.bucket && row.ArchivedAt.Before(settled) {
			c.attachment(*row, o)
		}
		return nil
	})
}

// attachment compares a row with what lies under its key; nil: nothing does.
func (c *Comparison) attachment(row db.AttachmentsByObjectRow, o *object) {
	tell := func(kind Orphan, detail string) {
		c.add(Finding{Kind: kind, Object: row.Object, Version: row.Version, Detail: detail})
	}
	if o == nil {
		tell(OrphanNoObject, "")
		return
	}
	for i, v := range o.versions {
		if v.deleted || v.id != row.Version {
			continue
		}
		switch {
		case i > 0 && o.versions[0].deleted:
			tell(OrphanDeleted, "")
		case i > 0:
			tell(OrphanNewer, "the newest is "+o.versions[0].id)
		}
		if v.size != row.Bytes {
			tell(OrphanSize, fmt.Sprintf("%d bytes, the row says %d", v.size, row.Bytes))
		}
		return
	}
	tell(OrphanNoObject, fmt.Sprintf("%d other versions are there", len(o.versions)))
}

// attachmentsByObject yields every row that is in the archive.
func (s *Service) attachmentsByObject(ctx context.Context) iter.Seq2[db.AttachmentsByObjectRow, error] {
	return paged(func(after string) ([]db.AttachmentsByObjectRow, error) {
		return s.store.AttachmentsByObject(ctx, db.AttachmentsByObjectParams{After: after, Page: comparePage})
	}, func(r db.AttachmentsByObjectRow) string { return r.Object })
}

// paged yields all rows of a list that is read page by page, each from behind a key.
func paged[R any](page func(after string) ([]R, error), key func(R) string) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for after := ""; ; {
			rows, err := page(after)
			if err != nil {
				var none R
				yield(none, err)
				return
			}
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
			if len(rows) < comparePage {
				return
			}
			after = key(rows[len(rows)-1])
		}
	}
}

// together goes through rows and objects, both in the order of their keys: look is given those of one key together, or the one that is alone.
func together[R any](ctx context.Context, list func(context.Context) iter.Seq2[R, error], key func(R) string, lying iter.Seq2[object, error], look func(*R, *object) error) error {
	rows, stopRows := iter.Pull2(list(ctx))
	defer stopRows()
	objects, stopObjects := iter.Pull2(lying)
	defer stopObjects()
	row, rowErr, moreRows := rows()
	o, objectErr, moreObjects := objects()
	for moreRows || moreObjects {
		if err := errors.Join(rowErr, objectErr); err != nil {
			return err
		}
		var order int
		switch {
		case !moreRows:
			order = 1
		case !moreObjects:
			order = -1
		default:
			order = cmp.Compare(key(row), o.key)
		}
		r, of := &row, &o
		if order > 0 {
			r = nil
		}
		if order < 0 {
			of = nil
		}
		if err := look(r, of); err != nil {
			return err
		}
		if order <= 0 {
			row, rowErr, moreRows = rows()
		}
		if order >= 0 {
			o, objectErr, moreObjects = objects()
		}
	}
	return errors.Join(rowErr, objectErr)
}
