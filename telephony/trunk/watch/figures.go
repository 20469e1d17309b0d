package watch

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/telephony/trunk"
)

// Registration is how we stand with a registrar, by Asterisk's number for it.
type Registration int

const (
	Unregistered Registration = 0 // not any more, or not yet
	Registered   Registration = 1
	// Rejected: refused for a wrong password, or failed for the time being (503);
	// Asterisk tells no difference, and repeats both.
	Rejected Registration = 2
)

// reason is why there is no registration.
func (r Registration) reason() trunk.Reason {
	if r == Rejected {
		return trunk.Refused
	}
	return trunk.NotRegistered
}

// Figures reads Asterisk's own figures.
type Figures struct {
	URL, User, Password string
	// Clients leads from who we register as to the trunk's name.
	Clients map[string]string
	HTTP    *http.Client
}

// maxFigures bounds what is read of an answer.
const maxFigures = 8 << 20

// patience with an answer.
const patience = 3 * time.Second

var registration = regexp.MustCompile(`^asterisk_pjsip_outbound_registration_status\{.*username="([^"]*)".*\} ([0-9]+)$`)

// Registrations are the states by the trunks' names. One of which Asterisk has
// not heard yet is missing.
func (f Figures) Registrations(ctx context.Context) (map[string]Registration, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.URL, nil)
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(f.User, f.Password)
	res, err := f.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("asterisk's figures: %s", res.Status)
	}
	return parse(io.LimitReader(res.Body, maxFigures), f.Clients)
}

func parse(r io.Reader, clients map[string]string) (map[string]Registration, error) {
	states := map[string]Registration{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		m := registration.FindStringSubmatch(strings.TrimSpace(lines.Text()))
		if m == nil {
			continue
		}
		name, ours := clients[m[1]]
		if !ours {
			continue
		}
		switch m[2] {
		case "1":
			states[name] = Registered
		case "2":
			states[name] = Rejected
		default:
			states[name] = Unregistered
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("asterisk's figures: %w", err)
	}
	return states, nil
}

// gauges shows the board.
type gauges struct{ board *trunk.Board }

var (
	up = prometheus.NewDesc("hotline_trunk_up",
		"1 while the trunk is up, 0 while it is down or nothing is known of it.", []string{"trunk"}, nil)
	calls = prometheus.NewDesc("hotline_trunk_calls",
		"Channels that the trunk carries now, in and out.", []string{"trunk"}, nil)
)

func (gauges) Describe(ch chan<- *prometheus.Desc) { ch <- up; ch <- calls }

func (g gauges) Collect(ch chan<- prometheus.Metric) {
	for _, t := range g.board.Trunks() {
		is := 0.0
		if t.State == trunk.Up {
			is = 1
		}
		ch <- prometheus.MustNewConstMetric(up, prometheus.GaugeValue, is, t.Name)
		ch <- prometheus.MustNewConstMetric(calls, prometheus.GaugeValue, float64(t.Calls), t.Name)
	}
}
