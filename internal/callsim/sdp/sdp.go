// Package sdp makes and reads the session descriptions (RFC 8866) of telephone
// calls by the rules of offer and answer (RFC 3264): one audio stream of G.711
// in packets of 20 ms, with telephone events (RFC 4733). Other streams of an
// offer are declined, each in its place.
//
// All functions are pure.
package sdp

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"

	"hotline1022/internal/callsim/media"
)

// ErrMalformed is returned for what is not a session description, or one without
// a usable address: SIP status 400.
var ErrMalformed = errors.New("malformed session description")

// ErrNotAcceptable is returned when an offer or an answer has no audio stream of
// G.711 over RTP/AVP: SIP status 488.
var ErrNotAcceptable = errors.New("no common codec")

// EventPT is the payload type offered for telephone events.
const EventPT = 101

const eventName = "telephone-event"

// Audio is one side's audio stream.
type Audio struct {
	Addr    netip.AddrPort // where this side receives; not valid while it wants nothing
	Laws    []media.Law    // in order of preference
	EventPT uint8          // 0: takes no telephone events
	// Direction is sendrecv, sendonly, recvonly or inactive, as this side says it.
	Direction string
}

// Description is a description received from the other side.
type Description struct {
	Audio
	raw   sdp.SessionDescription
	index int // of the audio stream
}

// Offer writes an offer. Version grows by one with each description of a session.
func Offer(local Audio, session, version uint64) ([]byte, error) {
	d := describe(local.Addr, session, version)
	d.MediaDescriptions = []*sdp.MediaDescription{stream(local)}
	return marshal(d)
}

// Answer writes the answer to an offer: its first law that local has too, and
// its telephone events. It returns the law agreed on as well.
func Answer(offer *Description, local Audio, session, version uint64) ([]byte, media.Law, error) {
	law, err := Common(offer.Laws, local.Laws)
	if err != nil {
		return nil, 0, err
	}
	local.Laws = []media.Law{law}
	local.EventPT = offer.EventPT
	local.Direction = reverse(offer.Direction)
	d := describe(local.Addr, session, version)
	for i, m := range offer.raw.MediaDescriptions {
		if i == offer.index {
			d.MediaDescriptions = append(d.MediaDescriptions, stream(local))
			continue
		}
		declined := m.MediaName
		declined.Port = sdp.RangedPort{}
		d.MediaDescriptions = append(d.MediaDescriptions, &sdp.MediaDescription{MediaName: declined})
	}
	b, err := marshal(d)
	return b, law, err
}

// Common returns the first law of theirs that is also one of ours.
func Common(theirs, ours []media.Law) (media.Law, error) {
	for _, law := range theirs {
		if slices.Contains(ours, law) {
			return law, nil
		}
	}
	return 0, ErrNotAcceptable
}

// Parse reads an offer or an answer.
func Parse(b []byte) (*Description, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("%w: empty", ErrMalformed)
	}
	d := &Description{}
	if err := d.raw.Unmarshal(b); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	d.index = slices.IndexFunc(d.raw.MediaDescriptions, func(m *sdp.MediaDescription) bool {
		return m.MediaName.Media == "audio" && m.MediaName.Port.Value > 0 && isAVP(m.MediaName.Protos)
	})
	if d.index < 0 {
		return nil, ErrNotAcceptable
	}
	m := d.raw.MediaDescriptions[d.index]
	d.readFormats(m)
	if len(d.Laws) == 0 {
		return nil, ErrNotAcceptable
	}
	return d, d.readAddress(m)
}

func isAVP(protos []string) bool { return slices.Equal(protos, []string{"RTP", "AVP"}) }

func (d *Description) readFormats(m *sdp.MediaDescription) {
	names := map[string]string{"0": "PCMU", "8": "PCMA"} // static (RFC 3551)
	for _, a := range m.Attributes {
		if a.Key != "rtpmap" {
			continue
		}
		pt, encoding, ok := strings.Cut(a.Value, " ")
		if name, rate, ok2 := strings.Cut(strings.TrimSpace(encoding), "/"); ok && ok2 && strings.HasPrefix(rate, "8000") {
			names[pt] = strings.ToUpper(name)
		}
	}
	for _, pt := range m.MediaName.Formats {
		n, err := strconv.ParseUint(pt, 10, 7)
		if err != nil {
			continue
		}
		switch {
		case pt == "8" && names[pt] == "PCMA":
			d.Laws = append(d.Laws, media.ALaw)
		case pt == "0" && names[pt] == "PCMU":
			d.Laws = append(d.Laws, media.ULaw)
		case names[pt] == strings.ToUpper(eventName) && d.EventPT == 0:
			d.EventPT = uint8(n)
		}
	}
}

// readAddress finds where the other side receives and in which directions; the
// stream's own lines count before the session's.
func (d *Description) readAddress(m *sdp.MediaDescription) error {
	c := m.ConnectionInformation
	if c == nil {
		c = d.raw.ConnectionInformation
	}
	if c == nil || c.Address == nil {
		return fmt.Errorf("%w: no connection address", ErrMalformed)
	}
	ip, err := netip.ParseAddr(c.Address.Address)
	if err != nil {
		return fmt.Errorf("%w: connection address %q", ErrMalformed, c.Address.Address)
	}
	if m.MediaName.Port.Value > 65535 {
		return fmt.Errorf("%w: port %d", ErrMalformed, m.MediaName.Port.Value)
	}
	d.Direction = "sendrecv"
	for _, dir := range []string{"sendrecv", "sendonly", "recvonly", "inactive"} {
		if _, ok := m.Attribute(dir); ok {
			d.Direction = dir
			break
		}
		if _, ok := d.raw.Attribute(dir); ok {
			d.Direction = dir
		}
	}
	// 0.0.0.0 is the old way to hold (RFC 3264, section 8.4).
	if wants := d.Direction == "sendrecv" || d.Direction == "recvonly"; wants && !ip.IsUnspecified() {
		d.Addr = netip.AddrPortFrom(ip, uint16(m.MediaName.Port.Value))
	}
	return nil
}

func reverse(direction string) string {
	switch direction {
	case "sendonly":
		return "recvonly"
	case "recvonly":
		return "sendonly"
	case "inactive":
		return "inactive"
	}
	return "sendrecv"
}

func describe(addr netip.AddrPort, session, version uint64) *sdp.SessionDescription {
	family := "IP4"
	if addr.Addr().Is6() && !addr.Addr().Is4In6() {
		family = "IP6"
	}
	ip := addr.Addr().Unmap().String()
	return &sdp.SessionDescription{
		Origin: sdp.Origin{
			Username: "-", SessionID: session, SessionVersion: version,
			NetworkType: "IN", AddressType: family, UnicastAddress: ip,
		},
		SessionName: "callsim",
		ConnectionInformation: &sdp.ConnectionInformation{
			NetworkType: "IN", AddressType: family, Address: &sdp.Address{Address: ip},
		},
		TimeDescriptions: []sdp.TimeDescription{{}},
	}
}

func stream(a Audio) *sdp.MediaDescription {
	m := &sdp.MediaDescription{MediaName: sdp.MediaName{
		Media: "audio", Port: sdp.RangedPort{Value: int(a.Addr.Port())}, Protos: []string{"RTP", "AVP"},
	}}
	for _, law := range a.Laws {
		pt := strconv.Itoa(int(law.PayloadType()))
		m.MediaName.Formats = append(m.MediaName.Formats, pt)
		m.WithValueAttribute("rtpmap", pt+" "+law.Name()+"/8000")
	}
	if a.EventPT != 0 {
		pt := strconv.Itoa(int(a.EventPT))
		m.MediaName.Formats = append(m.MediaName.Formats, pt)
		m.WithValueAttribute("rtpmap", pt+" "+eventName+"/8000").WithValueAttribute("fmtp", pt+" 0-15")
	}
	direction := a.Direction
	if direction == "" {
		direction = "sendrecv"
	}
	return m.WithValueAttribute("ptime", strconv.Itoa(int(media.FrameTime.Milliseconds()))).WithPropertyAttribute(direction)
}

func marshal(d *sdp.SessionDescription) ([]byte, error) {
	b, err := d.Marshal()
	if err != nil {
		return nil, fmt.Errorf("write session description: %w", err)
	}
	return b, nil
}
