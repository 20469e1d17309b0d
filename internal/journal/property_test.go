package journal

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/telephony/call"
)

// However appends, a failing database and crashes follow one another: what was
// durable before a crash has its effect once, in order, and nothing is invented.
func TestCrashesLoseNothingDurable(t *testing.T) {
	base := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(base, "")
		if err != nil {
			t.Fatal(err)
		}
		sink := &memory{}
		opts := Options{
			Directory: dir, RetryFirst: time.Microsecond, RetryMost: time.Millisecond,
			SegmentBytes: rapid.Int64Range(100, 3000).Draw(t, "segment"), BatchSize: rapid.IntRange(1, 20).Draw(t, "batch"),
		}
		count := 0
		for range rapid.IntRange(1, 4).Draw(t, "lives") {
			j, err := Open(opts, sink)
			if err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(0, 4).Draw(t, "steps") {
				if rapid.Bool().Draw(t, "away") {
					sink.fail(errors.New("away"))
				} else {
					sink.fail(nil)
				}
				n := rapid.IntRange(0, 12).Draw(t, "entries")
				appendAll(j, numbered(count, count+n))
				count += n
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			tear(t, dir, rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "torn"))
			if rapid.IntRange(0, 3).Draw(t, "position lost") == 0 {
				_ = os.Remove(filepath.Join(dir, "position"))
			}
		}
		sink.fail(nil)
		j, err := Open(opts, sink)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := j.Sync(ctx); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		if got := sink.got(); !slices.Equal(got, numbered(0, count)) {
			t.Fatalf("sink has %v, want %d in order", got, count)
		}
	})
}

// tear puts the beginning of a line that never became durable at the end.
func tear(t *rapid.T, dir string, junk []byte) {
	numbers, err := segments{dir}.list()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(segments{dir}.path(numbers[len(numbers)-1]), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.Write(bytes.ReplaceAll(junk, []byte("\n"), []byte("x"))); err != nil {
		t.Fatal(err)
	}
}

func TestDecodeGivesTheTypeOfTheKind(t *testing.T) {
	data := map[call.Kind]any{
		call.KindArrived:      call.Arrived{To: "02251022", Withheld: true, Asserted: "+84912345678"},
		call.KindAnswered:     nil,
		call.KindAdopted:      call.Adopted{State: call.StateTalking, Operator: "op01", Withheld: true, Asserted: "+84912345678"},
		call.KindQueued:       call.Queued{Queue: "tong-dai", AtHead: true},
		call.KindOffered:      call.Offer{Operator: "op01"},
		call.KindOfferEnded:   call.Offer{Operator: "op01", Outcome: "timeout"},
		call.KindAccepted:     call.Offer{Operator: "op01"},
		call.KindConnected:    call.Offer{Operator: "op01"},
		call.KindHeld:         call.Offer{Operator: "op01"},
		call.KindResumed:      call.Offer{Operator: "op01"},
		call.KindOperatorLost: call.Offer{Operator: "op01"},
		call.KindDigit:        call.Digit{Digit: "#", Source: "citizen"},
		call.KindMessageLeft: call.MessageLeft{
			Begin: time.Date(2026, 9, 7, 1, 2, 3, 4e6, time.UTC), End: time.Date(2026, 9, 7, 1, 3, 0, 0, time.UTC), EndedBy: call.MessageEndedKey,
		},
		call.KindLeftQueue:      call.Queued{Queue: "tong-dai"},
		call.KindFallback:       nil,
		call.KindForwarding:     call.Forward{Number: "0225300001"},
		call.KindForwardEnded:   call.Forward{Number: "0225300001", Outcome: "busy"},
		call.KindForwarded:      call.Forward{Number: "114", Service: "114"},
		call.KindOperatorLeft:   call.Offer{Operator: "op01"},
		call.KindEmergency:      call.Consult{Operator: "op01", Number: "113", Unit: "113", Urgent: true},
		call.KindConsulting:     call.Consult{Operator: "op01", Number: "0225300001", Unit: "cap-nuoc"},
		call.KindBriefed:        call.Consult{Operator: "op01", Number: "0225300001"},
		call.KindConsulted:      call.Consult{Operator: "op01", Number: "0225300001"},
		call.KindThreeWay:       call.Consult{Operator: "op01", Number: "0225300001"},
		call.KindConsultEnded:   call.Consult{Operator: "op01", Number: "0225300001", Outcome: "busy"},
		call.KindTransferred:    call.Consult{Operator: "op01", Number: "0225300001"},
		call.KindCitizenLeft:    call.CitizenLeft{Operator: "op01", Ended: call.Ended{Class: call.EndCarrier, Reason: call.ReasonMediaTimeout, Cause: 44}},
		call.KindWatched:        call.Watched{Leader: "truongca", Mode: call.ModeWhisper, Operator: "op01"},
		call.KindPauseOrdered:   call.Ordered{Operator: "op01", By: "truongca", Reason: "Họp"},
		call.KindPauseEnded:     call.Ordered{Operator: "op01", By: "op01"},
		call.KindSignedOut:      call.Ordered{Operator: "op01", By: "truongca"},
		call.KindCallDenied:     call.CallDenied{Operator: "op01", Number: "1900545415", Reason: "number"},
		call.KindRecording:      call.Leg{Leg: "consult-3", Operator: "op01", Number: "0225300001", Unit: "SXD"},
		call.KindRecordingLost:  call.Leg{Leg: "consult-3", Operator: "op01", Number: "0225300001", Unit: "SXD"},
		call.KindPlaced:         call.Placed{Operator: "op01", Number: "0912345678", Ticket: "26-000012-7"},
		call.KindWatchEnded:     call.Watched{Leader: "truongca"},
		call.KindTakenOver:      call.TakenOver{Leader: "truongca", Operator: "op01", Held: true},
		call.KindLookedUp:       call.LookedUp{Ticket: "260000018"},
		call.KindRated:          call.Rated{Mark: "5"},
		call.KindJoinedIncident: call.JoinedIncident{Incident: "7", Key: "1"},
		call.KindCallbackAsked:  call.CallbackAsked{Number: "0912345678", Queue: "tong-dai", QueuedAt: time.Unix(1, 0).UTC()},
		call.KindEnded:          call.Ended{Class: call.EndCarrier, Reason: call.ReasonNetwork, Cause: 38, TechCause: 503},
		call.KindOvertook: call.Overtook{Operator: "op01", Passed: []call.Passed{
			{Reason: "wish", Count: 2, Calls: []call.ID{"pbx1-1.2", "pbx1-1.3"}},
		}},
		call.KindOperator: call.OperatorStatus{Operator: "op01", Status: "offline", Reason: "signed_out", By: "truongca"},
	}
	for kind, d := range data {
		e := call.Entry{ID: "1", At: time.Unix(1, 2).UTC(), Node: "pbx1", Kind: kind, Call: "pbx1-1.1", Data: d}
		line, err := encodeLine(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeLine(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("%s came back as %+v, %v", kind, got, err)
		}
	}
	later, err := Decode([]byte(`{"id":"1","at":"2026-01-01T00:00:00Z","kind":"call.sung","data":{"song":2}}`))
	if raw, ok := later.Data.(json.RawMessage); err != nil || !ok || string(raw) != `{"song":2}` {
		t.Errorf("a later version's kind: %+v, %v", later, err)
	}
}

func FuzzDecodeLine(f *testing.F) {
	good, err := encodeLine(call.Entry{ID: "1", Kind: call.KindEnded, Data: call.Ended{Class: call.EndCitizen}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("00000000 {}"))
	f.Add([]byte("zz"))
	f.Add(bytes.Repeat([]byte("a"), 100))
	f.Fuzz(func(t *testing.T, raw []byte) {
		line, size, _ := readLine(bufio.NewReader(bytes.NewReader(raw)))
		if size > int64(len(raw)) || len(line) > len(raw) {
			t.Fatalf("read %d of %d bytes", size, len(raw))
		}
		e, err := decodeLine(line)
		if err != nil {
			return
		}
		again, err := encodeLine(e)
		if err != nil {
			t.Fatalf("cannot be written again: %v", err)
		}
		if _, err := decodeLine(bytes.TrimSuffix(again, []byte("\n"))); err != nil {
			t.Fatalf("cannot be read again: %v", err)
		}
	})
}
