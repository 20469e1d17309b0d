package simulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/notify"
)

func open(t *testing.T, path string) *Simulator {
	t.Helper()
	s, err := Open(path, func() time.Time { return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func sms(ref, body string) notify.Outgoing {
	return notify.Outgoing{Ref: ref, Channel: notify.SMS, To: "0912345678", Body: body, Parts: 1}
}

func TestAReferenceIsTakenOnceForEver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sent.jsonl")
	s := open(t, path)
	first, err := s.Send(t.Context(), sms("a", "x"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Send(t.Context(), sms("a", "x")); err != nil || again != first {
		t.Errorf("again: %v, %v", again, err)
	}
	// Killed while it wrote the next: half a line, then another process.
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString("\n" + `{"id":"sim-2","ref":"b","bo`)
	_ = f.Close()
	for range 2 {
		s = open(t, path)
		if got, ok, err := s.Find(t.Context(), "a"); err != nil || !ok || got != first {
			t.Errorf("after a restart: %v, %v, %v", got, ok, err)
		}
		if _, err := s.Send(t.Context(), sms("b", "y")); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, _ := s.Find(t.Context(), "c"); ok {
		t.Error("it found what it never took")
	}
	if sent := s.Sent(10); len(sent) != 2 || sent[0].Ref != "b" || len(s.Sent(1)) != 1 {
		t.Errorf("%+v", sent)
	}
}

func TestAFullDiskIsTemporary(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "sent.jsonl"))
	_ = s.Close() // as any failing write
	if _, err := s.Send(t.Context(), sms("a", "x")); notify.OutcomeOf(err) != notify.Temporary {
		t.Errorf("%v", err)
	}
	if _, ok, _ := s.Find(t.Context(), "a"); ok {
		t.Error("what was not kept was taken")
	}
}

func TestPage(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "sent.jsonl"))
	get := func(language string) string {
		r := httptest.NewRequest(http.MethodGet, "/simulator/messages", nil)
		r.Header.Set("Accept-Language", language)
		w := httptest.NewRecorder()
		s.Page(time.FixedZone("", 7*3600)).ServeHTTP(w, r)
		return w.Body.String()
	}
	if page := get("vi"); !strings.Contains(page, "Chưa có tin nhắn nào.") {
		t.Error(page)
	}
	if _, err := s.Send(t.Context(), sms("a", `<script>alert("x")</script> Mã hồ sơ`)); err != nil {
		t.Fatal(err)
	}
	page := get("vi")
	for _, want := range []string{"&lt;script&gt;", "Mã hồ sơ", "0912345678", "15:00:00 02/03/2026", `lang="vi"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	if page := get("en"); !strings.Contains(page, "Messages sent (simulated)") {
		t.Error(page)
	}
}

func TestOnlyTheNewestStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sent.jsonl")
	s := open(t, path)
	const all = 3*Kept + 7
	for n := range all {
		if _, err := s.Send(t.Context(), sms(fmt.Sprintf("ref-%d", n), "x")); err != nil {
			t.Fatal(err)
		}
	}
	for _, moment := range []string{"running", "after a restart"} {
		if sent := s.Sent(all); len(sent) != Kept || sent[0].Ref != fmt.Sprintf("ref-%d", all-1) || sent[0].ID != fmt.Sprintf("sim-%d", all) {
			t.Errorf("%s: %d stay, the newest %+v", moment, len(sent), sent[0])
		}
		for ref, want := range map[string]bool{fmt.Sprintf("ref-%d", all-Kept): true, fmt.Sprintf("ref-%d", all-Kept-1): false} {
			if _, ok, err := s.Find(t.Context(), ref); ok != want || err != nil {
				t.Errorf("%s: %s is known: %v, %v", moment, ref, ok, err)
			}
		}
		s = open(t, path)
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(kept), `"ref"`); lines > 2*Kept+1 {
		t.Errorf("%d lines in the file", lines)
	}
	if got, err := s.Send(t.Context(), sms("next", "x")); err != nil || got.ID != fmt.Sprintf("sim-%d", all+1) {
		t.Errorf("the next one: %v, %v", got, err)
	}
}
