package main

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"
)

// Whoever stands still at the public address with half a request is let go.
func TestThePublicAddressLetsGo(t *testing.T) {
	s := &server{log: slog.New(slog.DiscardHandler)}
	public := s.publicServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err == nil {
			t.Error("a body that never came was read")
		}
		w.WriteHeader(http.StatusBadRequest)
	}))
	for what, limit := range map[string]time.Duration{
		"header": public.ReadHeaderTimeout, "request": public.ReadTimeout, "answer": public.WriteTimeout, "idle": public.IdleTimeout,
	} {
		if limit <= 0 || limit > time.Minute {
			t.Errorf("%s: %v", what, limit)
		}
	}
	public.ReadTimeout = 50 * time.Millisecond // nobody wants to wait here
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- public.Serve(l) }()
	defer func() {
		_ = public.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := io.WriteString(c, "POST /x/aaaaaaaaaaaaaaaa/rate HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("it is held: %v", err)
	}
	_ = r.Body.Close()
}
