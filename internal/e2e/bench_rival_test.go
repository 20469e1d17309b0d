//go:build bench

package e2e

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/internal/callsim"
	"hotline1022/internal/devstack"
)

// rival is the call centre that Asterisk is by itself: our own configuration with another
// dialplan, Queue() and MixMonitor, and members who are SIP telephones.
type rival struct {
	t        *testing.T
	asterisk *devstack.AsteriskService
	citizens *callsim.Citizens
	network  string // where the members' telephones are: 127.0.0.1:port
	present  int    // members who are not on pause: the first so many
}

// Both sides of a call are recorded as in our own dialplan, and the music, the words
// and their times are waitingPlan's. holdtime is said when it is a minute or more.
const (
	rivalDialplan = `
[general]
static = yes

[from-trunk]
exten => _[+0-9].,1,Set(CALL_ID=${UNIQUEID})
 same => n,MixMonitor(,r(%[1]s/${CALL_ID}-rx.alaw)t(%[1]s/${CALL_ID}-tx.alaw),/bin/touch %[1]s/^{CALL_ID}.done)
 same => n,Answer()
 same => n,GotoIf($[${QUEUE_MEMBER(tong-dai,free)} > 0]?queue)
 same => n,Playback(%[2]s/queue-wait)
 same => n(queue),Queue(tong-dai)
 same => n,Hangup()
`
	rivalQueue = `
[general]
autofill = yes
persistentmembers = no

[tong-dai]
musicclass = default
strategy = leastrecent
ringinuse = no
timeout = 15
retry = 1
wrapuptime = 0
announce-frequency = 30
min-announce-frequency = 30
announce-position = yes
announce-holdtime = yes
queue-youarenext = %[1]s/wait-next
queue-thereare = %[1]s/wait-before
queue-callswaiting = %[1]s/wait-people
queue-holdtime = %[1]s/wait-about
queue-minute = %[1]s/wait-minutes
queue-minutes = %[1]s/wait-minutes
queue-thankyou =
`
	rivalMember = `
[%[1]s]
type = endpoint
transport = transport-udp
context = from-trunk
aors = %[1]s
allow = !all,alaw
direct_media = no
rtp_symmetric = yes
timers = no
send_connected_line = no
device_state_busy_at = 1

[%[1]s]
type = aor
contact = sip:%[1]s@%[2]s
qualify_frequency = 0
`
)

// newRival starts Asterisk with so many members, whose telephones are not there yet.
func newRival(t *testing.T, members, rtpPorts int) *rival {
	t.Helper()
	dir, sounds, installed := devstack.ShortDir(t), promptFiles(t), devstack.AsteriskBinary(t)
	sub := func(name string) string { return filepath.Join(dir, name) }
	for _, d := range []string{"state", "spool", "conf"} {
		if err := os.MkdirAll(sub(d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	loopback := netip.MustParseAddr("127.0.0.1")
	port := func(n int) netip.AddrPort { return netip.AddrPortFrom(loopback, uint16(n)) }
	rtp := devstack.FreeUDPRange(t, rtpPorts)
	r := &rival{t: t, present: members, network: port(devstack.FreeUDPPort(t)).String()}
	v := asteriskconf.Values{
		Node: "rival", StateDir: sub("state"), ModulesDir: installed.ModDir, DataDir: spokenNumbers(t, installed.DataDir, sub("data"), sounds),
		SpoolDir: sub("spool"), PromptsDir: sounds, FallbackDir: sounds, MusicDir: filepath.Join(sounds, "music"),
		SIP:    asteriskconf.SIP{Listen: port(devstack.FreeUDPPort(t))},
		RTP:    asteriskconf.RTP{First: rtp, Last: rtp + rtpPorts - 1},
		ARI:    asteriskconf.ARI{Listen: port(devstack.FreeTCPPort(t)), User: "hotline", Password: devstack.RandomSecret(16), App: "hotline"},
		Trunks: []asteriskconf.Trunk{{Name: "mang", Mode: asteriskconf.TrunkIP, Host: r.network, Peers: []netip.Prefix{netip.PrefixFrom(loopback, 32)}}},
	}
	if err := asteriskconf.Render(sub("conf"), v); err != nil {
		t.Fatal(err)
	}
	queue, phones := strings.Builder{}, strings.Builder{}
	fmt.Fprintf(&queue, rivalQueue, sounds)
	for i := range members {
		name := fmt.Sprintf("m%02d", i+1)
		fmt.Fprintf(&queue, "member = PJSIP/%s\n", name)
		fmt.Fprintf(&phones, rivalMember, name, r.network)
	}
	write := func(name, text string, flags int) {
		f, err := os.OpenFile(filepath.Join(sub("conf"), name), os.O_CREATE|os.O_WRONLY|flags, 0o600)
		if err == nil {
			_, err = f.WriteString(text)
		}
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write("extensions.conf", fmt.Sprintf(rivalDialplan, v.SpoolDir, sounds), os.O_TRUNC)
	write("queues.conf", queue.String(), os.O_TRUNC)
	write("pjsip.conf", phones.String(), os.O_APPEND)
	write("modules.conf", "\nload = app_queue.so\n", os.O_APPEND)
	r.asterisk = devstack.StartAsterisk(t, sub("conf"))
	citizens, err := callsim.NewCitizens(callsim.CitizensOptions{Trunk: v.SIP.Listen.String()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(citizens.Close)
	r.citizens = citizens
	return r
}

// spokenNumbers is Asterisk's folder of data with our numbers as its own: Queue() says them.
func spokenNumbers(t *testing.T, data, dir, sounds string) string {
	t.Helper()
	digits := filepath.Join(dir, "sounds", "en", "digits")
	if err := os.MkdirAll(digits, 0o700); err != nil {
		t.Fatal(err)
	}
	link := func(from, to string) {
		if err := os.Symlink(from, to); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "sounds" {
			link(filepath.Join(data, e.Name()), filepath.Join(dir, e.Name()))
		}
	}
	for n := range 100 {
		link(filepath.Join(sounds, fmt.Sprintf("num-%d.wav", n)), filepath.Join(digits, fmt.Sprintf("%d.wav", n)))
	}
	link(filepath.Join(sounds, "num-tram.wav"), filepath.Join(digits, "hundred.wav"))
	return dir
}

func (r *rival) parts() []part {
	return []part{{"Asterisk", r.asterisk.PID(), true}, callsimPart()}
}

var queueLength = regexp.MustCompile(`has (\d+) calls`)

// queued counts those in the queue, by the console.
func (r *rival) queued() int {
	r.t.Helper()
	m := queueLength.FindStringSubmatch(r.asterisk.CLI("queue show tong-dai"))
	if m == nil {
		r.t.Fatal("the queue is not there")
	}
	return int(number(r.t, m[1]))
}

// connected counts conversations: two channels each, in a bridge.
func (r *rival) connected() int {
	r.t.Helper()
	n := 0
	for line := range strings.Lines(r.asterisk.CLI("core show channels concise")) {
		if f := strings.Split(strings.TrimSpace(line), "!"); len(f) == 14 && f[12] != "" {
			n++
		}
	}
	return n / 2
}

// sit switches the telephones of n members on, and has the others pause: each answers at
// once, and hangs up after talk (0: never).
func (r *rival) sit(n int, talk time.Duration) *officers {
	r.t.Helper()
	for ; r.present > n; r.present-- {
		r.asterisk.CLI(fmt.Sprintf("queue pause member PJSIP/m%02d queue tong-dai", r.present))
	}
	for ; r.present < n; r.present++ {
		r.asterisk.CLI(fmt.Sprintf("queue unpause member PJSIP/m%02d queue tong-dai", r.present+1))
	}
	plan, err := callsim.ParsePlan(fmt.Sprintf("m*=answer:0s:%s", talk))
	if err != nil {
		r.t.Fatal(err)
	}
	o := &officers{}
	o.Officer, err = callsim.NewOfficer(callsim.OfficerOptions{
		Listen: r.network, Plan: plan, Clip: operatorClip,
		OnCall: func(c callsim.OfficerReport) {
			failure := ""
			if c.Error != "" || !c.Answered && c.EndedBy != callsim.EndedByCanceled { // the caller was gone first
				failure = asJSON(c)
			}
			o.add(c.Audio, time.Duration(c.DurationMs)*time.Millisecond, failure)
		},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(o.Close)
	return o
}

// officers are the members' telephones.
type officers struct {
	heard
	*callsim.Officer
}

func (o *officers) leave() { o.Close() }

func (o *officers) report() *heard { return &o.heard }
