//go:build bench

package recordings

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"hotline1022/recordings/peaks"
	"hotline1022/telephony/call"
)

// TestBenchRecordings is `make bench-recordings`: how long the last of 200 conversations of two minutes that all
// end at once waits until the archive has it, on this machine.
func TestBenchRecordings(t *testing.T) {
	const conversations, lasting = 200, 2 * time.Minute
	r := newRig(t)
	r.opts.ScanEvery = 15 * time.Second
	s, _ := r.run(r.minio.Endpoint)
	rx, tx := alawTone(440, lasting), alawTone(1000, lasting)
	ids := make([]call.ID, conversations)
	for i := range ids {
		ids[i] = call.ID(fmt.Sprintf("pbx1-1764000000.%d", i))
		r.arrived(ids[i])
		put(t, r.spool, ids[i], endCitizen, rx)
		put(t, r.spool, ids[i], endStaff, tx)
	}
	began := time.Now()
	for _, id := range ids {
		put(t, r.spool, id, endNormal, nil)
	}
	waiting := func() (n int) {
		if err := r.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM recordings WHERE state <> 'archived'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for deadline := time.After(10 * time.Minute); waiting() > 0; {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-deadline:
			t.Fatalf("%d are not archived", waiting())
		}
	}
	var lags []time.Duration
	for _, id := range ids {
		lags = append(lags, mustRow(r, id).ArchivedAt.Sub(began))
	}
	slices.Sort(lags)
	bytes := *mustRow(r, ids[0]).Bytes
	t.Logf("%d conversations of %v end at once: half are archived after %.1f s, the last after %.1f s (aim: 60 s); %d bytes a minute",
		conversations, lasting, lags[conversations/2].Seconds(), lags[conversations-1].Seconds(), bytes/int64(lasting.Minutes()))
	if lags[conversations-1] > time.Minute {
		t.Errorf("the last waited %v", lags[conversations-1])
	}
	if c := s.Checks()["storage"]; !c.OK {
		t.Errorf("%+v", c)
	}
}

// TestBenchFirstSound is part of `make bench-recordings`: how soon whoever presses play at a call of an hour has sound enough to
// begin (64 kB, four seconds of both lanes), over HTTP as the player asks for it: the listening opens the recording once to
// describe it, the player's first request opens it again and reads on. The browser's own part is not in it.
func TestBenchFirstSound(t *testing.T) {
	const enough, times, aim = 64 << 10, 20, 300 * time.Millisecond
	r := newRig(t)
	s, _ := r.run(r.minio.Endpoint)
	const id call.ID = "pbx1-1764000000.1"
	r.arrived(id)
	put(t, r.spool, id, endCitizen, alawTone(440, time.Hour))
	put(t, r.spool, id, endStaff, alawTone(1000, time.Hour))
	put(t, r.spool, id, endNormal, nil)
	for deadline := time.After(5 * time.Minute); mustRow(r, id).State != "archived"; {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-deadline:
			t.Fatal("it is not archived")
		}
	}
	recording := mustRow(r, id)
	open := func(w http.ResponseWriter) (io.ReadSeekCloser, Info) {
		o, info, err := s.Open(t.Context(), recording.ID)
		if err != nil {
			t.Error(err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
		return o, info
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		o, info := open(w)
		if o == nil {
			return
		}
		defer func() { _ = o.Close() }()
		if req.Method == http.MethodGet {
			w.Header().Set("Content-Type", info.ContentType)
			http.ServeContent(w, req, "", info.ModTime, o)
		}
	}))
	t.Cleanup(server.Close)
	ask := func(method, ranges string, most int64) {
		req, err := http.NewRequestWithContext(t.Context(), method, server.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Range", ranges)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.CopyN(io.Discard, res.Body, most)
		if _ = res.Body.Close(); err != nil || n != most {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
	measure := func(from string, ranges string) {
		var took []time.Duration
		for range times {
			began := time.Now()
			ask(http.MethodPost, "", 0)
			ask(http.MethodGet, ranges, enough)
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		t.Logf("an hour, %s: sound after %d ms, the slowest of %d after %d ms (aim: %d ms)", from, took[times/2].Milliseconds(), times, took[times-1].Milliseconds(), aim.Milliseconds())
		if took[times-1] > aim {
			t.Errorf("%s: the slowest took %v", from, took[times-1])
		}
	}
	s.seen.Delete(recording.ID)
	measure("from the spool", "bytes=0-")
	if err := os.Remove(s.spool.path(legOf(recording), endStereo)); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	measure("from the archive", "bytes=0-")
	measure("from the archive, in its middle", "bytes=28800058-")
	began := time.Now()
	o, info, err := s.Open(t.Context(), recording.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = o.Close() }()
	if _, err := peaks.Read(o, info.Channels); err != nil {
		t.Fatal(err)
	}
	t.Logf("its peaks, which are asked for beside the sound and kept: after %d ms", time.Since(began).Milliseconds())
}
