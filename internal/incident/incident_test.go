package incident

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline1022/internal/lang"
)

var (
	zone = time.FixedZone("+07", 7*3600)
	now  = time.Date(2026, 11, 26, 3, 10, 0, 0, zone)
)

func TestSpoken(t *testing.T) {
	for written, want := range map[string]string{
		"Mất điện lúc 18:30":        "Mất điện lúc 18 giờ 30",
		"từ 6h05 đến 22:00":         "từ 6 giờ 5 đến 22 giờ",
		"xong ngày 27/11":           "xong ngày 27 tháng 11",
		"trước 1/12/2026 nhé":       "trước ngày 1 tháng 12 năm 2026 nhé",
		"gọi 0225.1022 hoặc 113":    "gọi không hai hai năm một không hai hai hoặc một một ba",
		"Tổng đài 1022":             "Tổng đài một không hai hai",
		"gọi 0912345678.":           "gọi không chín một hai ba bốn năm sáu bảy tám.",
		"khoảng 1.500 hộ, cấp 12":   "khoảng 1500 hộ, cấp 12",
		"số nhà 12, 250 hộ, 22 kV.": "số nhà 12, 250 hộ, 22 kV.",
		"":                          "",
	} {
		if got := Spoken(written); got != want {
			t.Errorf("%q is said %q, want %q", written, got, want)
		}
	}
}

func TestSpokenNeverPanicsAndSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Spoken(rapid.StringMatching(`[a-zđ0-9:./ hg]{0,60}`).Draw(t, "text"))
		if strings.Contains(once, ":") && clockTime.MatchString(once) {
			t.Errorf("a time of day is left in %q", once)
		}
	})
}

func TestAnnouncementDropsAnEndThatHasPassed(t *testing.T) {
	d := Draft{Area: "Quận Lê Chân", Text: "Mất điện do bão", ExpectedEnd: now.Add(15 * time.Hour)}
	in := "Tổng đài một không hai hai xin thông báo. Khu vực: Quận Lê Chân. Mất điện do bão. Dự kiến xong vào khoảng 18 giờ 10, ngày 26 tháng 11."
	if got := Announcement(d, now, zone); got != in {
		t.Errorf("%q", got)
	}
	if got := Announcement(d, d.ExpectedEnd, zone); strings.Contains(got, "Dự kiến") {
		t.Errorf("late: %q", got)
	}
	i := Incident{Draft: d, ID: 7, Revision: 2}
	if a, b := i.Sound(now), i.Sound(d.ExpectedEnd); a != "incident-7-2" || b != "incident-7-2-late" {
		t.Errorf("%s, %s", a, b)
	}
	i.Recorded = true
	if got := i.Sound(d.ExpectedEnd); got != "incident-7-2" {
		t.Errorf("a recorded voice has one file, not %s", got)
	}
}

func TestCheck(t *testing.T) {
	good, faults := Check(Draft{Area: "  Quận\nLê Chân ", Text: "Mất điện"}, now)
	if len(faults) != 0 || good.Area != "Quận Lê Chân" {
		t.Errorf("%+v, %v", good, faults)
	}
	for name, c := range map[string]struct {
		d    Draft
		want []Fault
	}{
		"nothing":     {Draft{}, []Fault{{Location: "area", Key: lang.IncidentArea}, {Location: "text", Key: lang.IncidentText}}},
		"signs":       {Draft{Area: "...", Text: "— !"}, []Fault{{Location: "area", Key: lang.IncidentArea}, {Location: "text", Key: lang.IncidentText}}},
		"long":        {Draft{Area: "a", Text: strings.Repeat("đ", MaxText+1)}, []Fault{{Location: "text", Key: lang.TicketTooLong}}},
		"control":     {Draft{Area: "a\x01", Text: "b"}, []Fault{{Location: "area", Key: lang.TicketControl}}},
		"over before": {Draft{Area: "a", Text: "b", ExpectedEnd: now.Add(-time.Second)}, []Fault{{Location: "expected_end", Key: lang.IncidentEnd}}},
		"next year":   {Draft{Area: "a", Text: "b", ExpectedEnd: now.AddDate(1, 0, 0)}, []Fault{{Location: "expected_end", Key: lang.IncidentEnd}}},
	} {
		_, got := Check(c.d, now)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i := range got {
			if got[i].Location != c.want[i].Location || got[i].Key != c.want[i].Key {
				t.Errorf("%s: %+v, want %+v", name, got[i], c.want[i])
			}
		}
	}
}
