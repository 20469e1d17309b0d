package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"

	"github.com/spf13/cobra"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/versions"
	"hotline1022/internal/config"
	"hotline1022/telephony/ari"
	"hotline1022/telephony/guard"
)

func newAsterisk() *cobra.Command {
	render := &cobra.Command{Use: "render", Short: "Write Asterisk's configuration", Args: noArgs}
	out := render.Flags().String("out", "", "directory to write to")
	withConfig(render, func(_ *cobra.Command, _ []string, cfg config.Config) error {
		if *out == "" {
			return fmt.Errorf("%w: --out names the directory to write to", errUsage)
		}
		dir, err := filepath.Abs(*out)
		if err != nil {
			return err
		}
		plan, err := planfile.Load(cfg.Dialplan.File)
		if err != nil {
			return err
		}
		values, err := asteriskValues(cfg, plan)
		if err != nil {
			return err
		}
		return asteriskconf.Render(dir, values)
	})
	return group("asterisk", "Asterisk beside us", render)
}

// asteriskValues brings configuration and dialplan, which are validated, into the
// form of the templates.
func asteriskValues(cfg config.Config, plan dialplan.Plan) (asteriskconf.Values, error) {
	a := cfg.Asterisk
	var n parser
	v := asteriskconf.Values{
		Node: cfg.Node, StateDir: a.Directory, ModulesDir: a.ModulesDir, DataDir: a.DataDir,
		SpoolDir: cfg.Spool.Recordings, PromptsDir: cfg.Prompts.Directory, FallbackDir: filepath.Join(cfg.Prompts.Plans, versions.FallbackDir), MusicDir: cfg.Prompts.Music,
		SIP: asteriskconf.SIP{
			Listen:    n.listen("asterisk.sip.listen", a.SIP.Listen),
			ListenTLS: n.listen("asterisk.sip.listen_tls", a.SIP.ListenTLS),
			LocalNets: n.networks("asterisk.sip.local_nets", a.SIP.LocalNets),
			TLSCert:   a.SIP.TLSCert, TLSKey: a.SIP.TLSKey, TLSCA: a.SIP.TLSCA,
		},
		RTP: asteriskconf.RTP{First: a.RTPFirst, Last: a.RTPLast},
		ARI: asteriskconf.ARI{
			Listen: n.ari(a.ARI.URL), User: a.ARI.User, Password: a.ARI.Password, App: a.ARI.Application,
			Allow: n.networks("asterisk.ari.allow", a.ARI.Allow),
		},
		Fallback: fallback(plan),
	}
	for i, t := range a.Trunks {
		v.Trunks = append(v.Trunks, asteriskconf.Trunk{
			Name: t.Name, Mode: asteriskconf.TrunkMode(t.Mode), Host: t.Host,
			Peers: n.networks(fmt.Sprintf("asterisk.trunks.%d.peers", i), t.Peers),
			User:  t.User, Password: t.Password, Number: t.Number, CallerID: asteriskconf.TrunkCallerID(t.CallerID), Keys: asteriskconf.TrunkKeys(t.Keys),
			TLS: t.TLS, SRTP: t.SRTP, Qualify: t.Qualify, MaxCalls: t.MaxCalls,
		})
	}
	if a.SIP.ExternalAddress != "" {
		v.SIP.ExternalAddress = n.address("asterisk.sip.external_address", a.SIP.ExternalAddress)
	}
	if err := errors.Join(n...); err != nil {
		return v, err
	}
	// ConfigDir is set when it is rendered; any will do to check the rest.
	check := v
	check.ConfigDir = a.Directory
	return v, check.WithDefaults().Validate()
}

// fallback is what Asterisk does by itself, as the plan has it.
func fallback(plan dialplan.Plan) asteriskconf.Fallback {
	f := plan.Fallback
	return asteriskconf.Fallback{
		Notice: f.Notice, Ask: f.Ask, Thanks: f.Thanks,
		DutyPhones: plan.OnCall[f.OnCall], Ring: f.Ring, MessageLimit: f.Limit, MessageSilence: f.Silence,
	}
}

// parser reads addresses and gathers what is wrong with them.
type parser []error

func (p *parser) wrong(key string, err error) {
	if err != nil {
		*p = append(*p, fmt.Errorf("%s: %w", key, err))
	}
}

func (p *parser) listen(key, s string) netip.AddrPort {
	a, err := netip.ParseAddrPort(s)
	p.wrong(key, err)
	return a
}

func (p *parser) address(key, s string) netip.Addr {
	a, err := netip.ParseAddr(s)
	p.wrong(key, err)
	return a
}

func (p *parser) networks(key string, list []string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		n, err := netip.ParsePrefix(s)
		p.wrong(key, err)
		out = append(out, n)
	}
	return out
}

func (p *parser) ari(address string) netip.AddrPort {
	const key = "asterisk.ari.url"
	u, err := url.Parse(address)
	if err != nil {
		p.wrong(key, err)
		return netip.AddrPort{}
	}
	a, err := netip.ParseAddrPort(u.Host)
	if err != nil {
		p.wrong(key, fmt.Errorf("to render Asterisk's configuration it must name an IP address and a port: %w", err))
	}
	return a
}

func newGuard() *cobra.Command {
	return withConfig(&cobra.Command{Use: "guard", Short: "Send callers of a dead controller to the fallback (runs beside serve)", Args: noArgs},
		func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			log := newLog(cfg.Log, cmd.ErrOrStderr())
			transport := &http.Transport{DisableKeepAlives: true} // a controller that is dead must not look alive
			defer transport.CloseIdleConnections()
			guard.New(guard.Config{Healthz: "http://" + cfg.HTTP.Staff + "/healthz", App: cfg.Asterisk.ARI.Application, After: cfg.Asterisk.Fallback.GuardAfter},
				ari.New(ariConfig(cfg), log, nil), &http.Client{Transport: transport}, log).Run(cmd.Context())
			return nil
		})
}

func ariConfig(cfg config.Config) ari.Config {
	a := cfg.Asterisk.ARI
	return ari.Config{BaseURL: a.URL, User: a.User, Password: a.Password, App: a.Application, RequestTimeout: a.Timeout}
}
