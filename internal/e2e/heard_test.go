package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"hotline1022/internal/evidence"
	"hotline1022/internal/g711"
	"hotline1022/internal/store"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

// A conversation in the archive: the citizen speaks, nobody does for a while, then the operator speaks.
const (
	keptCall  = "test1-1764000000.1"
	speaks    = 2 * time.Second
	quietFor  = 8 * time.Second
	keptReads = "Đèn đường Lạch Tray không sáng"
)

// heardStory is the way of one recording to those who may hear it.
type heardStory struct {
	*stack
	t         *testing.T
	store     *store.Store
	recording uuid.UUID
	ticket    ticketNow
}

// TestTheWayToARecording (Điều 10.1): a unit's officer asks for it, 1022 approves, it is heard, that is in the log, and when its time
// is over the open page closes it. Then whoever inspects hears it by the keyboard and over its silence, reads what was said, keeps
// it by law, stops its deletion, and takes the certificate of another's.
func TestTheWayToARecording(t *testing.T) {
	t.Parallel()
	o := defaults()
	o.Transcription, o.EvidenceKey = transcriber(t), filepath.Join(t.TempDir(), "evidence.pem")
	private, err := evidence.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(o.EvidenceKey, private, 0o600); err != nil {
		t.Fatal(err)
	}
	h := &heardStory{stack: newStack(t, o), t: t}
	h.store = h.openStore()
	h.keep()
	h.startHotline(true)
	desk := h.person(t, "op01")
	desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
		"group": 1, "field": "cap-dien", "content": "Đèn đường không sáng ba đêm nay.", "address": "18 Lạch Tray", "channel": "phone", "call_id": keptCall,
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": "0912700088", "no_email": true},
	}, http.StatusCreated, &h.ticket)
	desk.ask(http.MethodPost, "/api/v1/tickets/"+h.ticket.Code+"/slips", map[string]any{"unit": "SXD"}, http.StatusCreated, nil)
	desk.deed(&h.ticket, "assign", map[string]any{"lead": "SXD"}, http.StatusOK)

	officer, leader, auditor := newBrowser(t, h.http, "canbo", citizenTone), newBrowser(t, h.http, "truongca", citizenTone), newBrowser(t, h.http, "kiemtra", citizenTone)
	h.granted(officer, leader)
	h.logged(auditor)
	h.ended(officer)
	h.audited(auditor)
	h.deleted(auditor)
}

// keep puts the conversation into the archive, as a call of op01 that was an hour ago.
func (h *heardStory) keep() {
	h.t.Helper()
	const rate = g711.SampleRate
	quiet := func(d time.Duration) []int16 { return make([]int16, int(d.Seconds()*rate)) }
	speech := func(hz float64) []int16 { return tone.Sine(hz, rate, speaks, tone.Amplitude) }
	h.archived(append(speech(citizenTone), quiet(quietFor+speaks)...), append(quiet(speaks+quietFor), speech(operatorTone)...))
}

// archived has the two sides of keptCall in the archive.
func (h *heardStory) archived(left, right []int16) {
	h.t.Helper()
	file, err := wav.ALawHeader(2, int64(2*len(left)))
	if err != nil {
		h.t.Fatal(err)
	}
	for i := range left {
		file = append(file, g711.Encode(left[i]), g711.Encode(right[i]))
	}
	archive := h.archive()
	sum := sha256.Sum256(file)
	lasts := time.Duration(len(left)) * time.Second / g711.SampleRate
	began := time.Now().Add(-time.Hour - lasts)
	sha, object := hex.EncodeToString(sum[:]), began.UTC().Format("2006/01/02")+"/"+keptCall+"/call.wav"
	version, err := archive.PutUntil(h.t.Context(), object, "audio/wav", bytes.NewReader(file), int64(len(file)), sha, time.Now().AddDate(5, 0, 0))
	if err != nil {
		h.t.Fatal(err)
	}
	h.recording = uuid.New()
	h.call(keptCall, began, lasts)
	h.sql(`INSERT INTO recordings (id, call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at, released_at)
		VALUES ($1, $2, 'call', 'archived', $3, $4, $5, 2, $6, $7, $8, $9::timestamptz, $9, $9, $9)`,
		h.recording, keptCall, sha, len(file), lasts.Milliseconds(), archive.Bucket(), object, version, began)
}

func (h *heardStory) call(id string, began time.Time, lasts time.Duration) {
	h.t.Helper()
	h.sql(`INSERT INTO calls (id, node, state, from_raw, from_number, to_number, started_at, answered_at, connected_at, ended_at, end_class, end_reason, operator, had_by)
		VALUES ($1, 'test1', 'ended', '0912700088', '0912700088', '02251022', $2::timestamptz, $2, $2, $3, 'citizen', 'hangup', 'op01', '{op01}')`, id, began, began.Add(lasts))
}

func (h *heardStory) sql(text string, args ...any) {
	h.t.Helper()
	if _, err := h.store.Pool().Exec(h.t.Context(), text, args...); err != nil {
		h.t.Fatal(err)
	}
}

// transcriber is a service of OpenAI's protocol that says of each voice from when to when it speaks.
func transcriber(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, _, err := r.FormFile("file")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body, err := io.ReadAll(file)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		sound, err := wav.ReadBytes(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnsupportedMediaType)
			return
		}
		from, text := 0.0, keptReads
		if !tone.Heard(sound.Channel(0)[:sound.Rate], sound.Rate, citizenTone) {
			from, text = (speaks + quietFor).Seconds(), "Dạ, tôi đã ghi nhận"
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"text": text, "segments": []map[string]any{{"start": from, "end": from + speaks.Seconds(), "text": text}}})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// stops presses pause, unless the sound has come to its end meanwhile: the button would begin it again.
func stops() step {
	return evaluate("document.querySelector('[data-testid=\"player-play\"][data-playing=\"true\"]')?.click()")
}

// granted: asked for, approved, heard.
func (h *heardStory) granted(officer, leader *browser) {
	h.t.Helper()
	page := "/tickets/" + h.ticket.Code
	mine := "granted-" + h.recording.String()
	officer.signIn(page, "ticket-page")
	officer.do("the acts", click("act-more"), sees("act-request_recording"))
	officer.do("which recording, by when the call was", click("act-request_recording"), sees("act-form-request_recording"), typeInto("act-reason", "Xác minh địa chỉ cột đèn"))
	officer.bothThemes("asks")
	officer.do("it is asked for, and not heard yet", click("act-send"), sees("act-done"), sees(mine, `data-request="asked"`), absent("player"))
	officer.screenshot("asked")

	leader.signIn(page, "ticket-page")
	leader.do("the shift leader approves it until an office closes", click("act-decide_recording"),
		sees("act-form-decide_recording"), says("act-number", "Xác minh"), click("act-approve"), sees("finish-0"), click("finish-0"), typeInto("act-reason", "Đúng việc của Sở"))
	leader.screenshot("approves")
	leader.do("it is approved", click("act-send"), sees("act-done"))

	officer.do("the officer hears it", chromedp.Navigate(officer.site+page), sees(mine, `data-request="granted"`), sees("player", `data-state="idle"`), click("player-play"),
		holds(`Number(document.querySelector('[data-testid="player-play"]')?.dataset.at ?? 0) > 1`))
	officer.screenshot("hears")
	officer.do("and stops", stops(), sees("player-play", `data-playing="false"`))
}

// logged: who inspects sees who heard it, by which request.
func (h *heardStory) logged(auditor *browser) {
	h.t.Helper()
	auditor.signIn("/listenings", "why")
	auditor.why("Thanh tra số 12")
	auditor.do("who heard this", sees("listenings-page"), holds(`Number(document.querySelector('[data-actor="canbo"]')?.dataset.heard ?? 0) >= 900`),
		holds(`document.querySelector('[data-actor="canbo"]').innerText.includes('`+h.ticket.Code+`')`))
	auditor.screenshot("log")
}

// ended: offices close too late for a test, so the grant is made to end in fifteen seconds, as if it had been given so. The page that is open, with
// the sound in it, closes it, and the link is dead.
func (h *heardStory) ended(officer *browser) {
	h.t.Helper()
	mine := "granted-" + h.recording.String()
	h.sql(`UPDATE ticket_items SET body = jsonb_set(body, '{until}', to_jsonb(now() + interval '15 seconds')) WHERE kind = 'recording'`)
	officer.do("it is heard until its time is over", evaluate(`location.reload()`), sees(mine, `data-request="granted"`), click("player-play"), sees("player-play", `data-playing="true"`),
		evaluate(`window.sound = document.querySelector('[data-testid="player-audio"]'); window.link = sound.src`),
		sees(mine, `data-request="over"`), absent("player-audio"), holds(`window.sound.paused`))
	officer.do("its link is dead", evaluate(`void fetch(window.link).then((r) => (window.answered = r.status))`), holds(`window.answered === 404`))
	officer.bothThemes("over")
	officer.do("so it is after a reload", evaluate(`location.reload()`), sees(mine, `data-request="over"`), absent("player"))
}
