package main

import (
	"context"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/versions"
	"hotline1022/internal/config"
)

// buildPlans makes what callers meet: the configured file, until a version of it
// was activated.
func (s *server) buildPlans(ctx context.Context) (err error) {
	s.plans, err = versions.New(ctx, versions.Options{
		Directory: s.cfg.Prompts.Plans, Base: s.plan.plan, BaseSource: s.plan.source,
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

// configured is the plan of the configuration, and its text if it is a file's.
type configured struct {
	plan   *dialplan.Plan
	source string
}

// readPlan reads the dialplan file, once: a process that looked again might find another.
// Without a greeting every caller waits in one queue at once; the file must be in order
// all the same, for Asterisk's fallback is made of it.
func readPlan(cfg config.Config) (configured, error) {
	name, src, err := planfile.Read(cfg.Dialplan.File)
	if err != nil {
		return configured{}, err
	}
	p, err := planfile.Parse(name, src)
	if err != nil {
		return configured{}, err
	}
	c := cfg.Calls
	if c.Greeting {
		return configured{&p, string(src)}, nil
	}
	straight := dialplan.Straight(c.Queue, "")
	q := straight.Queues[c.Queue]
	q.WrapUp = c.WrapUp
	straight.Queues[c.Queue] = q
	return configured{plan: straight}, nil
}
