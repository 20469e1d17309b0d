package speech_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/dialplan/prompts"
	"hotline1022/dialplan/speech"
)

// heard is what a caller hears, in words.
func heard(t interface{ Errorf(string, ...any) }, names []string) string {
	texts := map[string]string{prompts.Pause: "…"}
	for _, p := range prompts.All() {
		texts[p.Name] = p.Spoken
	}
	words := make([]string, len(names))
	for i, name := range names {
		text, ok := texts[name]
		if !ok {
			t.Errorf("there is no prompt %q", name)
		}
		words[i] = text
	}
	return strings.Join(words, " ")
}

func TestSayNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "không", 1: "một", 4: "bốn", 5: "năm", 9: "chín", 10: "mười", 11: "mười một", 14: "mười bốn", 15: "mười lăm",
		20: "hai mươi", 21: "hai mươi mốt", 24: "hai mươi tư", 25: "hai mươi lăm", 30: "ba mươi", 55: "năm mươi lăm", 99: "chín mươi chín",
		100: "một trăm", 101: "một trăm linh một", 105: "một trăm linh năm", 110: "một trăm mười", 115: "một trăm mười lăm", 221: "hai trăm hai mươi mốt",
		1000: "một nghìn", 1001: "một nghìn không trăm linh một", 1022: "một nghìn không trăm hai mươi hai", 1100: "một nghìn một trăm",
		10_000: "mười nghìn", 21_345: "hai mươi mốt nghìn ba trăm bốn mươi lăm", 100_000: "một trăm nghìn",
		1_000_000: "một triệu", 1_000_005: "một triệu không trăm linh năm", 2_050_000: "hai triệu không trăm năm mươi nghìn",
		999_999_999: "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
		-1:          "", speech.Limit: "",
	} {
		if got := heard(t, speech.SayNumber(n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestSayDigits(t *testing.T) {
	for code, want := range map[string]string{
		"26-000123-4": "hai sáu … không không không một hai ba … bốn",
		"0912 345":    "không chín một hai … ba bốn năm", "": "", "+84x": "tám bốn", " 1 ": "một",
	} {
		if got := heard(t, speech.SayDigits(code)); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestSayPosition(t *testing.T) {
	for n, want := range map[int]string{
		1: "Quý khách là người tiếp theo được phục vụ.", 2: "Trước quý khách còn một người đang chờ.",
		22: "Trước quý khách còn hai mươi mốt người đang chờ.", 102: "Trước quý khách còn một trăm linh một người đang chờ.",
		0: "", -3: "", speech.Limit + 1: "",
	} {
		if got := heard(t, speech.SayPosition(n)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestSayWait(t *testing.T) {
	for _, tc := range []struct {
		lo, hi time.Duration
		want   string
	}{
		{0, 20 * time.Second, "Thời gian chờ dự kiến dưới một phút."},
		{30 * time.Second, 2 * time.Minute, "Thời gian chờ dự kiến dưới hai phút."},
		{2 * time.Minute, 2 * time.Minute, "Thời gian chờ dự kiến khoảng hai phút."},
		{119 * time.Second, 185 * time.Second, "Thời gian chờ dự kiến từ một đến bốn phút."},
		{14 * time.Minute, 21 * time.Minute, "Thời gian chờ dự kiến từ mười bốn đến hai mươi mốt phút."},
		{50 * time.Minute, time.Hour, "Thời gian chờ dự kiến từ năm mươi đến sáu mươi phút."},
		{50 * time.Minute, time.Hour + 1, ""},
		{0, 0, ""},
		{-1, time.Minute, ""},
		{3 * time.Minute, 2 * time.Minute, ""},
	} {
		if got := heard(t, speech.SayWait(tc.lo, tc.hi)); got != tc.want {
			t.Errorf("%v to %v: %q, want %q", tc.lo, tc.hi, got, tc.want)
		}
	}
}

func TestSayTicket(t *testing.T) {
	if got, want := heard(t, speech.SayTicket("26-000123-4", "in_progress")),
		"Mã phản ánh hai sáu … không không không một hai ba … bốn … Phản ánh đang được đơn vị có thẩm quyền xử lý."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// Every state of the regulation's table has words; what is new is an operator's to tell.
	for _, state := range []string{
		"received", "awaiting_sender", "awaiting_sender_for_unit", "declined", "live_transfer", "assigned", "in_progress", "verifying",
		"escalated_to_head", "overdue", "office_led", "awaiting_directive", "resolved", "published", "answered", "contested", "closed", "merged",
	} {
		if said := speech.SayState(state); heard(t, said) == "" || slices.Equal(said, speech.SayState("?")) {
			t.Errorf("%s: %v", state, said)
		}
	}
	if heard(t, speech.SayState("?")) == "" {
		t.Error("an unknown state has no words")
	}
}

// Whatever is said, every name is one that is made.
func TestEveryNameIsMade(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		heard(r, speech.SayNumber(rapid.IntRange(-2, speech.Limit+2).Draw(r, "number")))
		heard(r, speech.SayDigits(rapid.String().Draw(r, "digits")))
		heard(r, speech.SayPosition(rapid.IntRange(-2, 2000).Draw(r, "position")))
		minutes := rapid.Int64Range(-1, 70*60)
		heard(r, speech.SayWait(time.Duration(minutes.Draw(r, "lo"))*time.Second, time.Duration(minutes.Draw(r, "hi"))*time.Second))
		heard(r, speech.SayState(rapid.String().Draw(r, "state")))
	})
}
