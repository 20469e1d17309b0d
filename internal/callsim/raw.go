package callsim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"
)

// RawKind names a way in which an INVITE is unusual or wrong.
type RawKind string

const (
	RawPlain         RawKind = "plain"          // a proper one, for comparison
	RawMalformedSDP  RawKind = "malformed-sdp"  // a body that is not a session description
	RawTruncatedSDP  RawKind = "truncated-sdp"  // a description that breaks off in its media line
	RawUnknownCodec  RawKind = "unknown-codec"  // only G.729 and a codec that nobody knows
	RawNoSDP         RawKind = "no-sdp"         // no description: the called side shall offer
	RawWrongType     RawKind = "wrong-type"     // a body of another type than a description
	RawAnonymous     RawKind = "anonymous"      // number withheld (RFC 3323)
	RawLetters       RawKind = "letters"        // caller ID with letters, as some gateways send
	RawNoCallID      RawKind = "no-call-id"     // a mandatory header is missing
	RawBadCSeq       RawKind = "bad-cseq"       // CSeq without a number
	RawNoFrom        RawKind = "no-from"        // a mandatory header is missing
	RawUnknownMethod RawKind = "unknown-method" // not an INVITE, but a method that does not exist
	RawGarbage       RawKind = "garbage"        // not SIP at all
)

// RawKinds lists all of them.
var RawKinds = []RawKind{
	RawPlain, RawMalformedSDP, RawTruncatedSDP, RawUnknownCodec, RawNoSDP, RawWrongType, RawAnonymous,
	RawLetters, RawNoCallID, RawBadCSeq, RawNoFrom, RawUnknownMethod, RawGarbage,
}

// RawResult is what came back. Status is the final one; 0 when none came.
type RawResult struct {
	Status      int
	Reason      string
	Provisional []int
	CallID      string
	// Ended tells that a call that was answered, or that was still pending when the
	// time was over, was ended properly: its BYE or CANCEL was answered.
	Ended bool
}

// Raw sends one message of the given kind over a socket of its own, exactly as
// written here, repeats it while nothing comes back, and waits for the final
// status until ctx ends. Whatever it sets up it takes down again: an answer is
// acknowledged and hung up, an INVITE still pending cancelled. No answer at all is
// not an error: Status is 0.
func Raw(ctx context.Context, target string, kind RawKind, from, to string) (RawResult, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "udp", target)
	if err != nil {
		return RawResult{}, fmt.Errorf("raw SIP to %s: %w", target, err)
	}
	defer conn.Close()
	r := &raw{
		conn: conn, kind: kind, from: from, to: to, target: target,
		branch: sip.GenerateBranch(), tag: sip.GenerateTagN(8), callID: sip.GenerateTagN(16),
	}
	r.result.CallID = r.callID
	if deadline, ok := ctx.Deadline(); ok {
		r.deadline = deadline
	} else {
		r.deadline = time.Now().Add(32 * time.Second)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	err = r.exchange()
	if errors.Is(err, net.ErrClosed) && ctx.Err() != nil {
		err = nil
	}
	return r.result, err
}

type raw struct {
	conn                net.Conn
	kind                RawKind
	from, to, target    string
	branch, tag, callID string
	toTag               string
	deadline            time.Time
	result              RawResult
}

// cleanUp is the part of the time that is kept for ending what was begun.
const cleanUp = 2 * time.Second

func (r *raw) exchange() error {
	first := r.message()
	res, err := r.ask(first, r.deadline.Add(-cleanUp))
	if err != nil || res == nil {
		if err == nil && len(r.result.Provisional) > 0 {
			res, err = r.ask(r.request(sip.CANCEL, r.branch, ""), r.deadline)
			r.result.Ended = res != nil
		}
		return err
	}
	r.result.Status, r.result.Reason = res.StatusCode, res.Reason
	if r.kind == RawUnknownMethod || r.kind == RawGarbage {
		return nil
	}
	if to := res.To(); to != nil {
		r.toTag, _ = to.Params.Get("tag")
	}
	if !res.IsSuccess() {
		return r.write(r.request(sip.ACK, r.branch, ""))
	}
	body := ""
	if r.kind == RawNoSDP { // the answer to their offer
		body = description(r.local(), "8", "a=rtpmap:8 PCMA/8000")
	}
	if err := r.write(r.request(sip.ACK, sip.GenerateBranch(), body)); err != nil {
		return err
	}
	bye, err := r.ask(r.request(sip.BYE, sip.GenerateBranch(), ""), r.deadline)
	r.result.Ended = bye != nil && bye.IsSuccess()
	return err
}

// ask sends a request, again after 500 ms, 1 s, … without any response
// (RFC 3261, timer A), and returns its final response; nil if none came in time.
func (r *raw) ask(request string, deadline time.Time) (*sip.Response, error) {
	method, _, _ := strings.Cut(request, " ")
	if err := r.write(request); err != nil {
		return nil, err
	}
	interval, repeat := sip.T1, true
	next := time.Now().Add(interval)
	parser := sip.NewParser()
	buf := make([]byte, 65536)
	for time.Now().Before(deadline) {
		until := deadline
		if repeat && next.Before(until) {
			until = next
		}
		if err := r.conn.SetReadDeadline(until); err != nil {
			return nil, err
		}
		n, err := r.conn.Read(buf)
		var timeout net.Error
		switch {
		case errors.As(err, &timeout) && timeout.Timeout():
			if !repeat || !time.Now().Before(deadline) {
				continue
			}
			interval *= 2
			next = time.Now().Add(interval)
			if err := r.write(request); err != nil {
				return nil, err
			}
			continue
		case err != nil:
			return nil, fmt.Errorf("raw SIP: %w", err)
		}
		msg, err := parser.ParseSIP(buf[:n])
		if err != nil {
			continue
		}
		res, ok := msg.(*sip.Response)
		if !ok || res.CSeq() != nil && string(res.CSeq().MethodName) != method {
			continue // a request of theirs, or a response to something else
		}
		if res.IsProvisional() {
			r.result.Provisional = append(r.result.Provisional, res.StatusCode)
			repeat = method != string(sip.INVITE)
			continue
		}
		return res, nil
	}
	return nil, nil
}

func (r *raw) write(s string) error {
	if _, err := r.conn.Write([]byte(s)); err != nil {
		return fmt.Errorf("raw SIP: %w", err)
	}
	return nil
}

func (r *raw) local() *net.UDPAddr { return r.conn.LocalAddr().(*net.UDPAddr) }

// message writes the first request, with its fault.
func (r *raw) message() string {
	plain := description(r.local(), "8 101", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000")
	s := r.request(sip.INVITE, r.branch, plain)
	switch r.kind {
	case RawMalformedSDP:
		return r.request(sip.INVITE, r.branch, "this is not a session description\r\n")
	case RawTruncatedSDP:
		return r.request(sip.INVITE, r.branch, plain[:strings.Index(plain, "RTP/AVP")-3])
	case RawUnknownCodec:
		return r.request(sip.INVITE, r.branch, description(r.local(), "18 99", "a=rtpmap:18 G729/8000", "a=rtpmap:99 NOBODY-KNOWS/8000"))
	case RawNoSDP:
		return r.request(sip.INVITE, r.branch, "")
	case RawWrongType:
		return strings.Replace(s, "application/sdp", "application/x-nonsense", 1)
	case RawNoCallID:
		return without(s, "Call-ID")
	case RawNoFrom:
		return without(s, "From")
	case RawBadCSeq:
		return strings.Replace(s, "CSeq: 1 INVITE", "CSeq: one INVITE", 1)
	case RawUnknownMethod:
		return r.request("TELEPORT", r.branch, "")
	case RawGarbage:
		return "\x00\x01\x02 this is not SIP \xff\xfe\r\n\r\n"
	case RawPlain, RawAnonymous, RawLetters:
	}
	return s
}

func (r *raw) request(method sip.RequestMethod, branch, body string) string {
	from := fmt.Sprintf("<sip:%s@%s>", r.from, r.local().IP)
	extra := ""
	switch r.kind {
	case RawAnonymous:
		from, extra = `"Anonymous" <sip:anonymous@anonymous.invalid>`, "Privacy: id\r\n"
	case RawLetters:
		from = fmt.Sprintf(`"Tổng đài" <sip:CongTy.ABC-%s@%s>`, r.from, r.local().IP)
	default:
	}
	if body != "" {
		extra += "Content-Type: application/sdp\r\n"
	}
	to := fmt.Sprintf("<sip:%s@%s>", r.to, r.target)
	if r.toTag != "" {
		to += ";tag=" + r.toTag
	}
	number := "1"
	if method == sip.BYE {
		number = "2"
	}
	return fmt.Sprintf("%s sip:%s@%s SIP/2.0\r\nVia: SIP/2.0/UDP %s;branch=%s;rport\r\nMax-Forwards: 70\r\n"+
		"From: %s;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %s %s\r\nContact: <sip:callsim@%s>\r\n%sContent-Length: %d\r\n\r\n%s",
		method, r.to, r.target, r.local(), branch, from, r.tag, to, r.callID, number, method, r.local(), extra, len(body), body)
}

func description(local *net.UDPAddr, formats string, attributes ...string) string {
	lines := append([]string{
		"v=0", "o=- 1 1 IN IP4 " + local.IP.String(), "s=raw", "c=IN IP4 " + local.IP.String(), "t=0 0",
		fmt.Sprintf("m=audio %d RTP/AVP %s", (local.Port+1000)%60000/2*2+2, formats),
	}, attributes...)
	return strings.Join(lines, "\r\n") + "\r\n"
}

// without drops a header.
func without(message, header string) string {
	start := strings.Index(message, "\r\n"+header+":")
	if start < 0 {
		return message
	}
	end := start + 2 + strings.Index(message[start+2:], "\r\n")
	return message[:start] + message[end:]
}
