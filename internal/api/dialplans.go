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
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/strictyaml"
)

// maxDialplanBody is a text of strictyaml.MaxFile and JSON's signs around and in it.
const (
	maxDialplanBody   = 2 * strictyaml.MaxFile
	keepDialplanRoute = http.MethodPost + " " + v1 + "/dialplan/versions"
)

// DialplanVersion is one version of what callers meet.
type DialplanVersion struct {
	Version     string     `json:"version"`
	Author      string     `json:"author" doc:"Empty: the file that the server is configured with"`
	Note        string     `json:"note"`
	Of          string     `json:"of" doc:"The version that it was made from; empty: a text of its own"`
	At          *time.Time `json:"at,omitempty"`
	Active      bool       `json:"active" doc:"Callers meet it"`
	Configured  bool       `json:"configured" doc:"It is the text of the file that the server is configured with, whoever kept it"`
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
	Vi     string `json:"vi"`
	Spoken string `json:"spoken" doc:"As the synthesiser should read it; empty: as it is written"`
	En     string `json:"en"`
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
		Source string `json:"source" minLength:"1" doc:"At most 1 MiB"`
		Note   string `json:"note,omitempty" maxLength:"500"`
		Of     string `json:"of,omitempty" pattern:"^([0-9a-f]{16})?$" doc:"The version that it was made from. Without it, it is a text of its own, and may be activated over any"`
	}
}

type dialplanAnswer struct{ Body DialplanDetail }

type dialplanRequest struct {
	Version string `path:"version" pattern:"^[0-9a-f]{16}$"`
}

func (a *API) dialplanOperations() {
	rights := []auth.Right{auth.EditDialplan}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handleList(a, operation{
		method: http.MethodGet, path: "/dialplan/versions", id: "dialplanVersions", summary: "What callers meet: its versions, the configured file's last while it is none", tag: "dialplan",
		rights: rights, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity}, file: "dialplan-versions",
	}, a.dialplanVersions, dialplanColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/dialplan/versions/{version}", id: "dialplanVersion", summary: "A version with its text", tag: "dialplan", rights: rights, errors: wrong,
	}, func(ctx context.Context, in *dialplanRequest) (*dialplanAnswer, error) {
		return a.dialplanVersion(ctx, in.Version)
	})
	a.dialplanDraftOperations(rights, wrong)
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/versions", id: "keepDialplan", tag: "dialplan",
		summary: "Keep a text as a version; one with faults is refused with all of them. Callers do not meet it yet", status: http.StatusCreated, rights: rights,
		errors: append([]int{http.StatusRequestEntityTooLarge}, wrong...), body: maxDialplanBody,
	}, a.keepDialplan)
	handle(a, operation{
		method: http.MethodPost, path: "/dialplan/versions/{version}/activate", id: "activateDialplan", tag: "dialplan",
		summary: "Let calls that begin from now on meet a version, a newer or an older one; its prompts are spoken first. One that was made from another version than the active one, and that callers never met, is refused unless over is said", rights: rights, errors: wrong,
	}, a.activateDialplan)
}

type dialplansRequest struct {
	Words
	Sort   string `query:"sort" enum:"time,-time,version,-version,author,-author,activated,-activated" default:"-time" doc:"activated: when callers last began to meet it; what they never met is the oldest. A minus: the newest first, or from the end of the alphabet"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

var dialplanSorts = sorts{
	by: map[string]store.Key{
		"time": whenKey("q.at"), "version": textKey("q.version"), "author": nameKey("q.author"),
		"activated": whenKey("CASE WHEN q.activated_by = '' THEN '-infinity' ELSE q.activated_at END"),
	},
	id: []store.Key{whenKey("q.at"), textKey("q.version")},
}

var dialplanColumns = []column[DialplanVersion]{
	{"version", func(_ lang.Lang, v DialplanVersion) any { return v.Version }},
	{"author", func(_ lang.Lang, v DialplanVersion) any { return actor(v.Author) }},
	{"saved", func(_ lang.Lang, v DialplanVersion) any { return v.At }},
	{"note", func(_ lang.Lang, v DialplanVersion) any { return v.Note }},
	{"made_from", func(_ lang.Lang, v DialplanVersion) any { return v.Of }},
	{"configured", func(_ lang.Lang, v DialplanVersion) any { return v.Configured }},
	{"activated", func(_ lang.Lang, v DialplanVersion) any { return v.ActivatedAt }},
	{"activated_by", func(_ lang.Lang, v DialplanVersion) any { return actor(v.ActivatedBy) }},
	{"in_use", func(_ lang.Lang, v DialplanVersion) any { return v.Active }},
}

func (a *API) dialplanVersions(ctx context.Context, in *dialplansRequest) (*listed[DialplanVersion], error) {
	active, err := a.activeDialplan(ctx)
	if err != nil {
		return nil, err
	}
	page, err := a.sorted(dialplanSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.DialplanVersions(ctx, in.Q)
	if err != nil {
		return nil, err
	}
	c, err := a.called(ctx)
	if err != nil {
		return nil, err
	}
	base, _ := a.p.Dialplans.Configured()
	rows, next := cutSorted(rows, page)
	items := make([]DialplanVersion, 0, len(rows)+1)
	for _, r := range rows {
		v := DialplanVersion{Version: r.Version, Author: r.Author, Note: r.Note, Of: r.MadeFrom, At: &r.At, Active: r.Version == active, Configured: r.Version == base}
		items = append(items, v.activated(r.ActivatedBy, r.ActivatedAt))
	}
	if next == "" {
		// While nobody went back to the configured file, it has no row.
		if v, _, err := a.dialplanSource(ctx, base); err != nil {
			return nil, err
		} else if v.At == nil && rowSays(v, dialplanColumns, directory.Fold(in.Q), c) {
			v.Active = base == active
			items = append(items, v)
		}
	}
	return list(items, next), nil
}

// activated adds who last let callers meet it, if anybody did.
func (v DialplanVersion) activated(by string, at time.Time) DialplanVersion {
	if by != "" {
		v.ActivatedBy, v.ActivatedAt = by, &at
	}
	return v
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
	base, source := a.p.Dialplans.Configured()
	if errors.Is(err, store.ErrNotFound) && version == base {
		return DialplanVersion{Version: base, Configured: true}, source, nil
	}
	kept := row.DialplanVersion
	v := DialplanVersion{Version: kept.Version, Author: kept.Author, Note: kept.Note, Of: kept.MadeFrom, At: orNull(kept.At), Configured: kept.Version == base}
	return v.activated(row.ActivatedBy, row.ActivatedAt), kept.Source, err
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

// parseDialplan refuses a text with every fault and its place.
func parseDialplan(source string) (dialplan.Plan, error) {
	plan, err := planfile.Parse("dialplan", []byte(source))
	var faults *strictyaml.Faults
	if errors.As(err, &faults) {
		return plan, &refusal{status: http.StatusUnprocessableEntity, key: lang.DialplanFaults, faults: faults.List}
	}
	return plan, err
}

func (a *API) keepDialplan(ctx context.Context, in *dialplanSource) (*dialplanAnswer, error) {
	source := strings.ReplaceAll(in.Body.Source, "\r\n", "\n") // forms edit lines
	if len(source) > strictyaml.MaxFile {
		return nil, refuse(http.StatusRequestEntityTooLarge, lang.TooLarge)
	}
	plan, err := parseDialplan(source)
	if err != nil {
		return nil, err
	}
	if in.Body.Of != "" {
		if _, _, err := a.dialplanSource(ctx, in.Body.Of); errors.Is(err, store.ErrNotFound) {
			return nil, invalid("body.of", lang.NotFound)
		} else if err != nil {
			return nil, err
		}
	}
	who := visitOf(ctx).who.Actor
	text := store.DialplanText{Version: plan.Version, Source: source, Author: who, Note: in.Body.Note, MadeFrom: in.Body.Of}
	if err := a.p.Store.KeepDialplan(ctx, text, who, a.cfg.Now()); err != nil {
		return nil, err
	}
	return a.dialplanVersion(ctx, plan.Version)
}

type dialplanActivation struct {
	Version string `path:"version" pattern:"^[0-9a-f]{16}$"`
	Body    struct {
		Was  string `json:"was" doc:"The version that is active as far as the asker knows"`
		Over bool   `json:"over,omitempty" doc:"The asker has seen what the active version has that this one lacks"`
	}
}

func (a *API) activateDialplan(ctx context.Context, in *dialplanActivation) (*dialplanAnswer, error) {
	v, source, err := a.dialplanSource(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	before, _, ever, err := a.p.Store.ActiveDialplan(ctx)
	if err != nil {
		return nil, err
	}
	base, _ := a.p.Dialplans.Configured()
	if in.Body.Was != before && (ever || in.Body.Was != base) {
		return nil, store.ErrChanged
	}
	// Going back to what callers met is an undo, and means to lose what came after.
	if undo := v.ActivatedBy != "" || in.Version == base; !undo && v.Of != "" && v.Of != in.Body.Was && !in.Body.Over {
		return nil, refuse(http.StatusConflict, lang.DialplanElsewhere)
	}
	if _, err := parseDialplan(source); err != nil {
		return nil, err
	}
	if _, err := a.p.Dialplans.Prepare(ctx, source); err != nil {
		a.log.Error("a dialplan version's prompts cannot be spoken", "request", visitOf(ctx).id, "version", in.Version, "err", err)
		return nil, refuse(http.StatusServiceUnavailable, lang.VoiceAway)
	}
	now, who := a.cfg.Now(), visitOf(ctx).who.Actor
	if v.At == nil { // the configured file's, which becomes a version like the others
		if err := a.p.Store.KeepDialplan(ctx, store.DialplanText{Version: in.Version, Source: source}, who, now); err != nil {
			return nil, err
		}
	}
	if err := a.p.Store.ActivateDialplan(ctx, in.Version, before, who, now); err != nil {
		return nil, err
	}
	a.p.Dialplans.Refresh()
	return a.dialplanVersion(ctx, in.Version)
}
