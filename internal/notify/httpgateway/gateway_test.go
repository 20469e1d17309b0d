package httpgateway

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline1022/internal/config"
	"hotline1022/internal/notify"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "s3cret-of-the-gateway"

// described gives an example that the program prints, at a test's address.
func described(t *testing.T, name, address string) config.SMSGateway {
	t.Helper()
	src := "database: {url: \"postgres://u@127.0.0.1/hotline\"}\nasterisk: {ari: {password: aaaabbbbcccc}, trunks: [{name: t, host: \"127.0.0.1:5080\", peers: [127.0.0.1/32]}]}\n" +
		"storage: {endpoint: \"127.0.0.1:9000\", access_key: k, secret_key: s}\naccounts: {key: \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}\n" + string(config.ExampleGateways)
	cfg, err := config.Parse("gateways.yaml", []byte(src), func(string) (string, bool) { return secret, true })
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range cfg.Messages.SMS {
		if g.Name == name {
			for _, u := range []*string{&g.URL, &g.Delivery.URL, &g.Find.URL} {
				*u = strings.NewReplacer("https://sms.example.vn", address, "https://bulk.example.vn", address).Replace(*u)
			}
			g.Timeout = 5 * time.Second
			return g
		}
	}
	t.Fatalf("no gateway %s", name)
	return config.SMSGateway{}
}

// server is a gateway of the documented shape: it keeps what it took by reference, and
// does to one request what the test says.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	took  map[string]string // reference → number and text
	times int
	next  func(w http.ResponseWriter, r *http.Request, take func())
}

func serve(t *testing.T, answer func(s *server, w http.ResponseWriter, r *http.Request)) *server {
	s := &server{took: map[string]string{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(s, w, r) }))
	t.Cleanup(s.Close)
	return s
}

func inJSONShape(s *server, w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/status") {
		q := r.URL.Query()
		if q.Get("ApiKey") != secret {
			_, _ = io.WriteString(w, `{"CodeResponse": "101"}`)
			return
		}
		sent := map[string]string{"ID-1": `"SendSuccess": 1, "SendFailed": 0`, "ID-2": `"SendSuccess": 0, "SendFailed": 1`}[q.Get("RefId")]
		if sent == "" {
			sent = `"SendSuccess": 0, "SendFailed": 0`
		}
		_, _ = io.WriteString(w, `{"CodeResponse": "100", "SendStatus": 5, `+sent+`}`)
		return
	}
	var in struct {
		Key       string `json:"ApiKey"`
		Phone     string
		Content   string
		IsUnicode string
		Ref       string `json:"RequestId"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Key != secret {
		_, _ = io.WriteString(w, `{"CodeResult": "101", "ErrorMessage": "Authorize Failed"}`)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, seen := s.took[in.Ref]; seen {
		_, _ = io.WriteString(w, `{"CodeResult": "124"}`)
		return
	}
	take := func() {
		s.times++
		s.took[in.Ref] = in.Phone + " " + in.IsUnicode + " " + in.Content
	}
	if next := s.next; next != nil {
		s.next = nil
		next(w, r, take)
		return
	}
	take()
	_, _ = io.WriteString(w, `{"CodeResult": "100", "CountRegenerate": 0, "SMSID": "ID-1"}`)
}

func inSOAPShape(s *server, w http.ResponseWriter, r *http.Request) {
	var in struct {
		Body struct {
			Send struct {
				Password, RequestID, ReceiverID, Content, ContentType string
			} `xml:"wsCpMt"`
		}
	}
	err := xml.NewDecoder(r.Body).Decode(&in)
	m := in.Body.Send
	say := func(result, message string) {
		_, _ = io.WriteString(w, `<?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:wsCpMtResponse xmlns:ns2="http://impl.bulk.example.vn/"><return><message>`+
			message+`</message><result>`+result+`</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>`)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	take := func() {
		s.times++
		s.took[m.RequestID] = m.ReceiverID + " " + m.ContentType + " " + m.Content
	}
	if next := s.next; next != nil {
		s.next = nil
		next(w, r, take)
		return
	}
	switch {
	case err != nil || m.Password != secret:
		say("0", "Authenticate: FAIL")
	case !strings.HasPrefix(m.ReceiverID, "849"):
		say("0", "Check ReceiverID: FAIL")
	default:
		take()
		say("1", "Insert MT_QUEUE: OK")
	}
}

var shapes = map[string]func(*server, http.ResponseWriter, *http.Request){"brandname-json": inJSONShape, "brandname-soap": inSOAPShape}

// nasty holds whatever could end a value early in one of the formats.
const nasty = `Tổng đài "1022" <b>&amp; \n {to} %s 😀 ' + = & ]]>`

func outgoing(ref string) notify.Outgoing {
	return notify.Outgoing{Ref: ref, Channel: notify.SMS, To: "0912345678", Body: nasty, Parts: 2}
}

func made(t *testing.T, cfg config.SMSGateway) notify.Gateway {
	t.Helper()
	g, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTakenAsItIs(t *testing.T) {
	for name, want := range map[string]string{"brandname-json": "0912345678 1 " + nasty, "brandname-soap": "84912345678 1 " + nasty} {
		s := serve(t, shapes[name])
		got, err := made(t, described(t, name, s.URL)).Send(t.Context(), outgoing("r1"))
		if err != nil || got.ID == "" || s.took["r1"] != want {
			t.Errorf("%s: %+v, %v, it took %q", name, got, err, s.took["r1"])
		}
	}
}

func TestAnswersAreSorted(t *testing.T) {
	says := func(status int, text string) func(http.ResponseWriter, *http.Request, func()) {
		return func(w http.ResponseWriter, _ *http.Request, _ func()) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		}
	}
	soap := func(result, message string) string {
		return `<Envelope><Body><wsCpMtResponse><return><message>` + message + `</message><result>` + result + `</result></return></wsCpMtResponse></Body></Envelope>`
	}
	for name, tc := range map[string]struct {
		gateway string
		next    func(http.ResponseWriter, *http.Request, func())
		want    notify.Outcome
	}{
		"refused number":         {"brandname-json", says(200, `{"CodeResult": "108"}`), notify.Permanent},
		"a number, not a text":   {"brandname-json", says(200, `{"CodeResult": 99}`), notify.Permanent},
		"out of credit":          {"brandname-json", says(200, `{"CodeResult": "103"}`), notify.Temporary},
		"no such account":        {"brandname-json", says(200, `{"CodeResult": "101"}`), notify.Temporary},
		"a code of no table":     {"brandname-json", says(200, `{"CodeResult": "777"}`), notify.Unknown},
		"500":                    {"brandname-json", says(500, `oops`), notify.Unknown},
		"500 with a yes in it":   {"brandname-json", says(500, `{"CodeResult": "100"}`), notify.Unknown},
		"502":                    {"brandname-json", says(502, ``), notify.Unknown},
		"503":                    {"brandname-json", says(503, ``), notify.Temporary},
		"429":                    {"brandname-json", says(429, ``), notify.Temporary},
		"401":                    {"brandname-json", says(401, ``), notify.Temporary},
		"408":                    {"brandname-json", says(408, ``), notify.Unknown},
		"garbage":                {"brandname-json", says(200, "<html>"), notify.Unknown},
		"half an answer":         {"brandname-json", says(200, `{"CodeResult": "100`), notify.Unknown},
		"nothing":                {"brandname-json", says(200, ""), notify.Unknown},
		"too much":               {"brandname-json", says(200, strings.Repeat(" ", longestAnswer)+`{"CodeResult": "100"}`), notify.Unknown},
		"deep":                   {"brandname-json", says(200, strings.Repeat("[", 9000)+strings.Repeat("]", 9000)), notify.Unknown},
		"SOAP: refused number":   {"brandname-soap", says(200, soap("0", "Check ReceiverID: FAIL")), notify.Permanent},
		"SOAP: out of credit":    {"brandname-soap", says(200, soap("0", "Check balance: FAIL")), notify.Temporary},
		"SOAP: half an envelope": {"brandname-soap", says(200, strings.TrimSuffix(soap("1", "OK"), "</Envelope>")), notify.Unknown},
		"SOAP: a fault":          {"brandname-soap", says(500, `<Envelope><Body><Fault/></Body></Envelope>`), notify.Unknown},
		"the connection breaks": {"brandname-json", func(w http.ResponseWriter, _ *http.Request, _ func()) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"CodeResult": "1`)
		}, notify.Unknown},
	} {
		s := serve(t, shapes[tc.gateway])
		s.next = tc.next
		_, err := made(t, described(t, tc.gateway, s.URL)).Send(t.Context(), outgoing("r1"))
		if err == nil || notify.OutcomeOf(err) != tc.want {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
		if said := err.Error(); strings.Contains(said, secret) || strings.Contains(said, "0912345678") {
			t.Errorf("%s tells secrets: %s", name, said)
		}
	}
}

// It accepted, and then said nothing for too long: the reference keeps it from being
// taken twice, or nobody tries.
func TestSilentAfterItAccepted(t *testing.T) {
	for name, knows := range map[string]bool{"brandname-json": true, "brandname-soap": false} {
		s := serve(t, shapes[name])
		s.next = func(_ http.ResponseWriter, r *http.Request, take func()) {
			take()
			<-r.Context().Done()
		}
		g := made(t, described(t, name, s.URL))
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		_, err := g.Send(ctx, outgoing("r1"))
		cancel()
		if notify.OutcomeOf(err) != notify.Unknown || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", name, err)
		}
		if got := g.(notify.Cautious).Cautious(); got == knows {
			t.Errorf("%s: cautious %v", name, got)
		}
		if !knows {
			continue
		}
		got, err := g.Send(t.Context(), outgoing("r1"))
		if err != nil || got.ID != "r1" || s.times != 1 {
			t.Errorf("%s: %+v, %v, taken %d times", name, got, err, s.times)
		}
	}
}

func TestNothingIsTakenBeforeItIsReached(t *testing.T) {
	away := httptest.NewServer(nil)
	away.Close()
	secured := httptest.NewTLSServer(http.NotFoundHandler()) // of an authority that nobody trusts
	secured.Config.ErrorLog = nil
	defer secured.Close()
	for name, address := range map[string]string{
		"nobody there": away.URL, "no trust": secured.URL, "no such name": "http://gateway.invalid", "no TLS there": strings.Replace(serve(t, inJSONShape).URL, "http:", "https:", 1),
	} {
		_, err := made(t, described(t, "brandname-json", address)).Send(t.Context(), outgoing("r1"))
		if notify.OutcomeOf(err) != notify.Temporary {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTrustOfItsOwnAuthority(t *testing.T) {
	s := &server{took: map[string]string{}}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { inJSONShape(s, w, r) }))
	defer s.Close()
	cfg := described(t, "brandname-json", s.URL)
	cfg.CA = filepath.Join(t.TempDir(), "ca.pem")
	if _, err := New(cfg); err == nil {
		t.Error("a file that is not there is trusted")
	}
	if err := os.WriteFile(cfg.CA, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := made(t, cfg).Send(t.Context(), outgoing("r1")); err != nil || got.ID != "ID-1" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Numbers and texts go to nobody but the one who was named.
func TestARedirectIsNotFollowed(t *testing.T) {
	var elsewhere int
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	for _, status := range []int{301, 302, 307, 308} {
		s := serve(t, inJSONShape)
		s.next = func(w http.ResponseWriter, r *http.Request, _ func()) { http.Redirect(w, r, other.URL, status) }
		_, err := made(t, described(t, "brandname-json", s.URL)).Send(t.Context(), outgoing("r1"))
		if notify.OutcomeOf(err) != notify.Temporary || elsewhere != 0 {
			t.Errorf("%d: %v; %d requests elsewhere", status, err, elsewhere)
		}
	}
}

func TestFind(t *testing.T) {
	s := serve(t, func(_ *server, w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("ref") {
		case "a b&c":
			_, _ = io.WriteString(w, `{"data": [{"state": "have", "id": 7}]}`)
		case "none":
			_, _ = io.WriteString(w, `{"data": [{"state": "unknown"}]}`)
		default:
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	cfg := described(t, "brandname-soap", s.URL)
	cfg.Answer = "json"
	cfg.Find = config.Question{
		URL: s.URL + "/find?ref={ref}", Method: "GET", ID: "data.0.id",
		Yes: []config.Sign{{Path: "data.0.state", Match: "^have$"}}, No: []config.Sign{{Path: "data.0.state", Match: "^unknown$"}},
	}
	g := made(t, cfg)
	finder, ok := g.(notify.Finder)
	if _, tracks := g.(notify.Tracker); !ok || tracks || g.(notify.Cautious).Cautious() {
		t.Fatalf("%T", g)
	}
	if r, found, err := finder.Find(t.Context(), "a b&c"); err != nil || !found || r.ID != "7" {
		t.Errorf("%+v, %v, %v", r, found, err)
	}
	if _, found, err := finder.Find(t.Context(), "none"); err != nil || found {
		t.Errorf("%v, %v", found, err)
	}
	if _, _, err := finder.Find(t.Context(), "broken"); err == nil {
		t.Error("no answer is an answer")
	}
}

func TestTrack(t *testing.T) {
	s := serve(t, inJSONShape)
	g := made(t, described(t, "brandname-json", s.URL)).(notify.Tracker)
	for id, want := range map[string]notify.Delivery{"ID-1": notify.Delivered, "ID-2": notify.Undelivered, "ID-3": notify.Pending} {
		if r, err := g.Track(t.Context(), "ref", id); err != nil || r.State != want {
			t.Errorf("%s: %+v, %v", id, r, err)
		}
	}
	s.Close()
	if _, err := g.Track(t.Context(), "ref", "ID-1"); err == nil {
		t.Error("who is away says something")
	}
}

func TestForm(t *testing.T) {
	var got url.Values
	s := serve(t, func(_ *server, w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got = r.PostForm
		_, _ = io.WriteString(w, "OK: 77")
	})
	g := made(t, config.SMSGateway{
		Name: "form", URL: s.URL, Method: "POST", Format: "form", Body: "to={to}&text={text}", Number: config.NumberPlus, Timeout: time.Second, Answer: "text",
		Accepted: []config.Sign{{Match: "^OK"}},
	})
	if r, err := g.Send(t.Context(), outgoing("r1")); err != nil || r.ID != "r1" || got.Get("to") != "+84912345678" || got.Get("text") != nasty || len(got) != 2 {
		t.Errorf("%+v, %v, %v", r, err, got)
	}
}

func TestReports(t *testing.T) {
	cfg := described(t, "brandname-json", "http://x")
	var told []notify.Report
	var fails error
	h := Reports([]config.SMSGateway{cfg, described(t, "brandname-soap", "http://x")}, func(_ context.Context, gateway string, r notify.Report) error {
		if gateway != "brandname-json" {
			t.Errorf("of %s", gateway)
		}
		told = append(told, r)
		return fails
	})
	ask := func(path string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	at := "/reports/brandname-json/" + secret
	for name, tc := range map[string]struct {
		path   string
		status int
		want   notify.Delivery // "": nobody is told
	}{
		"delivered":        {at + "?SMSID=7&SendStatus=5&SendSuccess=1&SendFailed=0&RequestId=r", 200, notify.Delivered},
		"not delivered":    {at + "?SMSID=7&SendStatus=5&SendSuccess=0&SendFailed=1&RequestId=", 200, notify.Undelivered},
		"on its way":       {at + "?SMSID=7&SendStatus=7&SendSuccess=0&SendFailed=0&RequestId=r", 200, ""},
		"whose?":           {at + "?SendSuccess=1", 400, ""},
		"a wrong secret":   {"/reports/brandname-json/wrong?SMSID=7&SendSuccess=1", 404, ""},
		"no secret":        {"/reports/brandname-json/?SMSID=7&SendSuccess=1", 404, ""},
		"one without them": {"/reports/brandname-soap/" + secret + "?SMSID=7&SendSuccess=1", 404, ""},
	} {
		told = nil
		status := ask(tc.path)
		if status != tc.status || (len(told) > 0) != (tc.want != "") || len(told) > 0 && (told[0].State != tc.want || told[0].ID != "7") {
			t.Errorf("%s: %d, %+v", name, status, told)
		}
	}
	for err, want := range map[error]int{notify.ErrNotOurs: 404, errors.New("away"): 503} {
		fails = err
		if got := ask(at + "?SMSID=7&SendSuccess=1"); got != want {
			t.Errorf("%v: %d", err, got)
		}
	}
}

// Whatever a text holds, the body stays of its kind and gives it back.
func FuzzBodies(f *testing.F) {
	f.Add(nasty)
	f.Add("\x00\xff\"\\</a>")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		var fromJSON struct{ A, B string }
		if err := json.Unmarshal([]byte(fill(`{"A": "{text}", "B": "b"}`, map[string]string{"text": text}, inJSON)), &fromJSON); err != nil || fromJSON.A != text || fromJSON.B != "b" {
			t.Fatalf("%q: %+v, %v", text, fromJSON, err)
		}
		form, err := url.ParseQuery(fill("a={text}&b=b", map[string]string{"text": text}, escapes["form"]))
		if err != nil || form.Get("a") != text || form.Get("b") != "b" || len(form) != 2 {
			t.Fatalf("%q: %v, %v", text, form, err)
		}
		var fromXML struct{ A, B string }
		if err := xml.Unmarshal([]byte(fill("<x><A>{text}</A><B>b</B></x>", map[string]string{"text": text}, inXML)), &fromXML); err != nil || fromXML.B != "b" {
			t.Fatalf("%q: %+v, %v", text, fromXML, err)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add("json", []byte(`{"a": [{"b": 1}]}`))
	f.Add("xml", []byte(`<a><b>1</b></a>`))
	f.Add("text", []byte("OK\xff"))
	f.Fuzz(func(t *testing.T, kind string, text []byte) {
		a := readAnswer(kind, 200, text)
		signs{{path: "a"}}.in(a)
		if said := a.said([]config.Sign{{Path: "a.0.b"}}).Error(); len(said) > 200 {
			t.Fatalf("%d bytes are said", len(said))
		}
	})
}
