package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	asteriskconf "hotline1022/asterisk-conf"
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
		values, err := asteriskValues(cfg)
		if err != nil {
			return err
		}
		return asteriskconf.Render(dir, values)
	})
	return group("asterisk", "Asterisk beside us", render)
}

// asteriskValues brings the configuration into the form of the templates.
func asteriskValues(cfg config.Config) (asteriskconf.Values, error) {
	a := cfg.Asterisk
	v := asteriskconf.Values{
		Node: cfg.Node, StateDir: a.Directory, ModulesDir: a.ModulesDir, DataDir: a.DataDir,
		SpoolDir: cfg.Spool.Recordings, PromptsDir: cfg.Prompts.Directory, MusicDir: cfg.Prompts.Music,
		RTP:   asteriskconf.RTP{First: a.RTPFirst, Last: a.RTPLast},
		ARI:   asteriskconf.ARI{User: a.ARI.User, Password: a.ARI.Password, App: a.ARI.Application},
		Trunk: asteriskconf.Trunk{Mode: asteriskconf.TrunkMode(a.Trunk.Mode), Host: a.Trunk.Host, User: a.Trunk.User, Password: a.Trunk.Password, TLS: a.Trunk.TLS, SRTP: a.Trunk.SRTP},

		DutyPhones: a.DutyPhones,
	}
	listen, err := netip.ParseAddrPort(a.SIP.Listen)
	if err != nil {
		return v, fmt.Errorf("asterisk.sip.listen: %w", err)
	}
	v.SIP.Listen = listen
	u, err := url.Parse(a.ARI.URL)
	if err != nil {
		return v, fmt.Errorf("asterisk.ari.url: %w", err)
	}
	if v.ARI.Listen, err = netip.ParseAddrPort(u.Host); err != nil {
		return v, fmt.Errorf("asterisk.ari.url: to render Asterisk's configuration it must name an IP address and a port: %w", err)
	}
	for _, p := range a.Trunk.Peers {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return v, fmt.Errorf("asterisk.trunk.peers: %w", err)
		}
		v.Trunk.Peers = append(v.Trunk.Peers, prefix)
	}
	// ConfigDir is set when it is rendered; any will do to check the rest.
	check := v
	check.ConfigDir = a.Directory
	if err := check.WithDefaults().Validate(); err != nil {
		return v, err
	}
	return v, nil
}

func newGuard() *cobra.Command {
	return withConfig(&cobra.Command{Use: "guard", Short: "Send callers of a dead controller to the fallback (runs beside serve)", Args: noArgs},
		func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			log := newLog(cfg.Log, cmd.ErrOrStderr())
			transport := &http.Transport{DisableKeepAlives: true} // a controller that is dead must not look alive
			defer transport.CloseIdleConnections()
			guard.New(guard.Config{Healthz: "http://" + cfg.HTTP.Staff + "/healthz", App: cfg.Asterisk.ARI.Application, After: 5 * time.Second},
				ari.New(ariConfig(cfg), log, nil), &http.Client{Transport: transport}, log).Run(cmd.Context())
			return nil
		})
}

func ariConfig(cfg config.Config) ari.Config {
	a := cfg.Asterisk.ARI
	return ari.Config{BaseURL: a.URL, User: a.User, Password: a.Password, App: a.Application, RequestTimeout: a.Timeout}
}
