package ticket

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hotline1022/internal/lang"
)

type known struct{}

func (known) FieldGroup(f string) (Group, bool) {
	g, ok := map[string]Group{"lighting": GroupInfrastructure, "market": GroupSociety}[f]
	return g, ok
}

func (known) HasUnit(u string) bool { return u == "SXD" }

func draft(change func(*Draft)) Draft {
	d := Draft{
		Group: GroupInfrastructure, Field: "lighting", Unit: "SXD", Content: "Đèn đường hỏng", Channel: ChannelPhone,
		Sender: Sender{Type: Individual, Name: "Nguyễn Văn An", Address: "12 Lạch Tray", Phone: "0912345678", NoEmail: true},
	}
	if change != nil {
		change(&d)
	}
	return d
}

// faultsOf gives the faults as location:key.
func faultsOf(d Draft) (list []string) {
	_, faults := Check(d, known{})
	for _, f := range faults {
		list = append(list, f.Location+":"+string(f.Key))
	}
	return list
}

func expect(t *testing.T, change func(*Draft), want ...string) {
	t.Helper()
	if got := faultsOf(draft(change)); !slices.Equal(got, want) {
		t.Errorf("faults %v, want %v", got, want)
	}
}

func TestDieu5_FiveGroupsWithTheirText(t *testing.T) {
	if len(Groups) != 5 {
		t.Fatalf("%d groups", len(Groups))
	}
	for i, g := range Groups {
		if int(g) != i+1 || !g.Valid() || g.Label() == "" || g.Short() == "" {
			t.Errorf("group %d: %q, %q", g, g.Label(), g.Short())
		}
		expect(t, func(d *Draft) { d.Group, d.Field, d.Directive = g, "", "Thông báo 12/TB-UBND" })
	}
	for _, g := range []Group{-1, 0, 6} {
		if g.Valid() || g.Label() != "" {
			t.Errorf("group %d is none of Điều 5", g)
		}
		expect(t, func(d *Draft) { d.Group = g }, "group:ticket_group")
	}
}

func TestDieu5_4_RequiresDirective(t *testing.T) {
	expect(t, func(d *Draft) { d.Group, d.Field, d.Directive = GroupDirective, "", " \n " }, "directive:ticket_directive")
	expect(t, func(d *Draft) { d.Group, d.Field, d.Directive = GroupDirective, "", "Thông báo 12/TB-UBND" })
	expect(t, func(d *Draft) { d.Directive = "" }) // other groups do not
}

func TestDieu5_FieldBelongsToItsGroup(t *testing.T) {
	expect(t, func(d *Draft) { d.Field = "market" }, "field:ticket_field_group")
	expect(t, func(d *Draft) { d.Field = "none" }, "field:ticket_field")
	expect(t, func(d *Draft) { d.Field = "" })
}

func TestDieu3_3_UnitIsInTheDirectory(t *testing.T) {
	expect(t, func(d *Draft) { d.Unit = "X" }, "unit:ticket_unit")
	expect(t, func(d *Draft) { d.Unit = "" })
}

func TestDieu7_2_ContentIsRequired(t *testing.T) {
	expect(t, func(d *Draft) { d.Content = " \r\n\t" }, "content:ticket_content")
}

func TestDieu7_3_MissingDataMakesIncompleteNotRefused(t *testing.T) {
	tests := map[string]struct {
		change   func(*Sender)
		complete bool
	}{
		"all there":           {func(s *Sender) { s.Email, s.NoEmail = "an@example.vn", false }, true},
		"no e-mail, recorded": {func(*Sender) {}, true},
		"e-mail not asked":    {func(s *Sender) { s.NoEmail = false }, false},
		"no name":             {func(s *Sender) { s.Name = "" }, false},
		"no address":          {func(s *Sender) { s.Address = "" }, false},
		"address, recorded":   {func(s *Sender) { s.Address, s.NoAddress = "", true }, true},
		"no phone":            {func(s *Sender) { s.Phone = "" }, false},
		"phone, recorded":     {func(s *Sender) { s.Phone, s.NoPhone = "", true }, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			d, faults := Check(draft(func(d *Draft) { tc.change(&d.Sender) }), known{})
			if len(faults) != 0 || d.Sender.Complete() != tc.complete {
				t.Errorf("faults %v, complete %v", faults, d.Sender.Complete())
			}
		})
	}
}

func TestDieu7_3_WhatIsGivenMakesSense(t *testing.T) {
	expect(t, func(d *Draft) { d.Sender.Phone = "12" }, "sender.phone:ticket_phone")
	expect(t, func(d *Draft) { d.Sender.Phone = "anonymous" }, "sender.phone:ticket_phone")
	expect(t, func(d *Draft) { d.Sender.NoPhone = true }, "sender.no_phone:ticket_contradiction")
	for _, bad := range []string{"an", "an@", "an@localhost", "An <an@example.vn>", "a b@example.vn"} {
		expect(t, func(d *Draft) { d.Sender.Email, d.Sender.NoEmail = bad, false }, "sender.email:ticket_email")
	}
	expect(t, func(d *Draft) { d.Sender.Email = "an@example.vn" }, "sender.no_email:ticket_contradiction")
	expect(t, func(d *Draft) { d.Sender.NoAddress = true }, "sender.no_address:ticket_contradiction")
}

func TestDieu2_5_SenderIsPersonOrOrganisation(t *testing.T) {
	expect(t, func(d *Draft) { d.Sender.Type = "ghost" }, "sender.type:ticket_sender_type")
	expect(t, func(d *Draft) { d.Sender.Type = Organisation })
}

func TestDieu3_1_Channel(t *testing.T) {
	expect(t, func(d *Draft) { d.Channel = "pigeon" }, "channel:ticket_channel")
}

func TestEveryFaultAtOnce(t *testing.T) {
	got := faultsOf(Draft{Group: 9, Sender: Sender{Phone: "x", Email: "y"}})
	want := []string{"group:ticket_group", "content:ticket_content", "channel:ticket_channel", "sender.type:ticket_sender_type", "sender.phone:ticket_phone", "sender.email:ticket_email"}
	if !slices.Equal(got, want) {
		t.Errorf("faults %v, want %v", got, want)
	}
	for _, f := range got {
		key := lang.Key(f[strings.LastIndexByte(f, ':')+1:])
		if lang.Say(lang.Vietnamese, key) == string(key) {
			t.Errorf("%s has no text", key)
		}
	}
}

func TestTextIsNormalised(t *testing.T) {
	d, faults := Check(draft(func(d *Draft) {
		d.Content = "  D\u0323e\u0300n đường\r\nhỏng\rrồi  "
		d.Sender.Name = " Nguyễn \n Văn\tAn "
		d.Sender.Phone = "+84 912 345 678"
	}), known{})
	if len(faults) != 0 || d.Content != "Ḍèn đường\nhỏng\nrồi" || d.Sender.Name != "Nguyễn Văn An" || d.Sender.Phone != "0912345678" {
		t.Errorf("%+v, faults %v", d, faults)
	}
}

func TestTextIsLimited(t *testing.T) {
	expect(t, func(d *Draft) { d.Content = strings.Repeat("đ", MaxContent) })
	expect(t, func(d *Draft) { d.Content = strings.Repeat("đ", MaxContent+1) }, "content:ticket_too_long")
	expect(t, func(d *Draft) { d.Sender.Name = strings.Repeat("a", MaxName+1) }, "sender.name:ticket_too_long")
	expect(t, func(d *Draft) { d.Content = "a\x00b" }, "content:ticket_control_character")
	expect(t, func(d *Draft) { d.Content = "a\xffb" }) // not text: shown as such
}

func TestCode(t *testing.T) {
	c, err := NewCode(2026, 42)
	if err != nil || c.String() != "26-000042-"+string(luhn("26000042")) {
		t.Fatalf("%s, %v", c, err)
	}
	if luhn("7992739871") != '3' { // ISO/IEC 7812-1's known example
		t.Error("Luhn is wrong")
	}
	for _, typed := range []string{c.String(), string(c), strings.ReplaceAll(c.String(), "-", " ")} {
		if got, err := ParseCode(typed); err != nil || got != c {
			t.Errorf("ParseCode(%q) = %q, %v", typed, got, err)
		}
	}
	for _, bad := range []string{"", "26", "26-000042", "26-000042-x", "2６0000428", strings.Repeat("2", 40)} {
		if _, err := ParseCode(bad); !errors.Is(err, ErrCode) {
			t.Errorf("ParseCode(%q): %v", bad, err)
		}
	}
	for _, bad := range [][2]int{{1999, 1}, {2026, 0}, {2026, MaxNumber + 1}, {2100, 1}} {
		if _, err := NewCode(bad[0], bad[1]); !errors.Is(err, ErrCode) {
			t.Errorf("NewCode(%v): %v", bad, err)
		}
	}
}

// One digit misheard, or two neighbours exchanged, is noticed (but 0 and 9
// exchanged, which Luhn cannot tell).
func TestCodeNoticesSlips(t *testing.T) {
	for number := 1; number < 3000; number += 7 {
		c, err := NewCode(2026, number)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c {
			for d := byte('0'); d <= '9'; d++ {
				slip := []byte(c)
				slip[i] = d
				if _, err := ParseCode(string(slip)); err == nil && d != c[i] {
					t.Fatalf("%s taken for %s", slip, c)
				}
			}
			if i == 0 || c[i]+c[i-1] == '0'+'9' || c[i] == c[i-1] {
				continue
			}
			slip := []byte(c)
			slip[i], slip[i-1] = slip[i-1], slip[i]
			if _, err := ParseCode(string(slip)); err == nil {
				t.Fatalf("%s taken for %s", slip, c)
			}
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("Đèn hỏng", "0912345678", "an@example.vn", 4)
	f.Add("\x00", "anonymous", "@", -1)
	f.Fuzz(func(t *testing.T, content, phone, email string, group int) {
		d := draft(func(d *Draft) {
			d.Content, d.Sender.Phone, d.Sender.Email, d.Sender.NoEmail, d.Group = content, phone, email, false, Group(group)
		})
		got, faults := Check(d, known{})
		if len(faults) > 0 {
			return
		}
		again, faults := Check(got, known{})
		if len(faults) > 0 || again != got {
			t.Fatalf("%+v checked again is %+v, %v", got, again, faults)
		}
	})
}

// A text of which nothing is seen is none; what turns its direction is taken out, and what belongs to
// letters and pictures stays.
func TestDieu7_2_TextOfWhichNothingIsSeen(t *testing.T) {
	for said, want := range map[string]string{
		"\u200b\u200b": "", "\u3164": "", "\u2800 \u00a0": "", "\u202e\u2066": "", "\ufe0f": "", "\u200bĐèn": "\u200bĐèn",
		"a\u202eb\u2069c": "abc", "👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧", "❤\ufe0f": "❤\ufe0f", "Đèn": "Đèn",
	} {
		if got, faults := Note("note", said); got != want || len(faults) > 0 {
			t.Errorf("%q: %q, %v", said, got, faults)
		}
	}
}
