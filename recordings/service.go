package recordings

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/internal/store"
	"hotline1022/telephony/call"
)

// Options are what a Service needs to know. Zero durations take the defaults.
type Options struct {
	Node    string        // of the calls in this spool, and of its job queue
	Spool   string        // the directory that is recorded into; must exist
	KeepFor time.Duration // local files after they are archived; default 24 h
	Retain  int           // months, from the call on, for which the archive lets nobody remove a recording: the least that a rule says; 0: none

	ScanEvery    time.Duration // default 15 s
	SalvageAfter time.Duration // files that have not grown for so long, of a call that is gone, or of a leg; default 2 min
	MissingAfter time.Duration // a row whose files never came; default 15 min
	SettleAfter  time.Duration // leaves the controller time to tell how a call ended; default 10 s
	RetryAfter   time.Duration // first repetition of an upload; default 2 s, growing to 5 min
	ProbeEvery   time.Duration // between two questions to archive and disk, and for each answer; default 5 s
	CompareEvery time.Duration // rows, spool and bucket with one another; default 24 h
	MinFree      int64         // bytes of the spool's disk below which it is an alarm; default 2 GiB

	// Live lists the calls whose channel exists in Asterisk now, in Stasis or in
	// the fallback. An error means that nobody knows: then only that is salvaged whose files no process has open.
	Live func(context.Context) (map[call.ID]bool, error)
	// Drained says that PostgreSQL has all that the journal had when the call ended.
	Drained func() bool

	Log *slog.Logger
	Now func() time.Time
}

func (o *Options) setDefaults() {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&o.KeepFor, 24 * time.Hour},
		{&o.ScanEvery, 15 * time.Second},
		{&o.SalvageAfter, 2 * time.Minute},
		{&o.MissingAfter, 15 * time.Minute},
		{&o.SettleAfter, 10 * time.Second},
		{&o.RetryAfter, 2 * time.Second},
		{&o.ProbeEvery, 5 * time.Second},
		{&o.CompareEvery, 24 * time.Hour},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	if o.MinFree == 0 {
		o.MinFree = 2 << 30
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Inserter enqueues a job within a transaction: *river.Client[pgx.Tx].
type Inserter interface {
	InsertTx(ctx context.Context, tx pgx.Tx, args river.JobArgs, opts *river.InsertOpts) (*rivertype.JobInsertResult, error)
}

// Service looks after one node's recordings.
type Service struct {
	Options
	spool   spool
	store   *store.Store
	archive *Archive
	metrics *metrics

	client atomic.Pointer[Inserter] // set by Run

	madeAnew chan struct{} // the bucket

	refusing refusal    // the probe's alone
	working  sync.Mutex // held while a recording's files are worked on: one at a time
	health   health
	seen     sync.Map // recording's ID → verified, for Open
}

// New checks the options and registers the metrics; it starts nothing.
func New(o Options, st *store.Store, archive *Archive, reg prometheus.Registerer) (*Service, error) {
	o.setDefaults()
	if o.Live == nil || o.Drained == nil {
		return nil, errors.New("recordings: Live and Drained must be given")
	}
	info, err := os.Stat(o.Spool)
	if err != nil {
		return nil, fmt.Errorf("recordings: the spool: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("recordings: the spool %s is not a directory", o.Spool)
	}
	s := &Service{Options: o, spool: spool(o.Spool), store: st, archive: archive, madeAnew: make(chan struct{}, 1)}
	s.health.start(o.Now())
	if s.health.blind = asteriskconf.Leases(o.Spool); s.health.blind != nil {
		o.Log.Error("the spool's file system does not tell whether a file is being written: recordings are taken up late, as salvaged ones",
			"dir", o.Spool, "err", s.health.blind)
	}
	s.metrics, err = newMetrics(reg)
	if err != nil {
		return nil, fmt.Errorf("recordings: metrics: %w", err)
	}
	return s, nil
}

// Run watches the spool until ctx ends, and returns when all its work has
// stopped. client is the started (or about to be started) River client whose
// configuration went through [Service.Configure].
func (s *Service) Run(ctx context.Context, client Inserter) error {
	s.client.Store(&client)
	closed := newWatch(s.Spool, func(l leg) (bool, error) { return asteriskconf.Closed(s.Spool, l.String()) }, s.Log)
	var group sync.WaitGroup
	defer group.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	group.Go(func() { closed.run(ctx) })
	group.Go(func() { s.probeLoop(ctx) })
	group.Go(func() { s.compareLoop(ctx) })

	scan := time.NewTicker(s.ScanEvery)
	defer scan.Stop()
	s.pass(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-closed.ready:
			legs, overflow := closed.take()
			if overflow {
				s.pass(ctx)
				continue
			}
			for _, l := range legs {
				s.finish(ctx, l, false)
			}
		case <-scan.C:
			s.pass(ctx)
		}
	}
}

// probeLoop asks archive and disk how they are.
func (s *Service) probeLoop(ctx context.Context) {
	tick := time.NewTicker(s.ProbeEvery)
	defer tick.Stop()
	for {
		s.probe(ctx)
		if s.archive.made.Swap(false) {
			select {
			case s.madeAnew <- struct{}{}:
			default: // it is about to be compared
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// failed counts and logs what will be tried again.
func (s *Service) failed(ctx context.Context, step, what string, err error) {
	if ctx.Err() != nil {
		return // we are stopping; nothing failed
	}
	s.metrics.failures.WithLabelValues(step).Inc()
	s.Log.Error("a recording could not be "+step+"; it will be tried again", "what", what, "err", err)
}
