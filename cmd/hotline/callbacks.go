package main

import (
	"context"
	"time"

	"hotline1022/internal/callback"
	"hotline1022/internal/store"
	"hotline1022/telephony"
	"hotline1022/telephony/call"
	"hotline1022/telephony/trunk"
)

// claims is the store's call-backs in the engine's terms.
type claims struct {
	store *store.Store
	node  string
}

var _ telephony.CallBacks = claims{}

// mostClaims of each queue wait on one floor at a time; further ones are due when these are done.
const mostClaims = 50

func (c claims) Due(ctx context.Context, now time.Time) ([]telephony.Claim, error) {
	due, err := c.store.DueCallbacks(ctx, now, mostClaims)
	all := make([]telephony.Claim, 0, len(due))
	for _, d := range due {
		all = append(all, telephony.Claim{ID: d.ID, Number: d.Number, Queue: d.Queue, QueuedAt: d.QueuedAt, Tries: d.Tries, GivenTo: d.GivenTo})
	}
	return all, err
}

func (c claims) Begin(ctx context.Context, claim telephony.Claim, operator string, now time.Time) (bool, error) {
	return c.store.BeginCallback(ctx, claim.ID, claim.Tries, operator, c.node, now)
}

// results are the claim's words for what became of a try.
var results = map[string]callback.Result{
	call.TryReached:         callback.Reached,
	call.TryOperatorGone:    callback.OperatorGone,
	call.TryYielded:         callback.Yielded,
	call.TryNoTrunk:         callback.NoTrunk,
	string(trunk.Busy):      callback.Busy,
	string(trunk.NoAnswer):  callback.NoAnswer,
	string(trunk.Rejected):  callback.Rejected,
	string(trunk.NoNumber):  callback.NoNumber,
	string(trunk.Cancelled): callback.NoAnswer,
}

func (c claims) End(ctx context.Context, claim telephony.Claim, try string, now time.Time) error {
	result, known := results[try]
	if !known {
		result = callback.Failed
	}
	return c.store.EndCallback(ctx, claim.ID, claim.Tries+1, result, now)
}
