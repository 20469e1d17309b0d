package phone

import (
	"fmt"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// Party is a caller as the other side sees them.
type Party struct {
	Number   string // or letters; any characters, escaped as RFC 3261 asks
	Name     string // display name
	Withheld bool   // number and name are not shown (RFC 3323)
	Asserted string // number that the network vouches for (RFC 3325), "": it does for none
}

func (p Party) from(host, tag string) *sip.FromHeader {
	h := &sip.FromHeader{
		DisplayName: quotable(p.Name),
		Address:     sip.Uri{Scheme: "sip", User: escapeUser(p.Number), Host: host},
	}
	if p.Withheld {
		h.DisplayName = "Anonymous"
		h.Address = sip.Uri{Scheme: "sip", User: "anonymous", Host: "anonymous.invalid"}
	}
	h.Params.Add("tag", tag)
	return h
}

// quotable leaves what may stand in a quoted string without an escape.
func quotable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7F {
			return -1
		}
		return r
	}, s)
}

// escapeUser writes the user part of a URI (RFC 3261, section 25.1: unreserved,
// user-unreserved, or escaped).
func escapeUser(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()&=+$,;?/"
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(plain, s[i]) >= 0 {
			b.WriteByte(s[i])
			continue
		}
		fmt.Fprintf(&b, "%%%02X", s[i])
	}
	return b.String()
}
