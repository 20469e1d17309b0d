package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"hotline1022/internal/auth"
	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/worktime"
)

// UnitFigures is what a unit has, and what it has done within some time (Điều 14.4).
type UnitFigures struct {
	Unit       string `json:"unit"`
	UnitName   string `json:"unit_name"`
	Held       int64  `json:"held" doc:"Parts of tickets that it has now"`
	Unaccepted int64  `json:"unaccepted" doc:"Of these, those on which nobody works yet"`
	Late       int64  `json:"late" doc:"Of these, those whose time is over"`
	Escalated  int64  `json:"escalated" doc:"Of these, those that went to the head (Điều 9.4)"`
	Answered   int    `json:"answered" doc:"Within the time asked for"`
	InTime     int    `json:"answered_in_time" doc:"Of these, before they went to the head"`
	// Of those answered; the sender's waiting is not taken off.
	MedianMinutes *int     `json:"median_minutes" doc:"Working time from the slip to the answer, half of them took less; null: there is none"`
	Ratings       int      `json:"ratings" doc:"How many senders gave a mark (Điều 11.2)"`
	MeanRating    *float64 `json:"mean_rating" doc:"1 to 5; null: nobody did"`
}

type figuresRequest struct {
	Unit  string    `query:"unit" maxLength:"24" doc:"And units below it; left out: all that one may see"`
	Since time.Time `query:"since" doc:"Left out: a month ago"`
	Until time.Time `query:"until" doc:"Left out: now"`
	Sort  string    `query:"sort" enum:"unit,-unit,held,-held,unaccepted,-unaccepted,late,-late,escalated,-escalated,answered,-answered,in_time,-in_time,median,-median,rating,-rating" doc:"A minus: the greatest first. Left out: who has most that is late"`
}

// longestFigures is of how much time figures are made at once.
const longestFigures = 366 * 24 * time.Hour

func (a *API) figureOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/unit-figures", id: "unitFigures", tag: "tickets", rights: []auth.Right{auth.ReadFigures},
		summary: "What units have and have done: a head's own unit and those below it, the Office's and the inspector's all; who has most that is late comes first",
		errors:  []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, a.unitFigures, figureColumns)
}

func (a *API) unitFigures(ctx context.Context, in *figuresRequest) (*listed[UnitFigures], error) {
	now, err := a.p.Store.Now(ctx)
	if err != nil {
		return nil, err
	}
	until := in.Until
	if until.IsZero() {
		until = now
	}
	since := in.Since
	if since.IsZero() {
		since = until.AddDate(0, -1, 0)
	}
	if until.Sub(since) > longestFigures {
		return nil, invalid("query.since", lang.FiguresTooLong)
	}
	units, err := a.unitsOf(ctx, visitOf(ctx).who)
	if err != nil {
		return nil, err
	}
	if in.Unit != "" {
		asked, err := a.reach(ctx, store.Text(in.Unit))
		if err != nil {
			return nil, err
		}
		if units != nil && !slices.Contains(units, store.Text(in.Unit)) {
			return nil, store.ErrNotFound
		}
		units = asked
	}
	held, err := a.p.Store.Planned().FiguresHeld(ctx, db.FiguresHeldParams{Everyones: units == nil, Units: units})
	if err != nil {
		return nil, err
	}
	done, rated, err := a.figuresDone(ctx, db.FiguresDoneParams{Everyones: units == nil, Units: units, Since: since, Until: until})
	if err != nil {
		return nil, err
	}
	calendar, _, err := a.p.Store.CurrentCalendar(ctx, a.p.Store.Queries)
	if err != nil {
		return nil, err
	}
	tree, err := a.p.Store.Directory(ctx)
	if err != nil {
		return nil, err
	}
	all := figuresOf(held, done, rated, tree, calendar)
	return whole(ctx, a, all, figureColumns, "", in.Sort)
}

// figuresDone reads what units answered, and meanwhile the marks for it: each goes through a year of parts.
func (a *API) figuresDone(ctx context.Context, p db.FiguresDoneParams) (done []db.FiguresDoneRow, rated []db.FiguresRatedRow, err error) {
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		done, err = a.p.Store.Planned().FiguresDone(ctx, p)
		return err
	})
	both.Go(func() (err error) {
		rated, err = a.p.Store.Planned().FiguresRated(ctx, db.FiguresRatedParams(p))
		return err
	})
	err = both.Wait()
	return done, rated, err
}

// figuresOf adds up.
func figuresOf(held []db.FiguresHeldRow, done []db.FiguresDoneRow, rated []db.FiguresRatedRow, tree *directory.Tree, calendar *worktime.Calendar) []UnitFigures {
	by := map[string]*UnitFigures{}
	for _, h := range held {
		by[h.Unit] = &UnitFigures{Unit: h.Unit, UnitName: h.Name, Held: h.Held, Unaccepted: h.Unaccepted, Late: h.Late, Escalated: h.Escalated}
	}
	for _, d := range done {
		f := by[d.Unit]
		if f == nil {
			f = &UnitFigures{Unit: d.Unit, UnitName: unitName(tree, d.Unit)}
			by[d.Unit] = f
		}
		f.Answered, f.InTime = len(d.SentAt), int(d.InTime)
		f.MedianMinutes = median(calendar, d.SentAt, d.EndedAt)
	}
	for _, r := range rated {
		if f := by[r.Unit]; f != nil { // else it was answered between the two readings
			mean := float64(r.Marks) / float64(r.Ratings)
			f.Ratings, f.MeanRating = int(r.Ratings), &mean
		}
	}
	all := make([]UnitFigures, 0, len(by))
	for _, f := range by {
		all = append(all, *f)
	}
	slices.SortFunc(all, func(f, g UnitFigures) int {
		return cmp.Or(cmp.Compare(g.Late, f.Late), cmp.Compare(g.Held, f.Held), cmp.Compare(f.UnitName, g.UnitName))
	})
	return all
}

// median is what half of some spans of working time are shorter than, in minutes; nil: nobody knows of any.
func median(calendar *worktime.Calendar, begun, over []time.Time) *int {
	took := make([]time.Duration, 0, len(begun))
	for i := range begun {
		if worked, err := calendar.Between(begun[i], over[i]); err == nil { // before the calendar began nobody knows
			took = append(took, worked)
		}
	}
	if len(took) == 0 {
		return nil
	}
	slices.Sort(took)
	minutes := int(took[len(took)/2].Round(time.Minute) / time.Minute)
	return &minutes
}
