//go:build bench

package e2e

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/callsim"
	"hotline1022/internal/callsim/media"
)

// The figures of `make bench`. They are printed, never asserted: a slow machine
// is no fault of the program. callsim runs on the same two cores.

// TestBenchSetUp: one call after the other, an operator free. People take a moment
// to accept, in which their leg is prepared; a program that accepts at once waits for it.
func TestBenchSetUp(t *testing.T) {
	t.Run("accepted after 400 ms", func(t *testing.T) { benchSetUp(t, 40, 400*time.Millisecond) })
	t.Run("accepted at once", func(t *testing.T) { benchSetUp(t, 20, 0) })
}

func benchSetUp(t *testing.T, rounds int, rings time.Duration) {
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s", Release: true})
	s.startHotline(true)
	calls := make(chan callsim.AgentReport, 1)
	g := operator(t, s, callsim.AgentOptions{
		User: "op01", AcceptAfter: rings, Handle: 400 * time.Millisecond, OnCall: func(r callsim.AgentReport) { calls <- r },
	})
	var pop, heard []time.Duration
	for i := range rounds {
		z := s.citizens.Start(t.Context(), callsim.CitizenCall{
			From: fmt.Sprintf("09130%05d", i), To: hotline, Clip: media.Tone(citizenTone),
		})
		r := next(t, calls)
		report := z.Report()
		if r.AcceptedAt == nil || r.FirstAudioAt.IsZero() {
			t.Fatalf("call %d: %s", i, asJSON(r))
		}
		pop = append(pop, r.PoppedAt.Sub(report.StartedAt))
		heard = append(heard, r.FirstAudioAt.Sub(*r.AcceptedAt))
		if err := g.Do(context.Background(), readyMessage); err != nil { // ends wrap-up
			t.Fatal(err)
		}
	}
	fmt.Printf("INVITE sent → screen-pop on the operator's WebSocket (greeting off, operator free), %d calls: %s\n", rounds, spread(pop))
	fmt.Printf("operator's accept sent, %v after it → first audio at the operator's browser: %s\n", rings, spread(heard))
	s.printHistogram("hotline_invite_to_screenpop_seconds")
	s.printHistogram("hotline_accept_to_audio_seconds")
}

// TestBenchFifty: fifty conversations at once, recorded.
func TestBenchFifty(t *testing.T) {
	const pairs, talk = 50, 30 * time.Second
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s", Release: true})
	s.run("demo", "seed", "--config", s.config, "--operators", strconv.Itoa(pairs))
	s.startHotline(true)
	reports := make(chan callsim.AgentReport, pairs)
	for n := 1; n <= pairs; n++ {
		operator(t, s, callsim.AgentOptions{User: fmt.Sprintf("op%02d", n), Handle: talk, OnCall: func(r callsim.AgentReport) { reports <- r }})
	}
	citizens := make([]*callsim.Citizen, pairs)
	for i := range citizens {
		citizens[i] = s.citizens.Start(t.Context(), callsim.CitizenCall{From: fmt.Sprintf("09140%05d", i), To: hotline, Clip: media.Tone(citizenTone)})
	}
	s.eventually(20*time.Second, "all are talking", func() bool { return s.talking() == pairs })
	before := map[string]float64{"Asterisk": cpu(t, s.asterisk.PID()), "hotline": cpu(t, s.hotline.PID()), "callsim": cpu(t, os.Getpid())}
	begun := time.Now()
	timer := time.NewTimer(talk * 2 / 3)
	<-timer.C
	lasted := time.Since(begun).Seconds()
	share := map[string]float64{"Asterisk": cpu(t, s.asterisk.PID()), "hotline": cpu(t, s.hotline.PID()), "callsim": cpu(t, os.Getpid())}

	var lostAtOperators, lostAtCitizens, in, out uint64
	for range pairs {
		r := next(t, reports)
		lostAtOperators += r.PacketsLost
		in += r.PacketsIn
	}
	for _, z := range citizens {
		r := z.Report()
		lostAtCitizens += r.PacketsLost
		out += r.PacketsIn
	}
	fmt.Printf("%d conversations at once, recorded, %s: packets lost: %d of %d to operators, %d of %d to citizens\n",
		pairs, talk, lostAtOperators, in+lostAtOperators, lostAtCitizens, out+lostAtCitizens)
	for _, name := range []string{"Asterisk", "hotline", "callsim"} {
		used := (share[name] - before[name]) / lasted * 100
		fmt.Printf("  %-8s %5.1f %% of one core, %.2f %% a conversation\n", name, used, used/pairs)
	}
	s.printHistogram("hotline_accept_to_audio_seconds")
}

// talking counts conversations.
func (s *stack) talking() int {
	var list struct {
		Items []record `json:"items"`
	}
	if s.benchToken == "" {
		s.benchToken = s.token("auditor")
	}
	s.get(s.benchToken, "/api/v1/calls?state=talking&limit=100", &list)
	return len(list.Items)
}

// cpu is the processor time that a process has used, in seconds.
func cpu(t *testing.T, pid int) float64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:])) // proc(5): utime is the 14th field, stime the 15th
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

func spread(d []time.Duration) string {
	slices.Sort(d)
	ms := func(i int) float64 { return float64(d[i].Microseconds()) / 1000 }
	return fmt.Sprintf("median %.1f ms, 95 %% %.1f ms, max %.1f ms", ms(len(d)/2), ms(len(d)*95/100), ms(len(d)-1))
}

// printHistogram prints a histogram's buckets that are not empty, as the metrics tell them.
func (s *stack) printHistogram(name string) {
	res, err := http.Get(s.http + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	last := "0"
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		line := lines.Text()
		if !strings.HasPrefix(line, name) {
			continue
		}
		value := line[strings.LastIndexByte(line, ' ')+1:]
		if strings.HasPrefix(line, name+"_bucket") && value == last {
			continue
		}
		last = value
		fmt.Println("  " + line)
	}
}
