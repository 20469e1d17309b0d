package ticket

import "testing"

func TestReason(t *testing.T) {
	for text, want := range map[string]string{
		"": "", ".": "", "x": "", "ok": "", " - … - ": "", "\u200b\u00a0": "", "a. b.": "", "họp": "họp", " Sai số nhà\n": "Sai số nhà", "số 5": "số 5", "113": "113",
	} {
		if got := Reason(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
