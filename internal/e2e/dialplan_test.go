package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
)

// TestAdministratorEditsTheDialplan changes a prompt and the hours by form, hears it,
// looks at what changes, lets callers meet it, and goes back. Somebody else does the
// same meanwhile.
func TestAdministratorEditsTheDialplan(t *testing.T) {
	t.Parallel()
	o := defaults()
	o.Haiphong = true
	s := newStack(t, o)
	s.startHotline(false)
	base := planfile.Version(dialplan.Haiphong)
	admin := newBrowser(t, s.http, "quantri", citizenTone)
	admin.signIn("/dialplan", "dialplan-page")
	admin.do("the configured file is in use", sees("dialplan-page", `data-active="`+base+`"`), sees("prompt-vi-greeting"))
	admin.seeIt("dialplan")

	says := func(words string) step {
		return holds(`[...document.querySelectorAll('[data-testid="field-fault"]')].some((f) => f.innerText.includes(` + asJSON(words) + `))`)
	}
	admin.do("a time that is none is refused at its field, in Vietnamese", typeInto("times-mon-fri", ", 25h-26h"), click("dialplan-compare"),
		sees("dialplan-trouble"), says("Ghi giờ như 07:30-11:30"))
	admin.screenshot("refused")
	admin.do("opened anew it is still there, until it is dropped", chromedp.Reload(), sees("prompt-vi-greeting"),
		holds(`document.querySelector('[data-testid="times-mon-fri"]').value.endsWith("25h-26h")`), click("dialplan-drop"),
		holds(`!document.querySelector('[data-testid="times-mon-fri"]').value.includes("25h")`))
	admin.do("what is read aloud would hide other words", typeInto("prompt-vi-greeting", " Xin mời."), sees("prompt-stays-greeting"),
		click("dialplan-compare"), says("người gọi vẫn nghe lời cũ"))
	admin.do("write what is read, too, and hear it", typeInto("prompt-spoken-greeting", " Xin mời."), click("prompt-hear-greeting"), sees("prompt-heard"),
		holds(`document.querySelector('[data-testid="prompt-heard"]').duration > 3`))

	// Somebody else lets callers meet other hours: what is being written stays.
	other := strings.Replace(string(dialplan.Haiphong), "07:30-11:30", "08:00-11:30", 1)
	theirs := s.activated(other, base)
	admin.do("learn of it", sees("dialplan-page", `data-active="`+theirs+`"`),
		holds(`document.querySelector('[data-testid="prompt-vi-greeting"]').value.includes("Xin mời.")`))
	admin.do("look at what changes", typeInto("dialplan-note", "Thêm lời mời"), click("dialplan-compare"), sees("dialplan-changes"),
		holds(`document.querySelector('[data-testid="dialplan-changes"]').innerText.includes("Xin mời.")`))
	admin.screenshot("compared")
	admin.do("keep it", click("dialplan-keep"), holds(`document.querySelectorAll('[data-testid^="dialplan-use-"]').length === 2`))
	mine := chromedp.CSS(`[data-testid^="dialplan-use-"]:not([data-testid="dialplan-use-` + base + `"])`)
	admin.do("it lacks the other hours, and is not put over them unseen", chromedp.Click(mine), sees("dialplan-over-changes"),
		holds(`document.querySelector('[data-testid="dialplan-over-changes"]').innerText.includes("08:00-11:30")`))
	admin.screenshot("over")
	admin.do("let callers meet it all the same", click("dialplan-over-yes"), sees("dialplan-use-"+theirs))
	active := admin.attribute("dialplan-page", "data-active")
	spoken := filepath.Join(s.dir, "plans", active, "greeting.wav")
	if _, err := os.Stat(spoken); active == base || active == theirs || err != nil {
		t.Errorf("callers meet %s, whose greeting is not spoken: %v", active, err)
	}
	admin.do("who did it is told", sees("dialplan-activated-"+active), holds(`document.querySelector('[data-testid="dialplan-activated-`+active+`"]').innerText.includes("Phan Anh Tuấn")`))
	admin.screenshot("in-use")
	admin.do("and go back", click("dialplan-use-"+theirs), sees("dialplan-page", `data-active="`+theirs+`"`))

	// A queue that was not there when the server started: the floor has it.
	s.activated(strings.ReplaceAll(other, "truc-ca", "truc-dem"), theirs)
	s.eventually(patience, "the floor has the queue", func() bool {
		var queues struct {
			Items []struct{ Name string } `json:"items"`
		}
		s.get(s.token("leader"), "/api/v1/queues", &queues)
		return strings.Contains(fmt.Sprint(queues), "truc-dem") && !strings.Contains(fmt.Sprint(queues), "truc-ca")
	})
}

// activated has a program keep a text that was made from a version, and let callers meet it.
func (s *stack) activated(source, of string) (version string) {
	s.t.Helper()
	token := s.token("admin")
	post := func(path string, body any) {
		s.t.Helper()
		if status := s.send(http.MethodPost, token, path, body, nil); status/100 != 2 {
			s.t.Fatalf("%s: %d", path, status)
		}
	}
	version = planfile.Version([]byte(source))
	post("/api/v1/dialplan/versions", map[string]any{"source": source, "of": of})
	post("/api/v1/dialplan/versions/"+version+"/activate", map[string]any{"was": of})
	return version
}
