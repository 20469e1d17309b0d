//go:build bench

package api

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"hotline1022/internal/ticketgen"
	"hotline1022/internal/ticketgen/million"
)

// pageGoal is what a list's answer may take, so that its page stands within the 500 ms of issue 6.
const pageGoal = 250 * time.Millisecond

// callGoal is what finding calls may take, over three million of them (issue 7).
const callGoal = 100 * time.Millisecond

// often is how many times each is asked; the first, which warms what it reads, is not counted, and the median is told.
const often = 6

// TestBenchTicketsPages asks every list as its page asks it, in each of its orders and by each of its filters, and
// prints how long the answers took. It fails for what is not answered, never for being slow: that says "missed".
func TestBenchTicketsPages(t *testing.T) {
	dsn, st := million.Postgres(t)
	h := buildOn(t, dsn)
	b := &benchmark{t: t, took: map[string][]answered{}}
	busiest := pluck(t, st, "SELECT unit FROM ticket_assignments GROUP BY unit ORDER BY count(*) DESC LIMIT 1")[0]
	b.signIn(h, ticketgen.LeaderAccount, nil)
	day := url.QueryEscape(million.End.AddDate(0, -7, 0).Format(time.RFC3339))
	hour := "since=" + day + "&until=" + url.QueryEscape(million.End.AddDate(0, -7, 0).Add(time.Hour).Format(time.RFC3339))
	for _, path := range slices.Concat(inOrders("/calls?", "time", "wait", "talk", "operator", "end_reason"), prefixed("/calls?", "from=0912*", "from=09123456*", "to=02251022", "to=0225*", "to=0912*", hour, hour+"&operator=op07", hour+"&talk_min=45&talk_max=90", "operator=op07", "state=ended", "state=talking",
		"ticket=26-000001-3", "officer=0910000150", "unit="+busiest, "field=chieu-sang", "field=tthc-khac", "field=khong-co", "field=chieu-sang&unit="+busiest, "field=tthc-khac&unit="+busiest, "field=chieu-sang&officer=0910000150", "field=chieu-sang&operator=op07", "unit="+busiest+"&operator=op07", "talk_min=300&unit="+busiest, "talk_min=700", "talk_min=60&talk_max=61", "talk_min=4000",
		"end_reason=abandoned_wait", "end_reason=fax", "rating=1", "rating=5", "flagged=true", "flagged=true&operator=op07", "rating=1&unit="+busiest, "until="+day, "until="+day+"&unit="+busiest)) {
		b.page(b.askers[0], path, callGoal)
	}
	for _, who := range []struct {
		user  string
		paths []string
	}{
		{ticketgen.LeaderAccount, slices.Concat([]string{"/messages", "/messages?state=failed", "/messages?state=delivered", "/messages?channel=email"},
			inOrders("/messages?", "time", "attempts", "channel", "state", "ticket"), inOrders("/callbacks?state=ended&", "ended", "tries", "since"))},
		{ticketgen.OfficeAccount, slices.Concat([]string{
			"/unit-figures", "/unit-figures?since=" + url.QueryEscape(million.End.AddDate(0, -11, 0).Format(time.RFC3339)), "/ticket-counts", "/notice-counts", "/notices",
			"/leadership-reports", "/leadership-reports?unit=" + busiest, "/article-usage", "/articles", "/open-items?kind=task",
			"/due?clock=officer", "/due?unit=" + busiest, "/due?within=720",
			"/tickets?count=true", "/tickets?count=true&state=closed", "/tickets?count=true&overdue=true", "/tickets?count=true&unit=" + busiest,
			"/tickets?count=true&channel=web&sort=updated", "/tickets?count=true&q=" + url.QueryEscape("đèn đường"),
		}, inOrders("/due?", "due", "ticket", "clock", "unit", "state", "reminders"), inOrders("/leadership-reports?", "time", "ticket", "unit", "state"),
			prefixed("/tickets?count=true&sort=", "updated", "due", "waiting"))},
		{ticketgen.OfficerAccount(busiest), []string{
			"/inbox", "/inbox?section=late", "/inbox?section=mine", "/tickets?count=true", "/tickets?count=true&sort=due", "/tickets?count=true&state=closed", "/due",
		}},
		{million.Auditor, slices.Concat(inOrders("/audit?", "time", "actor", "action", "object"), inOrders("/recordings?", "time", "length", "missing", "operator", "state", "flaws"))},
	} {
		b.signIn(h, who.user, nil)
		for _, path := range who.paths {
			b.page(b.askers[len(b.askers)-1], path, pageGoal)
		}
	}
}

// inOrders are the addresses of a list in each order, both ways.
func inOrders(list string, columns ...string) (all []string) {
	for _, c := range columns {
		all = append(all, list+"sort="+c, list+"sort=-"+c)
	}
	return all
}

func prefixed(by string, all ...string) (out []string) {
	for _, one := range all {
		out = append(out, by+one)
	}
	return out
}

// page asks one address again and again, and tells the median.
func (b *benchmark) page(who *asker, path string, goal time.Duration) {
	b.t.Helper()
	var took []time.Duration
	for n := range often {
		began := time.Now()
		req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, who.h.url+"/api/v1"+path, nil)
		if err != nil {
			b.t.Fatal(err)
		}
		res, err := who.client.Do(req)
		if err != nil {
			b.t.Fatal(err)
		}
		raw, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK {
			b.t.Errorf("%s: %d, %v: %.200s", path, res.StatusCode, err, raw)
			return
		}
		if n > 0 {
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	ms, said := took[len(took)/2].Round(100*time.Microsecond), ""
	if ms > goal {
		said = "missed"
	}
	b.t.Logf("%-72s %10s  slowest %10s  goal %s  %s", path, ms, took[len(took)-1].Round(100*time.Microsecond), goal, said)
}
