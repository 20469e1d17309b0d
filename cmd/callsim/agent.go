package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"hotline1022/internal/callsim"
)

func agent(ctx context.Context, flags *flag.FlagSet, args []string) error {
	var opt callsim.AgentOptions
	desk := flags.String("desk", "http://127.0.0.1:8080", "`URL` of the staff application")
	flags.StringVar(&opt.User, "user", "op01", "operator's `name`; with --count the first of several")
	flags.StringVar(&opt.Password, "password", "", "operator's `password`")
	count := flags.Int("count", 1, "`number` of operators: op01, op02, … in turn")
	flags.DurationVar(&opt.Handle, "handle", 20*time.Second, "the operator hangs up so long after being connected (0: never)")
	flags.DurationVar(&opt.AcceptAfter, "accept-after", 0, "a call rings so long before it is accepted")
	audio := flags.String("audio", "", "WAV `file` that operators say, again and again")
	hz := flags.Int("tone", 0, "tone in `Hz` that operators say")
	listen := flags.String("listen", "", "tones in `Hz,Hz` whose time is measured in what operators hear")
	verbose := flags.Bool("verbose", false, "log what happens to standard error")
	err := parse(flags, args)
	if err != nil {
		return err
	}
	users, err := inTurn(opt.User, *count)
	if err != nil {
		return usageError{err}
	}
	if opt.Clip, err = sound(*audio, *hz); err != nil {
		return err
	}
	if opt.Listen, err = hertz(*listen); err != nil {
		return err
	}
	out := &printer{w: os.Stdout}
	opt.OnCall = func(r callsim.AgentReport) {
		var failed error
		if r.Failed() {
			failed = fmt.Errorf("%s, call %s: %d packets in, %s", r.Operator, r.Call, r.PacketsIn, r.Error)
		}
		out.line(r, failed)
	}
	agents, err := callsim.NewAgents(callsim.AgentsOptions{Desk: *desk, Logger: logger(*verbose)})
	if err != nil {
		return usageError{err}
	}
	defer agents.Close()
	return errors.Join(work(ctx, agents, users, opt), out.result())
}

// work runs all shifts to their end. One that fails does not end the others.
func work(ctx context.Context, agents *callsim.Agents, users []string, opt callsim.AgentOptions) error {
	errs := make([]error, len(users))
	var wg sync.WaitGroup
	for i, user := range users {
		opt.User = user
		a := agents.Start(ctx, opt)
		wg.Go(func() {
			select {
			case <-a.Ready():
				fmt.Fprintln(os.Stderr, user, "is ready")
			case <-a.Done():
			}
			if err := a.Err(); err != nil {
				errs[i] = fmt.Errorf("%s: %w", user, err)
			} else if missed := a.MissedMessages(); missed > 0 {
				errs[i] = fmt.Errorf("%s: %d desk messages were missed or repeated", user, missed)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// inTurn counts the digits at the end of a name up: op01, op02, …
func inTurn(first string, count int) ([]string, error) {
	if first == "" || count < 1 {
		return nil, fmt.Errorf("--user %q --count %d: want a name and at least one operator", first, count)
	}
	stem := strings.TrimRight(first, "0123456789")
	digits := first[len(stem):]
	if count == 1 {
		return []string{first}, nil
	}
	start, err := strconv.Atoi(digits)
	if err != nil {
		return nil, fmt.Errorf("--user %q: with --count the name must end with a number", first)
	}
	users := make([]string, count)
	for i := range users {
		users[i] = fmt.Sprintf("%s%0*d", stem, len(digits), start+i)
	}
	return users, nil
}
