package keeper

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

// Options of a Keeper. Zero values take the defaults.
type Options struct {
	SealEvery time.Duration // default 1 s
	// Key signs manifests (Ed25519); nil: none are made, which /readyz tells.
	Key crypto.Signer
	// AskEvery is how often a [Token] is asked whether it could sign, and other clocks what time it is; default 1 min.
	AskEvery time.Duration
	// Trusted are the keys by which manifests may be signed beside Key's own: those before it.
	Trusted []ed25519.PublicKey
	Retain  int // months for which the archive lets nobody remove a manifest; 0: none
	// Promised is until when the archive is to lock what was recorded then, at least; nil: nothing is promised but what rows and manifests say.
	Promised func(recorded time.Time) time.Time
	Objects  Objects // the archive; needed for all but the audit log
	Clocks   []Clock // with which this machine's must agree before anything is signed; none: it is believed
	Log      *slog.Logger
	Now      func() time.Time
}

// Keeper is safe for use by several goroutines; every node has one.
type Keeper struct {
	Options
	store   *store.Store
	metrics *metrics

	mu     sync.Mutex
	behind behind
	unable error // why Key could not sign when it was last asked
	off    error // why nothing was to be dated by this machine's clock when it was last held against others

	begun time.Time // by which the process counts time itself
}

// behind is how far the sealer is behind, as it was when it last looked.
type behind struct {
	waiting int64
	since   time.Duration // the one that waits longest
	err     error         // why that is not known
	check   db.EvidenceLastCheckRow
	ahead   ahead
	reached time.Time // until when the newest manifest reaches, as far as is known
}

// New registers the metrics; it starts nothing.
func New(o Options, st *store.Store, reg prometheus.Registerer) (*Keeper, error) {
	if o.SealEvery == 0 {
		o.SealEvery = time.Second
	}
	if o.AskEvery == 0 {
		o.AskEvery = time.Minute
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := checkKey(o.Key); err != nil {
		return nil, err
	}
	k := &Keeper{Options: o, store: st, behind: behind{err: errors.New("not asked yet")}, begun: time.Now()}
	var err error
	if k.metrics, err = newMetrics(reg, k.late); err != nil {
		return nil, fmt.Errorf("evidence: metrics: %w", err)
	}
	return k, nil
}

// Run seals the audit log, and asks the token and other clocks, until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	var group sync.WaitGroup
	defer group.Wait()
	group.Go(func() { k.askToken(ctx) })
	group.Go(func() { k.watchClocks(ctx) })
	tick := time.NewTicker(k.SealEvery)
	defer tick.Stop()
	for {
		_, err := k.Seal(ctx)
		if err != nil && ctx.Err() == nil {
			k.Log.Debug("the audit log was not sealed; it will be", "err", err)
		}
		k.measure(ctx, err)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// measure says how far the sealer is behind.
func (k *Keeper) measure(ctx context.Context, sealing error) {
	w, err := k.store.AuditWaiting(ctx)
	if ctx.Err() != nil {
		return
	}
	now := behind{err: errors.Join(sealing, err)}
	if err == nil {
		now.waiting = w.N
		if w.N > 0 {
			now.since = max(0, w.Now.Sub(w.Oldest))
		}
		k.metrics.unsealed.Set(float64(now.waiting))
		k.metrics.lag.Set(now.since.Seconds())
	}
	check, unread := k.lastCheck(ctx)
	if ctx.Err() != nil {
		return
	}
	now.check, now.err = check, errors.Join(now.err, unread)
	reach, unreached := k.furthest(ctx)
	if ctx.Err() != nil {
		return
	}
	now.ahead, now.reached, now.err = reach.ahead, reach.until, errors.Join(now.err, unreached)
	k.metrics.ahead.Set(now.ahead.by.Seconds())
	k.mu.Lock()
	defer k.mu.Unlock()
	if unreached != nil {
		now.reached = k.behind.reached
	}
	if unread != nil {
		now.check = k.behind.check // what was found does not hold again because the database is away
	}
	k.metrics.faults.Set(float64(now.check.Faults))
	k.behind = now
}

// lateAfter is how long an entry may wait for its link before that is an alarm.
const lateAfter = time.Minute

// Check is for /readyz: what is wrong with sealing and signing, or worth knowing.
func (k *Keeper) Check(context.Context) (string, error) {
	k.mu.Lock()
	b, unable, off := k.behind, k.unable, k.off
	k.mu.Unlock()
	overdue := k.overdue()
	switch {
	case b.err != nil:
		return "", fmt.Errorf("the audit log could not be sealed, or asked how far it is: %w", b.err)
	case b.since > lateAfter:
		return "", fmt.Errorf("%d entries of the audit log are not sealed, the first since %s", b.waiting, b.since.Round(time.Second))
	case unable != nil:
		return "", fmt.Errorf("nothing can be signed; manifests wait, and nothing is deleted: %w", unable)
	case off != nil:
		return "", off
	case b.ahead.err() != nil:
		return "", b.ahead.err()
	case overdue != nil:
		return "", overdue
	case k.Key == nil:
		return "there is no key to sign manifests with (evidence.key, evidence.pkcs11): recordings cannot be proven", nil
	}
	return "", nil
}

// Found is for /readyz: what the last look at the proofs came to, as far as the database has told.
func (k *Keeper) Found(context.Context) (string, error) {
	k.mu.Lock()
	check := k.behind.check
	k.mu.Unlock()
	switch {
	case check.Faults > 0:
		return "", fmt.Errorf("the look at the proofs of %s found %d faults: run `hotline recordings verify`", check.At.UTC().Format(time.RFC3339), check.Faults)
	case check.Unread > 0:
		return fmt.Sprintf("the look at the proofs of %s could not read %d objects", check.At.UTC().Format(time.RFC3339), check.Unread), nil
	}
	return "", nil
}
