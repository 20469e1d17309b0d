package main

import (
	"context"
	"os"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/versions"
)

// buildPlans makes what callers meet: the configured file, until a version of it
// was activated.
func (s *server) buildPlans(ctx context.Context) error {
	base, source, err := s.configuredPlan()
	if err != nil {
		return err
	}
	s.plans, err = versions.New(ctx, versions.Options{
		Directory: s.cfg.Prompts.Plans, Base: base, BaseSource: source,
		Prompts: s.cfg.Prompts.Directory, Espeak: s.cfg.Prompts.Espeak, Log: s.log,
		Changed: func(p *dialplan.Plan) { s.engine.SetQueues(p.Queues) },
	}, s.activePlans())
	return err
}

// activePlans tells which version callers are to meet. Without a greeting there is
// no dialplan, and so no version of it.
func (s *server) activePlans() versions.Source {
	if s.cfg.Calls.Greeting {
		return s.store
	}
	return noVersions{}
}

type noVersions struct{}

func (noVersions) ActiveDialplan(context.Context) (version, source string, ok bool, err error) {
	return "", "", false, nil
}

// configuredPlan is the file's. Without a greeting, every caller waits in one queue at once.
func (s *server) configuredPlan() (plan *dialplan.Plan, source string, err error) {
	c := s.cfg.Calls
	if !c.Greeting {
		p := dialplan.Straight(c.Queue, "")
		q := p.Queues[c.Queue]
		q.WrapUp = c.WrapUp
		p.Queues[c.Queue] = q
		return p, "", nil
	}
	p, err := planfile.Load(s.cfg.Dialplan.File)
	if err != nil {
		return nil, "", err
	}
	src := dialplan.Haiphong
	if s.cfg.Dialplan.File != "" {
		src, err = os.ReadFile(s.cfg.Dialplan.File)
	}
	return &p, string(src), err
}
