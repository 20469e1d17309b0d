package api

import (
	"context"

	"hotline1022/internal/store/db"
)

// fewCalls is up to how many calls are found first and put in order then; where there are more, the first
// of any order are soon met.
const fewCalls = 1000

// few names the calls of an officer, a unit and a field where they are few, of an operator if one is asked for beside: a search for what no call
// has must not go through all of them.
func (a *API) few(ctx context.Context, p *db.CallsParams) error {
	if p.Officer == nil && p.Unit == nil && p.Field == nil {
		return nil
	}
	ids, err := a.p.Store.CallsOf(ctx, db.CallsOfParams{Officer: p.Officer, Unit: p.Unit, Field: p.Field, Operator: p.Operator, Most: fewCalls + 1})
	if err != nil || len(ids) > fewCalls {
		return err
	}
	p.Ids = append([]string{}, ids...) // none is not the same as any
	return nil
}
