package callsim

import (
	"testing"
	"time"
)

func TestRawMessagesGetTheRightStatus(t *testing.T) {
	n := newNetwork(t, "1=answer,3=noanswer", OfficerOptions{})
	for _, c := range []struct {
		kind   RawKind
		to     string
		status int // 0: none at all
		ended  bool
	}{
		{RawPlain, "1", 200, true},
		{RawPlain, "404", 404, false},
		{RawPlain, "3", 0, true}, // rings on; cancelled
		{RawMalformedSDP, "1", 400, false},
		{RawTruncatedSDP, "1", 400, false},
		{RawUnknownCodec, "1", 488, false},
		{RawWrongType, "1", 415, false},
		{RawNoSDP, "1", 200, true},
		{RawAnonymous, "1", 200, true},
		{RawLetters, "1", 200, true},
		{RawNoCallID, "1", 400, false},
		{RawNoFrom, "1", 400, false},
		{RawUnknownMethod, "1", 405, false},
		{RawGarbage, "1", 0, false},
	} {
		t.Run(string(c.kind)+" to "+c.to, func(t *testing.T) {
			t.Parallel()
			r, err := Raw(within(t, 4*time.Second), n.officer.Addr(), c.kind, "0912345678", c.to)
			if err != nil || r.Status != c.status || r.Ended != c.ended {
				t.Errorf("%+v, %v; want status %d, ended %v", r, err, c.status, c.ended)
			}
		})
	}
}

func TestEveryRawKindIsWritten(t *testing.T) {
	n := newNetwork(t, "1=busy", OfficerOptions{})
	for _, kind := range RawKinds {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			if _, err := Raw(within(t, 4*time.Second), n.officer.Addr(), kind, "0912345678", "1"); err != nil {
				t.Error(err)
			}
		})
	}
}
