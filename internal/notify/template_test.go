package notify

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"hotline1022/internal/lang"
)

// Whatever is told to people by a text of the catalogue can be worded anew.
func TestEveryTextToPeopleIsAKind(t *testing.T) {
	for _, key := range lang.Keys() {
		if s := string(key); !strings.HasPrefix(s, "sms_") && !strings.HasPrefix(s, "email_") {
			continue
		}
		k, ok := KindOf(key)
		if !ok {
			t.Errorf("%s has no row in texts.go", key)
			continue
		}
		if faults := k.Default().Check(Style{LookUp: "http://1022.example.vn"}); len(faults) != 0 {
			t.Errorf("%s: %v", key, faults)
		}
	}
	keys := make([]lang.Key, 0, len(Kinds()))
	for _, k := range Kinds() {
		keys = append(keys, k.Key)
	}
	if !slices.IsSorted(keys) || len(keys) != len(kinds) {
		t.Errorf("%v", keys)
	}
}

func TestTemplateIsChecked(t *testing.T) {
	kind, _ := KindOf(lang.SMSIncidentTicket)
	mail := Kind{Channel: Email, Placeholders: []Placeholder{{Name: "code", Needed: true}}}
	long := strings.Repeat("Vịnh Bảo ", 30)
	for name, tc := range map[string]struct {
		kind    Kind
		text    string
		accents bool
		want    []lang.Key
	}{
		"as it should be":          {kind, "1022: {area}, mã {code}. {lookup}", false, nil},
		"nothing":                  {kind, " \n", false, []lang.Key{lang.TemplateEmpty}},
		"a book":                   {kind, strings.Repeat("x", MaxTemplate+1), false, []lang.Key{lang.TemplateTooBig}},
		"a name of nothing":        {kind, "{area} {code} {ten}", false, []lang.Key{lang.TemplateUnknown}},
		"it is said once":          {kind, "{area} {code} {ten} {ten}", false, []lang.Key{lang.TemplateUnknown}},
		"no code":                  {kind, "{area}", false, []lang.Key{lang.TemplateNeeds}},
		"a brace alone":            {kind, "{area} {code} {", false, []lang.Key{lang.TemplateBrace}},
		"braces in braces":         {kind, "{area} {{code}}", false, []lang.Key{lang.TemplateBrace}},
		"several faults":           {kind, "{x} } \x07", false, []lang.Key{lang.TemplateControl, lang.TemplateUnknown, lang.TemplateBrace, lang.TemplateNeeds, lang.TemplateNeeds}},
		"two lines of an SMS":      {kind, "{area}\n{code}", false, []lang.Key{lang.TemplateControl}},
		"carried without accents":  {kind, long + "{area} {code}", false, nil},
		"too long with them":       {kind, long + "{area} {code}", true, []lang.Key{lang.TemplateTooLong}},
		"too long for a long area": {kind, strings.Repeat("x", 500) + "{area} {code}", false, []lang.Key{lang.TemplateTooLongFull}},
		"a mail":                   {mail, "Mã {code}\n\nKính gửi\nông/bà", false, nil},
		"a mail without a subject": {mail, "\nMã {code}", false, []lang.Key{lang.TemplateSubject}},
		"a mail without a body":    {mail, "Mã {code}\n", false, []lang.Key{lang.TemplateSubject}},
	} {
		var got []lang.Key
		for _, f := range (Template{Kind: tc.kind, Text: tc.text, Accents: &tc.accents}).Check(Style{LookUp: "http://1022.example.vn"}) {
			got = append(got, f.Key)
			if said := lang.Say(lang.Vietnamese, f.Key, f.Args...); strings.Contains(said, "%!") {
				t.Errorf("%s: %s", name, said)
			}
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func TestPreview(t *testing.T) {
	kind, _ := KindOf(lang.SMSMessageTicket)
	yes, no := true, false
	worded := Template{Kind: kind, Text: "Đã nhận. Mã {code}. {lookup}", Accents: &yes}
	p, err := worded.Preview(Style{LookUp: "http://a.vn"}, nil)
	if err != nil || p.Body != "Đã nhận. Mã 26-000123-4. http://a.vn/x/****************" || p.Encoding != UCS2 || p.Units != 55 || p.Characters != 55 || p.Parts != 1 || !p.Accents {
		t.Errorf("%+v, %v", p, err)
	}
	worded.Accents = &no
	p, err = worded.Preview(Style{Accents: true, LookUp: "http://a.vn"}, map[string]string{"code": "26-€"})
	if err != nil || p.Body != "Da nhan. Ma 26-€. http://a.vn/x/****************" || p.Encoding != GSM7 || p.Units != 49 || p.Characters != 48 || p.Accents {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err = worded.Preview(Style{}, map[string]string{"code": strings.Repeat("x", 1000)}); err == nil {
		t.Error("a text that cannot be carried has a preview")
	}
}

// What a citizen wrote is text, whatever it looks like.
func TestValuesArePutInAsTheyAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		area := rapid.StringMatching(`[a-z{} ]{1,40}`).Draw(t, "area")
		kind, _ := KindOf(lang.SMSIncidentTicket)
		got, err := Compose(Style{LookUp: "LOOKUP"}, Template{Kind: kind, Text: "<{area}> {code}"}, []string{"CODE", area})
		if want := "<" + oneLine(area) + "> CODE"; err != nil || got.Body != want {
			t.Fatalf("%q, %v, want %q", got.Body, err, want)
		}
	})
}

// A sentence that ends in the middle says something else: a long one is read whole where
// there is room for it.
func TestNothingIsCut(t *testing.T) {
	style := Style{LookUp: "http://1022.example.vn"}
	long := strings.Repeat("Đã kiểm tra thực địa. ", 60)
	for _, tc := range []struct {
		key  lang.Key
		args []string
		want string
	}{
		{lang.SMSDeclined, []string{"không thuộc thẩm quyền", "Toà án"}, "1022: Phan anh 26-000123-4 khong duoc tiep nhan. Ly do: khong thuoc tham quyen. Noi lien he: Toa an"},
		{lang.SMSDeclined, []string{"Không thuộc thẩm quyền.", "Toà án"}, "1022: Phan anh 26-000123-4 khong duoc tiep nhan. Ly do: Khong thuoc tham quyen. Noi lien he: Toa an"},
		{lang.SMSDeclined, []string{long, "Toà án"}, "1022: Phan anh 26-000123-4 khong duoc tiep nhan. Ly do: xem tai http://1022.example.vn. Noi lien he: Toa an"},
		{lang.SMSReminder, []string{long}, "1022: Nhac xu ly ho so 26-000123-4: xem trong He thong phan mem"},
	} {
		k, _ := KindOf(tc.key)
		got, err := Compose(style, k.Default(), append([]string{"26-000123-4"}, tc.args...))
		if err != nil || got.Body != tc.want || got.Parts != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	}
	letter := KindFor(Email, lang.SMSDeclined, nil)
	if got, err := Compose(style, letter.Default(), []string{"26-000123-4", long, "Toà án"}); err != nil || !strings.Contains(got.Body, strings.TrimSpace(long)) {
		t.Errorf("a letter has room: %+v, %v", got, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		k, _ := KindOf(rapid.SampledFrom([]lang.Key{lang.SMSDeclined, lang.SMSAskSender, lang.SMSAskByUnit, lang.SMSReminder}).Draw(t, "kind"))
		said := rapid.StringOfN(rapid.RuneFrom([]rune("aấ😀…[€ \n{}")), 0, 2000, -1).Draw(t, "said")
		got, err := Compose(style, k.Default(), []string{"26-000123-4", said, said})
		if err != nil || got.Parts > MaxParts {
			t.Fatalf("%+v, %v", got, err)
		}
		if whole := Plain(norm.NFC.String(oneLine(said))); !strings.Contains(got.Body, whole) && !strings.Contains(got.Body, "xem t") {
			t.Fatalf("neither said nor told where: %q", got.Body)
		}
	})
}

func TestATemplateThatPassesIsNeverTooLong(t *testing.T) {
	kind, _ := KindOf(lang.SMSIncidentTicket)
	style := Style{LookUp: "http://1022.example.vn"}
	rapid.Check(t, func(t *rapid.T) {
		accents := rapid.Bool().Draw(t, "accents")
		tpl := Template{Kind: kind, Text: rapid.StringMatching(`[a-zấơđ €]{0,600}`).Draw(t, "text") + "{area}{code}{lookup}", Accents: &accents}
		if len(tpl.Check(style)) > 0 {
			return
		}
		area := norm.NFC.String(rapid.StringOfN(rapid.RuneFrom([]rune("aăấ😀")), 0, 200, -1).Draw(t, "area"))
		if _, err := Compose(style, tpl, []string{"26-000123-4", area}); err != nil {
			t.Fatalf("%v: %d characters of text", err, len([]rune(tpl.Text)))
		}
	})
}

func TestQuietHours(t *testing.T) {
	zone := time.FixedZone("+7", 7*3600)
	night := Quiet{From: 22 * time.Hour, To: 6 * time.Hour, Zone: zone}
	noon := Quiet{From: 11*time.Hour + 30*time.Minute, To: 13 * time.Hour, Zone: zone}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, zone).UTC() }
	for name, tc := range map[string]struct {
		quiet   Quiet
		channel Channel
		hours   Hours
		began   time.Time
		now     time.Time
		want    time.Time // zero: at once
	}{
		"day":                   {night, SMS, Day, at(2, 9, 0), at(2, 9, 0), time.Time{}},
		"evening":               {night, SMS, Day, at(2, 22, 0), at(2, 22, 0), at(3, 6, 0)},
		"after midnight":        {night, SMS, Day, at(3, 0, 5), at(3, 0, 5), at(3, 6, 0)},
		"the last minute":       {night, SMS, Day, at(3, 5, 59), at(3, 5, 59), at(3, 6, 0)},
		"the morning":           {night, SMS, Day, at(3, 6, 0), at(3, 6, 0), time.Time{}},
		"the end of a month":    {night, SMS, Day, at(31, 23, 0), at(31, 23, 0), at(32, 6, 0)},
		"an emergency":          {night, SMS, Anytime, at(2, 23, 0), at(3, 2, 0), time.Time{}},
		"somebody waits for it": {night, SMS, Awaited, at(2, 23, 0), at(2, 23, 1), time.Time{}},
		"nobody waits any more": {night, SMS, Awaited, at(2, 23, 0), at(2, 23, 15), at(3, 6, 0)},
		"a mail wakes nobody":   {night, Email, Day, at(2, 23, 0), at(2, 23, 0), time.Time{}},
		"no quiet hours":        {Quiet{Zone: zone}, SMS, Day, at(2, 0, 0), at(2, 0, 0), time.Time{}},
		"a nap":                 {noon, SMS, Day, at(2, 12, 0), at(2, 12, 0), at(2, 13, 0)},
		"after the nap":         {noon, SMS, Day, at(2, 13, 0), at(2, 13, 0), time.Time{}},
		"before the nap":        {noon, SMS, Day, at(2, 11, 29), at(2, 11, 29), time.Time{}},
		"the night after a nap": {noon, SMS, Day, at(2, 23, 0), at(2, 23, 0), time.Time{}},
	} {
		got, wait := tc.quiet.Until(tc.channel, tc.hours, tc.began, tc.now)
		if wait == tc.want.IsZero() || !got.Equal(tc.want) {
			t.Errorf("%s: %v, %v, want %v", name, got, wait, tc.want)
		}
	}
}

func TestNoMessageWaitsForAMomentThatIsQuietToo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(0, 24*60-1)
		q := Quiet{From: time.Duration(minutes.Draw(t, "from")) * time.Minute, To: time.Duration(minutes.Draw(t, "to")) * time.Minute, Zone: time.FixedZone("", 7*3600)}
		now := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "now"), 0)
		until, wait := q.Until(SMS, Day, now, now)
		if !wait {
			return
		}
		if !until.After(now) || until.Sub(now) > 24*time.Hour {
			t.Fatalf("%v waits until %v", now, until)
		}
		if _, again := q.Until(SMS, Day, now, until); again {
			t.Fatalf("%v is quiet too", until)
		}
	})
}

func TestNextLook(t *testing.T) {
	sent := time.Unix(1_800_000_000, 0)
	looks, now := 0, sent
	for {
		next, ok := NextLook(sent, now)
		if !ok {
			break
		}
		if pause := next.Sub(now); pause < time.Minute || pause > time.Hour {
			t.Fatalf("a pause of %v", pause)
		}
		looks, now = looks+1, next
	}
	if over := now.Sub(sent); over < trackedFor || over > trackedFor+time.Hour || looks > 90 {
		t.Errorf("%d looks in %v", looks, over)
	}
}

// A message to staff about a ticket leads to it, where it is known where their application is; nobody else's does.
func TestStaffAreLedToTheTicket(t *testing.T) {
	kind, _ := KindOf(lang.SMSTask)
	args := []string{"26-000123-4"}
	for staff, want := range map[string]string{
		"":                      "1022: Don vi duoc giao viec trong ho so 26-000123-4.",
		"https://1022.example":  "1022: Don vi duoc giao viec trong ho so 26-000123-4. https://1022.example/t/26-000123-4",
		"https://1022.example/": "1022: Don vi duoc giao viec trong ho so 26-000123-4. https://1022.example/t/26-000123-4",
	} {
		text, err := Compose(Style{LookUp: "http://1022.example.vn", Staff: staff}, kind.Default(), args)
		if err != nil || text.Body != want {
			t.Errorf("%q: %q, %v", staff, text.Body, err)
		}
	}
	for _, key := range []lang.Key{lang.SMSPublished, lang.SMSWithdrawn} { // a sender's; whose unit has it no more
		k, _ := KindOf(key)
		faults := Template{Kind: k, Text: "{code} {link}"}.Check(Style{LookUp: "http://1022.example.vn"})
		if len(faults) != 1 || faults[0].Key != lang.TemplateUnknown {
			t.Errorf("%s: %v", key, faults)
		}
	}
}
