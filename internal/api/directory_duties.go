package api

import (
	"context"
	"net/http"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// DutyFacts says whose a matter is: field × area → unit.
type DutyFacts struct {
	Field    string `json:"field" required:"false" maxLength:"40" doc:"\"\": any"`
	Group    int    `json:"group" required:"false" minimum:"0" maximum:"5" doc:"0: any"`
	Area     string `json:"area" required:"false" maxLength:"24" doc:"A ward, commune, or former district; \"\": the whole city"`
	Unit     string `json:"unit" required:"false" maxLength:"24" doc:"\"\": whichever commune answers for the place"`
	Priority int    `json:"priority" doc:"The smaller comes first"`
	Basis    string `json:"basis" required:"false" doc:"What it rests on"`
	Days
}

// Duty is one that is kept.
type Duty struct {
	ID int64 `json:"id"`
	DutyFacts
	Version int `json:"version"`
	// What the codes are called, those that are no more too.
	FieldName string `json:"field_name,omitempty" doc:"Of a list alone, as the following"`
	AreaName  string `json:"area_name,omitempty"`
	UnitName  string `json:"unit_name,omitempty"`
}

type dutiesRequest struct {
	Words
	Sort string `query:"sort" enum:"field,-field,unit,-unit,priority,-priority" doc:"A minus: the greatest first. Left out: who is asked first, first"`
}

// Suggestion is a unit whose the matter may be.
type Suggestion struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Phone   string   `json:"phone"`
	Certain bool     `json:"certain" doc:"false: one of several for parts of what was named; ask where it is"`
	Reasons []string `json:"reasons" doc:"Why, in sentences"`
}

func (f DutyFacts) duty() (directory.Duty, error) {
	span, err := f.span()
	return directory.Duty{Field: f.Field, Group: f.Group, Area: f.Area, Unit: f.Unit, Priority: f.Priority, Basis: f.Basis, Span: span}, err
}

type dutyAnswer struct{ Body Duty }

func (a *API) dutyOperations() {
	read, manage := []auth.Right{auth.ReadDirectory}, []auth.Right{auth.ManageDirectory}
	wrong := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(a, operation{
		method: http.MethodGet, path: "/directory/suggestions", id: "suggestUnits", tag: "directory", rights: read, errors: []int{http.StatusUnprocessableEntity},
		summary: "Whose a matter may be, the likeliest first, each with its reasons; asked while the operator types",
	}, a.suggest)
	handleList(a, operation{method: http.MethodGet, path: "/directory/duties", id: "duties", summary: "Whose what is, first who is asked first", tag: "directory", rights: read},
		func(ctx context.Context, in *dutiesRequest) (*listed[Duty], error) {
			rows, err := a.p.Store.Duties(ctx)
			if err != nil {
				return nil, err
			}
			fields, err := a.fieldNames(ctx)
			if err != nil {
				return nil, err
			}
			tree, err := a.p.Store.Directory(ctx)
			if err != nil {
				return nil, err
			}
			items := make([]Duty, len(rows))
			for i, r := range rows {
				d := store.DutyOf(r)
				items[i] = Duty{
					ID: d.ID, Version: int(r.Version), FieldName: fields[d.Field], AreaName: unitName(tree, d.Area), UnitName: unitName(tree, d.Unit),
					DutyFacts: DutyFacts{Field: d.Field, Group: d.Group, Area: d.Area, Unit: d.Unit, Priority: d.Priority, Basis: d.Basis, Days: daysOf(d.Span)},
				}
			}
			return whole(ctx, a, items, dutyColumns, in.Q, in.Sort)
		}, dutyColumns)
	handle(a, operation{
		method: http.MethodPost, path: "/directory/duties", id: "createDuty", summary: "Say whose a matter is", tag: "directory",
		status: http.StatusCreated, rights: manage, errors: wrong,
	}, func(ctx context.Context, in *struct{ Body DutyFacts }) (*dutyAnswer, error) {
		d, err := in.Body.duty()
		if err != nil {
			return nil, err
		}
		id, err := a.p.Store.CreateDuty(ctx, d, a.by(ctx))
		if err != nil {
			return nil, err
		}
		return &dutyAnswer{Duty{ID: id, DutyFacts: in.Body, Version: 1}}, nil
	})
	handle(a, operation{
		method: http.MethodPut, path: "/directory/duties/{id}", id: "changeDuty", tag: "directory", rights: manage, errors: wrong,
		summary: "Put another in its place; with a day until which it holds, it ends",
	}, func(ctx context.Context, in *struct {
		ID   int64 `path:"id"`
		Body struct {
			Version int `json:"version"`
			DutyFacts
		}
	},
	) (*dutyAnswer, error) {
		d, err := in.Body.duty()
		if err != nil {
			return nil, err
		}
		d.ID = in.ID
		if err := a.p.Store.ChangeDuty(ctx, d, in.Body.Version, a.by(ctx)); err != nil {
			return nil, err
		}
		return &dutyAnswer{Duty{ID: in.ID, DutyFacts: in.Body.DutyFacts, Version: in.Body.Version + 1}}, nil
	})
}

// unitName is what a unit of any day is called; "": it is none.
func unitName(tree *directory.Tree, code string) string {
	u, _ := tree.Unit(code)
	return u.Name
}

func (a *API) suggest(ctx context.Context, in *struct {
	Field   string `query:"field" maxLength:"40"`
	Group   int    `query:"group" minimum:"0" maximum:"5"`
	Address string `query:"address" maxLength:"500"`
},
) (*listed[Suggestion], error) {
	guide, day, err := a.p.Store.Guide(ctx)
	if err != nil {
		return nil, err
	}
	l := visitOf(ctx).lang
	items := []Suggestion{}
	for _, s := range guide.Suggest(directory.Matter{Field: in.Field, Group: in.Group, Address: in.Address}, day) {
		items = append(items, Suggestion{
			Code: s.Unit.Code, Name: s.Unit.Name, Phone: s.Unit.Phone, Certain: !s.Part, Reasons: reasons(l, guide, s),
		})
	}
	return list(items, ""), nil
}

// reasons says why a unit is suggested.
func reasons(l lang.Lang, guide *directory.Guide, s directory.Suggestion) []string {
	var all []string
	say := func(key lang.Key, args ...any) { all = append(all, lang.Say(l, key, args...)) }
	if d := s.Duty; d != nil {
		basis := ""
		if d.Basis != "" {
			basis = " (" + d.Basis + ")"
		}
		switch {
		case d.Field != "":
			say(lang.ReasonField, guide.FieldName(d.Field), basis)
		case d.Group != 0:
			say(lang.ReasonGroup, ticket.Group(d.Group).Short(), basis)
		}
		if was, known := guide.Tree().Unit(d.Unit); known && s.Heir {
			say(lang.ReasonTookOver, was.Name)
		}
	}
	if s.Place != nil {
		was := s.Place.Named
		switch {
		case was.Code == s.Unit.Code || !s.Unit.Territorial():
			say(lang.ReasonArea, was.Area())
		case s.Part:
			say(lang.ReasonPart, was.Area(), s.Unit.Area())
		default:
			say(lang.ReasonFormer, was.Area(), s.Unit.Area())
		}
	}
	return all
}
