package notify

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/internal/lang"
)

func TestParts(t *testing.T) {
	a := func(n int) string { return strings.Repeat("a", n) }
	ê := func(n int) string { return strings.Repeat("ế", n) }
	for name, tc := range map[string]struct {
		text string
		want int
	}{
		"nothing":                                 {"", 0},
		"one SMS":                                 {a(160), 1},
		"one more character":                      {a(161), 2},
		"two full parts":                          {a(306), 2},
		"three parts":                             {a(307), 3},
		"GSM-7 has some letters with accents":     {strings.Repeat("à", 160), 1},
		"an extended character counts twice":      {strings.Repeat("€", 80), 1},
		"eighty and one":                          {strings.Repeat("€", 80) + "a", 2},
		"it does not lie in two parts":            {a(152) + "€" + a(152), 3},
		"Vietnamese with diacritics":              {ê(70), 1},
		"one more":                                {ê(71), 2},
		"two full parts of Vietnamese":            {ê(134), 2},
		"one letter makes all of it UCS-2":        {a(70) + "ế", 2},
		"a character beyond the BMP is two units": {strings.Repeat("😀", 35), 1},
		"and does not lie in two parts":           {strings.Repeat("😀", 67), 3},
	} {
		if got := Parts(tc.text); got != tc.want {
			t.Errorf("%s: %d parts, want %d", name, got, tc.want)
		}
	}
}

func TestPartsNeverFewerForMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, more := rapid.String().Draw(t, "text"), rapid.String().Draw(t, "more")
		if Parts(s+more) < Parts(s) {
			t.Fatalf("%d parts, but %d without the end", Parts(s+more), Parts(s))
		}
	})
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                          "plain",
		"ngập 😀 → 2 m²":                  "ngap ? ? 2 m?",
		"Tổng đài 1022 Hải Phòng":        "Tong dai 1022 Hai Phong",
		"ĐƯỜNG – “ngõ” … ẵ ỵ Ỹ":          `DUONG - "ngo" ... a y Y`,
		"De\u0302\u0301n\u00a0ngo\u0303": "Den ngo",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func worded(key lang.Key) Template {
	k, _ := KindOf(key)
	return k.Default()
}

func TestComposeAnSMS(t *testing.T) {
	style := Style{LookUp: "http://1022.haiphong.gov.vn"}
	got, err := Compose(style, worded(lang.SMSMessageTicket), []string{"26-000001-3"})
	want := "Tong dai 1022 Hai Phong da nhan tin nhan thoai cua ong/ba. Ma ho so: 26-000001-3. Tra cuu: http://1022.haiphong.gov.vn"
	if err != nil || got.Body != want || got.Parts != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	style.Accents = true
	got, err = Compose(style, worded(lang.SMSMessageTicket), []string{"26-000001-3"})
	if err != nil || !strings.HasPrefix(got.Body, "Tổng đài 1022 Hải Phòng đã nhận") || got.Parts != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = Compose(style, worded(lang.SMSMessageTicket), []string{strings.Repeat("ế", 700)})
	var long *TooLongError
	if !errors.As(err, &long) || long.Parts <= MaxParts {
		t.Errorf("a text of %v is sent, or cut", err)
	}
}

// With the key that lets its sender in, what a sender is told usually costs one SMS.
func TestDieu11_1b_ALinkWithItsKeyFitsOneSMS(t *testing.T) {
	style := Style{LookUp: "http://1022.haiphong.gov.vn/"}.Keyed()
	for _, key := range []lang.Key{lang.SMSReceived, lang.SMSMessageTicket, lang.SMSPublished, lang.SMSAnswered, lang.SMSPromised, lang.SMSMerged, lang.SMSAskSender} {
		tpl := worded(key)
		args := make([]string, len(tpl.Kind.Placeholders))
		for i, p := range tpl.Kind.Placeholders {
			args[i] = p.Sample
		}
		got, err := Compose(style, tpl, args)
		if err != nil || !tpl.Kind.Keyed || got.Parts != 1 || !strings.Contains(got.Body, "http://1022.haiphong.gov.vn/x/"+mask) {
			t.Errorf("%s: %+v, %v", key, got, err)
		}
		if sent := WithKey(got.Body, "abcdefghijklmnop"); Parts(sent) != got.Parts || strings.Contains(sent, "*") {
			t.Errorf("%s: %s", key, sent)
		}
	}
}

// Whatever an area is called, who waits for a word is told.
func TestEveryTextFitsItsLongestArguments(t *testing.T) {
	area := strings.Repeat("Ngã tư Sở 😀 ", 200)
	area = string([]rune(area)[:200])
	for key, args := range map[lang.Key][]string{
		lang.SMSMessageTicket: {"26-000001-3"}, lang.SMSIncidentTicket: {"26-000001-3", area}, lang.SMSIncidentOver: {area, "15:04", "02/01"},
	} {
		for _, accents := range []bool{false, true} {
			got, err := Compose(Style{Accents: accents, LookUp: "https://" + strings.Repeat("x", 92)}, worded(key), args)
			if err != nil || strings.Contains(got.Body, "%!") {
				t.Errorf("%s, accents %v: %v, %s", key, accents, err, got.Body)
			}
		}
	}
}

// Nothing that a person wrote begins a header of an e-mail.
func TestComposeAnEmail(t *testing.T) {
	got, err := Compose(Style{}, Template{Kind: Kind{Channel: Email}, Text: "Mã hồ sơ\n\nXin chào"}, nil)
	if err != nil || got.Subject != "Mã hồ sơ" || got.Body != "Xin chào" {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = Compose(Style{}, KindFor(Email, lang.SMSMessageTicket, nil).Default(), []string{"26-000001-3"})
	if err != nil || got.Subject != "Tổng đài 1022 Hải Phòng" || !strings.Contains(got.Body, "Mã hồ sơ: 26-000001-3") {
		t.Errorf("an SMS's words as a letter: %+v, %v", got, err)
	}
	mail := Kind{Channel: Email, Placeholders: []Placeholder{{Name: "who"}}}
	got, err = Compose(Style{}, Template{Kind: mail, Text: "Kính gửi {who}\n\nXin chào {who}"}, []string{"An\r\nBcc: x"})
	if err != nil || got.Subject != "Kính gửi An Bcc: x" || got.Body != "Xin chào An Bcc: x" {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = Compose(Style{}, worded(lang.SMSMessageTicket), []string{"1\r\nBcc: x"})
	if err != nil || strings.ContainsAny(got.Body, "\r\n") {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOutcomeOf(t *testing.T) {
	for want, err := range map[Outcome]error{
		Temporary: fmt.Errorf("send: %w", &Error{Temporary, errors.New("busy")}),
		Permanent: &Error{Permanent, errors.New("no such number")},
		Unknown:   errors.New("connection reset"),
	} {
		if got := OutcomeOf(err); got != want {
			t.Errorf("%v is %v", err, got)
		}
	}
}

func TestDecide(t *testing.T) {
	p := Policy{FirstPause: 10 * time.Second, LongestWait: time.Minute, GiveUpAfter: time.Hour}
	t0 := time.Unix(1_800_000_000, 0)
	at := func(d time.Duration) time.Time { return t0.Add(d) }
	for name, tc := range map[string]struct {
		outcome  Outcome
		attempts int
		now      time.Duration
		want     Decision
	}{
		"first":                  {Temporary, 1, 0, Decision{Next: at(10 * time.Second)}},
		"second":                 {Temporary, 2, 0, Decision{Next: at(20 * time.Second)}},
		"pauses end growing":     {Temporary, 4, 0, Decision{Next: at(time.Minute)}},
		"and never overflow":     {Temporary, 1 << 30, 0, Decision{Next: at(time.Minute)}},
		"nobody knows":           {Unknown, 1, 0, Decision{Next: at(10 * time.Second), Doubt: true}},
		"a last time at the end": {Temporary, 9, 59*time.Minute + 30*time.Second, Decision{Next: at(time.Hour)}},
		"given up":               {Temporary, 9, time.Hour, Decision{Failed: true}},
		"given up, nobody knows": {Unknown, 9, 2 * time.Hour, Decision{Failed: true, Doubt: true}},
		"never":                  {Permanent, 1, 0, Decision{Failed: true}},
	} {
		if got := p.Decide(tc.outcome, tc.attempts, t0, at(tc.now)); got.Failed != tc.want.Failed || got.Doubt != tc.want.Doubt || !got.Next.Equal(tc.want.Next) {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

func TestDecideEndsWithinTheTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(0, 0)
		attempts, last := 0, time.Duration(0)
		for {
			attempts++
			d := DefaultPolicy.Decide(rapid.SampledFrom([]Outcome{Temporary, Unknown}).Draw(t, "outcome"), attempts, time.Unix(0, 0), now)
			if d.Failed {
				break
			}
			pause := d.Next.Sub(now)
			if pause <= 0 || (pause < last && d.Next.Sub(time.Unix(0, 0)) != DefaultPolicy.GiveUpAfter) {
				t.Fatalf("attempt %d: a pause of %v after one of %v", attempts, pause, last)
			}
			now, last = d.Next, pause
		}
		if now.Sub(time.Unix(0, 0)) != DefaultPolicy.GiveUpAfter || attempts > 50 {
			t.Fatalf("given up after %v and %d attempts", now.Sub(time.Unix(0, 0)), attempts)
		}
	})
}
