package asteriskconf_test

import (
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
)

// A call in has the session timer that its INVITE asks for (RFC 4028). Not tested
// is what comes of one that runs out: none may be shorter than 90 s.
func TestACallInHasTheSessionTimerItAsksFor(t *testing.T) {
	a := asterisktest.Start(t)
	for name, c := range map[string]struct {
		asked   string // headers of the INVITE
		status  int
		expires string
		least   string
	}{
		"ours to refresh":      {"Supported: timer\r\nSession-Expires: 600;refresher=uas\r\n", 200, "600;refresher=uas", ""},
		"theirs to refresh":    {"Supported: timer\r\nSession-Expires: 90;refresher=uac\r\n", 200, "90;refresher=uac", ""},
		"nobody named":         {"Supported: timer\r\nSession-Expires: 600\r\n", 200, "600;refresher=uac", ""},
		"longer than ours":     {"Supported: timer\r\nSession-Expires: 7200\r\n", 200, "7200;refresher=uac", ""},
		"too short":            {"Supported: timer\r\nSession-Expires: 89\r\n", 422, "", "90"},
		"supported, not asked": {"Supported: timer\r\n", 200, "", ""},
		"not supported":        {"", 200, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := dial(t, a.SIP, invite{to: "1022", extra: c.asked})
			expires, least := p.answer.header("Session-Expires"), p.answer.header("Min-SE")
			if p.status != c.status || expires != c.expires || least != c.least {
				t.Errorf("answer %d, Session-Expires %q, Min-SE %q, want %d, %q, %q", p.status, expires, least, c.status, c.expires, c.least)
			}
			if p.status == 200 {
				p.hangup()
			}
		})
	}
}

// A call out asks for one of half an hour.
func TestACallOutAsksForASessionTimer(t *testing.T) {
	door := listen(t, "127.0.0.1")
	a := asterisktest.Start(t, short, func(v *asteriskconf.Values) {
		v.Trunks[0].Host = door.LocalAddr().String()
		v.Fallback.DutyPhones = []string{"0900000001"}
	})
	p := dial(t, a.SIP, invite{to: "1022"})
	if err := door.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, from, err := door.ReadFromUDP(buf)
	if err != nil {
		t.Fatal(err)
	}
	m := sipMessage(buf[:n])
	if !m.is("INVITE ") || m.header("Session-Expires") != "1800" || m.header("Min-SE") != "90" {
		t.Errorf("asked for %q, at least %q: %s", m.header("Session-Expires"), m.header("Min-SE"), m)
	}
	if _, err := door.WriteToUDP([]byte(m.reply(486, ";tag=c", door.LocalAddr().String(), "")), from); err != nil {
		t.Error(err)
	}
	awaitCall(t, a, "asked for a message", message)
	p.hangup()
}
