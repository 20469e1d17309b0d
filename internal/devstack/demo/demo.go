package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/prompts"
	"hotline1022/internal/devstack"
)

// Demo is the demonstration of one workspace.
type Demo struct {
	w       *devstack.Workspace
	ports   Ports
	out     io.Writer
	secrets secrets

	hotline string // programs of ours, built by Up
	callsim string

	// known after the installation
	asterisk devstack.Asterisk
	postgres devstack.PostgresServer
	minio    string
}

// New prepares the demonstration; results go to out, progress to w.Out.
func New(w *devstack.Workspace, ports Ports, out io.Writer) *Demo {
	return &Demo{w: w, ports: ports, out: out, hotline: w.Bin("hotline"), callsim: w.Bin("callsim")}
}

// Up installs, starts and waits; see the package's promises.
func (d *Demo) Up(ctx context.Context) error {
	began := time.Now()
	unlock, err := d.w.Lock(ctx, "demo", "the demonstration")
	if err != nil {
		return err
	}
	defer unlock()
	if err := d.ports.checkPorts(d.isOurs); err != nil {
		return err
	}
	if d.secrets, err = loadSecrets(d.w.Path("etc", "secrets.json")); err != nil {
		return err
	}
	if err := evidenceKey(d.w.Path("etc", "evidence.pem")); err != nil {
		return err
	}
	if err := d.ports.save(d.w); err != nil {
		return err
	}
	installs := d.installSteps()
	starts := d.services()
	d.w.Steps(len(installs) + len(starts))
	for _, s := range installs {
		if err := d.w.Step(s.title, func() error { return s.do(ctx) }); err != nil {
			return err
		}
	}
	for _, s := range starts {
		if err := d.w.Step(s.title, func() error { return d.ensure(ctx, s) }); err != nil {
			return err
		}
	}
	d.announce(time.Since(began))
	return nil
}

type step struct {
	title string
	do    func(context.Context) error
}

func (d *Demo) installSteps() []step {
	return []step{
		{"Asterisk", func(ctx context.Context) (err error) {
			d.asterisk, err = d.w.Asterisk(ctx)
			return err
		}},
		{"PostgreSQL", func(ctx context.Context) (err error) {
			d.postgres, err = d.w.PostgresServer(ctx)
			return err
		}},
		{"MinIO", func(ctx context.Context) (err error) {
			d.minio, err = d.w.MinIOServer(ctx)
			return err
		}},
		{"prompts and hold music", d.buildPrompts},
		{"the web application", d.w.Web},
		{"hotline and callsim (Go)", func(ctx context.Context) error { return d.w.Build(ctx, "hotline", "callsim") }},
		{"configuration", d.writeConfig},
	}
}

func (d *Demo) buildPrompts(ctx context.Context) error {
	espeak, err := d.w.Espeak(ctx)
	if err != nil {
		return err
	}
	plan, err := planfile.Load("")
	if err != nil {
		return err
	}
	_, err = prompts.Build(ctx, prompts.Options{
		Directory: d.w.Path("var", "prompts"), Music: d.w.Path("var", "music"), Espeak: espeak, Plan: prompts.OfPlan(plan),
	})
	return err
}

// isOurs says whether a process belongs to the service that Up started.
func (d *Demo) isOurs(name string, pid int) bool {
	r, ok := readRecord(d.recordPath(name))
	return ok && r.owns(pid)
}

// Down ends what Up started, the last started first.
func (d *Demo) Down(ctx context.Context) error {
	unlock, err := d.w.Lock(ctx, "demo", "the demonstration")
	if err != nil {
		return err
	}
	defer unlock()
	all := d.services()
	slices.Reverse(all)
	var faults []error
	ended := 0
	for _, s := range all {
		path := d.recordPath(s.name)
		r, ok := readRecord(path)
		if !ok {
			continue
		}
		if r.alive() {
			if err := r.stop(ctx, s.polite, s.patience); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", s.title, err))
				continue
			}
			d.printf("%s: ended\n", s.title)
			ended++
		}
		if err := os.Remove(path); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) == 0 {
		if err := os.Remove(portsFile(d.w)); err != nil && !errors.Is(err, os.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	if ended == 0 && len(faults) == 0 {
		d.printf("nothing of ours was running\n")
	}
	return errors.Join(faults...)
}

// Status prints what runs, and says whether everything does.
func (d *Demo) Status() bool {
	all := true
	for _, s := range d.services() {
		r, ok := readRecord(d.recordPath(s.name))
		if ok && r.alive() {
			d.printf("%-34s runs, process %d, log %s\n", s.title, r.PID, d.logPath(s.name))
		} else {
			d.printf("%-34s does not run\n", s.title)
			all = false
		}
	}
	return all
}

func (d *Demo) printf(format string, args ...any) { _, _ = fmt.Fprintf(d.out, format, args...) }

func (d *Demo) announce(took time.Duration) {
	p := d.ports
	d.printf(`
Hotline 1022 is up (%.1f s).

  desk              http://127.0.0.1:%d
  Asterisk's trunk  127.0.0.1:%d/udp    ARI http://127.0.0.1:%d/ari
  telephone network 127.0.0.1:%d/udp    (simulated: officers 02253000xx, 111 to 115)
  PostgreSQL        127.0.0.1:%d        MinIO http://127.0.0.1:%d

Accounts: op01 op02 op03 op04 op05 (operators), truongca (shift leader), canbo (focal officer),
  thutruong (head of unit), vanphong (the Office), kiemtra (auditor), quantri (administrator)
  password of each: 1022-demo

Sign in as op01 with a headset, become ready, and place a call:

  %s citizen --trunk 127.0.0.1:%d --from 0900000105 --to 02251022 --duration 20s

Or let a simulated operator answer: %s agent --desk http://127.0.0.1:%d --user op02 --password 1022-demo --handle 20s

Configuration and secrets: %s    logs: %s    make stop ends it all.
`, took.Seconds(), p.Web, p.SIP, p.ARI, p.Network, p.Postgres, p.MinIO,
		d.w.Short(d.callsim), p.SIP, d.w.Short(d.callsim), p.Web, d.w.Short(d.w.Path("etc")), d.w.Short(d.w.Path("log")))
}
