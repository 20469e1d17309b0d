package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"hotline1022/internal/callsim"
)

func officer(ctx context.Context, flags *flag.FlagSet, args []string) error {
	listen := flags.String("listen", "127.0.0.1:5080", "`host:port` of the SIP socket")
	plan := flags.String("plan", "", "what becomes of each `number`: NUMBER=OUTCOME,… (a NUMBER ending with * is a prefix; "+
		"outcomes: answer, early, forwarded, fax and voicemail, each with [:AFTER[:HANGUP]], noanswer, silent, announced:STATUS:AFTER, redirect:NUMBER, or busy, reject, a SIP status, each with [:AFTER] that it rings before)")
	dtmf := flags.String("dtmf", "", "keys that officers press after they have answered, as `3s:1,5s:2`: 1 shows a consultation that a person is there")
	audio := flags.String("audio", "", "WAV `file` that officers say, again and again")
	hz := flags.Int("tone", 0, "tone in `Hz` that officers say")
	listenFor := flags.String("listen-for", "", "tones in `Hz,Hz` whose time is measured in what officers hear")
	verbose := flags.Bool("verbose", false, "log what happens to standard error")
	if err := parse(flags, args); err != nil {
		return err
	}
	p, err := callsim.ParsePlan(*plan)
	if err != nil {
		return usageError{fmt.Errorf("--plan: %w", err)}
	}
	keys, err := callsim.ParseKeys(*dtmf)
	if err != nil {
		return usageError{fmt.Errorf("--dtmf: %w", err)}
	}
	clip, err := sound(*audio, *hz)
	if err != nil {
		return err
	}
	tones, err := hertz(*listenFor)
	if err != nil {
		return err
	}
	out := &printer{w: os.Stdout}
	o, err := callsim.NewOfficer(callsim.OfficerOptions{
		Listen: *listen, Plan: p, Clip: clip, Keys: keys, Tones: tones, Logger: logger(*verbose),
		OnCall: func(r callsim.OfficerReport) {
			var failed error
			if r.EndedBy == callsim.EndedByError {
				failed = errors.New(r.Error)
			}
			out.line(r, failed)
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "officers are called at", o.Addr())
	<-ctx.Done()
	o.Close()
	return out.result()
}
