package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"hotline1022/dialplan"
	"hotline1022/dialplan/drawing"
	"hotline1022/dialplan/planedit"
	"hotline1022/dialplan/planfile"
	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/strictyaml"
)

// DialplanVersion is one version of what callers meet.
type DialplanVersion struct {
	Version     string     `json:"version"`
	Author      string     `json:"author" doc:"Empty: the file that the server is configured with"`
	Note        string     `json:"note"`
	At          *time.Time `json:"at,omitempty"`
	Active      bool       `json:"active" doc:"Callers meet it"`
	ActivatedBy string     `json:"activated_by"`
	ActivatedAt *time.Time `json:"activated_at,omitempty" doc:"The last time"`
}

// DialplanDetail is a version with its text, and what of it forms can edit.
type DialplanDetail struct {
	DialplanVersion
	Source  string           `json:"source"`
	Prompts []DialplanPrompt `json:"prompts"`
	Hours   []DialplanHours  `json:"hours"`
	Picture string           `json:"picture" doc:"SVG"`
}

// DialplanPrompt is what is said.
type DialplanPrompt struct {
	Name   string `json:"name"`
	Vi     string `json:"vi" minLength:"1" maxLength:"1000"`
	Spoken string `json:"spoken" maxLength:"1000" doc:"As the synthesiser should read it; empty: as it is written"`
	En     string `json:"en" maxLength:"1000"`
}

// DialplanHours is when something is open.
type DialplanHours struct {
	Name  string        `json:"name"`
	Week  []DialplanDay `json:"week"`
	Dates []DialplanDay `json:"dates"`
}

// DialplanDay is one line of hours, as the file writes it.
type DialplanDay struct {
	Day   string `json:"day" doc:"mon, or mon-fri; a date, or two with .. between them"`
	Times string `json:"times" doc:"07:30-11:30, 13:00-17:00, or closed"`
}

type dialplanSource struct {
	Body struct {
		Source string `json:"source" minLength:"1"`
		Note   string `json:"note,omitempty" maxLength:"500"`
	}
}

// DialplanEdit is what forms change of a version.
type DialplanEdit struct {
	Of      string           `json:"of" doc:"The version that is edited"`
	Prompts []DialplanPrompt `json:"prompts,omitempty" doc:"Those whose words change"`
	Hours   []DialplanTimes  `json:"hours,omitempty" doc:"Lines that change"`
}

// DialplanTimes is one line of hours to be changed.
type DialplanTimes struct {
	Name  string `json:"name"`
	Day   string `json:"day"`
	Dated bool   `json:"dated" doc:"A line of dates, else of the week"`
	Times string `json:"times" doc:"Empty: the line goes"`
}

type dialplanAnswer struct{ Body DialplanDetail }

type dialplanRequest struct {
	Version string `path:"version" pattern:"^[0-9a-f]{16}$"`
}

func (a *API) dialplanOperations() {
	rights := []auth.Right{auth.EditDialplan}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(a, operation{
		method: http.MethodGet, path: "/dialplan/versions", id: "dialplanVersions", summary: "What callers meet: its versions, newest first", tag: "dialplan", rights: rights,
	}, a.dialplanVersions)
	handle(a, operation{
		method: http.MethodGet, path: "/dialplan/versions/{version}", id: "dialplanVersion", summary: "A version with its text", tag: "dialplan", rights: rights, errors: wrong,
	}, func(ctx context.Context, in *dialplanRequest) (*dialplanAnswer, error) {
		return a.dialplanVersion(ctx, in.Version)
	})
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/drafts", id: "draftDialplan", tag: "dialplan",
		summary: "A version's text with other prompts and hours; nothing is kept", rights: rights, errors: wrong,
	}, a.draftDialplan)
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/versions", id: "keepDialplan", tag: "dialplan",
		summary: "Keep a text as a version; one with faults is refused with all of them. Callers do not meet it yet", status: http.StatusCreated, rights: rights, errors: wrong,
	}, a.keepDialplan)
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/versions/{version}/activate", id: "activateDialplan", tag: "dialplan",
		summary: "Let calls that begin from now on meet a version, a newer or an older one; its prompts are spoken first", rights: rights, errors: wrong,
	}, a.activateDialplan)
}

func (a *API) dialplanVersions(ctx context.Context, _ *struct{}) (*listed[DialplanVersion], error) {
	active, err := a.activeDialplan(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Store.DialplanVersions(ctx, 200)
	if err != nil {
		return nil, err
	}
	base, _ := a.p.Dialplans.Configured()
	items := make([]DialplanVersion, 0, len(rows)+1)
	known := false
	for _, r := range rows {
		known = known || r.Version == base
		v := DialplanVersion{Version: r.Version, Author: r.Author, Note: r.Note, At: &r.At, Active: r.Version == active, ActivatedBy: r.ActivatedBy}
		if v.ActivatedBy != "" {
			v.ActivatedAt = &r.ActivatedAt
		}
		items = append(items, v)
	}
	if !known {
		items = append(items, DialplanVersion{Version: base, Active: base == active})
	}
	return list(items, ""), nil
}

// activeDialplan is the version that callers are to meet.
func (a *API) activeDialplan(ctx context.Context) (string, error) {
	version, _, ok, err := a.p.Store.ActiveDialplan(ctx)
	if err != nil || ok {
		return version, err
	}
	version, _ = a.p.Dialplans.Configured()
	return version, nil
}

// dialplanSource gives a version's row; that of the configured file need not be kept.
func (a *API) dialplanSource(ctx context.Context, version string) (DialplanVersion, string, error) {
	row, err := a.p.Store.Dialplan(ctx, version)
	if base, source := a.p.Dialplans.Configured(); errors.Is(err, store.ErrNotFound) && version == base {
		return DialplanVersion{Version: base}, source, nil
	}
	return DialplanVersion{Version: row.Version, Author: row.Author, Note: row.Note, At: orNull(row.At)}, row.Source, err
}

func (a *API) dialplanVersion(ctx context.Context, version string) (*dialplanAnswer, error) {
	v, source, err := a.dialplanSource(ctx, version)
	if err != nil {
		return nil, err
	}
	active, err := a.activeDialplan(ctx)
	if err != nil {
		return nil, err
	}
	v.Active = active == version
	out := DialplanDetail{DialplanVersion: v, Source: source, Prompts: []DialplanPrompt{}, Hours: []DialplanHours{}}
	plan, err := planfile.Parse("dialplan", []byte(source))
	if err != nil {
		return nil, err // a later program's; this one cannot read it
	}
	names, _ := planedit.Children([]byte(source), "prompts") // what forms cannot edit is left out
	for _, n := range names {
		if p, ok := plan.Prompts[n.Key]; ok {
			out.Prompts = append(out.Prompts, DialplanPrompt{Name: n.Key, Vi: p.Vi, Spoken: p.Spoken, En: p.En})
		}
	}
	out.Hours, out.Picture = hoursOf([]byte(source)), string(drawing.SVG(plan))
	return &dialplanAnswer{out}, nil
}

func hoursOf(source []byte) []DialplanHours {
	all := []DialplanHours{}
	names, _ := planedit.Children(source, "hours") // as above
	for _, n := range names {
		h := DialplanHours{Name: n.Key, Week: []DialplanDay{}, Dates: []DialplanDay{}}
		week, _ := planedit.Children(source, "hours", n.Key)
		for _, d := range week {
			if d.Key != "dates" {
				h.Week = append(h.Week, DialplanDay{d.Key, plainTimes(d.Value)})
			}
		}
		dates, _ := planedit.Children(source, "hours", n.Key, "dates")
		for _, d := range dates {
			h.Dates = append(h.Dates, DialplanDay{d.Key, plainTimes(d.Value)})
		}
		all = append(all, h)
	}
	return all
}

// plainTimes is a line's value as people write it: ["07:30-11:30"] without its signs.
func plainTimes(written string) string {
	return strings.NewReplacer("[", "", "]", "", `"`, "").Replace(written)
}

// writtenTimes is the way back.
func writtenTimes(plain string) string {
	if plain = strings.TrimSpace(plain); plain == "closed" {
		return plain
	}
	var spans []string
	for s := range strings.SplitSeq(plain, ",") {
		spans = append(spans, planedit.Quoted(strings.TrimSpace(s)))
	}
	return "[" + strings.Join(spans, ", ") + "]"
}

func (a *API) draftDialplan(ctx context.Context, in *struct{ Body DialplanEdit }) (*struct {
	Body struct {
		Source string `json:"source"`
	}
}, error,
) {
	_, source, err := a.dialplanSource(ctx, in.Body.Of)
	if err != nil {
		return nil, err
	}
	plan, err := parseDialplan(source)
	if err != nil {
		return nil, err
	}
	src := []byte(source)
	for _, p := range in.Body.Prompts {
		if src, err = setPrompt(src, p, plan.Prompts[p.Name]); err != nil {
			return nil, invalid("body.prompts."+p.Name, lang.DialplanShape)
		}
	}
	for _, h := range in.Body.Hours {
		path := []string{"hours", h.Name, h.Day}
		if h.Dated {
			path = []string{"hours", h.Name, "dates", h.Day}
		}
		if h.Times == "" {
			src = planedit.Remove(src, path...)
		} else if src, err = planedit.Set(src, writtenTimes(h.Times), path...); err != nil {
			return nil, invalid("body.hours."+h.Name, lang.DialplanShape)
		}
	}
	if _, err := parseDialplan(string(src)); err != nil {
		return nil, err
	}
	out := &struct {
		Body struct {
			Source string `json:"source"`
		}
	}{}
	out.Body.Source = string(src)
	return out, nil
}

// setPrompt writes what is other than before; the rest stays as it was written.
func setPrompt(src []byte, p DialplanPrompt, before dialplan.Prompt) ([]byte, error) {
	var err error
	for _, v := range []struct{ key, text, before string }{
		{"vi", p.Vi, before.Vi}, {"spoken", p.Spoken, before.Spoken}, {"en", p.En, before.En},
	} {
		if v.text == v.before {
			continue
		}
		if v.text == "" {
			src = planedit.Remove(src, "prompts", p.Name, v.key)
		} else if src, err = planedit.Set(src, planedit.Quoted(v.text), "prompts", p.Name, v.key); err != nil {
			return nil, err
		}
	}
	return src, nil
}

// parseDialplan refuses a text with every fault and its place.
func parseDialplan(source string) (dialplan.Plan, error) {
	plan, err := planfile.Parse("dialplan", []byte(source))
	var faults *strictyaml.Faults
	if errors.As(err, &faults) {
		p := &dialplanFaults{}
		for _, f := range faults.List {
			p.items = append(p.items, f.String())
		}
		return plan, p
	}
	return plan, err
}

// dialplanFaults are in the words of the checks, which are for those who write plans.
type dialplanFaults struct{ items []string }

func (f *dialplanFaults) Error() string { return strings.Join(f.items, "\n") }

func (a *API) keepDialplan(ctx context.Context, in *dialplanSource) (*dialplanAnswer, error) {
	plan, err := parseDialplan(in.Body.Source)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.KeepDialplan(ctx, plan.Version, in.Body.Source, visitOf(ctx).who.Actor, in.Body.Note, a.cfg.Now()); err != nil {
		return nil, err
	}
	return a.dialplanVersion(ctx, plan.Version)
}

func (a *API) activateDialplan(ctx context.Context, in *struct {
	Version string `path:"version" pattern:"^[0-9a-f]{16}$"`
	Body    struct {
		Was string `json:"was" doc:"The version that is active as far as the asker knows"`
	}
},
) (*dialplanAnswer, error) {
	v, source, err := a.dialplanSource(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	now := a.cfg.Now()
	who := visitOf(ctx).who.Actor
	before, _, ever, err := a.p.Store.ActiveDialplan(ctx)
	if err != nil {
		return nil, err
	}
	base, _ := a.p.Dialplans.Configured()
	if shown := before; in.Body.Was != shown && (ever || in.Body.Was != base) {
		return nil, store.ErrChanged
	}
	if _, err := parseDialplan(source); err != nil {
		return nil, err
	}
	if _, err := a.p.Dialplans.Prepare(ctx, source); err != nil {
		a.log.Error("a dialplan version's prompts cannot be spoken", "request", visitOf(ctx).id, "version", in.Version, "err", err)
		return nil, refuse(http.StatusServiceUnavailable, lang.VoiceAway)
	}
	if v.Author == "" { // the configured file's, which becomes a version like the others
		if err := a.p.Store.KeepDialplan(ctx, in.Version, source, who, "", now); err != nil {
			return nil, err
		}
	}
	if err := a.p.Store.ActivateDialplan(ctx, in.Version, before, who, now); err != nil {
		return nil, err
	}
	a.p.Dialplans.Refresh()
	return a.dialplanVersion(ctx, in.Version)
}
