package ticket

import (
	"strings"
	"testing"
	"time"
)

// Who sorts the messages must know which may be empty, and that a soft voice is among them.
func TestMessageInWhichNobodyWasMadeOut(t *testing.T) {
	left := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	if d := OfMessage("0912345678", left, 20*time.Second, true); !strings.Contains(d.Content, "0:20") || !strings.Contains(d.Content, "không nhận ra tiếng nói") {
		t.Error(d.Content)
	}
	if d := OfMessage("0912345678", left, 20*time.Second, false); strings.Contains(d.Content, "không nhận ra") {
		t.Error(d.Content)
	}
}
