package devstack

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Ports for tests come from below the range out of which the kernel serves
// outgoing connections, and above those of the demonstration, so that nobody
// takes one by chance between the moment it was found and its use, or while
// its service is restarted.
const (
	firstTestPort = 22000
	lastTestPort  = 32000
)

// FreeTCPPort returns a TCP port of 127.0.0.1 that is free and stays reserved
// for this test: no other test that asks here gets it before this one ends.
func FreeTCPPort(t testing.TB) int {
	t.Helper()
	return reservePorts(t, "tcp", 1)
}

// FreeUDPPort is FreeTCPPort for UDP.
func FreeUDPPort(t testing.TB) int {
	t.Helper()
	return reservePorts(t, "udp", 1)
}

// FreeUDPRange returns the first, even port of n consecutive free UDP ports of
// 127.0.0.1 (1 <= n <= 2000), for RTP.
func FreeUDPRange(t testing.TB, n int) int {
	t.Helper()
	if n < 1 || n > 2000 {
		t.Fatalf("devstack: FreeUDPRange(%d): from 1 to 2000 ports can be had", n)
	}
	return reservePorts(t, "udp", n)
}

func reservePorts(t testing.TB, network string, n int) int {
	t.Helper()
	first, release, err := tryReserve(network, n)
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	t.Cleanup(release)
	return first
}

// tryReserve finds n free ports. Reservations are locks on files in the
// system's folder for temporary files, one for each aligned pair of ports;
// the kernel drops them with the process that holds them.
func tryReserve(network string, n int) (first int, release func(), err error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("hotline-test-ports-%d", os.Geteuid()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, nil, fmt.Errorf("reserve ports: %w", err)
	}
	for range 2000 {
		first := firstTestPort + 2*rand.IntN((lastTestPort-firstTestPort-n)/2)
		var held []*os.File
		release := func() {
			for _, f := range held {
				_ = f.Close()
			}
		}
		ok := true
		for port := first; ok && port < first+n; port += 2 {
			f, err := lockPort(dir, network, port)
			if err != nil {
				release()
				return 0, nil, fmt.Errorf("reserve ports: %w", err)
			}
			if ok = f != nil; ok {
				held = append(held, f)
			}
		}
		for port := first; ok && port < first+n; port++ {
			ok = portFree(network, port)
		}
		if ok {
			return first, release, nil
		}
		release()
	}
	return 0, nil, fmt.Errorf("no %d consecutive %s ports are free between %d and %d", n, network, firstTestPort, lastTestPort)
}

// lockPort returns nil when another holds the port.
func lockPort(dir, network string, port int) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, fmt.Sprintf("%s-%d", network, port)), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil
	}
	return nil, err
}

func portFree(network string, port int) bool {
	address := fmt.Sprintf("127.0.0.1:%d", port)
	var lc net.ListenConfig
	if network == "udp" {
		c, err := lc.ListenPacket(context.Background(), "udp", address)
		if err != nil {
			return false
		}
		return c.Close() == nil
	}
	l, err := lc.Listen(context.Background(), "tcp", address)
	if err != nil {
		return false
	}
	return l.Close() == nil
}
