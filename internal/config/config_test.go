package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline1022/internal/strictyaml"
)

func environment(pairs map[string]string) strictyaml.Lookup {
	return func(name string) (string, bool) {
		v, ok := pairs[name]
		return v, ok
	}
}

var secrets = environment(map[string]string{
	"HOTLINE_DATABASE_PASSWORD":  "pw",
	"HOTLINE_ARI_PASSWORD":       "ari-password",
	"HOTLINE_STORAGE_ACCESS_KEY": "key",
	"HOTLINE_STORAGE_SECRET_KEY": "secret",
	"HOTLINE_ACCOUNTS_KEY":       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
})

func TestExampleLoads(t *testing.T) {
	cfg, err := Parse("example.yaml", Example, secrets)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Database.URL != "postgres://hotline:pw@127.0.0.1:5432/hotline?sslmode=disable" {
		t.Errorf("environment not put in: %s", cfg.Database.URL)
	}
}

// The commented defaults in the example are the real ones.
func TestExampleShowsTheDefaults(t *testing.T) {
	var lines []string
	for line := range strings.Lines(string(Example)) {
		body := strings.TrimSpace(line)
		if strings.HasPrefix(body, "# ") && strings.Contains(body, ": ") && !strings.ContainsAny(strings.SplitN(body[2:], ":", 2)[0], " `") {
			line = strings.Replace(line, "# ", "", 1)
		}
		lines = append(lines, line)
	}
	src := strings.Join(lines, "")
	for _, skip := range []string{"origins", "earlier_key", "user: \"84", "proxies", "issuer", "client_", "site", "password: ${HOTLINE_TRUNK", "number", "allow", "external_address", "local_nets", "tls_", "announce", "studio", "file", "simulator", "staff: https", "roots", "tiles", "attribution", "key: /etc", "key: ${HOTLINE_STORAGE_KEY", "ca: /etc", "pkcs11", "trusted", "url: https://loinoi", "key: ${HOTLINE_TRANSCRIPTION"} {
		for line := range strings.Lines(src) {
			if strings.HasPrefix(strings.TrimSpace(line), skip) {
				src = strings.Replace(src, line, "", 1)
			}
		}
	}
	full, err := Parse("full.yaml", []byte(src), secrets)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Parse("example.yaml", Example, secrets)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain, full); diff != "" {
		t.Errorf("the example's comments and the defaults differ (-default +comment):\n%s", diff)
	}
}

func TestExampleGatewaysLoad(t *testing.T) {
	cfg, err := Parse("gateways.yaml", append([]byte(minimal), ExampleGateways...), func(string) (string, bool) { return "sixteen-characters", true })
	if err != nil {
		t.Fatal(err)
	}
	m := cfg.Messages
	if len(m.SMS) != 2 || m.SMS[0].Reports.Secret != "sixteen-characters" || m.SMS[1].Timeout != 10*time.Second || len(m.Email) != 1 || m.Email[0].TLS != MailStartTLS {
		t.Errorf("%+v", m)
	}
	if from, to := m.Quiet.Times(); from != 22*time.Hour || to != 6*time.Hour {
		t.Errorf("quiet from %v to %v", from, to)
	}
}

const minimal = `database: {url: "postgres://u@127.0.0.1/hotline"}
accounts: {key: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
asterisk: {ari: {password: aaaabbbbcccc},
  trunks: [{name: t, host: "127.0.0.1:5080", peers: [127.0.0.1/32]}]}
storage: {endpoint: "127.0.0.1:9000", access_key: k, secret_key: s}
`

func TestFaults(t *testing.T) {
	tests := map[string]struct {
		src  string // after minimal, unless it begins with "="
		want []string
	}{
		"unknown key with a near miss": {"cals:\n  wrapup: 5s\n", []string{`f.yaml:6:1: unknown key "cals" in the file – did you mean "calls"?`}},
		"unknown key far from all":     {"log:\n  colour: red\n", []string{`f.yaml:7:3: unknown key "colour" in log – known here: level, format`}},
		"key twice":                    {"node: a\nnode: b\n", []string{`f.yaml:7:1: "node" is given twice in the file – keep one of the two`}},
		"duration without unit":        {"calls:\n  wrapup: 60\n", []string{"f.yaml:7:11: calls.wrapup is a duration – write a number with its unit: 500ms, 15s, 24h"}},
		"duration out of range":        {"calls:\n  offer_timeout: 3h\n", []string{"f.yaml:7:18: calls.offer_timeout is 3h0m0s – use 1s to 2m0s"}},
		"not a bool":                   {"demonstration: yes\n", []string{"f.yaml:6:16: demonstration is a yes-or-no value – write true or false"}},
		"section given a value":        {"http: here\n", []string{"f.yaml:6:7: http is a section with keys, not a single value"}},
		"value given a section":        {"node:\n  a: 1\n", []string{"f.yaml:7:4: node is a single value"}},
		"list given a value":           {"http:\n  origins: x\n", []string{"f.yaml:7:12: http.origins is a list"}},
		"environment missing":          {"node: ${NOT_SET}\n", []string{"f.yaml:6:7: node needs the environment variable NOT_SET, which is not set – set it: export NOT_SET=…"}},
		"environment broken":           {"node: ${NOT SET\n", []string{"f.yaml:6:7: node has a broken variable reference"}},
		"alias":                        {"node: &a x\nhttp: {staff: *a}\n", []string{"node is a single value", "http.staff is a single value"}},
		"trunk with an unknown key":    {"=asterisk:\n  trunks:\n    - {name: a, hots: b}\n", []string{`f.yaml:3:17: unknown key "hots" in asterisk.trunks.0 – did you mean "host"?`, "f.yaml:3:7: asterisk.trunks.0.host is not host:port"}},
		"trunks given as one":          {"=asterisk:\n  trunks: {name: a}\n", []string{"f.yaml:2:11: asterisk.trunks is a list"}},
		"a trunk without keys":         {"=asterisk:\n  trunks: [a]\n", []string{"f.yaml:2:12: asterisk.trunks.0 is a section with keys"}},
		"two documents":                {"---\nnode: b\n", []string{"f.yaml:7:5: a second document begins here"}},
		"broken YAML":                  {"http: [\n", []string{"f.yaml:6:7: not valid YAML"}},
		"several at once, in order": {"node: UPPER\ncalls: {queue: ''}\nlog: {level: loud}\n", []string{
			"f.yaml:6:7: node is not a node's name", "f.yaml:7:16: calls.queue", `f.yaml:8:14: log.level is "loud" – use one of debug, info, warn, error`,
		}},
		"SIP on a name":          {"=asterisk: {sip: {listen: 'localhost:5060'}}\n", []string{"f.yaml:1:26: asterisk.sip.listen is not an IP address"}},
		"ARI password too short": {"=asterisk: {ari: {password: short}}\n", []string{"asterisk.ari.password is too short – use at least 12 characters"}},
		"a simulator where it is meant": {"messages: {simulator: /tmp/m, lookup: 'tra cuu', give_up_after: 1m}\n", []string{
			"messages.simulator is for the demonstration", "messages.lookup is no web address", "messages.give_up_after is 1m0s – use 1h0m0s to 168h0m0s",
		}},
		"gateways": {"messages:\n  simulator: /tmp/m\n  quiet: {from: late}\n  sms:\n    - {name: a, url: 'http://x.vn/{tel}', body: '{\"a\": {text}', accepted: [{match: '('}], find: {url: 'https://x.vn', yes: [{status: [200]}]}, reports: {secret: short}}\n    - {name: a, url: 'https://x.vn', format: xml, body: '<a>', headers: {'A b': x}}\n  email: [{name: m, host: x, tls: none, user: u, from: nobody}]\n", []string{
			"messages.simulator is for the demonstration", "messages.simulator takes every message, and gateways are described too", "messages.quiet has no times of day",
			"messages.sms.0.url is not https", "messages.sms.0.url has {tel}, which is no value", "messages.sms.0.body is no JSON", "messages.sms.0.accepted.0 is no sign",
			"messages.sms.0.find needs yes and no", "messages.sms.0.reports.secret is no secret", "messages.sms.0.reports needs ref or id",
			`messages.sms.1.name "a" is another gateway's too`, "messages.sms.1.body is no XML", "messages.sms.1.accepted is missing", `messages.sms.1.headers has "A b"`,
			"messages.email.0.host is not host:port", "messages.email.0.from is no address", "messages.email.0.password is missing", "messages.email.0.tls is none",
		}},
		"a map from nowhere":        {"map: {tiles: 'bando/{z}/{x}.png'}\n", []string{"map.tiles is no web address", "map.tiles does not say {y} once", "map.attribution does not say whose map it is"}},
		"a map that opens the page": {"map: {tiles: \"https://x; script-src/{z}/{x}/{y}\", attribution: a}\n", []string{"map.tiles is no web address"}},
		"a map of nobody's":         {"map: {attribution: a}\n", []string{"map.attribution is of no map"}},
		"calls that cost": {"calls: {key_wait: 1s, toll: {prefixes: ['09', '00', '1900', '+1'], digits: 30, at_once: -1}}\n", []string{
			"calls.key_wait is 1s – use 3s to 1m0s", `calls.toll.prefixes has "00", which begins no number in this country`, `calls.toll.prefixes has "1900"`, `calls.toll.prefixes has "+1"`,
			"calls.toll.digits is 30 – use 8 to 15", "calls.toll.at_once is -1 – use 0 to 1000",
		}},
		"cross-field: media inside RTP": {"media: {listen: '127.0.0.1:20500'}\n", []string{"f.yaml:6:17: media.listen lies within Asterisk's own RTP ports – choose a port outside 20000–20999"}},
		"cross-field: media on all":     {"media: {listen: '0.0.0.0:8189'}\n", []string{"media.listen is every address – name the one that operators reach"}},
		"cross-field: one spool":        {"spool: {journal: /a/b, recordings: /a}\n", []string{"spool.journal and spool.recordings lie within one another"}},
		"empty file": {"=", []string{
			"f.yaml:1:1: accounts.key is missing", "f.yaml:1:1: database.url is not a PostgreSQL address", "f.yaml:1:1: asterisk.ari.password is missing", "asterisk.trunks is empty", "storage.endpoint", "storage.access_key is missing", "storage.secret_key is missing",
		}},
		"demonstration alone":         {"=accounts: {password_alone: true, key: 'YWJj'}\n", []string{"accounts.key is not 32 bytes in base64", "accounts.password_alone is for the demonstration"}},
		"an earlier key like the key": {"=accounts: {key: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', earlier_key: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='}\n", []string{"accounts.earlier_key is accounts.key"}},
		"an earlier key that is none": {"=accounts: {key: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', earlier_key: 'YWJj'}\n", []string{"accounts.earlier_key is not 32 bytes in base64"}},
		"a proxy without its network": {"http: {proxies: [10.0.0.1]}\n", []string{`http.proxies has "10.0.0.1", which is no network`}},
		"a single sign-on in the clear": {"=accounts: {single_sign_on: {issuer: 'http://sso.example.vn', site: 'https://1022.example.vn/', claim: 'a b'}}\n", []string{
			"accounts.single_sign_on.issuer is no https address", "accounts.single_sign_on.site ends with /", "accounts.single_sign_on.client_id is missing",
			"accounts.single_sign_on.client_secret is missing", "accounts.single_sign_on.claim is not a claim's name",
		}},
		"a grant without an end":           {"grants: {longest: 10000h}\n", []string{"grants.longest is 10000h0m0s"}},
		"deletion that nobody could prove": {"retention: {delete: true}\n", []string{"retention.delete is on, and nothing could be certified"}},
		"a transcription in the clear":     {"transcription: {url: 'http://loinoi.example.vn', language: vie, timeout: 1s}\n", []string{"transcription.url is no https address", "transcription.language is no language", "transcription.timeout is 1s"}},
		"two keys that sign":               {"evidence: {key: /k.pem, pkcs11: {module: softhsm.so, token: '', key: 'a name that is longer than a token can show'}}\n", []string{"evidence.key and evidence.pkcs11 are both given", "evidence.pkcs11.module is not an absolute path", "evidence.pkcs11.token is no label", "evidence.pkcs11.key is no label", "evidence.pkcs11.pin is missing – write ${HOTLINE_TOKEN_PIN}"}},
		"rules of retention": {"retention:\n  months: 0\n  notice: 24h\n  rules:\n    - {name: a, kinds: [urgent], months: 1}\n    - {name: a, groups: [6], months: 1}\n    - {months: 700}\n    - {name: b, kinds: [placed, placed], months: 1}\n", []string{
			"retention.months is 0 – use 1 to 600", "retention.notice is 24h0m0s", `retention.rules.0.kinds.0 is "urgent" – use one of emergency, conversation, unanswered, placed`, `retention.rules.1.name is another rule's too: "a"`,
			"retention.rules.1.groups.0 is 6 – use 1 to 5", "retention.rules.2.name is missing", "retention.rules.2.months is 700", "retention.rules.2.kinds and groups are both missing", "retention.rules.3.kinds names one twice",
		}},
		"an archive's key in the clear": {"=storage: {key: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='}\n", []string{"storage.tls is off, and storage.key would be sent in the clear"}},
		"an archive's keys that are none": {"=storage: {tls: true, ca: here, key: YWJj, earlier_keys: [YWJj]}\n", []string{
			"storage.ca", "storage.key is not 32 bytes in base64", "storage.earlier_keys.0 is not 32 bytes in base64",
		}},
		"an archive's earlier keys alone": {"=storage: {ca: /ca.pem, earlier_keys: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=']}\n", []string{"storage.key is missing, and there are earlier ones"}},
		"not a mapping":                   {"=- a\n", []string{"f.yaml:1:1: the file is a section with keys"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			src, alone := strings.CutPrefix(tc.src, "=")
			if !alone {
				src = minimal + src
			}
			_, err := Parse("f.yaml", []byte(src), environment(nil))
			var faults *strictyaml.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("err = %v, want faults", err)
			}
			if !alone && len(faults.List) != len(tc.want) {
				t.Errorf("%d faults, want %d:\n%v", len(faults.List), len(tc.want), err)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("missing %q in:\n%v", want, err)
				}
			}
		})
	}
}

func TestTrunk(t *testing.T) {
	base := func() Trunk {
		return Trunk{Name: "vnpt", Mode: TrunkIP, CallerID: CallerIDOwn, Keys: KeysAuto, Host: "h:5060", Peers: []string{"10.0.0.0/8"}}
	}
	tests := map[string]struct {
		change func(*Trunk)
		want   string
	}{
		"by IP":                         {func(*Trunk) {}, ""},
		"registration":                  {func(t *Trunk) { t.Mode, t.User, t.Password = TrunkRegistration, "842251022", "x" }, ""},
		"registration without account":  {func(t *Trunk) { t.Mode = TrunkRegistration }, "asterisk.trunks.1.user"},
		"registration without password": {func(t *Trunk) { t.Mode, t.User = TrunkRegistration, "u" }, "asterisk.trunks.1.password"},
		"srtp without tls":              {func(t *Trunk) { t.SRTP = true }, "asterisk.trunks.1.srtp"},
		"keys by INFO":                  {func(t *Trunk) { t.Keys = KeysINFO }, ""},
		"unknown keys":                  {func(t *Trunk) { t.Keys = "inband" }, "asterisk.trunks.1.keys"},
		"unknown mode":                  {func(t *Trunk) { t.Mode = "magic" }, "asterisk.trunks.1.mode"},
		"peer not a network":            {func(t *Trunk) { t.Peers = []string{"10.0.0.1"} }, "asterisk.trunks.1.peers"},
		"no peers: for calls out":       {func(t *Trunk) { t.Peers = nil }, ""},
		"peers of another":              {func(t *Trunk) { t.Peers = []string{"192.0.2.0/24"} }, "asterisk.trunks.1.peers"},
		"password with a line's end":    {func(t *Trunk) { t.Mode, t.User, t.Password = TrunkRegistration, "u", "a\nb" }, "asterisk.trunks.1.password"},
		"no name":                       {func(t *Trunk) { t.Name = "" }, "asterisk.trunks.1.name"},
		"name of another":               {func(t *Trunk) { t.Name = "first" }, "asterisk.trunks.1.name"},
		"name that Asterisk uses":       {func(t *Trunk) { t.Name = "system" }, "asterisk.trunks.1.name"},
		"caller shown, nobody asserted": {func(t *Trunk) { t.CallerID = CallerIDCaller }, "asterisk.trunks.1.caller_id"},
		"somebody shown":                {func(t *Trunk) { t.CallerID = "any" }, "asterisk.trunks.1.caller_id"},
		"fewer calls than none":         {func(t *Trunk) { t.MaxCalls = -1 }, "asterisk.trunks.1.max_calls"},
		"asked in half a second":        {func(t *Trunk) { t.Qualify = 500 * time.Millisecond }, "asterisk.trunks.1.qualify"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			trunk := base()
			tc.change(&trunk)
			got := ""
			first := Trunk{Name: "first", Mode: TrunkIP, CallerID: CallerIDOwn, Keys: KeysAuto, Host: "h:5060", Peers: []string{"192.0.2.0/25"}}
			validateTrunks(func(path, _, _ string) {
				if got == "" {
					got = path
				}
			}, []Trunk{first, trunk})
			if got != tc.want {
				t.Errorf("first fault at %q, want %q", got, tc.want)
			}
		})
	}
}

func TestLoadFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "c.yaml")
	if err := os.WriteFile(file, []byte(minimal+"calls: {wrapup: 0s, greeting: false}\nnode: ${N}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := Load(file, environment(map[string]string{"N": "pbx7"}))
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Node != "pbx7" || cfg.Calls.WrapUp != 0 || cfg.Calls.Greeting || cfg.Calls.OfferTimeout != 15*time.Second {
		t.Errorf("read wrongly: %+v", cfg)
	}
	for name, path := range map[string]string{"missing": filepath.Join(dir, "none"), "directory": dir} {
		if _, err := Load(path, environment(nil)); err == nil || !strings.Contains(err.Error(), path+": the configuration cannot be read") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEscapedVariableStaysPlain(t *testing.T) {
	cfg, err := Parse("f.yaml", []byte(strings.Replace(minimal, "password: aaaabbbbcccc", "password: 'aaaabbbb$${B}c'", 1)), environment(nil))
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Asterisk.ARI.Password != "aaaabbbb${B}c" {
		t.Errorf("password %q", cfg.Asterisk.ARI.Password)
	}
}

// Whatever the file holds, Parse answers with a valid Config or placed faults.
func FuzzParse(f *testing.F) {
	f.Add(Example)
	f.Add([]byte(minimal))
	f.Add([]byte("a: &x [*x]\n? {b: c}\n: d\n"))
	f.Add([]byte("node: !!binary |\n  aGk=\n"))
	f.Add([]byte("calls:\n\twrapup: ${"))
	f.Fuzz(func(t *testing.T, src []byte) {
		cfg, err := Parse("f", src, secrets)
		if err == nil {
			cfg.validate(func(path, what, _ string) { t.Errorf("accepted, but %s %s", path, what) })
			return
		}
		var faults *strictyaml.Faults
		if !errors.As(err, &faults) || len(faults.List) == 0 {
			t.Fatalf("no faults listed: %v", err)
		}
		for _, fault := range faults.List {
			if fault.Line < 1 || fault.What.English == "" || fault.Remedy.English == "" {
				t.Errorf("fault without place or remedy: %+v", fault)
			}
		}
	})
}
