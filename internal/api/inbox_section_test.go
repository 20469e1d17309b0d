package api

import (
	"testing"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// What stands over a card is what can be done: a leading part is accepted within its term alone (Điều 9.3).
func TestDieu9_3_WhatCannotBeAcceptedIsToBeAnswered(t *testing.T) {
	for _, c := range []struct {
		part  ticket.AssignmentState
		lead  bool
		state ticket.State
		want  string
	}{
		{ticket.Sent, true, ticket.StateAssigned, toAccept},
		{ticket.Sent, true, ticket.StateEscalatedToHead, toAnswer},
		{ticket.Sent, true, ticket.StateOverdue, toAnswer},
		{ticket.Sent, false, ticket.StateInProgress, toAccept},
		{ticket.Sent, false, ticket.StateOverdue, toAccept},
		{ticket.Accepted, true, ticket.StateInProgress, toAnswer},
		{ticket.Accepted, true, ticket.StateAwaitingSenderForUnit, askedSender},
		{ticket.Accepted, true, ticket.StateVerifying, promised},
		{ticket.Accepted, false, ticket.StateVerifying, toAnswer},
	} {
		if got := sectionOf(db.InboxPartsRow{State: string(c.part), Lead: c.lead, TicketState: string(c.state)}); got != c.want {
			t.Errorf("%s, lead %v, of a ticket that is %s: %s, want %s", c.part, c.lead, c.state, got, c.want)
		}
	}
}
