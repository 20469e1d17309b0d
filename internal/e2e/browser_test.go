package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline1022/internal/devstack"
	"hotline1022/internal/tone"
	"hotline1022/internal/wav"
)

// browser is one person's Chromium, with a profile of its own.
type browser struct {
	t    testing.TB
	ctx  context.Context
	site string
	shot int
	name string // of the person, in the screenshots' names
}

// newBrowser starts a Chromium whose microphone hears a tone of hz.
func newBrowser(t testing.TB, site, person string, hz float64) *browser {
	t.Helper()
	dir := devstack.ShortDir(t)
	microphone := filepath.Join(dir, "microphone.wav")
	const rate = 48000 // what Chromium's fake microphone wants
	f, err := os.Create(microphone)
	if err != nil {
		t.Fatal(err)
	}
	err = wav.WritePCM(f, rate, tone.Sine(hz, rate, 2*time.Second, tone.Amplitude))
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		t.Fatal(err)
	}
	flags := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	flags = append(flags,
		chromedp.ExecPath(devstack.Chromium(t)),
		chromedp.UserDataDir(filepath.Join(dir, "profile")),
		chromedp.WindowSize(1366, 768),
		chromedp.NoSandbox, // root on a test machine
		chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-audio-capture", microphone),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"),
		chromedp.Flag("allow-loopback-in-peer-connection", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("lang", "vi"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stop := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {})) // a newer Chromium's events are unknown to it
	t.Cleanup(func() { stop(); stopAllocator() })
	b := &browser{t: t, ctx: ctx, site: site, name: person}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1366, 768)); err != nil { // starts it, and must not be limited in time
		t.Fatalf("%s: start Chromium: %v", person, err)
	}
	return b
}

// step is one thing that a person does or waits for.
type step = chromedp.Action[chromedp.Void]

// do runs steps of the person, within the time that a person would wait.
func (b *browser) do(what string, steps ...step) {
	b.t.Helper()
	b.within(patience, what, steps...)
}

func (b *browser) within(limit time.Duration, what string, steps ...step) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, limit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.keeps("stuck")
		b.t.Fatalf("%s: %s: %v (limit %s; see the screenshot)", b.name, what, err, limit)
	}
}

// screenshot keeps what the person sees, who must be able to use it, too.
func (b *browser) screenshot(what string) {
	b.t.Helper()
	b.keeps(what)
	b.accessible(what)
}

// bothThemes does so in the light and in the dark, whose colours alone are another's.
func (b *browser) bothThemes(what string) {
	b.t.Helper()
	b.screenshot(what)
	b.otherTheme(what+"-dark", "dark")
	b.do("the first theme", click("theme-switch"), holds(`document.documentElement.dataset.theme === 'light'`))
}

// otherTheme takes the other theme, and looks at the colours of what was looked at before.
func (b *browser) otherTheme(what, theme string) {
	b.t.Helper()
	b.do("the other theme", click("theme-switch"), holds(`document.documentElement.dataset.theme === '`+theme+`'`))
	b.keeps(what)
	b.readable(what)
}

// keeps writes the picture of what the person sees beside the test's other artefacts.
func (b *browser) keeps(what string) {
	b.t.Helper()
	b.shot++
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Logf("screenshot %s: %v", what, err)
		return
	}
	file := artefact(b.t, fmt.Sprintf("%s-%02d-%s.png", b.name, b.shot, what))
	if err := os.WriteFile(file, png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// at finds an element by its data-testid, with further conditions on its attributes.
func at(id string, conditions ...string) chromedp.CSS {
	q := fmt.Sprintf(`[data-testid="%s"]`, id)
	for _, c := range conditions {
		q += "[" + c + "]"
	}
	return chromedp.CSS(q)
}

func sees(id string, conditions ...string) step { return chromedp.WaitVisible(at(id, conditions...)) }

func click(id string) step { return chromedp.Click(at(id)) }

// typeInto is SendKeys without its data race: that reads a node's attributes unlocked.
func typeInto(id, text string) step {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		if _, err := chromedp.Focus(at(id), chromedp.NodeVisible)(ctx, t); err != nil {
			return chromedp.Void{}, err
		}
		return chromedp.KeyEvent(text)(ctx, t)
	}
}

// evaluate runs JavaScript on the page.
func evaluate(script string) step {
	return chromedp.Evaluate[chromedp.Void](script)
}

// holds waits until a condition, in JavaScript, is true on the page.
func holds(condition string) step {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Poll[bool]("Boolean("+condition+")", chromedp.WithPollingInterval(100*time.Millisecond))(ctx, t)
		return chromedp.Void{}, err
	}
}

// signIn signs the person in and waits for the page with the element.
func (b *browser) signIn(path, arrives string) {
	b.t.Helper()
	b.do("open the page", chromedp.Navigate(b.site+path), sees("login-username"))
	b.do("sign in",
		typeInto("login-username", b.name), typeInto("login-password", password),
		click("login-submit"), sees(arrives))
}

// why says why whoever audits looks: before it nobody is shown in full, and nothing is heard.
func (b *browser) why(reason string) {
	b.t.Helper()
	b.do("say why", chromedp.SendKeys(`#why-reason`, reason), click("why-say"), sees("why", `data-given="true"`))
}

// attribute reads one attribute.
func (b *browser) attribute(id, name string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.AttributeValue(at(id), name))
	if err != nil {
		b.t.Fatalf("%s: read %s of %s: %v", b.name, name, id, err)
	}
	return value.Value
}
