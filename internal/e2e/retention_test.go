package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
)

// An announced deletion, as whoever inspects meets it: by which rule and from when to when, on its page each recording; one call is
// kept by law, with a reason, and is shown as kept. Nothing is stopped. The Office sees the hold, and lifts it.
func TestAnAnnouncedDeletionAndALegalHold(t *testing.T) {
	t.Parallel()
	s := newStack(t, options{OfferTimeout: "15s", ReconnectGrace: "20s", WrapUp: "1s"})
	s.startHotline(true)
	plan, held, other := s.announced(t)

	b := newBrowser(t, s.http, "kiemtra", citizenTone)
	b.signIn("/retention", "retention-rules")
	b.do("what is announced", sees("plan-"+plan.String(), `data-state="announced"`, `data-held="0"`), holds(`document.querySelector('[data-testid="plans-table"]').innerText.includes('Thời hạn chung: 2')`))
	b.screenshot("plans")
	b.do("its recordings, and the call of one", click("plan-"+plan.String()), sees("plan-page", `data-state="announced"`), sees("items-table", `aria-busy="false"`),
		chromedp.Click(chromedp.CSS(`[data-call="`+held+`"] a`)), sees("call-page", `data-call="`+held+`"`))
	b.do("it is kept by law", click("held-place"), typeInto("held-place-document", "12/QĐ-TTr"), typeInto("held-place-reason", "Thanh tra vụ việc số 12"),
		click("held-place-yes"), sees("held", `data-standing="1"`), holds(`document.querySelector('[data-testid="held"]').innerText.includes('Thanh tra vụ việc số 12')`))
	b.screenshot("held")
	b.do("and is shown as kept where it was to be deleted", chromedp.Navigate(b.site+"/retention?plan="+plan.String()),
		chromedp.WaitVisible(chromedp.CSS(`[data-call="`+held+`"][data-held="true"][data-outcome="waits"]`)),
		chromedp.WaitVisible(chromedp.CSS(`[data-call="`+other+`"][data-held="false"]`)), sees("plan-stop"))
	b.do("on a telephone, too", chromedp.EmulateViewport(390, 844), holds("innerWidth === 390"))
	b.inView("plan-390")
	b.do("the wide view again", chromedp.EmulateViewport(1366, 768), holds("innerWidth === 1366"))
	b.do("the auditor lifts nothing", chromedp.Navigate(b.site+"/retention?part=holds"), sees("holds-table", `aria-busy="false"`),
		chromedp.WaitVisible(chromedp.CSS(`[data-of="`+held+`"][data-stands="true"]`)), holds(`!document.querySelector('[data-testid^="hold-lift-"]')`))
	b.screenshot("holds")

	office := newBrowser(t, s.http, "vanphong", citizenTone)
	office.signIn("/retention?part=holds", "holds-part")
	lift := `[data-of="` + held + `"] [data-testid^="hold-lift-"]`
	office.do("the Office lifts it, with a reason", chromedp.Click(chromedp.CSS(lift)),
		chromedp.SendKeys(`[data-of="`+held+`"] input`, "Vụ việc đã xong"), chromedp.Click(chromedp.CSS(`[data-of="`+held+`"] [data-testid$="-yes"]`)),
		chromedp.WaitVisible(chromedp.CSS(`[data-of="`+held+`"][data-stands="false"]`)), holds(`document.querySelector('[data-of="`+held+`"]').innerText.includes('Vụ việc đã xong')`))
	office.screenshot("lifted")

	auditor := s.token("auditor")
	for action, who := range map[string]string{"hold.place": "kiemtra", "hold.lift": "vanphong"} {
		var entries items[struct{ Actor string }]
		s.get(auditor, "/api/v1/audit?action="+action, &entries)
		if len(entries.Items) != 1 || entries.Items[0].Actor != who {
			t.Errorf("%s in the audit log: %+v", action, entries.Items)
		}
	}
	var plans items[struct{ State string }]
	s.get(auditor, "/api/v1/deletion-plans", &plans)
	if len(plans.Items) != 1 || plans.Items[0].State != "announced" {
		t.Errorf("%+v", plans.Items)
	}
}

// announced is a plan of the recordings of two calls of years ago, as a pass of package retention leaves it: its time is too long for a test.
func (s *stack) announced(t *testing.T) (plan uuid.UUID, held, other string) {
	t.Helper()
	st := s.openStore()
	sql := func(text string, args ...any) {
		t.Helper()
		if _, err := st.Pool().Exec(t.Context(), text, args...); err != nil {
			t.Fatal(err)
		}
	}
	plan, held, other = uuid.New(), "test1-1600000001.1", "test1-1600000002.1"
	now := time.Now()
	at := now.AddDate(-6, 0, 0)
	sql("INSERT INTO deletion_plans (id, announced_at, due_at) VALUES ($1, $2, $3)", plan, now, now.AddDate(0, 0, 30))
	for n, call := range []string{held, other} {
		began := at.Add(time.Duration(n) * time.Minute)
		sql(`INSERT INTO calls (id, node, state, from_raw, from_number, started_at, ended_at, end_class, end_reason) VALUES ($1, 'test1', 'ended', '0912345678', '0912345678', $2, $3, 'citizen', 'hangup')`,
			call, began, began.Add(time.Minute))
		sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at, keep_until, keep_rule)
			VALUES ($1, 'call', 'archived', repeat('0', 64), 960000, 60000, 2, 'hotline-recordings', $1, 'none', $2::timestamptz, $2, $2, $2, $3, 'retention.months')`, call, began, now)
		sql("INSERT INTO deletion_items (plan, recording, rule, keep_until) SELECT $1, id, keep_rule, keep_until FROM recordings WHERE call_id = $2", plan, call)
	}
	return plan, held, other
}
