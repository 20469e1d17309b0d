package e2e

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

// record is a call as GET /api/v1/calls/{id} tells it: the fixed surface.
type record struct {
	ID          string     `json:"id"`
	From        string     `json:"from"`
	FromName    string     `json:"from_name"`
	Withheld    bool       `json:"withheld"`
	To          string     `json:"to"`
	StartedAt   time.Time  `json:"started_at"`
	AnsweredAt  *time.Time `json:"answered_at"`
	ConnectedAt *time.Time `json:"connected_at"`
	EndedAt     *time.Time `json:"ended_at"`
	State       string     `json:"state"`
	EndClass    string     `json:"end_class"`
	EndReason   string     `json:"end_reason"`
	Queue       string     `json:"queue"`
	WaitMs      int64      `json:"wait_ms"`
	Operator    string     `json:"operator"`
	Tickets     []string   `json:"tickets"`
	Rating      *int       `json:"rating"`
	Recordings  []recorded `json:"recordings"`
	Events      []struct {
		Kind string `json:"kind"`
	} `json:"events"`
}

// recorded is a leg of a call's recording.
type recorded struct {
	ID         string `json:"id"`
	State      string `json:"state"`
	Leg        string `json:"leg"`
	SHA256     string `json:"sha256"`
	Bytes      int64  `json:"bytes"`
	DurationMs int64  `json:"duration_ms"`
	Channels   int    `json:"channels"`
	Object     string `json:"object"`
	Operator   string `json:"operator"`
	Number     string `json:"number"`
	Unit       string `json:"unit"`
}

func (r record) count(kind string) int {
	n := 0
	for _, e := range r.Events {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// calls lists the calls of a number.
func (s *stack) calls(token, from string) []record {
	s.t.Helper()
	var list struct {
		Items []record `json:"items"`
	}
	s.get(token, "/api/v1/calls?from="+from, &list)
	return list.Items
}

// ended waits until the number's only call has ended, and returns its record.
func (s *stack) ended(token, from string) record {
	s.t.Helper()
	var r record
	// An end that nobody saw is taken from the spool, some seconds later.
	s.eventually(patience, "the call of "+from+" is on record and over", func() bool {
		list := s.calls(token, from)
		if len(list) != 1 || list[0].State != "ended" {
			return false
		}
		return s.get(token, "/api/v1/calls/"+list[0].ID, &r) == http.StatusOK
	})
	return r
}

// archived waits until the call's only recording is in the archive.
func (s *stack) archived(token, from string) record {
	s.t.Helper()
	var r record
	s.eventually(patience, "the recording of "+from+" is archived", func() bool {
		r = s.ended(token, from)
		return len(r.Recordings) == 1 && r.Recordings[0].State == "archived"
	})
	return r
}

// fetch takes the citizen's recording of a call out of MinIO.
func (s *stack) fetch(r record) wav.Audio {
	s.t.Helper()
	return s.fetchLeg(r.Recordings[0])
}

// fetchLeg takes a recording out of MinIO, past hotline, checks its checksum
// against the record, and keeps it as an artefact.
func (s *stack) fetchLeg(rec recorded) wav.Audio {
	s.t.Helper()
	client, err := minio.New(s.minio.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(s.minio.AccessKey, s.minio.SecretKey, "")})
	if err != nil {
		s.t.Fatal(err)
	}
	object, err := client.GetObject(context.Background(), "hotline-recordings", rec.Object, minio.GetObjectOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = object.Close() }()
	data, err := io.ReadAll(object)
	if err != nil {
		s.t.Fatalf("read %s from MinIO: %v", rec.Object, err)
	}
	if err := os.WriteFile(artefact(s.t, "recording-"+rec.Leg+".wav"), data, 0o644); err != nil {
		s.t.Fatal(err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != rec.SHA256 {
		s.t.Errorf("MinIO keeps %x, the record says %s", sum, rec.SHA256)
	}
	if int64(len(data)) != rec.Bytes {
		s.t.Errorf("MinIO keeps %d bytes, the record says %d", len(data), rec.Bytes)
	}
	audio, err := wav.ReadBytes(data)
	if err != nil {
		s.t.Fatal(err)
	}
	if len(audio.Samples) != 2 || rec.Channels != 2 {
		s.t.Fatalf("%d channels, the record says %d: want citizen and staff", len(audio.Samples), rec.Channels)
	}
	return audio
}

// seconds is how long a lane has the tone, looked at in steps of 100 ms.
func seconds(lane []int16, rate int, hz float64) float64 {
	step, n := rate/10, 0
	for i := 0; i+step <= len(lane); i += step {
		if tone.Heard(lane[i:i+step], rate, hz) {
			n++
		}
	}
	return float64(n) / 10
}

// length of a recording in seconds.
func length(a wav.Audio) float64 { return float64(len(a.Samples[0])) / float64(a.Rate) }
