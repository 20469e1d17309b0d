package main

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/config"
	"hotline1022/internal/notify"
	"hotline1022/internal/notify/httpgateway"
	"hotline1022/internal/notify/outbox"
	"hotline1022/internal/notify/simulator"
	"hotline1022/internal/notify/smtpgateway"
	"hotline1022/internal/ticket"
)

// buildMessages makes what tells people outside.
func (s *server) buildMessages(reg prometheus.Registerer) error {
	cfg := s.cfg.Messages
	lines, err := gateways(cfg)
	if err != nil {
		return err
	}
	if cfg.Simulator != "" {
		if s.simulator, err = simulator.Open(cfg.Simulator, time.Now); err != nil {
			return fmt.Errorf("messages.simulator: %w", err)
		}
		for _, channel := range []notify.Channel{notify.SMS, notify.Email} {
			lines[channel] = []notify.Gateway{s.simulator}
		}
	}
	o := messageOptions(cfg, lines)
	o.Log = s.log
	s.outbox, err = outbox.New(o, s.store, reg)
	return err
}

// messageOptions are how messages are worded, when they ring, and by whom they leave.
func messageOptions(cfg config.Messages, lines map[notify.Channel][]notify.Gateway) outbox.Options {
	policy := notify.DefaultPolicy
	policy.GiveUpAfter = cfg.GiveUpAfter
	from, to := cfg.Quiet.Times()
	return outbox.Options{
		Style: notify.Style{Accents: cfg.Accents, LookUp: cfg.LookUp, Staff: cfg.Staff}, Policy: policy, Gateways: lines,
		Quiet: notify.Quiet{From: from, To: to, Zone: ticket.Zone},
	}
}

// gateways makes those that the configuration describes, in its order.
func gateways(cfg config.Messages) (map[notify.Channel][]notify.Gateway, error) {
	lines := map[notify.Channel][]notify.Gateway{}
	for _, described := range cfg.SMS {
		g, err := httpgateway.New(described)
		if err != nil {
			return nil, fmt.Errorf("messages.sms: %w", err)
		}
		lines[notify.SMS] = append(lines[notify.SMS], g)
	}
	for _, described := range cfg.Email {
		g, err := smtpgateway.New(described)
		if err != nil {
			return nil, fmt.Errorf("messages.email: %w", err)
		}
		lines[notify.Email] = append(lines[notify.Email], g)
	}
	return lines, nil
}
