package demo

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hotline1022/internal/devstack"
)

// Ports are where the demonstration is reached, all on 127.0.0.1.
type Ports struct {
	Web      int // HTTP: desk, API
	SIP      int // UDP: Asterisk's trunk
	ARI      int // HTTP: Asterisk's REST interface
	Network  int // UDP: the simulated telephone network
	Postgres int
	MinIO    int
	WebRTC   int // UDP: the operators' audio
}

type port struct {
	value   *int
	env     string
	network string
	title   string
	usual   int
	service string // who listens there, among our services
}

func (p *Ports) all() []port {
	return []port{
		{&p.Web, "HOTLINE_PORT_WEB", "tcp", "desk and API", 8080, "hotline"},
		{&p.SIP, "HOTLINE_PORT_SIP", "udp", "Asterisk's trunk", 5060, "asterisk"},
		{&p.ARI, "HOTLINE_PORT_ARI", "tcp", "Asterisk's ARI", 8088, "asterisk"},
		{&p.Network, "HOTLINE_PORT_NETWORK", "udp", "the simulated telephone network", 5080, "network"},
		{&p.Postgres, "HOTLINE_PORT_POSTGRES", "tcp", "PostgreSQL", 55432, "postgres"},
		{&p.MinIO, "HOTLINE_PORT_MINIO", "tcp", "MinIO", 9000, "minio"},
		{&p.WebRTC, "HOTLINE_PORT_WEBRTC", "udp", "the operators' audio (WebRTC)", 8189, "hotline"},
	}
}

// PortsFromEnv reads the HOTLINE_PORT_… variables; what is not set has the port
// that the running demonstration of w has, or its usual one.
func PortsFromEnv(w *devstack.Workspace, lookup func(string) (string, bool)) (Ports, error) {
	running, err := runningPorts(w)
	if err != nil {
		return Ports{}, err
	}
	return portsFrom(running, lookup)
}

// portsFile tells the ports of a demonstration that runs, for a later command.
func portsFile(w *devstack.Workspace) string { return w.Path("run", "ports.json") }

func usualPorts() Ports {
	var p Ports
	for _, port := range p.all() {
		*port.value = port.usual
	}
	return p
}

func runningPorts(w *devstack.Workspace) (Ports, error) {
	p := usualPorts()
	b, err := os.ReadFile(portsFile(w))
	if errors.Is(err, os.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil {
		return p, fmt.Errorf("the running demonstration's ports: %w; remove %s", err, portsFile(w))
	}
	return p, nil
}

func (p *Ports) save(w *devstack.Workspace) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(portsFile(w)), 0o755); err != nil {
		return err
	}
	return os.WriteFile(portsFile(w), b, 0o644)
}

func portsFrom(p Ports, lookup func(string) (string, bool)) (Ports, error) {
	taken := map[string]string{}
	var faults []error
	for _, port := range p.all() {
		if text, ok := lookup(port.env); ok && text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > 65535 {
				faults = append(faults, fmt.Errorf("%s=%s: use a number from 1 to 65535", port.env, text))
				continue
			}
			*port.value = n
		}
		key := port.network + strconv.Itoa(*port.value)
		if other := taken[key]; other != "" {
			faults = append(faults, fmt.Errorf("%s and %s are both %s %d: give one of them another port", other, port.env, port.network, *port.value))
		}
		taken[key] = port.env
	}
	return p, errors.Join(faults...)
}

// checkPorts fails when a port is taken by a process that is not ours. With
// nil, nothing of ours runs.
func (p *Ports) checkPorts(ours func(service string, pid int) bool) error {
	var faults []error
	for _, port := range p.all() {
		for _, inode := range listeners(port.network, *port.value) {
			pid := socketOwner(inode)
			if pid != 0 && ours(port.service, pid) {
				continue
			}
			who := "a process that cannot be seen from here (another user's, or another container's)"
			if pid != 0 {
				who = fmt.Sprintf("process %d (%s)", pid, commandLine(pid))
			}
			faults = append(faults, fmt.Errorf("port %d/%s (%s) is taken by %s: end it, or choose another: %s=%d make run",
				*port.value, port.network, port.title, who, port.env, *port.value+10000))
			break
		}
	}
	return errors.Join(faults...)
}

// listeners returns the inodes of the sockets that receive on a port of an
// address that collides with 127.0.0.1 (proc_net(5): hexadecimal addresses in
// the host's byte order, state 0A is LISTEN).
func listeners(network string, port int) []string {
	var inodes []string
	for _, suffix := range []string{"", "6"} {
		f, err := os.Open("/proc/net/" + network + suffix)
		if err != nil {
			continue
		}
		for sc := bufio.NewScanner(f); sc.Scan(); {
			fields := strings.Fields(sc.Text())
			if len(fields) < 10 {
				continue
			}
			address, hex, _ := strings.Cut(fields[1], ":")
			n, err := strconv.ParseUint(hex, 16, 16)
			if err != nil || int(n) != port || network == "tcp" && fields[3] != "0A" {
				continue
			}
			if collides(address) {
				inodes = append(inodes, fields[9])
			}
		}
		_ = f.Close()
	}
	return inodes
}

func collides(address string) bool {
	switch address {
	case "0100007F", "7F000001", "00000000", strings.Repeat("0", 32), "0000000000000000FFFF00000100007F":
		return true
	default:
		return false
	}
}

// socketOwner finds a process that holds the socket; 0 when none can be seen.
func socketOwner(inode string) int {
	want := "socket:[" + inode + "]"
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && target == want {
			pid, _ := strconv.Atoi(strings.Split(link, "/")[2])
			return pid
		}
	}
	return 0
}

func commandLine(pid int) string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || len(b) == 0 {
		return "unknown command"
	}
	line := strings.TrimSpace(strings.ReplaceAll(string(b), "\x00", " "))
	if r := []rune(line); len(r) > 120 {
		line = string(r[:120]) + "…"
	}
	return line
}
