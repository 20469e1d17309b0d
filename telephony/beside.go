package telephony

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// What the operator has beside the citizen: the telephone outside of an officer, or of an
// emergency service. out.go calls it; here is what is said to it, and where it is.

// errNotApart: the citizen could not be taken out of the bridge, so nobody is put there.
var errNotApart = errors.New("the citizen is still in the bridge")

// askedBeside is an operator's wish that concerns a telephone outside.
func (a *actor) askedBeside(cmd Command) (call.Event, error) {
	switch cmd.Kind {
	case CmdConsult:
		numbers, err := a.approve(cmd.Numbers)
		return call.ConsultAsked{Operator: cmd.Operator, Numbers: numbers, Unit: cmd.Unit, About: cmd.About}, err
	case CmdEmergency:
		numbers, err := a.approve(a.flow.Plan.Service(cmd.Unit))
		return call.EmergencyAsked{Operator: cmd.Operator, Numbers: numbers, Service: cmd.Unit}, err
	case CmdNext:
		return call.NextAsked{Operator: cmd.Operator}, nil
	case CmdSwap:
		return call.SwapAsked{Operator: cmd.Operator}, nil
	case CmdThreeWay:
		return call.ThreeWayAsked{Operator: cmd.Operator}, nil
	case CmdTakeBack:
		return call.TakeBackAsked{Operator: cmd.Operator}, nil
	case CmdComplete:
		return call.CompleteAsked{Operator: cmd.Operator}, nil
	default:
		return a.askedByLeader(cmd)
	}
}

// serviceOf is whose numbers they are, the first of which must be called; if the plan does
// not know it any more it is called by that number.
func (a *actor) serviceOf(p *dialplan.Plan, numbers string) string {
	first, _, _ := strings.Cut(numbers, " ")
	for _, service := range slices.Sorted(maps.Keys(p.Emergency)) {
		if slices.ContainsFunc(p.Service(service), func(n string) bool { return a.e.cfg.Number(n) == first }) {
			return service
		}
	}
	return first
}

// approve lets numbers be dialled in this call, in their one form. They come from the plan or
// the directory, and from nobody's keyboard.
func (a *actor) approve(numbers []string) (string, error) {
	if len(numbers) == 0 {
		return "", ErrBadCommand
	}
	all := make([]string, 0, len(numbers))
	for _, n := range numbers {
		n = a.e.cfg.Number(n)
		if !number.MatchString(n) {
			return "", ErrBadCommand
		}
		all = append(all, n)
	}
	a.approved = append(a.approved, all...)
	return strings.Join(all, " "), nil
}

// own are the numbers that this call must not reach.
func (a *actor) own() string {
	own := []string{a.e.cfg.Number(cmp.Or(a.view.From, a.asserted)), a.e.cfg.Number(a.view.To)}
	return strings.Join(append(own, a.e.own()...), " ")
}

// own are the numbers at which the hotline itself is reached now.
func (e *Engine) own() []string {
	own := slices.Clone(e.cfg.Own)
	for _, n := range slices.Sorted(maps.Keys(e.plans.Current().Numbers)) {
		if n != "*" {
			own = append(own, e.cfg.Number(n))
		}
	}
	return own
}

// brief says what it is about, to the officer alone.
func (a *actor) brief(e call.Brief) {
	o := a.out
	if o == nil {
		return
	}
	if words := o.words; words != "" {
		a.hands.do(func(context.Context) { a.stopPlayback(words) })
	} else {
		a.takeOut(o)
	}
	o.words = a.name(playName)
	words := o.words
	a.awaitKey(a.e.cfg.SpeechLimit, e.Turn)
	a.hands.do(func(ctx context.Context) {
		err := errors.New("there are no words")
		if media := a.e.voice.Brief(e.About); len(media) > 0 {
			err = a.e.try(o.ctx, "play_brief", func(ctx context.Context) error {
				return a.e.phone.Play(ctx, o.channel, words, media...)
			})
		}
		if err != nil && ctx.Err() == nil {
			a.post(func() { a.briefed(words) })
		}
	})
}

// briefed: the words are over, or could not be said. A person presses the key now.
func (a *actor) briefed(words string) {
	if o := a.out; o != nil && words != "" && o.words == words {
		a.awaitKey(a.e.cfg.KeyWait, o.turn)
	}
}

func (a *actor) awaitKey(d time.Duration, turn int) {
	stop(a.clock.key)
	a.clock.key = a.after(d, call.BriefOver{Turn: turn})
}

// joinOut puts the officer into the bridge. If the citizen is not to be there, and is,
// nobody is put beside them.
func (a *actor) joinOut(turn int) {
	o := a.out
	if o == nil {
		return
	}
	stop(a.clock.key)
	words, apart := o.words, !a.m.InBridge()
	o.words = ""
	a.hands.do(func(ctx context.Context) {
		a.stopPlayback(words)
		if o.music {
			o.music = false
			_ = a.e.try(o.ctx, "stop_music", func(ctx context.Context) error { return a.e.phone.StopMOH(ctx, o.channel) })
		}
		err := errNotApart
		if !apart || !a.hands.citizen {
			err = a.putIn(o)
		}
		a.unjoined(ctx, o, turn, err)
	})
}

// unjoined runs on the hands: who could not be put into the bridge, and is still there, is
// of no use to anybody.
func (a *actor) unjoined(ctx context.Context, o *out, turn int, err error) {
	if err != nil && !lost(err) && ctx.Err() == nil && o.ctx.Err() == nil {
		a.log.Warn("an officer could not be put into the bridge", "channel", o.channel, "error", err)
		a.happens(call.OutUnjoined{Turn: turn})
	}
}

// holdOut lets the officer wait.
func (a *actor) holdOut() {
	o := a.out
	if o == nil {
		return
	}
	a.takeOut(o)
	a.hands.do(func(context.Context) {
		o.music = true
		_ = a.e.try(o.ctx, "start_music", func(ctx context.Context) error {
			return a.e.phone.StartMOH(ctx, o.channel, a.e.cfg.MusicClass)
		})
	})
}

// takeOut takes a telephone outside out of the bridge before anything else is done. One
// that cannot be taken out is hung up: who comes into the bridge next must not be heard there.
func (a *actor) takeOut(o *out) {
	a.hands.do(func(ctx context.Context) {
		if !o.inside {
			return
		}
		o.inside = false
		err := a.e.try(ctx, "leave_bridge", func(ctx context.Context) error {
			return a.e.phone.RemoveChannel(ctx, bridgeName(a.id), o.channel)
		})
		if err != nil && !lost(err) && ctx.Err() == nil {
			_ = a.e.once("hangup", func(ctx context.Context) error {
				return a.e.phone.Hangup(ctx, o.channel, ari.HangupNormal)
			})
		}
	})
}

// beginRecording records the operator with the officer, a leg each time that they speak.
// The journal has it before there is a sound of it.
func (a *actor) beginRecording(operator string) {
	if a.e.tape == nil {
		return
	}
	a.serial++
	leg := fmt.Sprintf("consult-%d", a.serial)
	data := call.Leg{Leg: leg, Operator: operator, Number: a.view.Officer.Number, Unit: a.view.Officer.Unit}
	a.note(call.Note{Kind: call.KindRecording, Data: data})
	a.recording = a.e.tape.Record(operator, a.id, leg, func() { a.recordingLost(data) })
}

// recordingLost is the recorder's word, from any goroutine, and perhaps after the call: the
// journal has it in any case, and whoever is still in the call is told.
func (a *actor) recordingLost(leg call.Leg) {
	a.e.note(a.e.cfg.Now(), a.id, call.KindRecordingLost, leg)
	a.post(func() {
		a.view.Unrecorded = true
		a.show()
	})
}

func (a *actor) endRecording() {
	if a.recording != nil {
		a.recording()
		a.recording = nil
	}
}

// outPressed is a key of the telephone outside.
func (a *actor) outPressed(digit string) {
	_ = a.happen(call.OutPressed{Turn: a.out.turn, Digit: digit}) // refused when nobody has answered
}

// checkBeside: what became of the officer's telephone while the link was down.
func (a *actor) checkBeside(f *found) {
	o := a.out
	if o == nil {
		return
	}
	at := slices.IndexFunc(f.outs, func(ch ari.Channel) bool { return ch.ID == o.channel })
	if at < 0 {
		if closed(o.made) {
			a.outEnded(o, trunk.NoAnswer)
		}
		return
	}
	o.stasis.set()
	switch phase := a.m.Officer.Phase; {
	case phase == call.PhaseCalling:
		a.outSeen(o, f.outs[at].State)
	case (phase == call.PhaseAside || phase == call.PhaseJoined) && !f.inBridge(o.channel):
		a.joinOut(o.turn)
	case (phase == call.PhaseBriefed || phase == call.PhaseWaiting) && f.inBridge(o.channel):
		a.hands.do(func(context.Context) { o.inside = true })
		a.takeOut(o)
	}
}
