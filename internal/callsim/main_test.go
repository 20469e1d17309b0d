package callsim

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// network is a citizens' socket whose trunk is an officer's, both on loopback.
type network struct {
	citizens *Citizens
	officer  *Officer
	reports  chan OfficerReport
}

func newNetwork(t *testing.T, plan string, opt OfficerOptions) *network {
	t.Helper()
	p, err := ParsePlan(plan)
	if err != nil {
		t.Fatal(err)
	}
	n := &network{reports: make(chan OfficerReport, 100)}
	opt.Listen, opt.Plan, opt.OnCall = "127.0.0.1:0", p, func(r OfficerReport) { n.reports <- r }
	opt.Logger = testLog(t)
	if n.officer, err = NewOfficer(opt); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.officer.Close)
	if n.citizens, err = NewCitizens(CitizensOptions{Trunk: n.officer.Addr(), Logger: testLog(t)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.citizens.Close)
	return n
}

// testLog shows the library's warnings in the test that caused them.
func testLog(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// within gives a context that fails a test rather than hang it.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// await receives from a channel, or fails the test after some time.
func await[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Minute):
		t.Fatalf("%s did not happen", what)
		panic("unreachable")
	}
}
