package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/net/netutil"

	"hotline1022/agentdesk"
	"hotline1022/agentdesk/gateway"
	"hotline1022/dialplan/versions"
	"hotline1022/internal/api"
	"hotline1022/internal/attachment/shelf"
	"hotline1022/internal/casework"
	"hotline1022/internal/casework/clockwork"
	"hotline1022/internal/config"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/incident/board"
	"hotline1022/internal/journal"
	"hotline1022/internal/notify/outbox"
	"hotline1022/internal/notify/simulator"
	"hotline1022/internal/store"
	"hotline1022/recordings"
	"hotline1022/recordings/retention"
	"hotline1022/recordings/transcript"
	"hotline1022/telephony"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/trunk"
	"hotline1022/telephony/trunk/watch"
)

func newServe() *cobra.Command {
	return withConfig(&cobra.Command{Use: "serve", Short: "Answer calls", Args: noArgs},
		func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			return serve(cmd.Context(), cfg, newLog(cfg.Log, cmd.ErrOrStderr()))
		})
}

// serve runs until ctx ends. Nothing that it depends on needs to be there.
func serve(ctx context.Context, cfg config.Config, log *slog.Logger) (err error) {
	plan, err := readPlan(cfg)
	if err != nil {
		return err
	}
	s := &server{cfg: cfg, log: log, plan: plan}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.build(ctx); err != nil {
		return err
	}
	staff, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.HTTP.Staff)
	if err != nil {
		return fmt.Errorf("http.staff: %w", err)
	}
	var public net.Listener
	if cfg.HTTP.Public != "" {
		if public, err = (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.HTTP.Public); err != nil {
			return errors.Join(fmt.Errorf("http.public: %w", err), staff.Close())
		}
	}
	return s.run(ctx, staff, public)
}

// server is all parts, in the order in which they are made; close ends them the
// other way round.
type server struct {
	cfg       config.Config
	log       *slog.Logger
	store     *store.Store
	onCall    *store.OnCall
	library   *store.Library
	journal   *journal.Journal
	link      *ari.Link
	engine    *telephony.Engine
	meets     meets
	trunks    *trunk.Board
	watch     *watch.Watch
	gateway   *gateway.Gateway
	archive   *recordings.Archive
	recs      *recordings.Service
	outbox    *outbox.Outbox
	casework  *casework.Casework
	clocks    *clockwork.Clockwork
	shelf     *shelf.Shelf
	proofs    *keeper.Keeper
	retention *retention.Service
	words     *transcript.Service // nil: nothing is written down
	simulator *simulator.Simulator
	jobs      *jobs
	hub       *agentdesk.Hub
	monitor   interface{ Run(context.Context) }
	// incidents is what callers hear first.
	incidents *board.Board
	plan      configured
	// plans is what callers meet, in all its versions.
	plans *versions.Book
	door  *api.API
	http  *http.Server
	// public is what is everybody's, where that has an address of its own.
	public *http.Server
}

const (
	// stopLimit is for answers under way and jobs at work when we are told to stop.
	stopLimit = 5 * time.Second
	// sessionsWatched is how soon a desk goes whose session was ended at another node or by
	// the command line; what is ended here ends at once.
	sessionsWatched = 5 * time.Second
	// lastSync is for the database to take what the journal holds when we stop;
	// what it does not take stays on disk.
	lastSync = 3 * time.Second
)

// run serves until ctx ends or a listener fails; public may be nil.
func (s *server) run(ctx context.Context, listener, public net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var background sync.WaitGroup
	s.engine.Start(telephony.Ports{
		Phone: s.link, Desk: s.hub, Media: s.hub, Plans: s.plans, Voice: s.meets, Lookup: s.meets, Reach: reach{}, Trunks: s.trunks,
		CallBacks: claims{s.store, s.cfg.Node}, Recorder: tape{s.gateway},
	})
	linkDone := make(chan struct{})
	go func() {
		defer close(linkDone)
		if err := s.link.Run(ctx, s.watch); err != nil && ctx.Err() == nil {
			s.log.Error("the link to Asterisk ended", "err", err)
		}
	}()
	background.Go(func() { s.monitor.Run(ctx) })
	background.Go(func() { s.watch.Run(ctx) })
	background.Go(func() { s.upkeep(ctx) })
	background.Go(func() { s.incidents.Run(ctx) })
	background.Go(func() { s.plans.Run(ctx) })
	background.Go(func() { s.onCall.Run(ctx) })
	background.Go(func() { s.library.Run(ctx) })
	background.Go(func() { s.jobs.run(ctx) })
	background.Go(func() { s.outbox.Run(ctx) })
	background.Go(func() { s.clocks.Run(ctx) })
	background.Go(func() { s.shelf.Run(ctx) })
	background.Go(func() { s.proofs.Run(ctx) })
	background.Go(func() { s.door.Watch(ctx, sessionsWatched) })
	background.Go(func() {
		if err := s.recs.Run(ctx, s.jobs.client); err != nil {
			s.log.Error("recordings are no longer looked after", "err", err)
		}
	})

	failed := make(chan error, 2)
	serve := func(h *http.Server, at net.Listener) {
		background.Go(func() {
			if err := h.Serve(at); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("http: %w", err)
			}
		})
	}
	serve(s.http, listener)
	if public != nil {
		serve(s.public, netutil.LimitListener(public, mostPublic))
	}
	s.log.Info("hotline serves", "address", listener.Addr().String(), "node", s.cfg.Node, "version", version())

	var err error
	select {
	case <-ctx.Done():
		s.log.Info("stopping; calls stay with Asterisk, for the next process")
	case err = <-failed:
	}
	cancel()
	<-linkDone
	// Not ctx, which has ended: the answers under way get their time.
	stopping, stopped := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer stopped()
	s.hub.Close()
	s.engine.Stop()
	for _, h := range []*http.Server{s.public, s.http} {
		if shut := h.Shutdown(stopping); shut != nil {
			err = errors.Join(err, h.Close())
		}
	}
	background.Wait()
	return err
}

// upkeep forgets what has expired, once an hour.
func (s *server) upkeep(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		now := time.Now()
		_, sessions := s.store.ForgetSessions(ctx, now)
		_, signOns := s.store.ForgetSignOns(ctx, now)
		_, keys := s.store.ForgetIdempotencyKeys(ctx, now.AddDate(0, 0, -7))
		_, drafts := s.store.ForgetDrafts(ctx, now.Add(-store.DraftLife))
		if err := errors.Join(sessions, signOns, keys, drafts); err != nil && ctx.Err() == nil {
			s.log.Warn("what has expired is not forgotten yet", "err", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// close ends what build made, the last first.
func (s *server) close() error {
	var errs []error
	if s.hub != nil {
		s.hub.Close()
	}
	if s.gateway != nil {
		errs = append(errs, s.gateway.Close())
	}
	if s.archive != nil {
		s.archive.Close()
	}
	if s.simulator != nil {
		errs = append(errs, s.simulator.Close())
	}
	if s.journal != nil {
		ctx, cancel := context.WithTimeout(context.Background(), lastSync)
		if err := s.journal.Sync(ctx); err != nil {
			s.log.Warn("the database does not have all yet; it stays in the journal on disk", "entries", s.journal.State().Unapplied)
		}
		cancel()
		errs = append(errs, s.journal.Close())
	}
	if s.store != nil {
		s.store.Close()
	}
	return errors.Join(errs...)
}
