package nearest

import "testing"

func TestSuggest(t *testing.T) {
	known := []string{"calls", "http", "tra-cuu"}
	for name, want := range map[string]string{
		"cals": `did you mean "calls"?`, "HTTP": `did you mean "http"?`, "tra-cu": `did you mean "tra-cuu"?`,
		"": "known here: calls, http, tra-cuu", "something else": "known here: calls, http, tra-cuu",
	} {
		if got := Suggest(name, known).String(); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
	if got := Suggest("x", nil).String(); got != "there is none yet" {
		t.Error(got)
	}
}

func TestClip(t *testing.T) {
	if got := Clip("ngắn"); got != "ngắn" {
		t.Error(got)
	}
	if got := Clip("123456789012345678901234567890123456789ắ and more"); got != "123456789012345678901234567890123456789…" {
		t.Errorf("%q", got)
	}
}
