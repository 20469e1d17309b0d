package protocol

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	long := strings.Repeat("ố", MaxReasonRunes)
	tests := []struct {
		name, in, code string
		id             uint64
		want           ClientMessage
	}{
		{name: "hello", in: `{"type":"hello","hello":{"version":1}}`, want: ClientMessage{Type: ClientHello, Hello: &Hello{Version: 1}}},
		{name: "hello resumes", in: `{"type":"hello","hello":{"version":1,"session":"a-b_c","last_seq":7}}`, want: ClientMessage{Type: ClientHello, Hello: &Hello{Version: 1, Session: "a-b_c", LastSeq: 7}}},
		{name: "accept", in: `{"type":"accept","id":3,"call":"pbx1-1.2"}`, want: ClientMessage{Type: ClientAccept, ID: 3, Call: "pbx1-1.2"}},
		{name: "unmute", in: `{"type":"mute","id":3,"call":"pbx1-1.2","on":false}`, want: ClientMessage{Type: ClientMute, ID: 3, Call: "pbx1-1.2"}},
		{name: "dtmf", in: `{"type":"dtmf","id":3,"call":"c","digits":"0123456789*#ABCD"}`, want: ClientMessage{Type: ClientDTMF, ID: 3, Call: "c", Digits: "0123456789*#ABCD"}},
		{name: "pause without reason", in: `{"type":"pause","id":1}`, want: ClientMessage{Type: ClientPause, ID: 1}},
		{name: "pause with longest reason", in: `{"type":"pause","id":1,"reason":"` + long + `"}`, want: ClientMessage{Type: ClientPause, ID: 1, Reason: long}},
		{name: "bye without id", in: `{"type":"bye"}`, want: ClientMessage{Type: ClientBye}},
		{name: "consult", in: `{"type":"consult","id":3,"call":"c","unit":"CAP-NUOC","officer":"+84225300001","about":"5"}`, want: ClientMessage{Type: ClientConsult, ID: 3, Call: "c", Unit: "CAP-NUOC", Officer: "+84225300001", About: "5"}},
		{name: "consult, whoever is on call", in: `{"type":"consult","id":3,"call":"c","unit":"CAP-NUOC"}`, want: ClientMessage{Type: ClientConsult, ID: 3, Call: "c", Unit: "CAP-NUOC"}},
		{name: "emergency", in: `{"type":"emergency","id":3,"call":"c","unit":"113"}`, want: ClientMessage{Type: ClientEmergency, ID: 3, Call: "c", Unit: "113"}},
		{name: "place", in: `{"type":"place","id":3,"number":"+84912345678","ticket":"26-000012-7"}`, want: ClientMessage{Type: ClientPlace, ID: 3, Number: "+84912345678", Ticket: "26-000012-7"}},
		{name: "listen", in: `{"type":"listen","id":3,"call":"c"}`, want: ClientMessage{Type: ClientListen, ID: 3, Call: "c"}},
		{name: "unknown field ignored", in: `{"type":"ready","id":1,"colour":{"a":[1]}}`, want: ClientMessage{Type: ClientReady, ID: 1}},

		{name: "empty", in: ``, code: CodeBadMessage},
		{name: "not JSON", in: `hello`, code: CodeBadMessage},
		{name: "not an object", in: `[1]`, code: CodeBadMessage},
		{name: "null", in: `null`, code: CodeUnknownType},
		{name: "two messages", in: `{"type":"ready","id":1}{"type":"ready","id":2}`, code: CodeBadMessage},
		{name: "not UTF-8", in: "{\"type\":\"pause\",\"id\":1,\"reason\":\"\xff\"}", code: CodeBadMessage},
		{name: "wrong field type keeps the id", in: `{"id":9,"type":"accept","call":7}`, code: CodeBadMessage, id: 9},
		{name: "negative id", in: `{"id":-1,"type":"ready"}`, code: CodeBadMessage},
		{name: "no type", in: `{"id":4}`, code: CodeUnknownType, id: 4},
		{name: "unknown type", in: `{"id":4,"type":"spy"}`, code: CodeUnknownType, id: 4},
		{name: "server's type", in: `{"id":4,"type":"call"}`, code: CodeUnknownType, id: 4},
		{name: "no id", in: `{"type":"ready"}`, code: CodeBadMessage},
		{name: "hello without payload", in: `{"type":"hello"}`, code: CodeBadMessage},
		{name: "hello elsewhere", in: `{"type":"ready","id":1,"hello":{"version":1}}`, code: CodeBadMessage, id: 1},
		{name: "last_seq without session", in: `{"type":"hello","hello":{"version":1,"last_seq":3}}`, code: CodeBadMessage},
		{name: "session with a newline", in: `{"type":"hello","hello":{"version":1,"session":"a\nb"}}`, code: CodeBadMessage},
		{name: "session too long", in: `{"type":"hello","hello":{"version":1,"session":"` + strings.Repeat("a", maxSession+1) + `"}}`, code: CodeBadMessage},
		{name: "accept without call", in: `{"type":"accept","id":1}`, code: CodeBadMessage, id: 1},
		{name: "call of nonsense", in: `{"type":"accept","id":1,"call":"a b"}`, code: CodeBadMessage, id: 1},
		{name: "call on ready", in: `{"type":"ready","id":1,"call":"c"}`, code: CodeBadMessage, id: 1},
		{name: "on on hold", in: `{"type":"hold","id":1,"call":"c","on":true}`, code: CodeBadMessage, id: 1},
		{name: "consult with nobody", in: `{"type":"consult","id":1,"call":"c"}`, code: CodeBadMessage, id: 1},
		{name: "consult with a dial string", in: `{"type":"consult","id":1,"call":"c","unit":"u","officer":"113&PJSIP/900"}`, code: CodeBadMessage, id: 1},
		{name: "consult about nonsense", in: `{"type":"consult","id":1,"call":"c","unit":"u","about":"6"}`, code: CodeBadMessage, id: 1},
		{name: "emergency with an officer", in: `{"type":"emergency","id":1,"call":"c","unit":"113","officer":"113"}`, code: CodeBadMessage, id: 1},
		{name: "emergency for nonsense", in: `{"type":"emergency","id":1,"call":"c","unit":"a b"}`, code: CodeBadMessage, id: 1},
		{name: "barge into nothing", in: `{"type":"barge","id":1}`, code: CodeBadMessage, id: 1},
		{name: "take over with a reason", in: `{"type":"take_over","id":1,"call":"c","reason":"r"}`, code: CodeBadMessage, id: 1},
		{name: "unit on swap", in: `{"type":"swap","id":1,"call":"c","unit":"u"}`, code: CodeBadMessage, id: 1},
		{name: "place to nobody", in: `{"type":"place","id":1}`, code: CodeBadMessage, id: 1},
		{name: "place to a dial string", in: `{"type":"place","id":1,"number":"113&PJSIP/900"}`, code: CodeBadMessage, id: 1},
		{name: "place about nonsense", in: `{"type":"place","id":1,"number":"113","ticket":"a b"}`, code: CodeBadMessage, id: 1},
		{name: "ticket on ready", in: `{"type":"ready","id":1,"ticket":"26-000012-7"}`, code: CodeBadMessage, id: 1},
		{name: "offer without sdp", in: `{"type":"media.offer","id":1}`, code: CodeBadMessage, id: 1},
		{name: "dtmf without digits", in: `{"type":"dtmf","id":1,"call":"c"}`, code: CodeBadMessage, id: 1},
		{name: "dtmf of nonsense", in: `{"type":"dtmf","id":1,"call":"c","digits":"1x2"}`, code: CodeBadMessage, id: 1},
		{name: "dtmf too long", in: `{"type":"dtmf","id":1,"call":"c","digits":"12345678901234567"}`, code: CodeBadMessage, id: 1},
		{name: "reason too long", in: `{"type":"pause","id":1,"reason":"` + long + `x"}`, code: CodeBadMessage, id: 1},
		{name: "reason with control characters", in: `{"type":"pause","id":1,"reason":"a\u0000b"}`, code: CodeBadMessage, id: 1},
		{name: "too large", in: strings.Repeat(" ", MaxMessageBytes+1), code: CodeTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Decode([]byte(tt.in))
			if tt.code == "" {
				if err != nil || !reflect.DeepEqual(got, tt.want) {
					t.Fatalf("got %+v, %v; want %+v", got, err, tt.want)
				}
				return
			}
			var de *DecodeError
			if !errors.As(err, &de) || de.Code != tt.code || de.ID != tt.id {
				t.Fatalf("got %+v, %v; want code %s, id %d", got, err, tt.code, tt.id)
			}
		})
	}
}

// FuzzDecode: whatever arrives, Decode gives a message that keeps every rule,
// or a refusal with a code of the catalogue; and a message survives its own encoding.
func FuzzDecode(f *testing.F) {
	for _, ex := range examples(f) {
		f.Add([]byte(ex.json))
	}
	f.Add([]byte(`{"type":"mute","id":18446744073709551615,"call":"\u0041","on":true}`))
	f.Add([]byte(`{"TYPE":"ready","ID":1,"type":"bye"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data)
		if err != nil {
			var de *DecodeError
			if !errors.As(err, &de) {
				t.Fatalf("error of type %T", err)
			}
			if _, ok := Catalogue[de.Code]; !ok {
				t.Fatalf("code %q is not in the catalogue", de.Code)
			}
			return
		}
		if !m.Type.Known() || len(data) > MaxMessageBytes || (m.Hello != nil) != (m.Type == ClientHello) {
			t.Fatalf("accepted %+v", m)
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		m2, err := Decode(again)
		if err != nil && len(again) <= MaxMessageBytes {
			t.Fatalf("%s: %v", again, err)
		}
		if err == nil && !reflect.DeepEqual(m, m2) {
			t.Fatalf("%+v became %+v", m, m2)
		}
	})
}
