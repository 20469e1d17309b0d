package e2e

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
)

// audited: the player over silence, by keys, and what was said, at a line of which it goes on.
func (h *heardStory) audited(auditor *browser) {
	h.t.Helper()
	rate := func(want string) step {
		return holds(`document.querySelector('[data-testid="player-audio"]').playbackRate === ` + want)
	}
	auditor.do("the recording", goes("/calls/"+keptCall), sees("call-page"), sees("player", `data-state="idle"`), sees("words-read"))
	auditor.do("silence is jumped over", evaluate(`(() => {
		const sound = document.querySelector('[data-testid="player-audio"]');
		const place = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime');
		window.jumps = [];
		Object.defineProperty(sound, 'currentTime', {
			configurable: true,
			get: () => place.get.call(sound),
			set: (to) => {
				window.jumps.push([place.get.call(sound), to]);
				place.set.call(sound, to);
			},
		});
		sound.addEventListener('playing', () => (window.began ??= performance.now()));
		sound.addEventListener('ended', () => {
			window.took = performance.now() - window.began;
			delete sound.currentTime;
		});
	})()`), click("player-skip"), sees("player-skip", `aria-checked="true"`), evaluate(`document.activeElement.blur()`), key(" "), sees("player-wave", `data-channels="2"`), evaluate(`document.querySelector('[data-testid="player"]').scrollIntoView({block: 'center'})`))
	auditor.bothThemes("player")
	auditor.do("its end is sooner than its length", holds(`window.took > 0`))
	var took float64
	var jumps [][2]float64
	auditor.values("[window.took, window.jumps]", &took, &jumps)
	h.t.Logf("%s were played in %.1f s, over %v", 2*speaks+quietFor, took/1000, jumps)
	if len(jumps) != 1 || jumps[0][0] < speaks.Seconds()-0.5 || jumps[0][1] > (speaks+quietFor).Seconds() || took > float64((2*speaks+quietFor/2).Milliseconds()) {
		h.t.Errorf("over silence: %v in %.0f ms", jumps, took)
	}
	auditor.do("slower, faster, five seconds on and back, by keys", evaluate(`document.activeElement.blur()`), key("s"), sees("player-skip", `aria-checked="false"`), key(","), rate("0.75"), key("."), key("."), rate("1.25"), key("."), key("."), rate("2"),
		evaluate(`document.querySelector('[data-testid="player-audio"]').currentTime = 1`), key(kb.ArrowRight), holds(`document.querySelector('[data-testid="player-audio"]').currentTime >= 6`),
		key(kb.ArrowLeft), holds(`document.querySelector('[data-testid="player-audio"]').currentTime < 6`), key(","), key(","), key(","), rate("1"))
	auditor.do("what was said", click("words-read"), says("words-lines", keptReads), says("words-lines", "tôi đã ghi nhận"))
	auditor.do("a line leads to where it was said", chromedp.Click(`[data-testid="words-lines"] li:nth-child(2) button`), holds(`document.querySelector('[data-testid="player-audio"]').currentTime >= 10`), chromedp.WaitVisible(chromedp.CSS(`[data-testid="words-lines"] li:nth-child(2)[aria-current="true"]`)))
	auditor.bothThemes("words")
	auditor.do("calls are found by what was said", goes("/calls?said=Lạch"), sees("calls-page"), chromedp.WaitVisible(chromedp.CSS(`[data-testid^="call-row-"]`)))
	auditor.screenshot("found")

	auditor.do("the ticket's recordings are kept by law", goes("/tickets/"+h.ticket.Code), sees("ticket-page"), click("held-place"), typeInto("held-place-document", "12/QĐ-TTr"), typeInto("held-place-reason", "Thanh tra vụ việc số 12"))
	auditor.screenshot("holding")
	auditor.do("it stands", click("held-place-yes"), sees("held", `data-standing="1"`))
	auditor.bothThemes("held")
	office := newBrowser(h.t, h.http, "vanphong", citizenTone)
	office.signIn("/tickets/"+h.ticket.Code, "ticket-page")
	office.do("the Office lifts it there", sees("held", `data-standing="1"`), chromedp.Click(`[data-testid^="held-lift-"]`), chromedp.SendKeys(`[data-testid="held"] input`, "Vụ việc đã xong"), chromedp.Click(`[data-testid="held"] [data-testid$="-yes"]`), sees("held", `data-standing="0"`))
	office.screenshot("lifted")
}

// values reads the items of a list on the page.
func (b *browser) values(list string, into ...any) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("JSON.stringify("+list+")"))
	if err == nil {
		err = json.Unmarshal([]byte(text), &into)
	}
	if err != nil {
		b.t.Fatalf("%s: %s: %v", b.name, list, err)
	}
}

// deleted: a plan is stopped by its form, and the certificate of one that was carried out is taken away.
func (h *heardStory) deleted(auditor *browser) {
	h.t.Helper()
	plan, _, _ := h.announced(h.t)
	done := h.certified()
	auditor.do("what is announced", chromedp.Navigate(auditor.site+"/retention?plan="+plan.String()), sees("plan-page", `data-state="announced"`), click("plan-stop"), typeInto("plan-stop-reason", "Chờ kết luận thanh tra"))
	auditor.bothThemes("stopping")
	auditor.do("is stopped", click("plan-stop-yes"), sees("plan-page", `data-state="stopped"`), says("plan-state", "Chờ kết luận thanh tra"), absent("plan-stop"))
	auditor.screenshot("stopped")
	auditor.do("the certificate of another", chromedp.Navigate(auditor.site+"/retention?plan="+done.String()), sees("plan-page", `data-state="done"`), sees("plan-certificate"),
		evaluate(`void fetch(document.querySelector('[data-testid="plan-certificate"] a').href).then((r) => r.arrayBuffer().then((file) => (window.certificate = [r.headers.get('Content-Disposition'), new TextDecoder('latin1').decode(file)])))`),
		holds(`window.certificate`))
	auditor.screenshot("certificate")
	var file [2]string
	auditor.values("window.certificate", &file[0], &file[1])
	if !strings.Contains(file[0], "attachment") || !strings.HasPrefix(file[1], "PK") || !strings.Contains(file[1], "giay-chung-nhan.json.sig") {
		h.t.Errorf("the certificate: %s, %.40q", file[0], file[1])
	}
}

// certified is a plan that was carried out, with its certificate: a pass takes weeks.
func (h *heardStory) certified() uuid.UUID {
	h.t.Helper()
	at, now := time.Now().AddDate(-6, 0, 0), time.Now()
	const call = "test1-1600000003.1"
	h.call(call, at, time.Minute)
	h.sql(`INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at, keep_until, keep_rule, deleted_at)
		VALUES ($1, 'call', 'deleted', repeat('1', 64), 960000, 60000, 2, 'hotline-recordings', $1, 'none', $2::timestamptz, $2, $2, $2, $3, 'retention.months', $3)`, call, at, now)
	plan := uuid.New()
	h.sql("INSERT INTO deletion_plans (id, announced_at, due_at) VALUES ($1, $2, $3)", plan, now.AddDate(0, 0, -31), now.AddDate(0, 0, -1))
	h.sql("INSERT INTO deletion_items (plan, recording, rule, keep_until, begun_at, outcome, at) SELECT $1, id, keep_rule, keep_until, $3, 'deleted', $3 FROM recordings WHERE call_id = $2", plan, call, now)
	key, err := evidence.ReadKey([]byte(read(h.t, h.options.EvidenceKey)))
	if err != nil {
		h.t.Fatal(err)
	}
	k, err := keeper.New(keeper.Options{Key: key}, h.store, prometheus.NewRegistry())
	if err != nil {
		h.t.Fatal(err)
	}
	if err := k.Certify(h.t.Context(), plan); err != nil {
		h.t.Fatal(err)
	}
	return plan
}
