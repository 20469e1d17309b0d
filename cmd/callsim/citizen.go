package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

type citizenFlags struct {
	trunk, audio, record, keys, listen, expect, codec string
	tone, calls                                       int
	rate                                              float64
	verbose                                           bool
	call                                              callsim.CitizenCall
	expectation                                       callsim.Expectation
}

func citizen(ctx context.Context, flags *flag.FlagSet, args []string) error {
	f, err := citizenOptions(flags, args)
	if err != nil {
		return err
	}
	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: f.trunk, Logger: logger(f.verbose)})
	if err != nil {
		return err
	}
	defer citizens.Close()
	out := &printer{w: os.Stdout}
	var sum callsim.Summary
	var mu sync.Mutex
	var wg sync.WaitGroup
	for n := range f.calls {
		if n > 0 && !pause(ctx, time.Duration(float64(time.Second)/f.rate)) {
			break
		}
		wg.Go(func() {
			r := citizens.Call(ctx, f.call)
			err := errors.Join(f.expectation.Check(f.call.Duration, r), record(f.record, n+1, f.calls, r.Heard))
			out.line(r, err)
			mu.Lock()
			defer mu.Unlock()
			sum.Add(r, err != nil)
		})
	}
	wg.Wait()
	if f.calls > 1 {
		if _, err := sum.WriteTo(os.Stderr); err != nil {
			return err
		}
	}
	return out.result()
}

// pause waits before the next call; false when the program shall end.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

func citizenOptions(flags *flag.FlagSet, args []string) (*citizenFlags, error) {
	f := &citizenFlags{}
	flags.StringVar(&f.trunk, "trunk", "127.0.0.1:5060", "`host:port` of the trunk's SIP socket")
	flags.StringVar(&f.call.From, "from", "0912345678", "caller's `number`, or letters, or \"anonymous\" to withhold it")
	flags.StringVar(&f.call.Name, "name", "", "caller's display `name`")
	flags.StringVar(&f.call.To, "to", "02251022", "`number` to dial")
	flags.StringVar(&f.audio, "audio", "", "WAV `file` that the caller says, again and again")
	flags.IntVar(&f.tone, "tone", 0, "tone in `Hz` that the caller says")
	flags.StringVar(&f.record, "record", "", "WAV `file` for what the caller hears (with --calls: file-1.wav, …)")
	flags.StringVar(&f.keys, "dtmf", "", "keys to press after the answer, as `3s:1,5s:2`")
	flags.StringVar(&f.listen, "listen", "", "tones in `Hz,Hz` whose time is measured in what the caller hears")
	flags.DurationVar(&f.call.Duration, "duration", 20*time.Second, "the caller hangs up so long after the answer (0: never)")
	flags.DurationVar(&f.call.GiveUp, "give-up", 0, "the caller hangs up unanswered after this time (0: never)")
	flags.DurationVar(&f.call.Ring, "ring", time.Minute, "an answer is waited for so long")
	flags.StringVar(&f.codec, "codec", "", "offer only `pcma` or pcmu (default both)")
	flags.IntVar(&f.calls, "calls", 1, "`number` of calls")
	flags.Float64Var(&f.rate, "rate", 10, "calls begun a `second`")
	flags.StringVar(&f.expect, "expect", "answered", "`outcome` asked: answered (whoever ends the call), lasted (not cut short by the other side), rejected, rejected:486, any")
	flags.BoolVar(&f.verbose, "verbose", false, "log what happens to standard error")
	if err := parse(flags, args); err != nil {
		return nil, err
	}
	return f, f.resolve()
}

// resolve reads the options that are more than a value.
func (f *citizenFlags) resolve() error {
	if f.calls < 1 || f.rate <= 0 {
		return usageError{fmt.Errorf("--calls %d --rate %v: want at least one call and a rate above 0", f.calls, f.rate)}
	}
	if f.call.To == "" {
		return usageError{errors.New("--to: want a number")}
	}
	f.call.Withheld = f.call.From == "anonymous"
	switch f.codec {
	case "":
	case "pcma":
		f.call.Laws = []media.Law{media.ALaw}
	case "pcmu":
		f.call.Laws = []media.Law{media.ULaw}
	default:
		return usageError{fmt.Errorf("--codec %q: want pcma or pcmu", f.codec)}
	}
	var err error
	if f.call.Keys, err = callsim.ParseKeys(f.keys); err != nil {
		return usageError{fmt.Errorf("--dtmf: %w", err)}
	}
	if f.expectation, err = callsim.ParseExpectation(f.expect); err != nil {
		return usageError{fmt.Errorf("--expect: %w", err)}
	}
	if f.call.Listen, err = hertz(f.listen); err != nil {
		return err
	}
	f.call.Record = f.record != ""
	f.call.Clip, err = sound(f.audio, f.tone)
	return err
}
