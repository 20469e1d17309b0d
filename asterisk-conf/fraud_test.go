package asteriskconf_test

import (
	"fmt"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/asterisk-conf/asterisktest"
)

// Whatever comes in over the trunk, nothing goes out over it: not by the number that is
// dialled, not by who calls, not by a header, not by a request within a call or without
// one, not by keys. There is no controller: it is the dialplan and the modules that hold.
func TestNobodyOutsideMakesUsCall(t *testing.T) {
	door := listen(t, "127.0.0.1")
	a := asterisktest.Start(t, short, func(v *asteriskconf.Values) {
		v.Trunks[0].Host, v.Trunks[0].Number = door.LocalAddr().String(), "02251022"
	})
	asked := carrier(t, door, map[string]int{})
	victim := dial(t, a.SIP, invite{to: "02251022"})
	const premium = "1900545415"
	toCarrier := "<sip:" + premium + "@" + door.LocalAddr().String() + ">"
	plain := map[string]invite{}
	for _, to := range []string{
		premium, "00" + premium, "+882" + premium, "0912345678", "113", "9" + premium, "%2A21%2A0912345678%23", "s", "callback", "calls-out",
		"PJSIP%2F" + premium + "%40trunk", "0912345678%26PJSIP%2F" + premium + "%40trunk", "0912345678&PJSIP/" + premium, "Local%2F" + premium + "%40from-trunk%2Fn",
		"0912345678,30,g", "0912345678%40trunk", "%24%7BDIAL(PJSIP%2F" + premium + "%40trunk)%7D", "${EXTEN}", "02251022;tgrp=trunk;trunk-context=carrier",
	} {
		plain["dialled "+to] = invite{to: to}
	}
	for _, from := range []string{
		"<sip:0912345678&PJSIP/" + premium + "@x>", "<sip:PJSIP%2F" + premium + "%40trunk@x>", "<sip:${SYSTEM(id)}@x>", "<sip:0912345678,30,g@x>",
		`"x) & PJSIP/` + premium + `@trunk" <sip:0912345678@x>`, `"${CURL(http://127.0.0.1/)}" <sip:%24%7BEXTEN%7D@x>`, "<tel:+84912345678;phone-context=trunk>",
	} {
		plain["called by "+from] = invite{to: "02251022", from: from}
	}
	to, from := victim.answer.header("To"), victim.from
	for _, header := range []string{
		"Replaces: " + victim.callID + ";to-tag=" + tag(to) + ";from-tag=" + tag(from) + "\r\nRequire: replaces",
		"Replaces: " + victim.callID + ";to-tag=" + tag(to) + ";from-tag=" + tag(from),
		"Refer-To: " + toCarrier, "Referred-By: " + toCarrier, "Diversion: " + toCarrier, "History-Info: " + toCarrier, "Route: " + strings.Replace(toCarrier, ">", ";lr>", 1),
		"P-Asserted-Identity: <sip:PJSIP%2F" + premium + "%40trunk@x>", "P-Called-Party-ID: " + toCarrier, "Alert-Info: " + toCarrier, "X-Dial: PJSIP/" + premium + "@trunk",
	} {
		plain["with "+header] = invite{to: "02251022", extra: header + "\r\n"}
	}
	for name, call := range plain {
		t.Run(name, func(t *testing.T) {
			call.wait = 3 * time.Second
			p := dial(t, a.SIP, call)
			if p.status == 200 {
				p.hangup()
			}
			if p.status == 202 || p.status/100 == 3 {
				t.Errorf("status %d", p.status)
			}
		})
	}
	t.Run("requests within a call", func(t *testing.T) {
		replacing := "<sip:" + premium + "@x?Replaces=" + victim.callID + "%3Bto-tag%3D1%3Bfrom-tag%3D2>"
		for i, method := range []string{"REFER", "SUBSCRIBE", "MESSAGE", "PUBLISH", "NOTIFY"} {
			for j, target := range []string{toCarrier, replacing} {
				victim.ask(method, 10+2*i+j, "Refer-To: "+target+"\r\nReferred-By: "+toCarrier+"\r\nEvent: refer\r\nSubscription-State: active\r\n")
			}
		}
		// Nobody here knows them: they may stay without an answer. A key comes after them, and
		// has its answer, which is the only good one.
		victim.info(30, "1")
		for answered := false; !answered; {
			select {
			case status := <-victim.replies:
				answered = status == 200
				if status < 400 && !answered {
					t.Errorf("status %d", status)
				}
			case <-victim.ended:
				t.Fatal("the call has ended")
			case <-time.After(patience):
				t.Fatal("the key is not answered")
			}
		}
	})
	t.Run("requests without a call", func(t *testing.T) {
		for _, method := range []string{"REFER", "SUBSCRIBE", "MESSAGE", "PUBLISH", "NOTIFY", "REGISTER"} {
			if status := alone(t, a.SIP, method, "Refer-To: "+toCarrier+"\r\nEvent: refer\r\nSubscription-State: active\r\n"); status < 400 {
				t.Errorf("%s: status %d", method, status)
			}
		}
	})
	for _, key := range []byte{10, 2, 1, 10, 11, 10, 10, 12} { // *21*#**A
		victim.press(key)
	}
	select {
	case <-victim.ended: // by # the message is over
	case <-time.After(patience):
		victim.hangup()
	}
	eventually(t, "all are gone", func() bool { return strings.Contains(a.CLI("core show channels count"), "0 active channels") })
	if n := len(asked); n > 0 {
		t.Errorf("%d calls to the carrier: %s", n, <-asked)
	}
	digits := regexp.MustCompile(`^[+0-9]*$`)
	for _, f := range callFiles(t, a) {
		if !digits.MatchString(f.From) || !digits.MatchString(f.To) || len(f.Duty) > 0 {
			t.Errorf("call file %+v", f)
		}
	}
}

// tag is the tag of From or To.
func tag(header string) string {
	_, tag, _ := strings.Cut(header, ";tag=")
	return tag
}

// ask sends a request within the call.
func (p *phone) ask(method string, cseq int, headers string) {
	p.t.Helper()
	p.send(fmt.Sprintf("%s %s SIP/2.0\r\nVia: SIP/2.0/%s %s;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: %s\r\nTo: %s\r\n"+
		"Call-ID: %s\r\nCSeq: %d %s\r\nContact: <sip:test@%s>\r\n%sContent-Length: 0\r\n\r\n",
		method, p.uri, p.via, p.sip.LocalAddr(), token(), p.from, p.to, p.callID, cseq, method, p.contact(), headers))
}

// alone sends a request that belongs to no call, and gives its final status; 0: none.
func alone(t *testing.T, server, method, headers string) (status int) {
	t.Helper()
	conn, err := net.Dial("udp", server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	uri := "sip:02251022@" + server
	p := &phone{t: t, sip: conn, via: "UDP", uri: uri, from: "<sip:0912345678@x>;tag=" + token(), to: "<" + uri + ">", callID: token()}
	p.ask(method, 1, headers)
	if _, err := fmt.Sscanf(string(p.final(patience)), "SIP/2.0 %d", &status); err != nil {
		t.Errorf("%s is not answered: %v", method, err)
	}
	return status
}
