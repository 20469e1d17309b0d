package api

import (
	"context"
	"net/http"
	"slices"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/worktime"
)

// Days is when something holds; dates as 2025-07-01, "" leaves that side open.
type Days struct {
	Since string `json:"since" required:"false" doc:"The first day"`
	Until string `json:"until" required:"false" doc:"The day after the last"`
}

func daysOf(s directory.Span) Days {
	var d Days
	if s.Since != 0 {
		d.Since = s.Since.String()
	}
	if s.Until != 0 {
		d.Until = s.Until.String()
	}
	return d
}

func (d Days) span() (s directory.Span, err error) {
	if s.Since, err = dayOf("body.since", d.Since); err == nil {
		s.Until, err = dayOf("body.until", d.Until)
	}
	return s, err
}

// dayOf reads a day; "" is none.
func dayOf(location, s string) (worktime.Date, error) {
	if s == "" {
		return 0, nil
	}
	d, err := worktime.ParseDate(s)
	if err != nil {
		return 0, invalid(location, lang.BadDay)
	}
	return d, nil
}

// UnitFacts is what is kept of a unit.
type UnitFacts struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind" enum:"office,department,district,commune,service,agency,provider"`
	Parent  string   `json:"parent" required:"false"`
	Phone   string   `json:"phone" required:"false"`
	Address string   `json:"address" required:"false"`
	Website string   `json:"website" required:"false"`
	Email   string   `json:"email" required:"false"`
	Listed  bool     `json:"listed" doc:"In the public directory (Điều 17.3)"`
	Aliases []string `json:"aliases" required:"false"`
	Days
	Decision string `json:"decision" required:"false" doc:"By which it is no more from until on; the history of its tickets tells it"`
}

// TreeUnit is a unit in the tree of a day.
type TreeUnit struct {
	Code string `json:"code"`
	UnitFacts
	Depth int `json:"depth" doc:"How deep below others; each unit stands before those below it"`
}

// HeirUnit is who took over from a unit.
type HeirUnit struct {
	Code string `json:"code"`
	Name string `json:"name" required:"false"`
	Part bool   `json:"part" doc:"One of several, each for a part"`
}

// UnitDetail is a unit with its people, and what became of it.
type UnitDetail struct {
	TreeUnit
	Version  int             `json:"version" doc:"A change names the one that was seen"`
	Path     []string        `json:"path" doc:"Names of the units above, the highest first"`
	Heirs    []HeirUnit      `json:"heirs" doc:"Who answers today for what was its own; of one that is to end, who will from that day on"`
	Officers []OfficerDetail `json:"officers"`
}

// UnitGap is a unit for which somebody is missing.
type UnitGap struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Focal bool   `json:"focal" doc:"No focal officer (Điều 17.2)"`
	Head  bool   `json:"head" doc:"Nobody to whom it could go on (Điều 9.4)"`
	Phone bool   `json:"phone" doc:"A focal officer without a telephone"`
	Parts int64  `json:"parts" doc:"Open parts of tickets that it has all the same: somebody has to call it"`
}

func unitFactsOf(u directory.Unit) UnitFacts {
	aliases := u.Aliases
	if aliases == nil {
		aliases = []string{}
	}
	return UnitFacts{
		Name: u.Name, Kind: string(u.Kind), Parent: u.Parent, Phone: u.Phone, Address: u.Address, Website: u.Website, Email: u.Email,
		Listed: u.Listed, Aliases: aliases, Days: daysOf(u.Span), Decision: u.Decision,
	}
}

func (f UnitFacts) unit(code string) (directory.Unit, error) {
	span, err := f.span()
	return directory.Unit{
		Code: code, Name: f.Name, Kind: directory.Kind(f.Kind), Parent: f.Parent, Phone: f.Phone, Address: f.Address, Website: f.Website,
		Email: f.Email, Listed: f.Listed, Aliases: f.Aliases, Span: span, Decision: f.Decision,
	}, err
}

type unitRequest struct {
	Code string `path:"code" maxLength:"24"`
}

type unitAnswer struct{ Body UnitDetail }

type treeRequest struct {
	Day  string `query:"day" doc:"As it was on that day; default: today"`
	Q    string `query:"q" maxLength:"100" doc:"Words of the name, with or without accents"`
	Kind string `query:"kind" enum:"office,department,district,commune,service,agency,provider"`
	Sort string `query:"sort" enum:"name,-name,kind,-kind,phone,-phone,unit_code,-unit_code" doc:"A minus: from the end of the alphabet. Left out: each before those below it"`
}

func (a *API) unitOperations() {
	read, manage := []auth.Right{auth.ReadDirectory}, []auth.Right{auth.ManageDirectory}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handleList(a, operation{
		method: http.MethodGet, path: "/directory/units", id: "unitTree", tag: "directory", rights: read, errors: []int{http.StatusUnprocessableEntity},
		summary: "The units of a day, each before those below it (Điều 2)",
	}, a.unitTree, treeColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/directory/units", id: "createUnit", summary: "Add a unit", tag: "directory",
		status: http.StatusCreated, rights: manage, errors: wrong,
	}, a.createUnit)
	handle(a, operation{
		method: http.MethodGet, path: "/directory/units/{code}", id: "unit", tag: "directory", rights: read, errors: []int{http.StatusNotFound},
		summary: "A unit of any day, with its people and who took over",
	}, func(ctx context.Context, in *unitRequest) (*unitAnswer, error) { return a.unit(ctx, in.Code) })
	handle(a, operation{
		method: http.MethodPut, path: "/directory/units/{code}", id: "changeUnit", summary: "Put others in the place of a unit's facts", tag: "directory",
		rights: manage, errors: wrong,
	}, a.changeUnit)
	handle(a, operation{
		method: http.MethodPost, path: "/directory/units/{code}/close", id: "closeUnit", tag: "directory", rights: manage, errors: wrong,
		summary: "A unit is no more from a day on; name who takes over. Then its open parts are the certain heir's, or the hotline decides anew (Điều 2, 17.5)",
	}, a.closeUnit)
	handle(a, operation{
		method: http.MethodGet, path: "/directory/units/{code}/holdings", id: "unitHoldings", tag: "directory", rights: manage, errors: []int{http.StatusNotFound},
		summary: "What a unit holds, and would go on if the unit were no more: to be seen before it is closed",
	}, a.holdings)
	handleList(a, operation{
		method: http.MethodGet, path: "/directory/gaps", id: "directoryGaps", tag: "directory", rights: read,
		summary: "Units for which a focal officer or a head is missing (Điều 17.2, 9.4)",
	}, a.gaps, unitGapColumns)
}

func (a *API) unitTree(ctx context.Context, in *treeRequest) (*listed[TreeUnit], error) {
	day, err := dayOf("query.day", in.Day)
	if err != nil {
		return nil, err
	}
	if day == 0 {
		if day, err = a.p.Store.Today(ctx); err != nil {
			return nil, err
		}
	}
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return nil, err
	}
	items := []TreeUnit{}
	for _, n := range tree.At(day) {
		called := slices.ContainsFunc(append([]string{n.Name, n.Code}, n.Aliases...), func(name string) bool { return directory.Match(name, in.Q) })
		if called && (in.Kind == "" || string(n.Kind) == in.Kind) {
			items = append(items, TreeUnit{Code: n.Code, UnitFacts: unitFactsOf(n.Unit), Depth: n.Depth})
		}
	}
	return whole(ctx, a, items, treeColumns, "", in.Sort)
}

func (a *API) unit(ctx context.Context, code string) (*unitAnswer, error) {
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return nil, err
	}
	u, known := tree.Unit(code)
	if !known {
		return nil, store.ErrNotFound
	}
	day, err := a.p.Store.Today(ctx)
	if err != nil {
		return nil, err
	}
	row, err := a.p.Store.UnitByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	people, err := a.officersOf(ctx, code)
	if err != nil {
		return nil, err
	}
	path := tree.Path(code)
	d := UnitDetail{
		TreeUnit: TreeUnit{Code: code, UnitFacts: unitFactsOf(u), Depth: len(path) - 1}, Version: int(row.Version),
		Path: []string{}, Heirs: []HeirUnit{}, Officers: people,
	}
	for _, above := range path[:len(path)-1] {
		d.Path = append(d.Path, above.Name)
	}
	over := day // or the day from which it will be
	if u.Holds(day) {
		over = u.Until
	}
	if over != 0 {
		for _, h := range tree.Heirs(code, over) {
			d.Heirs = append(d.Heirs, HeirUnit{Code: h.Code, Name: h.Name, Part: h.Part})
		}
	}
	return &unitAnswer{d}, nil
}

func (a *API) createUnit(ctx context.Context, in *struct {
	Body struct {
		Code string `json:"code"`
		UnitFacts
	}
},
) (*unitAnswer, error) {
	u, err := in.Body.unit(in.Body.Code)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.CreateUnit(ctx, u, a.by(ctx)); err != nil {
		return nil, err
	}
	return a.unit(ctx, u.Code)
}

func (a *API) changeUnit(ctx context.Context, in *struct {
	Code string `path:"code" maxLength:"24"`
	Body struct {
		Version int `json:"version"`
		UnitFacts
	}
},
) (*unitAnswer, error) {
	u, err := in.Body.unit(in.Code)
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.ChangeUnit(ctx, u, in.Body.Version, a.by(ctx)); err != nil {
		return nil, err
	}
	return a.unit(ctx, in.Code)
}

func (a *API) closeUnit(ctx context.Context, in *struct {
	Code string `path:"code" maxLength:"24"`
	Body struct {
		Version  int      `json:"version"`
		Until    string   `json:"until" doc:"The first day on which it is no more; then what it holds goes on"`
		Decision string   `json:"decision" required:"false" doc:"By which; the history of its tickets tells it"`
		Heirs    []string `json:"heirs" maxItems:"20" doc:"Codes of those who take over: one for all, several for a part each"`
	}
},
) (*unitAnswer, error) {
	until, err := dayOf("body.until", in.Body.Until)
	if err != nil {
		return nil, err
	}
	heirs := make([]directory.Link, len(in.Body.Heirs))
	for i, to := range in.Body.Heirs {
		heirs[i] = directory.Link{From: in.Code, To: to, Part: len(in.Body.Heirs) > 1}
	}
	closing := store.Closing{Until: until, Decision: in.Body.Decision, Heirs: heirs}
	if err := a.p.Store.CloseUnit(ctx, in.Code, closing, in.Body.Version, a.by(ctx)); err != nil {
		return nil, err
	}
	return a.unit(ctx, in.Code)
}

type unitGapsRequest struct {
	Words
	Sort string `query:"sort" enum:"name,-name,parts,-parts" default:"-parts" doc:"A minus: the greatest first"`
}

func (a *API) gaps(ctx context.Context, in *unitGapsRequest) (*listed[UnitGap], error) {
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return nil, err
	}
	officers, err := a.p.Store.OfficersOnAllDays(ctx, "")
	if err != nil {
		return nil, err
	}
	day, err := a.p.Store.Today(ctx)
	if err != nil {
		return nil, err
	}
	open, err := a.p.Store.PartsOpen(ctx)
	if err != nil {
		return nil, err
	}
	parts := map[string]int64{}
	for _, r := range open {
		parts[r.Unit] = r.Parts
	}
	items := []UnitGap{}
	for _, g := range directory.Gaps(tree, officers, day) {
		items = append(items, UnitGap{Code: g.Unit.Code, Name: g.Unit.Name, Focal: g.Focal, Head: g.Head, Phone: g.Phone, Parts: parts[g.Unit.Code]})
	}
	return whole(ctx, a, items, unitGapColumns, in.Q, in.Sort)
}

// by is who asks, now.
func (a *API) by(ctx context.Context) store.By {
	return store.By{Actor: visitOf(ctx).who.Actor, At: a.cfg.Now()}
}
