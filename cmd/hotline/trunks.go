package main

import (
	"net/http"
	"strings"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/internal/config"
	"hotline1022/internal/directory"
	"hotline1022/telephony/trunk"
	"hotline1022/telephony/trunk/watch"
)

// lines are the trunks, in the order in which calls go out.
func lines(trunks []config.Trunk) []trunk.Line {
	all := make([]trunk.Line, 0, len(trunks))
	for _, t := range trunks {
		rendered := asteriskconf.Trunk{Host: t.Host, TLS: t.TLS, Number: t.Number, CallerID: asteriskconf.TrunkCallerID(t.CallerID)}
		all = append(all, trunk.Line{
			Name: t.Name, Limit: t.MaxCalls, Number: t.Number,
			Asserted: rendered.Asserted(), Address: rendered.Address(),
			Watched: t.Qualify, Registers: t.Mode == config.TrunkRegistration,
		})
	}
	return all
}

// figures are Asterisk's own, beside ARI on the same server.
func figures(a config.Asterisk) watch.Figures {
	clients := map[string]string{}
	for _, t := range a.Trunks {
		clients[asteriskconf.Trunk{Host: t.Host, User: t.User, TLS: t.TLS}.ClientURI()] = t.Name
	}
	return watch.Figures{
		URL:  strings.TrimSuffix(strings.TrimSuffix(a.ARI.URL, "/"), "/ari") + "/metrics",
		User: a.ARI.User, Password: asteriskconf.FiguresPassword(a.ARI.Password),
		Clients: clients,
		HTTP:    &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	}
}

// oneForm is a number in the directory's form; what is none stays as it is, and like itself.
func oneForm(raw string) string {
	if n, err := directory.Number(raw); err == nil && n != "" {
		return n
	}
	return raw
}

// ours are the numbers that calls out show: none of them is ever called, as none of the
// plan's is.
func ours(trunks []config.Trunk) []string {
	var own []string
	for _, t := range trunks {
		if t.Number != "" {
			own = append(own, oneForm(t.Number))
		}
	}
	return own
}
