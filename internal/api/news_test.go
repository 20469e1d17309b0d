package api

import "testing"

// Whoever has a ticket's page open hears who did what meanwhile, and nothing of what they wrote; whose ticket it is not, nothing.
func TestWhatOthersDidToATicketMeanwhile(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	seen := tk.Version
	var news TicketNews
	op.ask("GET", "/api/v1/tickets/"+tk.Code+"/news?since=99", nil).want(200).into(&news)
	if news.Version != seen || len(news.Changes) != 0 {
		t.Errorf("%+v", news)
	}
	officer.done(&tk, "progress", map[string]any{"text": "Đã cử người"})
	reply := op.ask("GET", "/api/v1/tickets/"+tk.Code+"/news?since=2", nil).want(200)
	reply.into(&news)
	last := news.Changes[len(news.Changes)-1]
	if news.Version != tk.Version || last.Actor != "officer" || last.Kind != "ticket.progress" || last.Label == "" || last.Version != tk.Version {
		t.Errorf("%s", reply.body)
	}
	h.sql("UPDATE users SET unit = NULL WHERE username = 'officer'")
	officer.ask("GET", "/api/v1/tickets/"+tk.Code+"/news?since=2", nil).want(404)
}
