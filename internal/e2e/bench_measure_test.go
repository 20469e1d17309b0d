//go:build bench

package e2e

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// part is a program whose cost is told.
type part struct {
	name string
	pid  int
	tree bool // with the processes that it started
}

// cost is what parts have used: of the processors, in seconds, or of the memory, in bytes.
type cost map[string]float64

// spent reads the cost of parts so far.
func spent(t testing.TB, parts []part) cost {
	t.Helper()
	all := cost{}
	for _, p := range parts {
		own, reaped := processorTime(t, p.pid)
		all[p.name] = own
		if !p.tree {
			continue
		}
		all[p.name] += reaped
		for _, child := range children(p.pid) {
			own, reaped := processorTime(t, child)
			all[p.name] += own + reaped
		}
	}
	return all
}

// during is the cost of parts while d passes.
func during(t testing.TB, parts []part, d time.Duration) cost {
	t.Helper()
	before := spent(t, parts)
	timer := time.NewTimer(d)
	<-timer.C
	return spent(t, parts).minus(before)
}

func (c cost) minus(before cost) cost {
	more := cost{}
	for name, v := range c {
		more[name] = v - before[name]
	}
	return more
}

// per is the cost of one of n.
func (c cost) per(n float64) cost {
	each := cost{}
	for name, v := range c {
		each[name] = v / n
	}
	return each
}

// of is the sum of some parts; all of them, if none is named.
func (c cost) of(names ...string) (sum float64) {
	for name, v := range c {
		if len(names) == 0 || slices.Contains(names, name) {
			sum += v
		}
	}
	return sum
}

// ticks a second of the times in /proc (USER_HZ, the same on every Linux that we run on).
const ticks = 100

// processorTime is what a process has used, and what those of its children had
// used that have ended: proc(5), fields 14 to 17 of stat. A process that is gone has used nothing.
func processorTime(t testing.TB, pid int) (own, reaped float64) {
	t.Helper()
	f := stat(pid)
	if f == nil {
		return 0, 0
	}
	return (number(t, f[11]) + number(t, f[12])) / ticks, (number(t, f[13]) + number(t, f[14])) / ticks
}

// stat gives the fields of /proc/PID/stat behind the name, from the state (field 3) on.
func stat(pid int) []string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
}

// children are the processes that pid has started.
func children(pid int) (found []int) {
	names, _ := filepath.Glob("/proc/[0-9]*")
	for _, name := range names {
		child, _ := strconv.Atoi(filepath.Base(name))
		if f := stat(child); f != nil && f[1] == strconv.Itoa(pid) {
			found = append(found, child)
		}
	}
	return found
}

// resident is the memory that a process occupies (VmRSS), in bytes.
func resident(t testing.TB, pid int) float64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return number(t, strings.Fields(rest)[0]) * 1024
		}
	}
	t.Fatalf("process %d tells no VmRSS", pid)
	return 0
}

// drops counts datagrams that the kernel threw away because their reader was late:
// on the whole machine, other programs' too.
func drops(t testing.TB) float64 {
	t.Helper()
	b, err := os.ReadFile("/proc/net/snmp")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(b)) {
		fields := strings.Fields(line)
		if fields[0] != "Udp:" {
			continue
		}
		if i := slices.Index(names, "RcvbufErrors"); i > 0 {
			return number(t, fields[i])
		}
		names = fields
	}
	return 0
}

// unread is how many bytes of TCP connections to a local port wait to be read or sent.
func unread(port int) (bytes int64) {
	b, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return 0
	}
	suffix := fmt.Sprintf(":%04X", port)
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 5 || !strings.HasSuffix(f[1], suffix) && !strings.HasSuffix(f[2], suffix) || f[3] == "0A" { // 0A: listens
			continue
		}
		for _, queue := range strings.Split(f[4], ":") {
			n, _ := strconv.ParseInt(queue, 16, 64)
			bytes += n
		}
	}
	return bytes
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// parts are the programs of a whole hotline.
func (s *stack) parts() []part {
	return []part{
		{"Asterisk", s.asterisk.PID(), true},
		{"hotline", s.hotline.PID(), true},
		{"PostgreSQL", postmaster(s.t, s.dsn), true},
		{"MinIO", s.minio.PID(), false},
		callsimPart(),
	}
}

// callsimPart is this process: the people. What it has started is counted by itself.
func callsimPart() part { return part{name: "callsim", pid: os.Getpid()} }

// postmaster is the process of which every connection to the database is a child.
func postmaster(t testing.TB, dsn string) int {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var backend int
	if err := conn.QueryRow(context.Background(), "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		t.Fatal(err)
	}
	return int(number(t, stat(backend)[1]))
}

// metrics are the lines of hotline's /metrics, value by name with labels.
func (s *stack) metrics() map[string]float64 {
	s.t.Helper()
	res, err := http.Get(s.http + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	all := map[string]float64{}
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		line := lines.Text()
		if i := strings.LastIndexByte(line, ' '); i > 0 && line[0] != '#' {
			all[line[:i]] = number(s.t, line[i+1:])
		}
	}
	return all
}

// quantile reads a histogram's growth between two readings of the metrics: how often it
// was observed, and the upper bound of the bucket that holds the quantile.
func quantile(before, after map[string]float64, name string, q float64) (n, bound float64) {
	n = after[name+"_count"] - before[name+"_count"]
	bound = math.Inf(1)
	for key, count := range after {
		label, ok := strings.CutPrefix(key, name+`_bucket{le="`)
		if !ok || count-before[key] < q*n {
			continue
		}
		if le, err := strconv.ParseFloat(strings.TrimSuffix(label, `"}`), 64); err == nil {
			bound = min(bound, le)
		}
	}
	return n, bound
}

// spread tells how durations are spread.
func spread(d []time.Duration) string {
	if len(d) == 0 {
		return "none"
	}
	slices.Sort(d)
	ms := func(i int) float64 { return float64(d[i].Microseconds()) / 1000 }
	return fmt.Sprintf("median %.1f ms, 95 %% %.1f ms, max %.1f ms", ms(len(d)/2), ms(len(d)*95/100), ms(len(d)-1))
}

// machine tells what the figures were measured on.
func machine(t testing.TB) string {
	t.Helper()
	return fmt.Sprintf("%d cores, which the callers, officers and operators of callsim share; load average %s", runtime.NumCPU(), load(t))
}

// load is the load average of the last 1, 5 and 15 minutes.
func load(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(b))[:3], " ")
}
