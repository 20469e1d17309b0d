package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/internal/callback"
	"hotline1022/telephony/call"
)

const citizen = "0912345678"

// waited is a call that joined the queue at n s and gave up at n+60 s.
func waited(n int, id call.ID, from string) []call.Entry {
	return []call.Entry{
		entry(n, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
		entry(n, id, call.KindQueued, call.Queued{Queue: "tong-dai"}),
		entry(n+60, id, call.KindEnded, call.Ended{Class: call.EndCitizen, Reason: call.ReasonAbandonedWait}),
	}
}

// spoke is a call that an operator answered at n s.
func spoke(n int, id call.ID, from string) []call.Entry {
	op := call.Offer{Operator: "op01"}
	return []call.Entry{
		entry(n, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
		entry(n, id, call.KindAccepted, op),
		entry(n, id, call.KindConnected, op),
	}
}

func openClaims(t *testing.T, s *Store) []Callback {
	t.Helper()
	list, err := Callbacks(t.Context(), s.Sorted(Order{Keys: []Key{{"q.queued_at", "timestamptz"}, {"q.id", "bigint"}}}, nil, 100).Queries, false)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAbandonedCallsMakeOneClaimPerNumber(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	apply(t, s, waited(100, "pbx1-1.2", "+84912345678")...) // again, still in vain
	apply(t, s, waited(10, "pbx1-1.3", "0987654321")...)
	apply(t, s, waited(20, "pbx1-1.4", "anonymous")...)
	apply(t, s, waited(30, "pbx1-1.5", "+88213123456")...) // a trap that costs: not dialled
	claims := openClaims(t, s)
	if len(claims) != 2 || claims[0].Number != citizen || claims[1].Number != "0987654321" {
		t.Fatalf("%+v", claims)
	}
	c := claims[0]
	if c.Source != callback.Abandoned || !c.QueuedAt.Equal(at(0)) || c.Queue != "tong-dai" || c.Call != "pbx1-1.1" || !c.NextTry.Equal(at(60).Add(callback.Patience)) {
		t.Errorf("%+v", c)
	}
	if events, err := s.CallbackEventsOf(t.Context(), c.ID); err != nil || len(events) != 2 || events[1].Kind != "callback.joined" {
		t.Errorf("%+v, %v", events, err)
	}
}

func TestAskedKeepsThePlace(t *testing.T) {
	s := open(t)
	id := call.ID("pbx1-1.1")
	entries := waited(0, id, "0225384712")
	asked := entry(50, id, call.KindCallbackAsked, call.CallbackAsked{Number: citizen, Queue: "tong-dai", QueuedAt: at(0)})
	apply(t, s, entries[0], entries[1], asked, asked)
	apply(t, s, entries[2]) // the caller hangs up: the wish is known, no second one for the caller's own number
	claims := openClaims(t, s)
	if len(claims) != 1 || claims[0].Number != citizen || claims[0].Source != callback.Asked || !claims[0].QueuedAt.Equal(at(0)) || !claims[0].NextTry.Equal(at(50)) {
		t.Errorf("%+v", claims)
	}
}

func TestWhoGetsThroughIsNotCalledBack(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	apply(t, s, spoke(90, "pbx1-1.2", citizen)...)
	if open := openClaims(t, s); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	ended, err := Callbacks(t.Context(), lastKept(s, 10).Queries, true)
	if err != nil || len(ended) != 1 || ended[0].State != callback.Cancelled || ended[0].Result != callback.GotThrough {
		t.Errorf("%+v, %v", ended, err)
	}
	// The journal of the node that was abandoned comes after that of the node that answered.
	apply(t, s, spoke(500, "pbx2-1.1", "0987654321")...)
	apply(t, s, waited(400, "pbx1-1.3", "0987654321")...)
	if open := openClaims(t, s); len(open) != 0 {
		t.Errorf("spoken to already: %+v", open)
	}
	// A wish after the conversation is one.
	apply(t, s, waited(1000, "pbx1-1.4", citizen)...)
	if open := openClaims(t, s); len(open) != 1 {
		t.Errorf("%+v", open)
	}
}

func TestTriesUntilGivenUp(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	now := at(60)
	for try := range callback.MaxTries {
		if due, err := s.DueCallbacks(ctx, now, 10); err != nil || len(due) != 0 {
			t.Fatalf("try %d: due before its time: %+v, %v", try, due, err)
		}
		if begun, err := s.BeginCallback(ctx, id, try, "op01", "pbx1", now); begun || err != nil {
			t.Fatalf("try %d before its time: %v, %v", try, begun, err)
		}
		now = now.Add(time.Hour)
		due, err := s.DueCallbacks(ctx, now, 10)
		if err != nil || len(due) != 1 || due[0].Tries != try {
			t.Fatalf("try %d: %+v, %v", try, due, err)
		}
		if begun, err := s.BeginCallback(ctx, id, try, "op01", "pbx1", now); !begun || err != nil {
			t.Fatalf("try %d: %v, %v", try, begun, err)
		}
		if err := s.CancelCallback(ctx, id, "op02", "", now); !errors.Is(err, ErrNotWaiting) {
			t.Errorf("cancelled while it rings: %v", err)
		}
		for range 2 { // a report that comes twice
			if err := s.EndCallback(ctx, id, try+1, callback.NoAnswer, now); err != nil {
				t.Fatal(err)
			}
		}
	}
	c, err := s.Callback(ctx, id)
	if err != nil || c.State != callback.GivenUp || c.Result != callback.NoAnswer || c.Tries != 3 || !c.EndedAt.Equal(now) {
		t.Errorf("%+v, %v", c, err)
	}
}

// Two nodes, four operators each, see the same claim at once.
func TestOnlyOneDials(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	begun := make([]bool, 8)
	var wg sync.WaitGroup
	for n := range begun {
		wg.Go(func() {
			var err error
			if begun[n], err = s.BeginCallback(t.Context(), id, 0, fmt.Sprintf("op0%d", n), "pbx1", at(3600)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	n := 0
	for _, b := range begun {
		if b {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d dial", n)
	}
}

func TestNodeDiesWhileItDials(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	now := at(3600)
	if begun, err := s.BeginCallback(ctx, id, 0, "op01", "pbx1", now); !begun || err != nil {
		t.Fatal(begun, err)
	}
	if due, err := s.DueCallbacks(ctx, now.Add(callback.Lease-time.Second), 10); err != nil || len(due) != 0 {
		t.Errorf("%+v, %v", due, err)
	}
	late := now.Add(callback.Lease)
	if due, err := s.DueCallbacks(ctx, late, 10); err != nil || len(due) != 0 {
		t.Errorf("its pause begins now: %+v, %v", due, err)
	}
	c, err := s.Callback(ctx, id)
	if err != nil || c.State != callback.Waiting || c.Tries != 1 || !c.NextTry.After(late) || c.Operator != "" {
		t.Errorf("%+v, %v", c, err)
	}
	// The dead node comes back and reports: too late.
	if err := s.EndCallback(ctx, id, 1, callback.Reached, late); err != nil {
		t.Fatal(err)
	}
	if c, _ := s.Callback(ctx, id); c.State != callback.Waiting {
		t.Errorf("%+v", c)
	}
}

func TestSettledByHand(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	apply(t, s, waited(1, "pbx1-1.2", "0987654321")...)
	claims := openClaims(t, s)
	if err := s.DoneCallback(ctx, claims[0].ID, "op01", "Đã gọi bằng điện thoại bàn.", at(100)); err != nil {
		t.Fatal(err)
	}
	if err := s.CancelCallback(ctx, claims[1].ID, "op02", "Số sai", at(101)); err != nil {
		t.Fatal(err)
	}
	if err := s.DoneCallback(ctx, claims[1].ID, "op01", "", at(102)); !errors.Is(err, ErrNotWaiting) {
		t.Errorf("settled twice: %v", err)
	}
	if err := s.DoneCallback(ctx, 4711, "op01", "", at(102)); !errors.Is(err, ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	done, err := s.Callback(ctx, claims[0].ID)
	if err != nil || done.State != callback.Done || done.Result != callback.ByHand || done.Operator != "op01" || done.Note == "" {
		t.Errorf("%+v, %v", done, err)
	}
}

// tryOf is a call-back of a claim: answered at n s, ended 10 s later for a reason.
func tryOf(n int, claim int64, reason call.EndReason) []call.Entry {
	id, op := call.BackID("pbx1", at(n), claim), call.Offer{Operator: "op01"}
	return []call.Entry{
		entry(n, id, call.KindArrived, call.Arrived{From: citizen}),
		entry(n, id, call.KindAccepted, op),
		entry(n, id, call.KindAnswered, nil),
		entry(n, id, call.KindConnected, op),
		entry(n+10, id, call.KindEnded, call.Ended{Class: call.EndSystem, Reason: reason}),
	}
}

// What has answered was taken for the citizen at first. The engine's own report may come
// before the journal, after it, or never.
func TestAMachineAnswers(t *testing.T) {
	for name, tc := range map[string]struct {
		reason call.EndReason
		state  callback.State
		result callback.Result
		next   time.Duration // after the end of the call
	}{
		"a voicemail: dialled again":      {call.ReasonVoicemail, callback.Waiting, callback.Voicemail, 5 * time.Minute},
		"a fax: another number is needed": {call.ReasonFax, callback.NeedsNumber, callback.Fax, 0},
		"the citizen":                     {call.ReasonHangup, callback.Done, callback.Reached, 0},
	} {
		for _, told := range []string{"before", "after", "never"} {
			t.Run(name+", told "+told, func(t *testing.T) {
				s := open(t)
				apply(t, s, waited(0, "pbx1-1.1", citizen)...)
				id := openClaims(t, s)[0].ID
				if begun, err := s.BeginCallback(t.Context(), id, 0, "op01", "pbx1", at(990)); !begun || err != nil {
					t.Fatal(begun, err)
				}
				report := func(when string) {
					if when == told {
						if err := s.EndCallback(t.Context(), id, 1, callback.Reached, at(1000)); err != nil {
							t.Fatal(err)
						}
					}
				}
				report("before")
				entries := tryOf(1000, id, tc.reason)
				apply(t, s, entries...)
				apply(t, s, entries...)
				report("after")
				c, err := s.Callback(t.Context(), id)
				if err != nil || c.State != tc.state || c.Result != tc.result || c.Tries != 1 {
					t.Fatalf("%+v, %v", c, err)
				}
				if open := len(openClaims(t, s)) == 1; open != tc.state.Open() {
					t.Errorf("on the list: %v", open)
				}
				if want := at(1010).Add(tc.next); tc.next > 0 && !c.NextTry.Equal(want) {
					t.Errorf("next try at %s, want %s", c.NextTry, want)
				}
			})
		}
	}
}

// The line was engaged, and its voicemail answered, because the citizen was calling us: the
// newer wish gets the older place.
func TestAMachineAnswersWhileTheCitizenAsksAgain(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	if begun, err := s.BeginCallback(t.Context(), id, 0, "op01", "pbx1", at(990)); !begun || err != nil {
		t.Fatal(begun, err)
	}
	try := tryOf(1000, id, call.ReasonVoicemail)
	apply(t, s, try[:4]...)
	apply(t, s, entry(1005, "pbx1-1.2", call.KindArrived, call.Arrived{From: citizen}),
		entry(1005, "pbx1-1.2", call.KindCallbackAsked, call.CallbackAsked{Number: citizen, Queue: "tong-dai", QueuedAt: at(1002)}))
	apply(t, s, try[4])
	claims := openClaims(t, s)
	if len(claims) != 1 || claims[0].ID == id || !claims[0].QueuedAt.Equal(at(0)) || !claims[0].NextTry.Equal(at(1005)) {
		t.Errorf("%+v", claims)
	}
	if old, err := s.Callback(t.Context(), id); err != nil || old.State != callback.Cancelled || old.Result != callback.Voicemail {
		t.Errorf("%+v, %v", old, err)
	}
}

// An entry that comes when the next try is being made says nothing of it.
func TestALateMachine(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	for n, begin := range []int{990, 5000} {
		if begun, err := s.BeginCallback(t.Context(), id, n, "op01", "pbx1", at(begin)); !begun || err != nil {
			t.Fatal(begun, err)
		}
		if n == 0 {
			if err := s.EndCallback(t.Context(), id, 1, callback.Failed, at(1200)); err != nil {
				t.Fatal(err)
			}
		}
	}
	apply(t, s, tryOf(1000, id, call.ReasonFax)...)
	if c, err := s.Callback(t.Context(), id); err != nil || c.State != callback.Dialling || c.Tries != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// The trunks fail all day: no try is lost, none comes sooner than the outage's pause.
func TestNoCarrierCostsNoTry(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	now := at(3600)
	for range 10 {
		if begun, err := s.BeginCallback(t.Context(), id, 0, "op01", "pbx1", now); !begun || err != nil {
			t.Fatal(begun, err)
		}
		if err := s.EndCallback(t.Context(), id, 1, callback.NoTrunk, now); err != nil {
			t.Fatal(err)
		}
		if due, err := s.DueCallbacks(t.Context(), now.Add(callback.OutagePause-time.Second), 10); err != nil || len(due) != 0 {
			t.Fatalf("%+v, %v", due, err)
		}
		now = now.Add(callback.OutagePause)
	}
	if c := openClaims(t, s)[0]; c.State != callback.Waiting || c.Tries != 0 || c.Result != callback.NoTrunk {
		t.Errorf("%+v", c)
	}
}

// A fax's number is settled by who has found another.
func TestAFaxNumberIsSettledByHand(t *testing.T) {
	s := open(t)
	apply(t, s, waited(0, "pbx1-1.1", citizen)...)
	id := openClaims(t, s)[0].ID
	if begun, err := s.BeginCallback(t.Context(), id, 0, "op01", "pbx1", at(990)); !begun || err != nil {
		t.Fatal(begun, err)
	}
	apply(t, s, tryOf(1000, id, call.ReasonFax)...)
	if due, err := s.DueCallbacks(t.Context(), at(100000), 10); err != nil || len(due) != 0 {
		t.Errorf("dialled again: %+v, %v", due, err)
	}
	if err := s.DoneCallback(t.Context(), id, "op02", "Đã gọi số di động của chị ấy.", at(2000)); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Callback(t.Context(), id); err != nil || c.State != callback.Done || c.Result != callback.ByHand || c.Operator != "op02" {
		t.Errorf("%+v, %v", c, err)
	}
}

// However calls of two citizens are mixed, abandoned, answered and applied again:
// one open claim a number, and none for who spoke last.
func TestOneOpenClaimWhateverHappens(t *testing.T) {
	s := open(t)
	calls := 0
	rapid.Check(t, func(r *rapid.T) {
		if _, err := s.pool.Exec(t.Context(), "UPDATE callbacks SET state = 'cancelled', next_try_at = NULL, held_until = NULL, result = 'withdrawn', ended_at = now() WHERE ended_at IS NULL"); err != nil {
			r.Fatal(err)
		}
		from := fmt.Sprintf("09%08d", calls)
		last := ""
		for n := range rapid.IntRange(1, 6).Draw(r, "calls") {
			calls++
			id := call.ID(fmt.Sprintf("pbx1-9.%d", calls))
			entries := waited(n*1000, id, from)
			last = rapid.SampledFrom([]string{"abandoned", "asked", "spoke"}).Draw(r, "what")
			switch last {
			case "asked":
				entries = append(entries[:2], entry(n*1000+30, id, call.KindCallbackAsked, call.CallbackAsked{Number: from, Queue: "tong-dai", QueuedAt: at(n * 1000)}), entries[2])
			case "spoke":
				entries = spoke(n*1000, id, from)
			}
			apply(t, s, entries...)
			if rapid.Bool().Draw(r, "again") {
				apply(t, s, entries...)
			}
		}
		claims := openClaims(t, s)
		if want := map[bool]int{true: 0, false: 1}[last == "spoke"]; len(claims) != want {
			r.Fatalf("%d open claims after %q", len(claims), last)
		}
	})
}

// A queue that nobody serves must not keep the others' citizens from being called.
func TestEveryQueueHasItsFirst(t *testing.T) {
	s := open(t)
	for n := range 5 {
		from := fmt.Sprintf("091234567%d", n)
		apply(t, s, asked(n, call.ID(fmt.Sprintf("pbx1-1.%d", n)), from, from, "truc-ca")...)
	}
	apply(t, s, asked(10, "pbx1-2.1", "0987654321", "0987654321", "tong-dai")...)
	due, err := s.DueCallbacks(t.Context(), at(100), 3)
	if err != nil || len(due) != 4 || due[3].Queue != "tong-dai" || !due[0].QueuedAt.Equal(at(0)) {
		t.Errorf("%+v, %v", due, err)
	}
}

// asked is a caller who asks in a queue for a number to be called back.
func asked(n int, id call.ID, from, number, queue string) []call.Entry {
	return []call.Entry{
		entry(n, id, call.KindArrived, call.Arrived{From: from, To: "02251022"}),
		entry(n, id, call.KindQueued, call.Queued{Queue: queue}),
		entry(n+1, id, call.KindCallbackAsked, call.CallbackAsked{Number: number, Queue: queue, QueuedAt: at(n)}),
	}
}

// One who asks for others' numbers to be called is soon not listened to any more.
func TestNobodyLetsUsRingTheCity(t *testing.T) {
	s := open(t)
	for n := range mostWishes + 3 {
		apply(t, s, asked(n, call.ID(fmt.Sprintf("pbx1-1.%d", n)), "0912345678", fmt.Sprintf("098765432%d", n), "tong-dai")...)
	}
	if n := len(openClaims(t, s)); n != mostWishes {
		t.Errorf("%d claims of one caller", n)
	}
	apply(t, s, asked(100, "pbx1-2.1", "0901234567", "0901234567", "tong-dai")...) // another one
	apply(t, s, asked(int(wishesWithin.Seconds())+100, "pbx1-3.1", "0912345678", "0912345678", "tong-dai")...)
	if n := len(openClaims(t, s)); n != mostWishes+2 {
		t.Errorf("%d claims", n)
	}
}

// Hotline was dead while they hung up.
func TestWhoGaveUpUnseenIsCalledBack(t *testing.T) {
	s := open(t)
	unseen := call.Ended{Class: call.EndCitizen, Reason: call.ReasonUnobserved}
	apply(t, s, waited(0, "pbx1-1.1", citizen)[:2]...)
	apply(t, s, entry(60, "pbx1-1.1", call.KindEnded, unseen))
	apply(t, s, spoke(0, "pbx1-1.2", "0987654321")...)
	apply(t, s, entry(60, "pbx1-1.2", call.KindEnded, unseen))
	apply(t, s, entry(0, "pbx1-1.3", call.KindArrived, call.Arrived{From: "0901234567", To: "02251022"}), entry(60, "pbx1-1.3", call.KindEnded, unseen))
	if list := openClaims(t, s); len(list) != 1 || list[0].Number != citizen || !list[0].QueuedAt.Equal(at(0)) {
		t.Errorf("%+v", list)
	}
}

// The journal of another node may come late.
func TestWhoHasSpokenSinceIsNotCalled(t *testing.T) {
	s := open(t)
	apply(t, s, spoke(50, "pbx2-1.1", citizen)...)
	apply(t, s, asked(0, "pbx1-1.1", citizen, citizen, "tong-dai")...)
	if list := openClaims(t, s); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}
