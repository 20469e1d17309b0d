package api

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/auth"
	"hotline1022/internal/config"
	"hotline1022/internal/evidence"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/recordings/retention"
)

// keeping is the real service, of which the interface asks nothing that the archive has to answer.
type keeping struct{ service *retention.Service }

func (keeping) Rules() RetentionRules {
	return RetentionRules{Months: 60, NoticeDays: 30, Deletes: true, Rules: []RetentionRule{{Name: "Khẩn cấp", Kinds: []string{config.KindEmergency}, Groups: []int{}, Months: 120}}}
}

func (k keeping) Stop(ctx context.Context, plan uuid.UUID, actor, reason string) error {
	return k.service.Stop(ctx, plan, actor, reason)
}

func retained(t *testing.T, st *store.Store, now func() time.Time) keeping {
	t.Helper()
	s, err := retention.New(retention.Options{Now: now}, st, nil, nil, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return keeping{s}
}

// announced is a plan of the recordings of some calls; those with an outcome were settled.
func (h *house) announced(at time.Time, rule string, outcomes map[string]string) (plan uuid.UUID) {
	h.t.Helper()
	plan = uuid.New()
	h.sql("INSERT INTO deletion_plans (id, announced_at, due_at) VALUES ($1, $2::timestamptz, $2::timestamptz + interval '30 days')", plan, at)
	for call, outcome := range outcomes {
		h.sql("INSERT INTO recordings (call_id, leg, state, created_at) VALUES ($1, 'call', 'missing', $2) ON CONFLICT DO NOTHING", call, t0)
		h.sql(`INSERT INTO deletion_items (plan, recording, rule, keep_until, begun_at, outcome, at)
			SELECT $1, id, $3::text, $4::timestamptz, CASE WHEN $5 = 'deleted' THEN $4::timestamptz END, $5, CASE WHEN $5 <> '' THEN $4::timestamptz END FROM recordings WHERE call_id = $2`, plan, call, rule, at, outcome)
	}
	return plan
}

func itemsShown(v *visitor, query string) (calls []string) {
	var page struct{ Items []DeletionItem }
	v.ask("GET", "/api/v1/deletion-items?"+query, nil).want(200).into(&page)
	for _, i := range page.Items {
		calls = append(calls, i.Call+" "+i.Outcome)
	}
	return calls
}

func TestPlansOfDeletion(t *testing.T) {
	h := build(t)
	first, second, third := string(h.conversation(1, "0912345678", "op01")), string(h.conversation(2, "0912345679", "op01")), string(h.conversation(3, "0912345670", "op01"))
	old := h.announced(t0, retention.Default, map[string]string{third: "deleted"})
	plan := h.announced(t0.AddDate(0, 0, 8), "Không ai trả lời", map[string]string{first: "", second: ""})
	office, auditor := h.signedIn("office"), h.signedIn("auditor")

	var rules RetentionRules
	office.ask("GET", "/api/v1/retention-rules", nil).want(200).into(&rules)
	if rules.Months != 60 || len(rules.Rules) != 1 || !rules.Deletes {
		t.Errorf("%+v", rules)
	}
	var plans struct{ Items []DeletionPlan }
	for query, want := range map[string][]uuid.UUID{"": {plan, old}, "sort=due": {old, plan}, "state=open": {plan, old}, "state=done": nil, "since=2026-04-09T00:00:00Z": {plan}, "until=2026-04-09T00:00:00Z": {old}} {
		office.ask("GET", "/api/v1/deletion-plans?"+query, nil).want(200).into(&plans)
		var got []uuid.UUID
		for _, p := range plans.Items {
			got = append(got, p.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	office.ask("GET", "/api/v1/deletion-plans?sort=x", nil).want(422)

	// A hold on one of the calls is seen beside it, and counted.
	h.held(auditor, map[string]any{"call": first, "reason": "Thanh tra số 12"})
	var p DeletionPlan
	office.ask("GET", "/api/v1/deletion-plans/"+plan.String(), nil).want(200).into(&p)
	if p.State != "announced" || p.Recordings != 2 || p.Held != 1 || len(p.Rules) != 1 || p.Rules[0].Rule != "Không ai trả lời" || !p.First.Equal(t0.Add(time.Minute)) || p.Certificate != "" {
		t.Errorf("%+v", p)
	}
	office.ask("GET", "/api/v1/deletion-plans/"+old.String(), nil).want(200).into(&p)
	if p.State != "under_way" || p.Deleted != 1 || p.Held != 0 {
		t.Errorf("%+v", p)
	}
	at := "plan=" + plan.String()
	for query, want := range map[string][]string{
		at: {first + " waits", second + " waits"}, at + "&held=true": {first + " waits"}, at + "&outcome=deleted": nil, "outcome=deleted": {third + " deleted"}, "rule=retention.months": {third + " deleted"}, "call=" + second: {second + " waits"},
	} {
		got := itemsShown(office, query)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	rows := office.ask("GET", "/api/v1/deletion-items/export?"+at+"&held=true", nil, "Accept", "text/csv").csvOf()
	if len(rows) != 2 || under(rows, 1, "Cuộc gọi") != first || under(rows, 1, "Kết quả") != "Đang chờ" {
		t.Errorf("%q", rows)
	}

	// It is stopped by who may, with a reason, once, and not when something is gone.
	stop := func(v *visitor, of uuid.UUID, reason string) *reply {
		return v.ask("POST", "/api/v1/deletion-plans/"+of.String()+"/stop", map[string]any{"reason": reason})
	}
	stop(h.signedIn("admin"), plan, "xem").problem(403, "not_allowed")
	stop(h.signedIn("leader"), plan, "xem").problem(403, "not_allowed")
	stop(h.as(auth.RoleOffice), plan, "xem").problem(403, "not_allowed") // a program
	if p := stop(office, plan, " x. ").problem(422, "invalid"); p.Errors[0].Location != "body.reason" {
		t.Errorf("%+v", p)
	}
	stop(office, uuid.New(), "xem").problem(404, "not_found")
	stop(office, old, "xem").problem(409, "deletion_not_stopped")
	stop(office, plan, "Chờ kết luận thanh tra").want(200).into(&p)
	if p.State != "stopped" || p.StopReason != "Chờ kết luận thanh tra" || p.StoppedBy != "office" {
		t.Errorf("%+v", p)
	}
	stop(auditor, plan, "xem").problem(409, "deletion_not_stopped")
	if n := h.notes("retention.stopped"); len(n) != 1 || n[0].Actor != "office" || n[0].Detail["reason"] != "Chờ kết luận thanh tra" {
		t.Errorf("%+v", n)
	}
	office.ask("GET", "/api/v1/deletion-plans/none", nil).problem(404, "not_found")
}

// held is a hold that somebody places.
func (h *house) held(by *visitor, body map[string]any) (p PlacedHold) {
	h.t.Helper()
	by.ask("POST", "/api/v1/legal-holds", body).want(201).into(&p)
	return p
}

func TestLegalHolds(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	id := string(h.conversation(1, "0912345678", "op01"))
	tk := h.reported(op, "Hố ga mất nắp", map[string]any{"call_id": id})
	office, auditor := h.signedIn("office"), h.signedIn("auditor")
	shown := func(v *visitor, query string) (all []LegalHold) {
		var page struct{ Items []LegalHold }
		v.ask("GET", "/api/v1/legal-holds?"+query, nil).want(200).into(&page)
		return page.Items
	}

	nowhere, err := ticket.NewCode(2026, 999)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		by     *visitor
		body   map[string]any
		status int
		code   string
	}{
		"neither":           {office, map[string]any{"reason": "xem xét"}, 422, "invalid"},
		"both":              {office, map[string]any{"reason": "xem xét", "call": id, "ticket": tk.Code}, 422, "invalid"},
		"without a reason":  {office, map[string]any{"reason": " ", "call": id}, 422, "invalid"},
		"no such call":      {office, map[string]any{"reason": "xem xét", "call": "pbx1-0.0"}, 404, "not_found"},
		"no code":           {office, map[string]any{"reason": "xem xét", "ticket": "x"}, 422, "invalid"},
		"no such ticket":    {office, map[string]any{"reason": "xem xét", "ticket": nowhere.String()}, 404, "not_found"},
		"a shift leader":    {h.signedIn("leader"), map[string]any{"reason": "xem xét", "call": id}, 403, "not_allowed"},
		"an operator":       {op, map[string]any{"reason": "xem xét", "call": id}, 403, "not_allowed"},
		"an Office program": {h.as(auth.RoleOffice), map[string]any{"reason": "xem xét", "call": id}, 403, "not_allowed"},
	} {
		if r := tc.by.ask("POST", "/api/v1/legal-holds", tc.body); r.status != tc.status {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		} else {
			r.problem(tc.status, tc.code)
		}
	}

	of := h.held(auditor, map[string]any{"ticket": tk.Code, "reason": "Số 0912345678 khởi kiện", "document": "12/QĐ-TTr"})
	if of.Ticket != tk.Code || of.Call != "" || of.PlacedBy != "auditor" || of.LiftedAt != nil || of.Gone != 0 || of.Document != "12/QĐ-TTr" {
		t.Errorf("%+v", of)
	}
	auditor.ask("POST", "/api/v1/legal-holds", map[string]any{"ticket": tk.Code, "reason": "xem xét"}).problem(409, "held_already")
	one := h.held(office, map[string]any{"call": id, "reason": "Công an đề nghị"})

	// A call is kept by its own, and by its ticket's; whoever has not said why sees no number in a reason.
	if all := shown(office, "call="+id); len(all) != 2 || all[0].ID != one.ID || all[1].Reason != "Số 0912345678 khởi kiện" {
		t.Errorf("%+v", all)
	}
	if all := shown(auditor, "ticket="+tk.Code); len(all) != 1 || strings.Contains(all[0].Reason, "0912345678") {
		t.Errorf("%+v", all)
	}
	if all := shown(auditor, "ticket="+tk.Code+"&reason=xem"); len(all) != 1 || !strings.Contains(all[0].Reason, "0912345678") {
		t.Errorf("%+v", all)
	}
	auditor.ask("GET", "/api/v1/legal-holds?ticket=x", nil).problem(422, "invalid")

	lift := "/api/v1/legal-holds/" + one.ID.String() + "/lift"
	auditor.ask("POST", lift, map[string]any{"reason": "xem xét"}).problem(403, "not_allowed")
	office.ask("POST", lift, map[string]any{"reason": ""}).problem(422, "invalid")
	var lifted LegalHold
	office.ask("POST", lift, map[string]any{"reason": "Vụ việc đã xong"}).want(200).into(&lifted)
	if lifted.LiftedAt == nil || lifted.LiftedBy != "office" || lifted.LiftReason != "Vụ việc đã xong" {
		t.Errorf("%+v", lifted)
	}
	office.ask("POST", lift, map[string]any{"reason": "xem xét"}).problem(404, "not_found")
	if s, l := shown(office, "state=stands"), shown(office, "state=lifted"); len(s) != 1 || s[0].ID != of.ID || len(l) != 1 || l[0].ID != one.ID {
		t.Errorf("stands %+v, lifted %+v", s, l)
	}
	if placed, ended := h.notes("hold.place"), h.notes("hold.lift"); len(placed) != 2 || len(ended) != 1 || ended[0].Actor != "office" || ended[0].Detail["reason"] != "Vụ việc đã xong" {
		t.Errorf("placed %+v, lifted %+v", placed, ended)
	}
}

// certified is a plan that is done, with a certificate signed by a key of what went by it.
func (h *house) certified(plan uuid.UUID, key crypto.Signer, went ...evidence.Deleted) (body []byte, sum evidence.Hash) {
	h.t.Helper()
	public, err := evidence.PublicPEM(key.Public().(ed25519.PublicKey))
	if err != nil {
		h.t.Fatal(err)
	}
	body, err = evidence.Certificate{Format: evidence.CertificateFormat, Plan: plan.String(), MadeAt: t0, Deleted: went}.Encode()
	if err != nil {
		h.t.Fatal(err)
	}
	signature, err := evidence.Sign(key, body)
	if err != nil {
		h.t.Fatal(err)
	}
	sum = evidence.SumOf(body)
	h.sql("INSERT INTO deletion_certificates (plan, body, sha256, signature, public_key, made_at) VALUES ($1, $2, $3, $4, $5, $6)", plan, body, sum[:], signature, string(public), t0)
	h.sql("UPDATE deletion_plans SET done_at = $2 WHERE id = $1", plan, t0)
	return body, sum
}

// What HUONG-DAN.txt of a certificate says is done, by the tool that it names.
func TestCertificateIsVerifiedByStandardTools(t *testing.T) {
	h := build(t)
	plan := h.announced(t0, retention.Default, map[string]string{string(h.conversation(1, "0912345678", "op01")): "deleted"})
	path, office := "/api/v1/deletion-plans/"+plan.String()+"/certificate", h.signedIn("office")
	office.ask("GET", path, nil).problem(404, "not_found")
	private, err := evidence.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := evidence.ReadKey(private)
	if err != nil {
		t.Fatal(err)
	}
	body, sum := h.certified(plan, key, evidence.Deleted{
		Listed: evidence.Listed{Call: "pbx1-1.1", Leg: "call", SHA256: strings.Repeat("ab", 32), Bytes: 960044}, Rule: retention.Default, CreatedAt: t0, KeepUntil: t0, DeletedAt: t0,
	})

	var p DeletionPlan
	office.ask("GET", "/api/v1/deletion-plans/"+plan.String(), nil).want(200).into(&p)
	if p.State != "done" || p.Certificate != sum.String() {
		t.Errorf("%+v", p)
	}
	h.signedIn("op01").ask("GET", path, nil).problem(403, "not_allowed")
	dir := unpack(t, office.ask("GET", path, nil).want(200).body)
	if got := read(t, dir, "giay-chung-nhan.json"); string(got) != string(body) {
		t.Errorf("not what was signed: %s", got)
	}
	words := string(read(t, dir, "giay-chung-nhan.txt"))
	for _, s := range []string{plan.String(), "ĐÃ TIÊU HỦY: 1", "Cuộc gọi pbx1-1.1", "Thời hạn chung", "960044 byte", strings.Repeat("ab", 32), "KHÔNG TIÊU HỦY: 0"} {
		if !strings.Contains(words, s) {
			t.Errorf("who reads no JSON is not told %q:\n%s", s, words)
		}
	}
	steps := commands(t, dir)
	if len(steps) != 2 {
		t.Fatalf("the instruction has %q", steps)
	}
	for _, s := range steps {
		if out, err := shell(t, dir, s); err != nil {
			t.Errorf("%s: %v: %s", s, err, out)
		}
	}
	if out, _ := shell(t, dir, steps[1]); !strings.Contains(string(read(t, dir, "HUONG-DAN.txt")), strings.Fields(out)[0]) {
		t.Errorf("the key's number is not in the instruction: %s", out)
	}
	if err := os.WriteFile(filepath.Join(dir, "giay-chung-nhan.json"), append(body, ' '), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := shell(t, dir, steps[0]); err == nil {
		t.Errorf("an altered certificate passes: %s", out)
	}
	if n := h.notes("retention.certificate"); len(n) != 1 || n[0].Actor != "office" {
		t.Errorf("%+v", n)
	}
}
