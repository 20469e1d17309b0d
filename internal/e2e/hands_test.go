package e2e

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	cdp "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/totp"
)

// TestByHand is what stands on no one's way and is done by everybody's hands: officers put in another order by dragging and by
// keys, an own password and second factor, a program's token, a list that keeps its order over a reload and the way back and in
// its file, a map of a real server's tiles, and an SMS's link in the wrong hands.
func TestByHand(t *testing.T) {
	t.Parallel()
	o := defaults()
	var asked atomic.Int64
	o.Tiles = tileServer(t, &asked)
	s := newStack(t, o)
	s.startHotline(true)
	b := newBrowser(t, s.http, "quantri", citizenTone)
	b.signIn("/units/"+power, "unit-page")
	b.officersInOrder()
	b.tokenMade(t, s)
	b.listInOrder(t)
	b.comesInstead("op03")
	b.ownAccount(t)
	d := &days{t, s, s.person(t, "op01")}
	d.linkInWrongHands(b)
	d.realMap(b, &asked)
}

// tileServer serves one grey tile, and counts how often.
func tileServer(t *testing.T, asked *atomic.Int64) string {
	t.Helper()
	var tile bytes.Buffer
	if err := png.Encode(&tile, image.NewGray(image.Rect(0, 0, 256, 256))); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(tile.Bytes())
	}))
	t.Cleanup(server.Close)
	return server.URL + "/{z}/{x}/{y}.png"
}

// names are the focal officers' in the order of the page.
const names = `[...document.querySelectorAll('[data-testid="officers-focal"] ol > li b')].map((b) => b.innerText)`

// officersInOrder: the second is dragged above the first, which is dropped again; then moved by a key, and saved.
func (b *browser) officersInOrder() {
	b.t.Helper()
	b.do("who is called first", holds(names+`.length > 1`), evaluate(`window.was = `+names))
	b.do("drag the second above", evaluate(`(() => {
		const rows = [...document.querySelectorAll('[data-testid="officers-focal"] ol > li')], data = new DataTransfer();
		const tell = (to, type) => to.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
		const grip = rows[1].querySelector('.officer-grip');
		tell(grip, 'dragstart');
		requestAnimationFrame(() => { tell(rows[0], 'dragover'); tell(rows[0], 'drop'); tell(grip, 'dragend'); });
	})()`), sees("on-call-save-focal"), holds(names+`[0] === was[1]`))
	b.screenshot("dragged")
	b.do("not so", click("on-call-drop-focal"), absent("on-call-save-focal"), holds(names+`[0] === was[0]`))
	b.do("by a key", evaluate(`document.querySelectorAll('.officer-grip')[1].focus()`), key(kb.ArrowUp), holds(names+`[0] === was[1]`), click("on-call-save-focal"), absent("on-call-save-focal"))
	b.do("it holds", evaluate(`sessionStorage.setItem('was', was[1])`), chromedp.Reload(), sees("unit-page"), holds(names+`[0] === sessionStorage.getItem('was')`))
}

// tokenMade: a program comes in by a token that is shown once, until it is revoked.
func (b *browser) tokenMade(t *testing.T, s *stack) {
	t.Helper()
	b.do("a token for a program", goes("/tokens"), sees("tokens-page"), click("token-new"), sees("token-form"), typeInto("token-name", "Bảng số liệu"), click("token-save"), sees("token-secret"), absent("token-form"))
	b.screenshot("token")
	secret := strings.TrimSpace(b.text("token-secret"))
	if code := s.get(secret, "/api/v1/audit", nil); code != http.StatusOK {
		t.Errorf("the token opens the log with %d", code)
	}
	revoke := `[data-testid^="token-revoke-"]`
	b.do("and is shown no more", click("token-secret-done"), absent("token-secret"), says("tokens-table", "Bảng số liệu"))
	b.do("revoke it, asked twice", evaluate(`[...document.querySelectorAll('[data-testid="tokens-table"] tbody tr')].find((row) => row.innerText.includes('Bảng số liệu')).querySelector('`+revoke+`').click()`), sees("token-revoke-yes"), click("token-revoke-yes"), absent("token-revoke-yes"),
		holds(`[...document.querySelectorAll('[data-testid="tokens-table"] tbody tr')].find((row) => row.innerText.includes('Bảng số liệu')).querySelector('`+revoke+`') === null`))
	if code := s.get(secret, "/api/v1/audit", nil); code != http.StatusUnauthorized {
		t.Errorf("the revoked token opens the log with %d", code)
	}
}

// listInOrder: a list is ordered by a head, and is so after a reload, after a page behind it, and in its file.
func (b *browser) listInOrder(t *testing.T) {
	t.Helper()
	const sorted = `document.querySelector('[data-testid="sort-name"]').closest('th').ariaSort === `
	const up, down = sorted + `'ascending'`, sorted + `'descending'`
	const flipped = `(rows => rows[0].cells[0].innerText.localeCompare(rows.at(-1).cells[0].innerText, 'vi') > 0)([...document.querySelectorAll('[data-testid="accounts-table"] tbody tr')])`
	const rows = `[...document.querySelectorAll('[data-testid="accounts-table"] tbody tr')].map((row) => row.dataset.testid)`
	b.do("order the accounts by their names, backwards", goes("/accounts"), sees("accounts-page"), click("sort-name"), holds(up), click("sort-name"), holds(down), holds(flipped),
		evaluate(`sessionStorage.setItem('rows', JSON.stringify(`+rows+`))`))
	same := holds(`JSON.stringify(` + rows + `) === sessionStorage.getItem('rows')`)
	b.do("a reload", chromedp.Reload(), sees("accounts-table"), holds(down), same)
	b.do("a page behind it, and back", chromedp.Click(chromedp.CSS(`[data-testid="account-canbo"] a`)), sees("other-account-page"), evaluate(`history.back()`), sees("accounts-table"), holds(down), same)
	dir := t.TempDir()
	_, err := chromedp.Call(b.ctx, cdp.SetDownloadBehavior, cdp.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir})
	if err != nil {
		t.Fatal(err)
	}
	b.do("its file", click("export-csv"))
	var file []byte
	eventually(t, patience, "the file has come", func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, "*.csv"))
		if len(found) == 1 {
			file, err = os.ReadFile(found[0])
		}
		return err == nil && len(file) > 0
	})
	order, at := strings.Split(b.evaluated(`JSON.parse(sessionStorage.getItem('rows')).map((id) => id.replace('account-', '')).join(' ')`), " "), -1
	for _, name := range order {
		found := bytes.Index(file, []byte(name+","))
		if found < at || found < 0 {
			t.Errorf("%s is not in its place in the file:\n%s", name, file)
			break
		}
		at = found
	}
}

// evaluated is what a script says.
func (b *browser) evaluated(script string) string {
	b.t.Helper()
	said, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script))
	if err != nil {
		b.t.Fatal(err)
	}
	return said
}

// ownAccount: another password, with which all sessions end; then a second factor, which is asked for from then on.
func (b *browser) ownAccount(t *testing.T) {
	t.Helper()
	const own = "mat khau rieng cua toi"
	b.signIn("/account", "account-page")
	b.do("another password, typed twice alike", typeInto("password-old", password), typeInto("password-new", own), typeInto("password-again", own+"x"), sees("password-again-fault"))
	b.accessible("a password's fault")
	b.do("saved", put("password-again", own), click("password-save"), sees("login-username"))
	signIn := func(arrives string) {
		t.Helper()
		b.do("sign in", evaluate(`document.querySelector('[data-testid="login-username"]').readOnly || document.querySelector('[data-testid="login-username"]').select()`), typeInto("login-username", b.name), typeInto("login-password", own), click("login-submit"), sees(arrives))
	}
	signIn("account-page")
	b.do("a second factor", sees("factor-part", `data-has="false"`), click("factor-replace"), sees("factor-qr"))
	b.screenshot("factor")
	secret := strings.ReplaceAll(b.text("factor-secret"), " ", "")
	code := func(ahead time.Duration) string {
		c, err := totp.GenerateCode(secret, time.Now().Add(ahead))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	b.do("confirmed", typeInto("factor-code", code(0)), click("factor-confirm"), sees("recovery-codes"), sees("factor-part", `data-has="true"`))
	b.do("which is asked for from now on", click("sign-out"), sees("login-username"))
	signIn("login-code")
	b.do("of a telephone whose clock is ahead", typeInto("login-code", code(30*time.Second)), click("login-code-submit"), sees("user-name"))
}

// linkInWrongHands: an SMS's link tells whoever it is not for nothing, not even whether there is such a ticket; whom it is for comes to it by the same address.
func (d *days) linkInWrongHands(b *browser) {
	d.Helper()
	tk := d.sent("Cột điện đầu ngõ 5 nghiêng.", power)
	b.comesInstead("canbo")
	b.signIn("/t/26-999999-9", "not-yours")
	none := b.text("not-yours")
	b.do("another unit's", chromedp.Navigate(b.site+"/t/"+tk.Code), sees("not-yours"))
	b.screenshot("link-not-yours")
	if said := b.text("not-yours"); said != none || strings.Contains(said, tk.Code) {
		d.Errorf("of another's ticket: %q, of none: %q", said, none)
	}
	b.name = "vanphong"
	b.do("somebody else signs in", click("not-yours-other"), sees("login-username"), typeInto("login-username", b.name), typeInto("login-password", password), click("login-submit"), sees("ticket-page", `data-code="`+tk.Code+`"`))
}

// realMap: a ticket's place on the tiles of the configured server.
func (d *days) realMap(b *browser, asked *atomic.Int64) {
	d.Helper()
	var tk ticketNow
	d.desk.ask(http.MethodPost, "/api/v1/tickets", map[string]any{
		"group": 1, "field": "cap-dien", "content": "Cây đổ.", "address": "Ngõ 5 Cầu Đất", "channel": "phone", "pin": map[string]float64{"lat": 20.8561, "lon": 106.6822},
		"sender": map[string]any{"type": "individual", "name": "Trần Văn Bình", "phone": "0912700089", "no_email": true},
	}, http.StatusCreated, &tk)
	b.do("its place", chromedp.Navigate(b.site+"/tickets/"+tk.Code), sees("ticket-pin", `data-lat="20.8561"`), chromedp.ScrollIntoView(`[data-testid="ticket-pin"]`), sees("map", `data-tiles="true"`),
		holds(`[...document.querySelectorAll('.leaflet-tile')].some((tile) => tile.classList.contains('leaflet-tile-loaded') && tile.naturalWidth === 256)`), says("ticket-pin", "Bản đồ thử"))
	b.seeIt("map-tiles")
	if asked.Load() == 0 {
		d.Error("no tile was asked for")
	}
}
