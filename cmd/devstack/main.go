// Command devstack sets up and runs the development stack: `make run`,
// `make stop` and the first steps of `make test` and `make check`. It is a
// program of its own so that none of this is part of hotline.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"hotline1022/internal/devstack"
	"hotline1022/internal/devstack/demo"
)

const usage = `devstack sets up and runs the development stack of Hotline 1022.

  devstack setup            install all that tests and demonstration need, under .local/
  devstack up               install what is missing and run the demonstration
  devstack down             end what up started
  devstack status           what runs; exit 1 when something does not
  devstack web              build the staff application into agentdesk/web/dist
  devstack npm ARGUMENT…    run npm in agentdesk/web, with a recent Node.js and the packages
  devstack rules            say which of the regulation's rules has no test; runs none
  devstack trace            lay the tests that are named after clauses beside the regulation's rules
  devstack vulnerabilities  look for known vulnerabilities, if their database can be reached
  devstack tool NAME [ARGUMENT…]
                            run a developer's tool (%s), built on first use

Environment: HOTLINE_LOCAL another folder than .local; HOTLINE_DEBIAN_MIRROR a mirror with
unstable; HOTLINE_PORT_{WEB,SIP,ARI,NETWORK,POSTGRES,MINIO,WEBRTC} other ports.
`

// errStatus is an exit code with nothing more to say.
var errStatus = errors.New("not everything runs")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	switch {
	case err == nil:
	case errors.Is(err, errStatus):
		os.Exit(1)
	default:
		fmt.Fprintf(os.Stderr, "\ndevstack: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Printf(usage, strings.Join(devstack.Tools(), ", "))
		return nil
	}
	w, err := devstack.Find()
	if err != nil {
		return err
	}
	switch args[0] {
	case "setup":
		return setup(ctx, w)
	case "web":
		return w.Web(ctx)
	case "npm":
		return w.NPM(ctx, args[1:]...)
	case "rules":
		return rulesHaveTests(w, os.Stdout)
	case "trace":
		return traceTests(ctx, w, os.Stdout)
	case "vulnerabilities":
		return w.Vulnerabilities(ctx, os.Stdout)
	case "tool":
		if len(args) < 2 {
			return fmt.Errorf("tool: name one of %s", strings.Join(devstack.Tools(), ", "))
		}
		return w.RunTool(ctx, args[1], args[2:]...)
	case "up", "down", "status":
		return demonstration(ctx, w, args[0])
	default:
		return fmt.Errorf("there is no command %q: see devstack help", args[0])
	}
}

func demonstration(ctx context.Context, w *devstack.Workspace, command string) error {
	ports, err := demo.PortsFromEnv(w, os.LookupEnv)
	if err != nil {
		return err
	}
	d := demo.New(w, ports, os.Stdout)
	switch command {
	case "up":
		return d.Up(ctx)
	case "down":
		return d.Down(ctx)
	default:
		if !d.Status() {
			return errStatus
		}
		return nil
	}
}

// setup installs everything, so that a test that needs something finds it.
func setup(ctx context.Context, w *devstack.Workspace) error {
	began := time.Now()
	steps := []struct {
		title string
		do    func() error
	}{
		{"Asterisk", func() error { return second(w.Asterisk(ctx)) }},
		{"PostgreSQL", func() error { return second(w.PostgresServer(ctx)) }},
		{"MinIO", func() error { return second(w.MinIOServer(ctx)) }},
		{"versitygw", func() error { return second(w.Tool(ctx, "versitygw")) }},
		{"espeak-ng", func() error { return second(w.Espeak(ctx)) }},
		{"SoftHSM", func() error { return second(w.SoftHSM(ctx)) }},
		{"Chromium", func() error { return second(w.Chromium(ctx)) }},
		{"the web application", func() error { return w.Web(ctx) }},
	}
	w.Steps(len(steps))
	for _, s := range steps {
		if err := w.Step(s.title, s.do); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "all set up in %.1f s\n", time.Since(began).Seconds())
	return nil
}

func second[T any](_ T, err error) error { return err }
