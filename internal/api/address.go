package api

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"hotline1022/internal/store"
)

// address is from where a request came: the peer, or what proxies that we trust say of it, the last
// first. What anybody else says of themselves is not believed.
func (a *API) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return store.Text(r.RemoteAddr)
	}
	said := r.Header.Values("X-Forwarded-For")
	if len(said) > 0 && !a.isProxy(host) {
		a.forwarded.Do(func() {
			a.log.Warn("a request says by X-Forwarded-For that it was passed on, and comes from no proxy that http.proxies names: if that is ours, everybody behind it is one address, whose limits they share",
				"peer", host, "route", visitOf(r.Context()).route)
		})
	}
	for _, hop := range slices.Backward(strings.Split(strings.Join(said, ","), ",")) {
		if !a.isProxy(host) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		host = next.String()
	}
	return host
}

func (a *API) isProxy(host string) bool {
	at, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(a.cfg.Proxies, func(p netip.Prefix) bool { return p.Contains(at.Unmap()) })
}

// network is an address as what comes from it is counted: of IPv6 the /64, whose addresses are one
// household's to choose from. What is no address has none.
func network(address string) netip.Prefix {
	const household = 64
	at, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	at = at.Unmap().WithZone("")
	bits := at.BitLen()
	if at.Is6() {
		bits = household
	}
	net, _ := at.Prefix(bits) // of so many bits it has one
	return net
}
