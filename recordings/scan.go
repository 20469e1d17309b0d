package recordings

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"hotline1022/internal/store/db"
)

const (
	// scanKept is how many findings of a comparison are kept; all are counted.
	scanKept = 1000
	// scanAsked is how often it is asked whether a comparison is due.
	scanAsked = 10 * time.Minute
)

// compareLoop compares once in CompareEvery, whichever process did it last; and at once when the bucket had to be made: what the rows say is in one that
// somebody removed, and the new one would hide that until the next day. At a start, which is when keys change, it tries them.
func (s *Service) compareLoop(ctx context.Context) {
	tick := time.NewTicker(scanAsked)
	defer tick.Stop()
	tried := s.tryKeys(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			tried = tried || s.tryKeys(ctx)
			s.report(ctx, "compared", s.compareWhenDue(ctx))
		case <-s.madeAnew:
			_, err := s.Scan(ctx, false)
			s.report(ctx, "compared", err)
			if err != nil {
				s.archive.made.Store(true)
			}
		}
	}
}

func (s *Service) compareWhenDue(ctx context.Context) error {
	last, err := s.store.RecordingLastScan(ctx, s.Node)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	if err == nil && s.Now().Sub(last.BegunAt) < s.CompareEvery {
		s.tellOrphans(last.Total, nil)
		return nil
	}
	_, err = s.Scan(ctx, false)
	return err
}

// tryKeys asks the archive for one recording of each month: that a key was left out of the configuration would be told only when the spool has the
// sound no longer, and somebody wants to hear it. Where one lies under a key that we lack, or did when last compared, all is compared at once.
// done: the archive has answered.
func (s *Service) tryKeys(ctx context.Context) (done bool) {
	known, err := s.lastFindings(ctx)
	if err != nil {
		s.report(ctx, "asked whether its key is there", err)
		return false
	}
	lacking := slices.ContainsFunc(known, func(f Finding) bool { return f.Kind == OrphanUnreadable })
	closely := map[uuid.UUID]bool{}
	samples, err := s.store.RecordingSamples(ctx)
	for _, r := range samples {
		switch _, err := s.archive.Look(ctx, r.Bucket, r.Object, r.Version); {
		case errors.Is(err, ErrNoKey):
			lacking, closely[r.ID] = true, true
		case s.archive.Away(err):
			return false
		}
	}
	if lacking && err == nil {
		_, err = s.scan(ctx, false, closely)
	}
	s.report(ctx, "asked whether its key is there", err)
	return err == nil
}

// lastFindings are those of this node's last comparison.
func (s *Service) lastFindings(ctx context.Context) (known []Finding, err error) {
	last, err := s.store.RecordingLastScan(ctx, s.Node)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, err
	}
	if last.Findings != nil {
		if err := json.Unmarshal(last.Findings, &known); err != nil {
			return nil, fmt.Errorf("the last comparison's findings: %w", err)
		}
	}
	return known, nil
}

// Scan compares rows, bucket and this node's spool, with checksums every object's SHA-256 and lock, too; and keeps what it found as the last comparison of this node. What only an object's checksum and lock
// tell, and the last one found, is looked at again without checksums, too: else it would be forgotten the next day.
func (s *Service) Scan(ctx context.Context, checksums bool) (Comparison, error) {
	return s.scan(ctx, checksums, map[uuid.UUID]bool{})
}

// scan is Scan that looks so at what it is told to, too.
func (s *Service) scan(ctx context.Context, checksums bool, again map[uuid.UUID]bool) (Comparison, error) {
	known, err := s.lastFindings(ctx)
	if err != nil {
		return Comparison{}, err
	}
	for _, f := range known {
		again[f.ID] = f.Kind == OrphanChecksum || f.Kind == OrphanUnreadable || f.Kind == OrphanUnlocked || again[f.ID]
	}
	c, err := s.compare(ctx, func(id uuid.UUID) bool { return checksums || again[id] })
	if err != nil {
		return c, err
	}
	c.since(known)
	return c, s.keepScan(ctx, c)
}

// since dates the findings: those that the last comparison had already are as old as it says.
func (c Comparison) since(known []Finding) {
	begun := make(map[Finding]time.Time, len(known))
	for _, f := range known {
		begun[f.thing()] = f.Since
	}
	for i, f := range c.Findings {
		c.Findings[i].Since = c.Begun
		if at := begun[f.thing()]; !at.IsZero() {
			c.Findings[i].Since = at
		}
	}
}

// keepScan keeps a comparison, and says what it found.
func (s *Service) keepScan(ctx context.Context, c Comparison) error {
	first := c.Findings[:min(len(c.Findings), scanKept)]
	raw, err := json.Marshal(first)
	if err != nil {
		return fmt.Errorf("a comparison's findings: %w", err)
	}
	err = s.store.RecordingScanned(ctx, db.RecordingScannedParams{
		Node: s.Node, BegunAt: c.Begun, EndedAt: c.Ended, Rows: c.Rows, Objects: c.Objects, Files: c.Files, Total: c.Total, Findings: raw,
	})
	if err != nil {
		return err
	}
	s.tellOrphans(c.Total, c.counts)
	if c.Total > 0 {
		s.Log.Error("rows, spool and bucket do not agree; nothing was changed", "findings", c.Total, "first", first[0])
		return nil
	}
	s.Log.Info("rows, spool and bucket agree", "rows", c.Rows, "objects", c.Objects, "files", c.Files)
	return nil
}

// tellOrphans is for metrics and health; counts may be nil when only the sum is known.
func (s *Service) tellOrphans(total int64, counts map[Orphan]int64) {
	if counts != nil {
		for _, kind := range Orphans {
			s.metrics.orphans.WithLabelValues(string(kind)).Set(float64(counts[kind]))
		}
	}
	s.health.disagree(total)
}
