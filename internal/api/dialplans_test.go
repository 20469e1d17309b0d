package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

// The administrator changes a prompt and the hours, looks, activates, and undoes.
func TestDialplanFromFormToActiveAndBack(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	base := planfile.Version(dialplan.Haiphong)
	var list page[DialplanVersion]
	admin.ask("GET", "/api/v1/dialplan/versions", nil).want(200).into(&list)
	if len(list.Items) != 1 || list.Items[0].Version != base || !list.Items[0].Active || list.Items[0].Author != "" {
		t.Fatalf("%+v", list.Items)
	}
	var detail DialplanDetail
	admin.ask("GET", "/api/v1/dialplan/versions/"+base, nil).want(200).into(&detail)
	if detail.Source != string(dialplan.Haiphong) || !strings.Contains(detail.Picture, "<svg") || detail.Prompts[0].Name != "greeting" || len(detail.Hours) == 0 ||
		detail.Hours[0].Week[0] != (DialplanDay{"mon-fri", "07:30-11:30, 13:00-17:00"}) || detail.Hours[0].Dates[0].Times != "closed" {
		t.Errorf("%+v %+v", detail.Prompts[0], detail.Hours)
	}

	edit := map[string]any{
		"of":      base,
		"prompts": []any{map[string]any{"name": "greeting", "vi": `Xin chào: "1022" #1`, "spoken": "Xin chào.", "en": "Hello"}},
		"hours": []any{
			map[string]any{"name": "van-phong", "day": "mon-fri", "dated": false, "times": "08:00-12:00"},
			map[string]any{"name": "van-phong", "day": "2027-01-01", "dated": true, "times": ""},
			map[string]any{"name": "van-phong", "day": "2027-05-01", "dated": true, "times": "closed"},
		},
	}
	var draft struct{ Source string }
	admin.ask("POST", "/api/v1/dialplan/drafts", edit).want(200).into(&draft)
	plan, err := planfile.Parse("draft", []byte(draft.Source))
	if err != nil || plan.Prompts["greeting"].Vi != `Xin chào: "1022" #1` || !strings.Contains(draft.Source, "# Tết Dương lịch") ||
		!strings.Contains(draft.Source, `mon-fri: ["08:00-12:00"]`) || strings.Contains(draft.Source, "2027-01-01: closed") || !strings.Contains(draft.Source, `"2027-05-01": closed`) {
		t.Fatalf("%v\n%s", err, draft.Source)
	}
	admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": draft.Source, "note": "Giờ mới", "of": base}).want(201).into(&detail)
	next := detail.Version
	if next != plan.Version || detail.Active || detail.Author != "admin" || detail.Note != "Giờ mới" || detail.Of != base || detail.ActivatedBy != "" {
		t.Errorf("%+v", detail.DialplanVersion)
	}
	activate := func(version, was string) *reply {
		return admin.ask("POST", "/api/v1/dialplan/versions/"+version+"/activate", map[string]any{"was": was})
	}
	activate(next, "0000000000000000").problem(409, "changed_meanwhile")
	h.plans.failed = errors.New("espeak-ng is not installed")
	activate(next, base).problem(503, "voice_away")
	h.plans.failed = nil
	activate(next, base).want(200).into(&detail)
	if !detail.Active || detail.ActivatedBy != "admin" || detail.ActivatedAt == nil || h.plans.refreshed != 1 {
		t.Errorf("%+v, looked %d times", detail.DialplanVersion, h.plans.refreshed)
	}
	activate(base, base).problem(409, "changed_meanwhile")
	activate(base, next).want(200).into(&detail) // undo: back to the configured file
	admin.ask("GET", "/api/v1/dialplan/versions", nil).want(200).into(&list)
	active := 0
	for _, v := range list.Items {
		if v.Active {
			active++
		}
		if v.Configured != (v.Version == base) {
			t.Errorf("which is the configured file: %+v", v)
		}
		if v.Version == base && (v.Author != "" || v.ActivatedBy != "admin") {
			t.Errorf("who goes back to the file did not write it: %+v", v)
		}
	}
	if len(list.Items) != 2 || active != 1 || !detail.Active || detail.Version != base {
		t.Errorf("%+v", list.Items)
	}
	activate("00000000000000aa", base).problem(404, "not_found")
}

func TestBrokenDialplanIsRefusedWithEveryFault(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	broken := strings.NewReplacer("next: su-co}", "next: suco}", "wrap_up: 60s", "wrap_up: soon").Replace(string(dialplan.Haiphong))
	p := admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": broken}).problem(422, "dialplan_faults")
	if len(p.Errors) < 2 || p.Errors[0].Location != "body.source" || !strings.Contains(p.Errors[0].Message, ":") {
		t.Errorf("%+v", p.Errors)
	}
	base := planfile.Version(dialplan.Haiphong)
	nowhere := map[string]any{"of": base, "hours": []any{map[string]any{"name": "nowhere", "day": "mon", "dated": false, "times": "closed"}}}
	admin.ask("POST", "/api/v1/dialplan/drafts", nowhere).problem(422, "invalid")
	var list page[DialplanVersion]
	admin.ask("GET", "/api/v1/dialplan/versions", nil).want(200).into(&list)
	if len(list.Items) != 1 || !list.Items[0].Active {
		t.Errorf("%+v", list.Items)
	}
}

// A and B edit the same version. A's is met; B's, which lacks what A changed, is not
// put over it unknowingly.
func TestTwoAdministratorsEditTheDialplan(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	base := planfile.Version(dialplan.Haiphong)
	keep := func(old, now, of string) (version string) {
		var detail DialplanDetail
		source := strings.Replace(string(dialplan.Haiphong), old, now, 1)
		admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": source, "of": of}).want(201).into(&detail)
		return detail.Version
	}
	activate := func(version, was string, over bool) *reply {
		return admin.ask("POST", "/api/v1/dialplan/versions/"+version+"/activate", map[string]any{"was": was, "over": over})
	}
	a := keep("07:30-11:30", "08:00-11:30", base)
	b := keep("We are connecting you to the officer on duty.", "We connect you to the officer on duty.", base)
	whole := keep("Your call is recorded.", "This call is recorded.", "") // by a program, with nothing said of its origin
	activate(a, base, false).want(200)
	activate(b, a, false).problem(409, "dialplan_elsewhere")
	activate(b, a, true).want(200)     // once the difference was seen
	activate(a, b, false).want(200)    // undo
	activate(base, a, false).want(200) // and that one's too
	activate(whole, base, false).want(200)
	admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": string(dialplan.Haiphong), "of": "00000000000000aa"}).problem(422, "invalid")
}

// What a form can get wrong is told at its field, in the reader's language.
func TestDialplanFormFaults(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	base := planfile.Version(dialplan.Haiphong)
	prompt := func(vi, spoken string, stays bool) map[string]any {
		return map[string]any{"prompts": []any{map[string]any{"name": "greeting", "vi": vi, "spoken": spoken, "en": "Hello", "spoken_stays": stays}}}
	}
	line := func(day, times string) map[string]any {
		return map[string]any{"name": "van-phong", "day": day, "times": times, "dated": strings.HasPrefix(day, "2")}
	}
	hours := func(lines ...any) map[string]any { return map[string]any{"hours": lines} }
	var detail DialplanDetail
	admin.ask("GET", "/api/v1/dialplan/versions/"+base, nil).want(200).into(&detail)
	spoken := detail.Prompts[0].Spoken
	var all []any
	for _, d := range append(detail.Hours[0].Week, detail.Hours[0].Dates...) {
		all = append(all, line(d.Day, ""))
	}
	for name, c := range map[string]struct {
		edit           map[string]any
		location, code string // none: it is taken
	}{
		"other words, read aloud as before":    {prompt("Xin chào.", spoken, false), "prompts.greeting.spoken", "dialplan_spoken_old"},
		"… and that is right":                  {prompt("Xin chào.", spoken, true), "", ""},
		"other words, and so is what is read":  {prompt("Xin chào 1022.", "Xin chào.", false), "", ""},
		"other words, read as written":         {prompt("Xin chào.", "", false), "", ""},
		"no words":                             {prompt(" ", "", false), "prompts.greeting.vi", "dialplan_no_words"},
		"signs alone":                          {prompt("...", "", false), "prompts.greeting.vi", "dialplan_signs"},
		"read as signs alone":                  {prompt("Xin chào.", "—", true), "prompts.greeting.spoken", "dialplan_signs"},
		"digits":                               {prompt("Gọi 1022.", "", false), "prompts.greeting.spoken", "dialplan_digits"},
		"too many words":                       {prompt(strings.Repeat("a", 1001), "", false), "prompts.greeting.vi", "ticket_too_long"},
		"signs that nobody can say":            {prompt("Xin\x00 chào", "", false), "prompts[0].vi", "ticket_control_character"},
		"times as people write them":           {hours(line("mon-fri", "7h30-11h30")), "hours.van-phong.mon-fri", "dialplan_times"},
		"a time after midnight":                {hours(line("mon-fri", "22:00-06:00")), "hours.van-phong.mon-fri", "dialplan_order"},
		"times that overlap":                   {hours(line("mon-fri", "08:00-12:00, 11:00-13:00")), "hours.van-phong.mon-fri", "dialplan_order"},
		"no such date":                         {hours(line("2027-02-30", "closed")), "hours.van-phong.2027-02-30", "dialplan_date"},
		"a date in two lines":                  {hours(line("2026-02-15..2026-02-17", "closed")), "hours.van-phong.2026-02-15..2026-02-17", "dialplan_date_twice"},
		"… of which one goes":                  {hours(line("2026-02-16..2026-02-20", ""), line("2026-02-15..2026-02-17", "closed")), "", ""},
		"no line is left":                      {hours(all...), "hours.van-phong.2027-09-02", "dialplan_last_line"},
		"all other lines, and one comes":       {hours(append(slices.Clone(all), line("2027-05-01", "closed"))...), "", ""},
		"all dates":                            {hours(all[1:]...), "", ""},
		"hours that the plan does not have":    {hours(map[string]any{"name": "nowhere", "day": "mon", "times": "closed"}), "hours.nowhere.mon", "dialplan_shape"},
		"a prompt that the plan does not have": {map[string]any{"prompts": []any{map[string]any{"name": "nowhere", "vi": "x", "spoken": "", "en": "x"}}}, "prompts.nowhere", "dialplan_shape"},
	} {
		t.Run(name, func(t *testing.T) {
			c.edit["of"] = base
			answer := admin.ask("POST", "/api/v1/dialplan/drafts", c.edit)
			if c.code == "" {
				answer.want(200)
				return
			}
			p := answer.problem(422, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Location != "body."+c.location || p.Errors[0].Code != c.code || !strings.ContainsAny(p.Errors[0].Message, "ảậượờốộàóểễạáấ") {
				t.Errorf("%+v", p.Errors)
			}
		})
	}

	// A plan without dates takes one.
	var draft struct{ Source string }
	edit := hours(all[1:]...)
	edit["of"] = base
	admin.ask("POST", "/api/v1/dialplan/drafts", edit).want(200).into(&draft)
	admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": draft.Source, "of": base}).want(201).into(&detail)
	if len(detail.Hours) != 1 || len(detail.Hours[0].Dates) != 0 {
		t.Errorf("%+v", detail.Hours)
	}
	edit = hours(line("2027-05-01", "closed"))
	edit["of"] = detail.Version
	admin.ask("POST", "/api/v1/dialplan/drafts", edit).want(200).into(&draft)
	if plan, err := planfile.Parse("draft", []byte(draft.Source)); err != nil || len(plan.Hours["van-phong"].Dates) != 1 {
		t.Errorf("%+v, %v", plan.Hours, err)
	}
}

// Whatever a text is like, it is kept as the table takes it, or refused with a reason.
func TestDialplanTextsOfAllKinds(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	keep := func(source string) *reply {
		return admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": source})
	}
	text := string(dialplan.Haiphong)
	p := keep("# a\x01b\n"+text).problem(422, "dialplan_faults")
	if len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Message, "dialplan:1:4: ở đây có một ký tự điều khiển (U+0001)") {
		t.Errorf("%+v", p.Errors)
	}
	var detail DialplanDetail
	keep(strings.ReplaceAll("# CRLF\n"+text, "\n", "\r\n")).want(201).into(&detail)
	if detail.Source != "# CRLF\n"+text {
		t.Error("lines are kept as another system ends them, and forms cannot edit them")
	}
	comment := "# " + strings.Repeat("đ", 1000) + "\n"
	keep(strings.Repeat(comment, 400) + text).want(201) // 800 KB
	keep(strings.Repeat(comment, 600)+text).problem(413, "too_large")
}

func TestDialplanVersionsComeInPages(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	var kept []string
	for n := range 5 {
		source := fmt.Sprintf("# %d\n%s", n, dialplan.Haiphong)
		admin.ask("POST", "/api/v1/dialplan/versions", map[string]any{"source": source}).want(201)
		kept = append(kept, planfile.Version([]byte(source)))
	}
	kept = append(kept, planfile.Version(dialplan.Haiphong))
	var got []string
	for path := "/api/v1/dialplan/versions?limit=2"; path != ""; {
		var list page[DialplanVersion]
		admin.ask("GET", path, nil).want(200).into(&list)
		for _, v := range list.Items {
			got = append(got, v.Version)
		}
		path = ""
		if list.Next != nil {
			path = "/api/v1/dialplan/versions?limit=2&cursor=" + *list.Next
		}
	}
	if len(got) != 6 || got[5] != kept[5] {
		t.Errorf("%v: the configured file's is not the last of six", got)
	}
	slices.Sort(got)
	slices.Sort(kept)
	if !slices.Equal(got, kept) {
		t.Errorf("%v, want %v", got, kept)
	}
	admin.ask("GET", "/api/v1/dialplan/versions?cursor=x", nil).problem(400, "bad_cursor")
}

func TestHearWordsBeforeCallersDo(t *testing.T) {
	h := build(t)
	admin := h.signedIn("admin")
	var heard struct{ Sound []byte }
	admin.ask("POST", "/api/v1/dialplan/speech", map[string]any{"text": " Xin chào. "}).want(200).into(&heard)
	if string(heard.Sound) != "RIFF Xin chào." {
		t.Errorf("%q", heard.Sound)
	}
	admin.ask("POST", "/api/v1/dialplan/speech", map[string]any{"text": " "}).problem(422, "invalid")
	h.plans.failed = errors.New("espeak-ng is not installed")
	admin.ask("POST", "/api/v1/dialplan/speech", map[string]any{"text": "Xin chào."}).problem(503, "voice_away")
	h.signedIn("leader").ask("POST", "/api/v1/dialplan/speech", map[string]any{"text": "Xin chào."}).problem(403, "not_allowed")
}
