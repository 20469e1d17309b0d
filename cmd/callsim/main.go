// Command callsim is the telephone network on a developer's desk: citizens who
// call, officers who are called, headless operators who answer. See
// hotline1022/internal/callsim for what it promises.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/emiago/sipgo/sip"
)

const usage = `callsim plays the telephone network.

  callsim citizen --trunk 127.0.0.1:5060 --from 0912345678 --to 02251022   place calls
  callsim officer --listen 127.0.0.1:5080 --plan NUMBER=OUTCOME,…          answer calls
                  --dtmf 3s:1                            and press 1, as officers who are consulted
  callsim agent   --desk http://127.0.0.1:8080 --user op01 --password …    work as operators

Each prints one JSON line a call on standard output, and exits 1 when a call fared
otherwise than asked, 2 when it was called wrongly. "callsim COMMAND --help" lists
the options.
`

// Exit codes.
const (
	exitOtherwise = 1 // a call fared otherwise than asked
	exitUsage     = 2
)

// errOtherwise says that calls fared otherwise than asked; why was printed already.
var errOtherwise = errors.New("calls fared otherwise than asked")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	commands := map[string]func(context.Context, *flag.FlagSet, []string) error{
		"citizen": citizen, "officer": officer, "agent": agent,
	}
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprint(os.Stderr, usage)
		if len(args) > 0 && (args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
			return 0
		}
		return exitUsage
	}
	flags := flag.NewFlagSet("callsim "+args[0], flag.ContinueOnError)
	err := commands[args[0]](ctx, flags, args[1:])
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errOtherwise):
		return exitOtherwise
	}
	var wrong usageError
	if errors.As(err, &wrong) {
		fmt.Fprintf(os.Stderr, "callsim %s: %v\n", args[0], err)
		return exitUsage
	}
	fmt.Fprintf(os.Stderr, "callsim %s: %v\n", args[0], err)
	return exitOtherwise
}

// usageError is a fault of the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// parse reads the options; whatever is left over is a fault.
func parse(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return usageError{err}
	}
	if flags.NArg() > 0 {
		return usageError{fmt.Errorf("unexpected argument %q", flags.Arg(0))}
	}
	return nil
}

// logger writes to standard error; quiet unless asked.
func logger(verbose bool) *slog.Logger {
	level := slog.LevelWarn
	if verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	sip.SetDefaultLogger(log)
	return log
}
