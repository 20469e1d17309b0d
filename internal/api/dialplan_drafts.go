package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"hotline1022/dialplan"
	"hotline1022/dialplan/planedit"
	"hotline1022/dialplan/planfile"
	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
)

// DialplanEdit is what forms change of a version.
type DialplanEdit struct {
	Of      string          `json:"of" doc:"The version that is edited"`
	Prompts []DialplanWords `json:"prompts,omitempty" doc:"Those whose words change"`
	Hours   []DialplanTimes `json:"hours,omitempty" doc:"Lines that change"`
}

// DialplanWords are a prompt's new words.
type DialplanWords struct {
	DialplanPrompt
	// What is read aloud hides what is written: who changes the one means the other.
	SpokenStays bool `json:"spoken_stays,omitempty" doc:"vi is another and spoken is not, and that is right"`
}

// DialplanTimes is one line of hours to be changed.
type DialplanTimes struct {
	Name  string `json:"name"`
	Day   string `json:"day"`
	Dated bool   `json:"dated,omitempty" doc:"A line of dates, else of the week"`
	Times string `json:"times" doc:"Empty: the line goes"`
}

type dialplanDraft struct {
	Body struct {
		Source string `json:"source"`
	}
}

type dialplanSpeech struct {
	Body struct {
		Sound []byte `json:"sound" doc:"A WAVE file"`
	}
}

// maxWords is the longest prompt of a form, in characters.
const maxWords = 1000

func (a *API) dialplanDraftOperations(rights []auth.Right, wrong []int) {
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/drafts", id: "draftDialplan", tag: "dialplan",
		summary: "A version's text with other prompts and hours; nothing is kept. What is wrong is told by field", rights: rights, errors: wrong, lenient: true,
	}, a.draftDialplan)
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/speech", id: "speakDialplan", tag: "dialplan",
		summary: "A text as callers would hear it", rights: rights, errors: []int{http.StatusUnprocessableEntity},
	}, a.speakDialplan)
}

func (a *API) draftDialplan(ctx context.Context, in *struct{ Body DialplanEdit }) (*dialplanDraft, error) {
	_, source, err := a.dialplanSource(ctx, in.Body.Of)
	if err != nil {
		return nil, err
	}
	plan, err := parseDialplan(source)
	if err != nil {
		return nil, err
	}
	d := draft{src: []byte(source), plan: plan}
	for _, p := range in.Body.Prompts {
		d.prompt(p)
	}
	lines := in.Body.Hours
	for _, going := range []bool{false, true} { // last: another line may come in its place
		for _, h := range lines {
			if h.goes() == going {
				d.line(h)
			}
		}
	}
	for _, h := range lines {
		d.together(h)
	}
	if len(d.wrong) > 0 {
		return nil, &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid, items: d.wrong}
	}
	if _, err := parseDialplan(string(d.src)); err != nil {
		return nil, err
	}
	out := &dialplanDraft{}
	out.Body.Source = string(d.src)
	return out, nil
}

func (a *API) speakDialplan(ctx context.Context, in *struct {
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"1000"`
	}
},
) (*dialplanSpeech, error) {
	text := strings.TrimSpace(in.Body.Text)
	if !(dialplan.Prompt{Vi: text}).Audible() {
		return nil, invalid("body.text", lang.DialplanNoWords)
	}
	sound, err := a.p.Dialplans.Say(ctx, text)
	if err != nil {
		a.log.Error("a prompt's words cannot be spoken", "request", visitOf(ctx).id, "err", err)
		return nil, refuse(http.StatusServiceUnavailable, lang.VoiceAway)
	}
	out := &dialplanSpeech{}
	out.Body.Sound = sound
	return out, nil
}

// draft is a text being edited, with what is wrong, by field of the form.
type draft struct {
	src   []byte
	plan  dialplan.Plan // before
	wrong []refused
}

func (d *draft) fault(location string, key lang.Key, args ...any) {
	d.wrong = append(d.wrong, refused{"body." + location, key, args})
}

// set writes a value; what the form cannot reach is a fault of the field.
func (d *draft) set(location, value string, path ...string) {
	src, err := planedit.Set(d.src, value, path...)
	if err != nil {
		d.fault(location, lang.DialplanShape)
		return
	}
	d.src = src
}

// prompt writes what is other than before; the rest stays as it was written.
func (d *draft) prompt(p DialplanWords) {
	at := "prompts." + p.Name
	before, ok := d.plan.Prompts[p.Name]
	if !ok {
		d.fault(at, lang.DialplanShape)
		return
	}
	now := dialplan.Prompt{Vi: p.Vi, Spoken: p.Spoken, En: p.En}
	switch {
	case strings.TrimSpace(now.Vi) == "":
		d.fault(at+".vi", lang.DialplanNoWords)
	case now.Vi != before.Vi && now.Spoken != "" && now.Spoken == before.Spoken && !p.SpokenStays:
		d.fault(at+".spoken", lang.DialplanSpokenOld)
	case !now.Audible() && now.Spoken == "":
		d.fault(at+".vi", lang.DialplanSigns)
	case !now.Audible():
		d.fault(at+".spoken", lang.DialplanSigns)
	case !now.Speakable():
		d.fault(at+".spoken", lang.DialplanDigits)
	}
	for _, v := range []struct{ key, text, before string }{
		{"vi", now.Vi, before.Vi}, {"spoken", now.Spoken, before.Spoken}, {"en", now.En, before.En},
	} {
		switch {
		case v.text == v.before:
		case utf8.RuneCountInString(v.text) > maxWords:
			d.fault(at+"."+v.key, lang.TicketTooLong, maxWords)
		case v.text == "":
			d.src = planedit.Remove(d.src, "prompts", p.Name, v.key)
		default:
			d.set(at+"."+v.key, planedit.Quoted(v.text), "prompts", p.Name, v.key)
		}
	}
}

// goes: the line is taken out.
func (h DialplanTimes) goes() bool { return strings.TrimSpace(h.Times) == "" }

// line writes one line of hours, or takes it out.
func (d *draft) line(h DialplanTimes) {
	at, path := "hours."+h.Name+"."+h.Day, []string{"hours", h.Name, h.Day}
	if h.Dated {
		path = []string{"hours", h.Name, "dates", h.Day}
	}
	if _, ok := d.plan.Hours[h.Name]; !ok {
		d.fault(at, lang.DialplanShape)
		return
	}
	if h.Dated {
		if _, _, ok := planfile.Dates(h.Day); !ok {
			d.fault(at, lang.DialplanDate)
			return
		}
	}
	if h.goes() {
		if src := planedit.Remove(d.src, path...); len(hoursOf(src)) == len(hoursOf(d.src)) {
			d.src = src
		} else {
			d.fault(at, lang.DialplanLastLine)
		}
		return
	}
	spans, ok := planfile.Times(h.Times)
	switch {
	case !ok:
		d.fault(at, lang.DialplanTimes)
	case !dialplan.InOrder(spans):
		d.fault(at, lang.DialplanOrder)
	default:
		d.set(at, writtenTimes(h.Times), path...)
	}
}

// together: a date that is written has no other line.
func (d *draft) together(h DialplanTimes) {
	from, to, ok := planfile.Dates(h.Day)
	if !h.Dated || !ok || h.goes() {
		return
	}
	others, _ := planedit.Children(d.src, "hours", h.Name, "dates") // none: it could not be written, and was told
	if slices.ContainsFunc(others, func(o planedit.Pair) bool {
		first, last, ok := planfile.Dates(o.Key)
		return ok && o.Key != h.Day && !first.After(to) && !last.Before(from)
	}) {
		d.fault("hours."+h.Name+"."+h.Day, lang.DialplanDateTwice)
	}
}

// writtenTimes is a line's value as the file has it; plainTimes is the way back.
func writtenTimes(typed string) string {
	if typed = strings.TrimSpace(typed); typed == "closed" {
		return typed
	}
	var spans []string
	for s := range strings.SplitSeq(typed, ",") {
		spans = append(spans, planedit.Quoted(strings.TrimSpace(s)))
	}
	return "[" + strings.Join(spans, ", ") + "]"
}
