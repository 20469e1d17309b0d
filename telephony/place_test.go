package telephony

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"hotline1022/dialplan"

	"hotline1022/telephony/call"
	"hotline1022/telephony/toll"
)

func mayCall() Config {
	return Config{
		Own:  []string{"02251022"},
		Toll: toll.Rules{Prefixes: []string{"02", "09"}, Digits: 11, AtOnce: 2, PerHour: 3, PerHourAll: 10},
	}
}

// places lets op01 call somebody, and gives the call's ID.
func (h *house) places(number string) (call.ID, error) {
	err := h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdCall, Numbers: []string{number}, Ticket: "26-000012-7"})
	h.settle()
	v, _ := h.engine.CallOf("op01")
	return v.ID, err
}

func TestPlaceACall(t *testing.T) {
	tests := map[string]struct {
		outside string
		do      func(h *house, id call.ID)
		journal string
		screen  string
	}{
		"answered→talking→the operator hangs up": {
			outside: "answer",
			do: func(h *house, id call.ID) {
				h.want("it rings", h.state(id), call.StateConnecting)
				h.pass(time.Second)
				h.want("state", h.state(id), call.StateTalking)
				h.want("heard", h.hears(string(id)), "voice")
				h.want("can", h.view().Can, "hold dtmf consult emergency hangup")
				h.want("whom they called", h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdConsult, Call: id, Numbers: []string{"0912345678"}, Unit: "u"}), ErrOwnNumber)
				h.want("the call's name says it", strings.Contains(string(id), "912345678"), false)
				h.must("op01", CmdHangup, id)
			},
			journal: "arrived placed(0912345678 26-000012-7) accepted answered connected ended(operator/hangup)",
			screen:  "connecting connecting talking gone:ended",
		},
		"busy": {
			outside: "busy",
			do:      func(h *house, _ call.ID) { h.pass(2 * time.Second) },
			journal: "arrived placed(0912345678 26-000012-7) accepted ended(citizen/busy)",
			screen:  "connecting connecting gone:ended",
		},
		"the operator gives up": {
			do: func(h *house, id call.ID) {
				h.pass(2 * time.Second)
				h.must("op01", CmdHangup, id)
			},
			journal: "arrived placed(0912345678 26-000012-7) accepted ended(operator/hangup)",
			screen:  "connecting connecting gone:ended",
		},
		"the browser dies, and does not come back→the next operator": {
			outside: "answer",
			do: func(h *house, id call.ID) {
				h.pass(time.Second)
				h.mediaDown("op01")
				h.ready("op02")
				h.want("heard", h.hears(string(id)), "music")
				h.want("op02", h.status("op02"), StatusReady)
				h.pass(20 * time.Second)
				h.must("op02", CmdAccept, id)
				h.want("heard", h.hears(string(id)), "voice")
				h.must("op02", CmdHangup, id)
			},
			journal: "arrived placed(0912345678 26-000012-7) accepted answered connected operator_lost queued(head) offered offer_ended(accepted) accepted connected ended(operator/hangup)",
		},
		"the citizen cannot be put beside the operator→the next operator": {
			outside: "answer",
			do: func(h *house, id call.ID) {
				h.ready("op02")
				h.pbx.setFail(func(op, object string) error {
					if op == "add" && object == string(id) {
						return errBusy
					}
					return nil
				})
				h.pass(4 * time.Second)
				h.pbx.setFail(nil)
				h.must("op02", CmdAccept, id)
				h.want("heard", h.hears(string(id)), "voice")
				h.must("op02", CmdHangup, id)
			},
			journal: "arrived placed(0912345678 26-000012-7) accepted answered connected queued(head) offered offer_ended(accepted) accepted connected ended(operator/hangup)",
		},
		"we die before anything says whose it was→the next operator": {
			outside: "answer",
			do: func(h *house, id call.ID) {
				h.pbx.setFail(func(op, _ string) error {
					if op == "set "+varOperator {
						return errBusy
					}
					return nil
				})
				h.pass(time.Second)
				h.pbx.setFail(nil)
				h.kill()
				for _, ch := range h.pbx.left() {
					if strings.HasPrefix(ch, legPrefix) {
						h.pbx.gone(ch, 16)
					}
				}
				h.start()
				h.want("heard", h.hears(string(id)), "music")
				h.ready("op02")
				h.must("op02", CmdAccept, id)
				h.want("heard", h.hears(string(id)), "voice")
				h.must("op02", CmdHangup, id)
			},
			journal: "arrived placed(0912345678 26-000012-7) accepted answered connected adopted(queued) offered offer_ended(accepted) accepted connected ended(operator/hangup)",
		},
		"we die, and are back→the operator has it again": {
			outside: "answer",
			do: func(h *house, id call.ID) {
				h.pass(time.Second)
				h.kill()
				h.start()
				h.ready("op01")
				h.want("state", h.state(id), call.StateTalking)
				h.want("heard", h.hears(string(id)), "voice")
				h.must("op01", CmdHangup, id)
			},
			journal: "arrived placed(0912345678 26-000012-7) accepted answered connected adopted(recovering) resumed ended(operator/hangup)",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			inHouse(t, mayCall(), func(h *house) {
				h.pbx.outside = map[string]string{"0912345678": tc.outside}
				h.ready("op01")
				id, err := h.places("0912345678")
				if err != nil || id == "" {
					t.Fatalf("%q, %v", id, err)
				}
				h.want("op01", h.status("op01"), StatusBusy)
				tc.do(h, id)
				h.pass(8 * time.Second)
				h.want("journal", h.journal.of(id), tc.journal)
				if tc.screen != "" {
					h.want("screen", h.desk.shown("op01"), tc.screen)
				}
				h.want("claims told", len(h.claims.tries), 0)
				h.wantClear()
			})
		})
	}
}

// denied is whose calls out were denied, in order.
func (j *fakeJournal) denied() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []string
	for _, e := range j.entries {
		if d, ok := e.Data.(call.CallDenied); ok && e.Kind == call.KindCallDenied {
			all = append(all, d.Operator+" "+d.Number+" "+d.Reason)
		}
	}
	return strings.Join(all, "; ")
}

// Our death opens no gate: the journal says what was placed before, and what goes on is found.
func TestTheTollGateStaysShutOverARestart(t *testing.T) {
	cfg := mayCall()
	cfg.Toll.AtOnce, cfg.Toll.PerHour = 1, 2
	inHouse(t, cfg, func(h *house) {
		h.pbx.outside = map[string]string{"0912345678": "answer"}
		h.ready("op01", "op02")
		id, err := h.places("0912345678")
		if err != nil {
			t.Fatal(err)
		}
		h.pass(2 * time.Second)
		h.kill()
		h.cfg.Placed = []toll.Placed{{Operator: "op01", At: time.Now()}, {Operator: "op02", At: time.Now()}, {Operator: "op02", At: time.Now()}}
		h.start()
		h.ready("op01", "op02")
		asks := func(operator string) toll.Reason {
			err := h.engine.Do(h.t.Context(), Command{Operator: operator, Kind: CmdCall, Numbers: []string{"0987654321"}})
			h.settle()
			var d *toll.Denied
			if !errors.As(err, &d) {
				return ""
			}
			return d.Reason
		}
		h.want("one goes on", asks("op02"), toll.ReasonAtOnce)
		h.must("op01", CmdHangup, id)
		h.pass(2 * time.Second)
		h.want("two of hers in the hour", asks("op02"), toll.ReasonPerHour)
		h.want("one of the other's", asks("op01"), toll.Reason(""))
		v, _ := h.engine.CallOf("op01")
		h.must("op01", CmdHangup, v.ID)
		h.pass(6 * time.Second)
		h.wantClear()
	})
}

func TestACallThatIsNotPlaced(t *testing.T) {
	inHouse(t, mayCall(), func(h *house) {
		denied := func(number string, want toll.Reason) {
			t.Helper()
			_, err := h.places(number)
			var d *toll.Denied
			if !errors.Is(err, ErrDenied) || !errors.As(err, &d) || d.Reason != want {
				t.Errorf("%q: %v, want %s", number, err, want)
			}
		}
		if _, err := h.places("0912345678"); !errors.Is(err, ErrNotNow) {
			t.Errorf("without a desk: %v", err)
		}
		h.engine.DeskUp("op01", Want{})
		h.settle()
		if _, err := h.places("0912345678"); !errors.Is(err, ErrNoMedia) {
			t.Errorf("without audio: %v", err)
		}
		h.mediaUp("op01")
		denied("1900545415", toll.ReasonNumber)
		denied("09&PJSIP/900@t1", toll.ReasonNumber)
		if _, err := h.places("02251022"); !errors.Is(err, ErrOwnNumber) {
			t.Errorf("the hotline itself: %v", err)
		}
		h.want("the journal has it", h.journal.denied(), "op01 1900545415 number; op01 09&PJSIP/900@t1 number")
		h.want("counted", testutil.ToFloat64(h.engine.metrics.denied.WithLabelValues("number")), 2.0)
		h.want("nothing was made", strings.Join(h.pbx.left(), " "), "")
		for range 3 {
			id, err := h.places("0912345678") // who is paused may
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.places("0987654321"); !errors.Is(err, ErrNotNow) {
				t.Errorf("beside a call: %v", err)
			}
			h.must("op01", CmdHangup, id)
			h.pass(6 * time.Second)
		}
		denied("0912345678", toll.ReasonPerHour)
		h.want("the journal has it", strings.HasSuffix(h.journal.denied(), "op01 0912345678 per_hour"), true)
		h.pass(time.Hour)
		id, err := h.places("0912345678")
		h.want("an hour later", err, error(nil))
		h.must("op01", CmdHangup, id)
		h.pass(6 * time.Second)
		h.wantClear()
	})
}

// The numbers of the plan that callers meet now are ours, too.
func TestOwnNumberOfANewPlan(t *testing.T) {
	inHouse(t, mayCall(), func(h *house) {
		h.ready("op01")
		p := dialplan.Straight("tong-dai", "")
		p.Version = "another"
		p.Numbers["02251023"] = p.Numbers["*"]
		h.city.activate(p)
		if _, err := h.places("02251023"); !errors.Is(err, ErrOwnNumber) {
			t.Errorf("%v", err)
		}
		if id, err := h.places("02251024"); err != nil {
			t.Errorf("%v", err)
		} else {
			h.must("op01", CmdHangup, id)
		}
	})
}

// After a call that she placed there is a ticket to write, as after any other; not after
// one that nobody answered.
func TestAfterCallWorkOfAPlacedCall(t *testing.T) {
	for outside, after := range map[string]Status{"answer": StatusWrapUp, "busy": StatusReady} {
		t.Run(outside, func(t *testing.T) {
			inHouse(t, Config{Toll: toll.Rules{Prefixes: []string{"09"}, Digits: 11, AtOnce: 2, PerHour: 3, PerHourAll: 10}, Queues: wrapUp(time.Minute)}, func(h *house) {
				h.pbx.outside = map[string]string{"0912345678": outside}
				h.ready("op01")
				err := h.engine.Do(h.t.Context(), Command{Operator: "op01", Kind: CmdCall, Numbers: []string{"0912345678"}})
				h.want("call", err, error(nil))
				h.pass(4 * time.Second)
				if v, ok := h.engine.CallOf("op01"); ok {
					h.must("op01", CmdHangup, v.ID)
				}
				h.want("op01", h.status("op01"), after)
				h.pass(time.Minute)
				h.want("op01", h.status("op01"), StatusReady)
			})
		})
	}
}
