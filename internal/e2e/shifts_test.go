package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hotline1022/internal/ticket"
)

// planShifts is the leader planning the week to come, whose shifts are never over yet: three people by day, one at
// night, a time mended, one taken out, and what two of them may not do.
func (s *stack) planShifts(leader *browser) {
	t := s.t
	t.Helper()
	now := time.Now().In(ticket.Zone)
	day := now.AddDate(0, 0, 7).Format(time.DateOnly)
	leader.do("nobody is planned", chromedp.Navigate(s.http+"/shifts?week="+day), sees("shifts-page"), sees("day-"+day, `data-gaps="1"`), sees("on-shift", `data-people="0"`), sees("week"))
	leader.seeIt("shifts-empty")
	add := func(what string, more ...step) {
		t.Helper()
		leader.do(what, append(more, saveShift...)...)
	}
	people := func(names ...string) []step { return newShift(day, names...) }
	leader.do("write a day's shift down", people("op01", "op02")...)
	leader.do("a usual one", click("shift-usual-06"))
	leader.screenshot("shift-new")
	add("by day")
	add("at night, into the next day", append(people("op03"), click("shift-usual-22"))...)
	leader.do("they stand there", sees("shift-"+day+"-op01"), sees("shift-"+day+"-op02"), sees("shift-"+day+"-op03"), sees("day-"+day, `data-gaps="2"`))

	leader.do("nobody twice at a time", append(people("op02"), click("shift-usual-06"),
		holds(`document.querySelector('[data-testid="shift-trouble"]').innerText.includes("Trần Thu Hà")`), holds(`document.querySelector('[data-testid="shift-save"]').disabled`))...)
	leader.screenshot("shift-clash")
	add("so in the afternoon", click("shift-usual-14"))
	leader.do("only the morning's night is empty", sees("day-"+day, `data-gaps="1"`))
	leader.seeIt("shifts")
	leader.reflows("shifts")
	leader.do("take one out", click("shift-"+day+"-op01"), sees("shift-remove"), click("shift-remove"),
		holds(`!document.querySelector('[data-testid="shift-`+day+`-op01"]')`))

	// Meanwhile somebody else plans the same day: nothing of theirs is overwritten.
	leader.do("begin another", people("op04")...)
	if got := s.send(http.MethodPut, s.token("admin"), "/api/v1/shifts/"+day, map[string]any{"shifts": []any{}}, nil); got != http.StatusNoContent {
		t.Fatalf("somebody else plans %s: %d", day, got)
	}
	leader.do("and be told", click("shift-usual-06"), click("shift-save"),
		holds(`document.querySelector('[data-testid="shift-trouble"]').innerText.includes("vừa được người khác sửa")`))
	leader.screenshot("shift-changed-by-others")
	leader.do("look again", chromedp.KeyEvent(kb.Escape), holds(`!document.querySelector('[data-testid^="shift-`+day+`"]')`))

	leader.do("which calls they are given: to read", click("shifts-people"), sees("person-op01"), holds(`!document.querySelector('[data-testid="person-edit-op01"]')`))
	leader.screenshot("people")
}

// newShift begins a shift of some people on a day of the week that is shown.
func newShift(day string, names ...string) []step {
	steps := []step{click("day-add-" + day), sees("shift-dialog"), click("shift-who")}
	for _, name := range names {
		steps = append(steps, chromedp.KeyEvent(name+kb.Enter))
	}
	// Leaving the field closes its list, which lies over what comes next.
	return append(steps, chromedp.KeyEvent(kb.Tab))
}

// saveShift puts it into the plan.
var saveShift = []step{click("shift-save"), holds(`!document.querySelector('[data-testid="shift-dialog"]')?.offsetParent`)}

// giveSkills is the administrator saying which calls an operator is given.
func (s *stack) giveSkills() {
	t := s.t
	t.Helper()
	admin := newBrowser(t, s.http, "quantri", citizenTone)
	admin.signIn("/shifts?part=people", "person-op02")
	choose := func(field, typed string) {
		t.Helper()
		admin.do("choose "+typed, click(field), chromedp.KeyEvent(typed+kb.Enter+kb.Tab))
	}
	admin.do("open what op02 is there for", click("person-edit-op02"), sees("person-dialog"))
	choose("person-languages", "Tieng Anh")
	choose("person-areas", "le chan")
	choose("person-groups", "ha tang")
	admin.do("write no number", typeInto("person-limit", "x"))
	admin.do("a limit is a number", holds(`document.querySelector('[data-testid="person-save"]').disabled`))
	admin.screenshot("profile-refused")
	admin.do("six calls an hour", typeInto("person-limit", kb.Backspace+"6"))
	admin.screenshot("profile")
	admin.do("keep it", click("person-save"), holds(`document.querySelector('[data-testid="person-op02"]').innerText.includes("6 cuộc")`))
	admin.seeIt("people")
	admin.reflows("people")
	var list struct {
		Items []struct {
			Username string
			Skills   []string
			MaxHour  int `json:"max_hour"`
		}
	}
	s.get(s.token("auditor"), "/api/v1/operators", &list)
	if got := fmt.Sprint(list.Items); !strings.Contains(got, "{op02 [lang:en area:le-chan group:1] 6}") {
		t.Errorf("what the administrator gave op02: %s", got)
	}
}
