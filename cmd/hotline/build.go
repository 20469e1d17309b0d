package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"hotline1022/agentdesk"
	"hotline1022/agentdesk/gateway"
	"hotline1022/agentdesk/web"
	"hotline1022/internal/api"
	"hotline1022/internal/attachment/shelf"
	"hotline1022/internal/auth"
	"hotline1022/internal/auth/sso"
	"hotline1022/internal/casework"
	"hotline1022/internal/casework/clockwork"
	"hotline1022/internal/casework/marks"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/health"
	"hotline1022/internal/incident"
	"hotline1022/internal/incident/board"
	"hotline1022/internal/journal"
	"hotline1022/internal/notify/httpgateway"
	"hotline1022/internal/portal"
	"hotline1022/internal/portal/page"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/recordings"
	"hotline1022/recordings/retention"
	"hotline1022/recordings/transcript"
	"hotline1022/telephony"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
	"hotline1022/telephony/toll"
	"hotline1022/telephony/trunk"
	"hotline1022/telephony/trunk/watch"
)

// build makes all parts and connects them; it waits for nothing outside.
func (s *server) build(ctx context.Context) (err error) {
	cfg, log := s.cfg, s.log
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if s.store, err = store.Open(cfg.Database.URL, log); err != nil {
		return err
	}
	s.onCall = store.NewOnCall(s.store)
	s.library = store.NewLibrary(s.store)
	if s.journal, err = journal.Open(journal.Options{Directory: cfg.Spool.Journal, Log: log}, s.store); err != nil {
		return err
	}
	if err := s.journal.Register(reg); err != nil {
		return err
	}
	reg.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "hotline_journal_set_aside_total", Help: "Journal entries that the calls' record could not take, kept as events only since the start: somebody has to look at them.",
	}, func() float64 { return float64(s.store.SetAside()) }))
	if s.gateway, err = gateway.New(gateway.Config{
		Listen: cfg.Media.Listen, Announce: cfg.Media.Announce, RTPHost: cfg.Media.RTPHost, Sides: sides(cfg.Spool.Recordings),
	}, log, reg); err != nil {
		return err
	}
	s.link = ari.New(ariConfig(cfg), log, reg)
	if s.incidents, err = board.New(board.Options{Directory: cfg.Prompts.Incidents, Espeak: cfg.Prompts.Espeak, Zone: ticket.Zone, Log: log}, s.store); err != nil {
		return err
	}
	if err := s.buildPlans(ctx); err != nil {
		return err
	}
	s.meets = meets{plans: s.plans, prompts: cfg.Prompts.Directory, store: s.store, board: s.incidents}
	s.trunks = trunk.NewBoard(lines(cfg.Asterisk.Trunks), time.Now())
	s.engine = telephony.New(s.rules(ctx), s.journal, log, reg)
	s.watch = watch.New(s.trunks, s.engine, figures(cfg.Asterisk), log, reg)
	if err := s.buildMessages(reg); err != nil {
		return err
	}
	if err := s.buildRecordings(reg); err != nil {
		return err
	}
	return s.buildDoors(reg)
}

// rules of a call's life.
func (s *server) rules(ctx context.Context) telephony.Config {
	c := s.cfg.Calls
	rules := telephony.Config{
		Node: s.cfg.Node, Reconnecting: []string{"sound:" + filepath.Join(s.cfg.Prompts.Directory, "reconnecting")},
		SpeechLimit:  incident.MaxVoice + time.Minute,
		OfferTimeout: c.OfferTimeout, Grace: c.ReconnectGrace, Location: ticket.Zone, Queues: s.plans.Current().Queues,
		OfficerRing: c.OfficerRing, KeyWait: c.KeyWait,
		Number: oneForm, Own: ours(s.cfg.Asterisk.Trunks), Toll: toll.Rules(c.Toll),
	}
	now := time.Now().In(ticket.Zone)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, ticket.Zone)
	asking, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	today, err := s.store.CallsArrived(asking, db.CallsArrivedParams{Node: s.cfg.Node, Since: midnight})
	if err != nil {
		s.log.Warn("today's calls cannot be counted; the figure begins at 0", "err", err)
	}
	rules.ArrivedToday = int(today)
	rules.Handled = s.handled(asking, now.Add(-24*time.Hour))
	rules.Placed = s.placed(asking, now.Add(-time.Hour))
	return rules
}

// placed is the calls that this node's operators placed since then, as far as the database
// has the journal. Without them the limits of an hour begin anew.
func (s *server) placed(ctx context.Context, since time.Time) []toll.Placed {
	rows, err := s.store.OperatorsPlaced(ctx, db.OperatorsPlacedParams{Node: s.cfg.Node, Since: since})
	if err != nil {
		s.log.Warn("what operators have called cannot be read; the limits of calls out begin anew", "err", err)
	}
	all := make([]toll.Placed, len(rows))
	for i, r := range rows {
		all[i] = toll.Placed{Operator: r.Operator, At: r.At}
	}
	return all
}

// handled is the calls of this node's operators since then, as far as the database
// has the journal. Without them handling times and shares begin anew.
func (s *server) handled(ctx context.Context, since time.Time) []queue.Handled {
	rows, err := s.store.OperatorsHandled(ctx, db.OperatorsHandledParams{Node: s.cfg.Node, Since: since})
	if err != nil {
		s.log.Warn("what operators have handled cannot be read; their figures begin at 0", "err", err)
	}
	all := make([]queue.Handled, len(rows))
	for i, r := range rows {
		all[i] = queue.Handled{Operator: r.Operator, Call: call.ID(r.CallID), Queue: r.Queue, From: r.FromAt}
		if r.Over {
			all[i].Until = r.UntilAt
		}
	}
	return all
}

func (s *server) buildRecordings(reg prometheus.Registerer) (err error) {
	if err := os.MkdirAll(s.cfg.Spool.Recordings, 0o750); err != nil {
		return fmt.Errorf("spool.recordings: %w", err)
	}
	if s.archive, err = recordings.OpenArchive(s.cfg.Storage); err != nil {
		return err
	}
	s.recs, err = recordings.New(recordings.Options{
		Node: s.cfg.Node, Spool: s.cfg.Spool.Recordings, KeepFor: s.cfg.Spool.KeepFor, Retain: s.cfg.Retention.Least(),
		SalvageAfter: s.cfg.Spool.SalvageAfter,
		Live:         s.channels,
		Drained:      func() bool { return s.journal.State().Unapplied == 0 },
		Log:          s.log,
	}, s.store, s.archive, reg)
	if err != nil {
		return err
	}
	s.casework = casework.New(s.store)
	s.casework.LongestGrant = s.cfg.Grants.Longest
	if s.clocks, err = clockwork.New(clockwork.Options{Log: s.log, HandOver: s.casework.HandOver}, s.store, s.casework, reg); err != nil {
		return err
	}
	s.shelf = shelf.New(shelf.Options{Log: s.log}, s.store, s.archive)
	proving, err := evidenceOptions(s.cfg, s.archive)
	if err != nil {
		return err
	}
	proving.Log = s.log
	proving.Clocks = []keeper.Clock{{Of: "the database", Now: s.store.ServerClock}, {Of: "the archive", Now: s.archive.Clock}}
	if s.proofs, err = keeper.New(proving, s.store, reg); err != nil {
		return err
	}
	if s.retention, err = retention.New(retention.Options{Rules: s.cfg.Retention, Log: s.log}, s.store, s.archive, s.proofs, reg); err != nil {
		return err
	}
	workers := []worker{s.recs, s.outbox, s.clocks, s.shelf, s.proofs, s.retention, marks.New(s.store, s.casework)}
	if s.cfg.Transcription.URL != "" {
		words, err := transcript.New(transcript.Options{Log: s.log}, s.store, s.recs, transcript.NewOpenAI(s.cfg.Transcription), reg)
		if err != nil {
			return err
		}
		workers, s.words = append(workers, words), words
	}
	s.jobs, err = newJobs(s.store, s.log, s.recs.Queue(), workers...)
	return err
}

// channels lists the calls whose channel Asterisk has now, wherever it is.
func (s *server) channels(ctx context.Context) (map[call.ID]bool, error) {
	snapshot, err := s.link.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	live := make(map[call.ID]bool, len(snapshot.Channels))
	for _, ch := range snapshot.Channels {
		live[call.ID(ch.ID)] = true
		if id := ch.Vars["CALL_ID"]; id != "" {
			live[call.ID(id)] = true
		}
	}
	return live, nil
}

// buildDoors makes what staff reach: the HTTP interface with desk and application.
func (s *server) buildDoors(reg *prometheus.Registry) error {
	cfg := s.cfg
	signIn, err := auth.NewSignIn(s.store.Accounts(), auth.Options{
		Demonstration: cfg.Demonstration, PasswordAlone: cfg.Accounts.PasswordAlone, Key: cfg.Accounts.KeyBytes(), EarlierKey: cfg.Accounts.EarlierKeyBytes(), Now: time.Now,
	})
	if err != nil {
		return err
	}
	monitor, err := health.New(s.probes(), 2*time.Second, 5*time.Second, s.log, reg)
	if err != nil {
		return err
	}
	s.monitor = monitor
	var signOn api.SignOn
	if c := cfg.Accounts.SingleSignOn; c.Issuer != "" {
		signOn = sso.New(sso.Config{
			Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, Redirect: c.Site + api.SignOnBack,
			Scopes: c.Scopes, Claim: c.Claim, ACR: c.ACR, AMR: c.AMR,
		}, http.DefaultTransport, time.Now)
	}
	var door *api.API
	s.hub, err = agentdesk.New(agentdesk.Config{Grace: cfg.Calls.DeskGrace, Discreet: !cfg.Desk.AnnounceListening}, agentdesk.Ports{
		Engine: s.engine, Gateway: s.gateway, Cards: api.Cards{Store: s.store}, Officers: s.onCall,
		Authenticate: func(r *http.Request) (agentdesk.User, bool) {
			who, ok := door.Who(r)
			return agentdesk.User{
				Username: who.Username, Name: who.Name, Session: who.Session.String(),
				Operator: who.Role.May(auth.UseDesk), Supervisor: who.Role.May(auth.SuperviseCalls),
				Profile: telephony.Profile{Queues: who.Queues, Skills: who.Skills, MaxHour: who.MaxHour},
			}, ok && who.Username != ""
		},
		Origin: func(r *http.Request) bool { return door.SameOrigin(r) },
	}, s.log, reg)
	if err != nil {
		return err
	}
	roots, err := trustedSigners(cfg.Documents.Roots)
	if err != nil {
		return fmt.Errorf("documents.roots: %w", err)
	}
	var messages http.Handler
	if s.simulator != nil {
		messages = s.simulator.Page(ticket.Zone)
	}
	citizens := portal.New(s.store, s.casework)
	door, err = api.New(api.Config{Words: cfg.Transcription.URL != "", Node: cfg.Node, Version: apiVersion, Site: cfg.Messages.LookUp, Origins: cfg.HTTP.Origins, Secure: cfg.HTTP.Secure, Proxies: cfg.HTTP.Trusted(), Roots: roots}, api.Ports{
		Store: s.store, Casework: s.casework, Live: s.engine, Trunks: s.trunks, Audio: audio{s.recs}, Signs: s.proofs, Files: files{s.shelf}, Retention: kept{s.retention}, Incidents: s.incidents, Dialplans: s.plans, Calendars: s.clocks, Library: s.library, SignIn: signIn, SignOn: signOn,
		Health: monitor, Metrics: promhttp.HandlerFor(reg, promhttp.HandlerOpts{}),
		Desk: s.hub, Web: web.Handler(web.Map{Tiles: cfg.Map.Tiles, Attribution: cfg.Map.Attribution, Origin: cfg.Map.Origin()}), Simulator: messages, Reports: httpgateway.Reports(cfg.Messages.SMS, s.outbox.Reported), Style: s.outbox.Style,
		Desks: s.hub, Filed: s.hub.Refresh, Citizens: citizens, Page: page.New(citizens, s.log),
	}, s.log, reg)
	if err != nil {
		return err
	}
	s.door = door
	s.http, s.public = s.httpServer(door.Handler()), s.publicServer(door.Public())
	return nil
}

// mostPublic is how many connections the public address has at a time: files and memory are the
// calls' first.
const mostPublic = 512

// publicServer is for whom nobody knows: its connections end in time, whatever comes by them.
func (s *server) publicServer(h http.Handler) *http.Server {
	public := s.httpServer(h)
	public.ReadTimeout, public.WriteTimeout, public.IdleTimeout = api.OpenRead, api.OpenWrite, 30*time.Second
	return public
}

func (s *server) httpServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// probes are what /readyz names.
func (s *server) probes() map[string]health.Probe {
	recorded := func(name string) health.Probe {
		return func(context.Context) (string, error) {
			c := s.recs.Checks()[name]
			if !c.OK {
				return "", errors.New(c.Detail)
			}
			if c.Notice != "" {
				return "", health.Notice(c.Notice, c.Detail)
			}
			return c.Detail, nil
		}
	}
	probes := map[string]health.Probe{
		"asterisk":   func(context.Context) (string, error) { return s.link.Status().Node, s.link.Ready() },
		"trunks":     func(context.Context) (string, error) { return watch.Check(s.trunks.Trunks()) },
		"database":   s.askDatabase,
		"calendar":   s.askCalendar,
		"storage":    recorded("storage"),
		"spool":      recorded("spool"),
		"spool_room": recorded("spool_room"),
		"recordings": recorded("recordings"),
		"evidence":   s.askEvidence,
		"proofs":     s.proofs.Found,
		"retention":  s.retention.Check,
		"journal": func(context.Context) (string, error) {
			state := s.journal.State()
			detail := ""
			if state.Unapplied > 0 {
				detail = fmt.Sprintf("%d entries wait for the database", state.Unapplied)
			}
			if state.Dropped > 0 {
				detail = fmt.Sprintf("%d entries were lost; %s", state.Dropped, detail)
			}
			return detail, state.DiskError
		},
	}
	if s.words != nil {
		probes["transcription"] = health.Aside(s.words.Check)
	}
	return probes
}

// askDatabase also tells of journal entries that are in no call's record: nothing stands still for
// them, and somebody has to look.
func (s *server) askDatabase(ctx context.Context) (string, error) {
	if err := s.store.Check(ctx); err != nil {
		return "", err
	}
	aside, err := s.store.EventsSetAside(ctx)
	if err != nil || aside == 0 {
		return "", err
	}
	return fmt.Sprintf("%d journal entries of the last 30 days were set aside: see call_events.problem", aside), nil
}

// askEvidence also tells, of a keeper that is in order, that it signs nothing.
func (s *server) askEvidence(ctx context.Context) (string, error) {
	detail, err := s.proofs.Check(ctx)
	if err == nil && detail != "" {
		err = health.Notice("unsigned", detail)
	}
	return detail, err
}

// askCalendar never fails for a calendar's end: deadlines are assumed then, and calls go on.
func (s *server) askCalendar(ctx context.Context) (string, error) {
	end, err := s.store.CalendarEnds(ctx)
	switch {
	case err != nil:
		return "", err
	case end.Days < 1:
		return fmt.Sprintf("calendar %d ended on %s: deadlines are assumed by its last hours; save one that reaches on", end.Number, end.Until), nil
	}
	return fmt.Sprintf("calendar %d covers %d days, until %s", end.Number, end.Days, end.Until), nil
}

// audio gives recordings to the HTTP interface in its own terms.
type audio struct{ recs *recordings.Service }

func (a audio) Open(ctx context.Context, id uuid.UUID) (io.ReadSeekCloser, api.AudioInfo, error) {
	return inAPITerms(a.recs.Open(ctx, id))
}

func (a audio) OpenPart(ctx context.Context, id uuid.UUID, from, to time.Duration) (io.ReadSeekCloser, api.AudioInfo, error) {
	return inAPITerms(a.recs.OpenPart(ctx, id, from, to))
}

func inAPITerms(r io.ReadSeekCloser, info recordings.Info, err error) (io.ReadSeekCloser, api.AudioInfo, error) {
	switch {
	case errors.Is(err, recordings.ErrNotFound), errors.Is(err, recordings.ErrMissing):
		return nil, api.AudioInfo{}, fmt.Errorf("%w: %w", api.ErrNoAudio, err)
	case errors.Is(err, recordings.ErrNotReady):
		return nil, api.AudioInfo{}, fmt.Errorf("%w: %w", api.ErrNotYet, err)
	case errors.Is(err, recordings.ErrDeleted):
		return nil, api.AudioInfo{}, fmt.Errorf("%w: %w", api.ErrDeleted, err)
	case errors.Is(err, recordings.ErrNoKey):
		return nil, api.AudioInfo{}, fmt.Errorf("%w: %w", api.ErrArchiveKey, err)
	case errors.Is(err, recordings.ErrUnavailable), errors.Is(err, recordings.ErrRefused): // our password, for instance: it is not the recording's fault
		return nil, api.AudioInfo{}, fmt.Errorf("%w: %w", api.ErrArchiveAway, err)
	case err != nil:
		return nil, api.AudioInfo{}, err
	}
	return r, api.AudioInfo{Name: info.Name, Size: info.Size, Channels: info.Channels, SHA256: info.SHA256, ModTime: info.ModTime, ContentType: info.ContentType}, nil
}
