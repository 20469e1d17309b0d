package recordings

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"hotline1022/internal/store"
	"hotline1022/internal/wav"
	"hotline1022/telephony/call"
)

func TestDamagedLocalFile(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	s.pass(t.Context())
	row, _ := r.row(id)
	damage := func(ending string) {
		t.Helper()
		b, err := os.ReadFile(r.spool.path(own(id), ending))
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		put(t, r.spool, id, ending, b)
	}
	damage(endStereo)
	f, info, err := s.Open(t.Context(), row.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(f)
	_ = f.Close()
	if sumOf(b) != info.SHA256 {
		t.Error("a damaged file was given out")
	}
	// And of one that was looked at already, whose time is set back.
	if f, _, err = s.Open(t.Context(), row.ID); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	path := r.spool.path(own(id), endStereo)
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	damage(endStereo)
	if err := os.Chtimes(path, was.ModTime(), was.ModTime()); err != nil {
		t.Fatal(err)
	}
	if f, _, err = s.Open(t.Context(), row.ID); err != nil {
		t.Fatal(err)
	}
	b, _ = io.ReadAll(f)
	_ = f.Close()
	if sumOf(b) != info.SHA256 {
		t.Error("a damaged file was given out that had been looked at before")
	}
	damage(endStereo)
	damage(endCitizen)
	if _, _, err := s.Open(t.Context(), row.ID); !errors.Is(err, ErrChecksum) {
		t.Errorf("Open: %v, want ErrChecksum", err)
	}
	if err := s.archiveOne(t.Context(), row); !errors.Is(err, ErrChecksum) {
		t.Errorf("archiveOne: %v, want ErrChecksum", err)
	}
	if n := r.versions(s); n != 0 {
		t.Errorf("%d damaged objects are kept", n)
	}
}

// What waits for the archive in another node's spool is not lost: it is not ready here. Where it should be here, it is.
func TestAnotherNodesRecordingIsNotReady(t *testing.T) {
	r := newRig(t)
	s, _ := r.service(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	if err := s.takeOver(t.Context(), own(id), false); err != nil {
		t.Fatal(err)
	}
	r.opts.Spool = t.TempDir()
	for node, notReady := range map[string]bool{"pbx2": true, "pbx1": false} {
		r.opts.Node = node
		other, _ := r.service(r.minio.Endpoint)
		if _, _, err := other.Open(t.Context(), mustRow(r, id).ID); err == nil || errors.Is(err, ErrNotReady) != notReady {
			t.Errorf("%s: %v", node, err)
		}
	}
}

// Ranges, from the local disk and from the archive alike.
func TestRanges(t *testing.T) {
	r := newRig(t)
	s, stop := r.run(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	r.recorded(id, citizen, staff)
	row := r.in(id, store.RecordingArchived)
	stop()
	whole := r.object(s, row)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		f, info, err := s.Open(req.Context(), row.ID)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer func() { _ = f.Close() }()
		w.Header().Set("ETag", `"`+info.SHA256+`"`)
		w.Header().Set("Content-Type", info.ContentType)
		http.ServeContent(w, req, info.Name, info.ModTime, f)
	}))
	defer server.Close()
	client := server.Client()
	for _, where := range []string{"local disk", "archive"} {
		if where == "archive" {
			if err := r.spool.remove(own(id)); err != nil {
				t.Fatal(err)
			}
		}
		n := int64(len(whole))
		for _, c := range []struct {
			spec     string
			status   int
			from, to int64
		}{
			{"", 200, 0, n},
			{"bytes=0-57", 206, 0, 58},
			{"bytes=1000-1999", 206, 1000, 2000},
			{"bytes=-100", 206, n - 100, n},
			{fmt.Sprintf("bytes=%d-", n-1), 206, n - 1, n},
			{fmt.Sprintf("bytes=%d-", n), 416, 0, 0},
		} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.spec != "" {
				req.Header.Set("Range", c.spec)
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if err != nil || resp.StatusCode != c.status || c.status != 416 && !bytes.Equal(b, whole[c.from:c.to]) {
				t.Errorf("%s, %q: status %d, %d bytes, %v", where, c.spec, resp.StatusCode, len(b), err)
			}
		}
	}
	r.minio.Stop()
	if _, _, err := s.Open(t.Context(), row.ID); !errors.Is(err, ErrUnavailable) {
		t.Errorf("archive down: %v, want ErrUnavailable", err)
	}
}

// A part is a file of its own, from the local disk and from the archive alike.
func TestOpenPart(t *testing.T) {
	r := newRig(t)
	s, stop := r.run(r.minio.Endpoint)
	const id = call.ID("pbx1-1764000000.1")
	r.arrived(id)
	const second = 8000
	rx, tx := make([]byte, 3*second), make([]byte, 3*second)
	for i := range rx {
		rx[i], tx[i] = byte(i/second), 100+byte(i/second)
	}
	r.recorded(id, rx, tx)
	row := r.in(id, store.RecordingArchived)
	stop()
	for _, where := range []string{"local disk", "archive"} {
		if where == "archive" {
			if err := os.Remove(r.spool.path(own(id), endStereo)); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range map[string]struct {
			from, to time.Duration
			first    byte
			samples  int
		}{
			"one second":     {time.Second, 2 * time.Second, 1, second},
			"odd beginning":  {2*time.Second + 300*time.Microsecond, 3 * time.Second, 2, second - 3},
			"beyond the end": {2 * time.Second, time.Hour, 2, second},
			"all beyond":     {time.Hour, 2 * time.Hour, 0, 0},
			"backwards":      {2 * time.Second, time.Second, 0, 0},
			"before it all":  {-time.Hour, time.Second, 0, second},
		} {
			f, info, err := s.OpenPart(t.Context(), row.ID, c.from, c.to)
			if err != nil {
				t.Fatalf("%s, %s: %v", where, name, err)
			}
			b, _ := io.ReadAll(f)
			_ = f.Close()
			a, err := wav.ReadBytes(b)
			if err != nil || sumOf(b) != info.SHA256 || int64(len(b)) != info.Size || len(a.Samples) != 2 {
				t.Fatalf("%s, %s: %v, %+v", where, name, err, info)
			}
			if n := len(a.Samples[0]); n != c.samples || (n > 0 && (b[wav.HeaderSize] != c.first || b[wav.HeaderSize+1] != 100+c.first)) {
				t.Errorf("%s, %s: %d samples, first bytes %d", where, name, n, b[wav.HeaderSize:][:min(4, 2*n)])
			}
		}
	}
}
