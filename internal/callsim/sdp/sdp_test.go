package sdp

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/callsim/media"
)

var local = Audio{Addr: netip.MustParseAddrPort("127.0.0.1:4000"), Laws: []media.Law{media.ALaw, media.ULaw}, EventPT: EventPT}

func lines(l ...string) []byte {
	return []byte(strings.Join(append([]string{"v=0", "o=- 1 1 IN IP4 10.0.0.1", "s=-"}, l...), "\r\n") + "\r\n")
}

func TestOfferIsExact(t *testing.T) {
	got, err := Offer(local, 7, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"v=0", "o=- 7 1 IN IP4 127.0.0.1", "s=callsim", "c=IN IP4 127.0.0.1", "t=0 0",
		"m=audio 4000 RTP/AVP 8 0 101", "a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000",
		"a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv", "",
	}, "\r\n")
	if string(got) != want {
		t.Errorf("offer:\n%s\nwant:\n%s", got, want)
	}
}

func TestParse(t *testing.T) {
	both := []media.Law{media.ALaw, media.ULaw}
	addr := netip.MustParseAddrPort("10.0.0.1:5004")
	for _, c := range []struct {
		name string
		in   []byte
		want Audio
		err  error
	}{
		{"plain", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 8 0 96", "a=rtpmap:96 telephone-event/8000"), Audio{addr, both, 96, "sendrecv"}, nil},
		{"order kept, no events", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 0 8"), Audio{addr, []media.Law{media.ULaw, media.ALaw}, 0, "sendrecv"}, nil},
		{"address of the stream", lines("c=IN IP4 10.9.9.9", "t=0 0", "m=audio 5004 RTP/AVP 8", "c=IN IP4 10.0.0.1"), Audio{addr, both[:1], 0, "sendrecv"}, nil},
		{"held by direction", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 8", "a=sendonly"), Audio{netip.AddrPort{}, both[:1], 0, "sendonly"}, nil},
		{"held by the session's direction", lines("c=IN IP4 10.0.0.1", "t=0 0", "a=inactive", "m=audio 5004 RTP/AVP 8"), Audio{netip.AddrPort{}, both[:1], 0, "inactive"}, nil},
		{"held by address", lines("c=IN IP4 0.0.0.0", "t=0 0", "m=audio 5004 RTP/AVP 8"), Audio{netip.AddrPort{}, both[:1], 0, "sendrecv"}, nil},
		{"video first", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=video 5006 RTP/AVP 99", "m=audio 5004 RTP/AVP 8"), Audio{addr, both[:1], 0, "sendrecv"}, nil},
		{"events at 48 kHz are not ours", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 8 97", "a=rtpmap:97 telephone-event/48000"), Audio{addr, both[:1], 0, "sendrecv"}, nil},
		{"unknown codec only", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 18"), Audio{}, ErrNotAcceptable},
		{"8 is something else", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 8", "a=rtpmap:8 OPUS/8000"), Audio{}, ErrNotAcceptable},
		{"encrypted", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/SAVP 8"), Audio{}, ErrNotAcceptable},
		{"no stream", lines("c=IN IP4 10.0.0.1", "t=0 0"), Audio{}, ErrNotAcceptable},
		{"declined", lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 0 RTP/AVP 8"), Audio{}, ErrNotAcceptable},
		{"no address", lines("t=0 0", "m=audio 5004 RTP/AVP 8"), Audio{}, ErrMalformed},
		{"not an address", lines("c=IN IP4 somewhere", "t=0 0", "m=audio 5004 RTP/AVP 8"), Audio{}, ErrMalformed},
		{"not SDP", []byte("hello"), Audio{}, ErrMalformed},
		{"empty", nil, Audio{}, ErrMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Parse(c.in)
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err != nil {
				return
			}
			if d.Addr != c.want.Addr || !slices.Equal(d.Laws, c.want.Laws) || d.EventPT != c.want.EventPT || d.Direction != c.want.Direction {
				t.Errorf("%+v, want %+v", d.Audio, c.want)
			}
		})
	}
}

func TestAnswerFollowsTheOffer(t *testing.T) {
	offer, err := Parse(lines("c=IN IP4 10.0.0.1", "t=0 0", "m=video 5006 RTP/AVP 99",
		"m=audio 5004 RTP/AVP 18 0 96", "a=rtpmap:96 telephone-event/8000", "a=sendonly"))
	if err != nil {
		t.Fatal(err)
	}
	b, law, err := Answer(offer, local, 9, 1)
	if err != nil || law != media.ULaw {
		t.Fatalf("law %v, %v", law, err)
	}
	want := strings.Join([]string{
		"m=video 0 RTP/AVP 99", "m=audio 4000 RTP/AVP 0 96", "a=rtpmap:0 PCMU/8000",
		"a=rtpmap:96 telephone-event/8000", "a=fmtp:96 0-15", "a=ptime:20", "a=recvonly", "",
	}, "\r\n")
	if !strings.HasSuffix(string(b), want) {
		t.Errorf("answer:\n%s\nwant its end:\n%s", b, want)
	}
	local := local
	local.Laws = []media.Law{media.ALaw}
	if _, _, err := Answer(offer, local, 9, 1); !errors.Is(err, ErrNotAcceptable) {
		t.Errorf("without a common law: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(lines("c=IN IP4 10.0.0.1", "t=0 0", "m=audio 5004 RTP/AVP 8 0 96", "a=rtpmap:96 telephone-event/8000"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Parse(b)
		if err != nil {
			return
		}
		if answer, _, err := Answer(d, local, 1, 1); err == nil {
			if _, err := Parse(answer); err != nil {
				t.Errorf("our own answer is not readable: %v\n%s", err, answer)
			}
		}
	})
}
