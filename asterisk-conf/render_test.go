package asteriskconf

import (
	"flag"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files afresh")

// demo is the demonstration: a trunk by address on loopback.
func demo() Values {
	loopback := netip.MustParseAddr("127.0.0.1")
	return Values{
		Node:       "hp1",
		ConfigDir:  "/etc/hotline/asterisk",
		StateDir:   "/var/lib/hotline/asterisk",
		ModulesDir: "/usr/lib/x86_64-linux-gnu/asterisk/modules",
		DataDir:    "/usr/share/asterisk",
		SpoolDir:   "/var/spool/hotline",
		PromptsDir: "/usr/share/hotline/prompts", FallbackDir: "/var/lib/hotline/plans/fallback",
		MusicDir: "/usr/share/hotline/music",
		SIP:      SIP{Listen: netip.AddrPortFrom(loopback, 5060)},
		RTP:      RTP{First: 20000, Last: 20999},
		ARI: ARI{
			Listen: netip.AddrPortFrom(loopback, 8088),
			User:   "hotline", Password: "not-a-real-password", App: "hotline",
		},
		Trunks: []Trunk{{Name: "network", Mode: TrunkIP, Host: "127.0.0.1:5080", Peers: []netip.Prefix{netip.PrefixFrom(loopback, 32)}}},
	}
}

// carrier is production: a trunk by registration with TLS, SRTP and a limit, one by
// address beside it, NAT, duty phones.
func carrier() Values {
	v := demo()
	v.SIP = SIP{
		Listen:          netip.MustParseAddrPort("192.0.2.10:5060"),
		ListenTLS:       netip.MustParseAddrPort("192.0.2.10:5061"),
		ExternalAddress: netip.MustParseAddr("203.0.113.7"),
		LocalNets:       []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.0/24")},
		TLSCert:         "/etc/hotline/tls/cert.pem",
		TLSKey:          "/etc/hotline/tls/key.pem",
		TLSCA:           "/etc/hotline/tls/carrier.pem",
	}
	v.Trunks = []Trunk{
		{
			Name: "vnpt", Mode: TrunkRegistration, Host: "sbc.carrier.example:5061",
			Peers: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/28"), netip.MustParsePrefix("198.51.100.64/32")},
			User:  "02251022", Password: "carrier:secret@1", Number: "02251022",
			TLS: true, SRTP: true, Qualify: 30 * time.Second, MaxCalls: 28,
		},
		{
			Name: "viettel-2", Mode: TrunkIP, Host: "203.0.113.200", Number: "02253500000", CallerID: CallerIDCaller, Keys: KeysINFO,
			Peers: []netip.Prefix{netip.MustParsePrefix("203.0.113.200/32")}, Qualify: time.Minute,
		},
	}
	v.Fallback.DutyPhones = []string{"0900000001", "+84900000002"}
	v.Fallback.Ring = 20 * time.Second
	v.Fallback.MessageLimit = 2 * time.Minute
	return v
}

func TestGolden(t *testing.T) {
	for name, v := range map[string]Values{"demo": demo(), "carrier": carrier()} {
		t.Run(name, func(t *testing.T) {
			files, err := RenderFiles(v)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := len(files[messageWindow]), int(v.WithDefaults().Fallback.MessageLimit.Seconds())*alawRate; got != want {
				t.Errorf("message window of %d bytes, want %d", got, want)
			}
			delete(files, messageWindow)
			for file, got := range files {
				compare(t, filepath.Join("testdata", name, file+".golden"), got)
			}
			for _, old := range goldens(t, name) {
				if _, rendered := files[old]; !rendered {
					t.Errorf("testdata/%s/%s.golden is rendered by nobody", name, old)
				}
			}
		})
	}
}

func compare(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Errorf("%s differs (go test -run Golden -update shows how):\n%s", golden, got)
	}
}

func goldens(t *testing.T, name string) (files []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("testdata", name, "*.golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		files = append(files, strings.TrimSuffix(filepath.Base(f), ".golden"))
	}
	return files
}

func TestNoSecretIsRenderedInClear(t *testing.T) {
	v := demo()
	files, err := RenderFiles(v)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if strings.Contains(string(content), v.ARI.Password) {
			t.Errorf("%s holds ARI's password", name)
		}
	}
}

func TestRenderWritesPrivateFilesOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "etc")
	v := demo()
	v.StateDir = filepath.Join(t.TempDir(), "s")
	if len(v.StateDir) > maxStateDir {
		t.Fatalf("the test's folder is too long: %s", v.StateDir)
	}
	if err := Render(dir, v); err != nil {
		t.Fatal(err)
	}
	before := modes(t, dir)
	if len(before) < 15 {
		t.Fatalf("only %d files", len(before))
	}
	ari := filepath.Join(dir, "ari.conf")
	if err := os.WriteFile(ari, []byte("edited"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "http.conf"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Render(dir, v); err != nil {
		t.Fatal(err)
	}
	after := modes(t, dir)
	if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after))) {
		t.Errorf("files before %v, after %v", before, after)
	}
	for name, mode := range after {
		if mode != 0o600 {
			t.Errorf("%s has mode %o", name, mode)
		}
	}
	content, err := os.ReadFile(ari)
	if err != nil || !strings.Contains(string(content), "password_format = crypt") {
		t.Errorf("ari.conf was not restored: %q, %v", content, err)
	}
}

func modes(t *testing.T, dir string) map[string]os.FileMode {
	t.Helper()
	found := map[string]os.FileMode{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		found[path] = info.Mode()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestValidate(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Values)
		field  string // "" when the values are fine
	}{
		"demonstration":               {func(*Values) {}, ""},
		"carrier":                     {func(v *Values) { *v = carrier() }, ""},
		"node with a newline":         {func(v *Values) { v.Node = "a\nb" }, "Node"},
		"no node":                     {func(v *Values) { v.Node = "" }, "Node"},
		"node in capitals":            {func(v *Values) { v.Node = "HP1" }, "Node"},
		"relative path":               {func(v *Values) { v.SpoolDir = "spool" }, "SpoolDir"},
		"path with a parent":          {func(v *Values) { v.SpoolDir = "/a/../b" }, "SpoolDir"},
		"path with a space":           {func(v *Values) { v.PromptsDir = "/a b" }, "PromptsDir"},
		"path with a command":         {func(v *Values) { v.SpoolDir = "/a;rm" }, "SpoolDir"},
		"path with a variable":        {func(v *Values) { v.SpoolDir = "/${EXTEN}" }, "SpoolDir"},
		"path with a caret":           {func(v *Values) { v.SpoolDir = "/^{X}" }, "SpoolDir"},
		"no modules":                  {func(v *Values) { v.ModulesDir = "" }, "ModulesDir"},
		"path too long for a socket":  {func(v *Values) { v.StateDir = "/" + strings.Repeat("a", maxStateDir) }, "StateDir"},
		"ports reversed":              {func(v *Values) { v.RTP = RTP{First: 30000, Last: 20000} }, "RTP"},
		"ports below 1024":            {func(v *Values) { v.RTP = RTP{First: 80, Last: 20000} }, "RTP"},
		"ports above 65535":           {func(v *Values) { v.RTP = RTP{First: 20000, Last: 65536} }, "RTP"},
		"no SIP address":              {func(v *Values) { v.SIP.Listen = netip.AddrPort{} }, "SIP.Listen"},
		"SIP port 0":                  {func(v *Values) { v.SIP.Listen = netip.MustParseAddrPort("127.0.0.1:0") }, "SIP.Listen"},
		"TLS without a certificate":   {func(v *Values) { v.Trunks[0].TLS, v.SIP.ListenTLS = true, v.SIP.Listen }, "SIP.TLSCert"},
		"SRTP without TLS":            {func(v *Values) { v.Trunks[0].SRTP = true }, "Trunks[0].SRTP"},
		"ARI user is a section":       {func(v *Values) { v.ARI.User = "General" }, "ARI.User"},
		"ARI user closes its section": {func(v *Values) { v.ARI.User = "a]\n[b" }, "ARI.User"},
		"short ARI password":          {func(v *Values) { v.ARI.Password = "secret" }, "ARI.Password"},
		"ARI password with a newline": {func(v *Values) { v.ARI.Password = "0123456789ab\n" }, "ARI.Password"},
		"App with an argument":        {func(v *Values) { v.ARI.App = "hotline,x" }, "ARI.App"},
		"trunk without a mode":        {func(v *Values) { v.Trunks[0].Mode = "" }, "Trunks[0].Mode"},
		"trunk without a host":        {func(v *Values) { v.Trunks[0].Host = "" }, "Trunks[0].Host"},
		"host with a parameter":       {func(v *Values) { v.Trunks[0].Host = "a;transport=tcp" }, "Trunks[0].Host"},
		"host with a bad port":        {func(v *Values) { v.Trunks[0].Host = "a:70000" }, "Trunks[0].Host"},
		"no peers":                    {func(v *Values) { v.Trunks[0].Peers = nil }, "Trunks[0].Peers"},
		"no trunk":                    {func(v *Values) { v.Trunks = nil }, "Trunks"},
		"a trunk for calls out alone": {func(v *Values) { v.Trunks = append(v.Trunks, Trunk{Name: "b", Mode: TrunkIP, Host: "b"}) }, ""},
		"two of a name":               {func(v *Values) { v.Trunks = append(v.Trunks, Trunk{Name: "network", Mode: TrunkIP, Host: "b"}) }, "Trunks[1].Name"},
		"whose is a call from there": {func(v *Values) {
			*v = carrier()
			v.Trunks[1].Peers = []netip.Prefix{netip.MustParsePrefix("198.51.0.0/16")}
		}, "Trunks[1].Peers"},
		"name closes its section":       {func(v *Values) { v.Trunks[0].Name = "a]" }, "Trunks[0].Name"},
		"name is another section":       {func(v *Values) { v.Trunks[0].Name = "global" }, "Trunks[0].Name"},
		"name begins with a digit":      {func(v *Values) { v.Trunks[0].Name = "1a" }, "Trunks[0].Name"},
		"nobody asserted":               {func(v *Values) { v.Trunks[0].CallerID = CallerIDCaller }, "Trunks[0].CallerID"},
		"limit below nothing":           {func(v *Values) { v.Trunks[0].MaxCalls = -1 }, "Trunks[0].MaxCalls"},
		"no address for TLS":            {func(v *Values) { *v = carrier(); v.SIP.ListenTLS = netip.AddrPort{} }, "SIP.ListenTLS"},
		"registers too often":           {func(v *Values) { v.RegisterAgain = time.Millisecond }, "RegisterAgain"},
		"everyone is a peer":            {func(v *Values) { v.Trunks[0].Peers = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")} }, "Trunks[0].Peers[0]"},
		"registration without a user":   {func(v *Values) { v.Trunks[0].Mode = TrunkRegistration }, "Trunks[0].User"},
		"trunk password with a comment": {func(v *Values) { v.Trunks[0].User, v.Trunks[0].Password = "u", "a;b" }, "Trunks[0].Password"},
		"trunk password escapes":        {func(v *Values) { v.Trunks[0].User, v.Trunks[0].Password = "u", `a\` }, "Trunks[0].Password"},
		"trunk password begins with >":  {func(v *Values) { v.Trunks[0].User, v.Trunks[0].Password = "u", ">a" }, "Trunks[0].Password"},
		"number with letters":           {func(v *Values) { v.Trunks[0].Number = "1022x" }, "Trunks[0].Number"},
		"duty phone is a dial string":   {func(v *Values) { v.Fallback.DutyPhones = []string{"1022", "0900&PJSIP/1"} }, "Fallback.DutyPhones[1]"},
		"duty phone rings too long":     {func(v *Values) { v.Fallback.Ring = time.Hour }, "Fallback.Ring"},
		"message without end":           {func(v *Values) { v.Fallback.MessageLimit = time.Hour }, "Fallback.MessageLimit"},
		"silence too short":             {func(v *Values) { v.Fallback.MessageSilence = time.Millisecond }, "Fallback.MessageSilence"},
		"qualify rounded to never":      {func(v *Values) { v.Trunks[0].Qualify = 900 * time.Millisecond }, "Trunks[0].Qualify"},
		"qualify too rarely":            {func(v *Values) { v.Trunks[0].Qualify = 2 * time.Hour }, "Trunks[0].Qualify"},
	} {
		t.Run(name, func(t *testing.T) {
			v := demo()
			c.change(&v)
			err := v.Validate()
			if (err == nil) != (c.field == "") {
				t.Fatalf("error %v, want one about %q", err, c.field)
			}
			if err != nil && !strings.Contains(err.Error(), "asterisk configuration: "+c.field+" ") {
				t.Errorf("error %q does not name %s", err, c.field)
			}
			if _, renderErr := RenderFiles(v); (renderErr == nil) != (err == nil) {
				t.Errorf("RenderFiles says %v, Validate %v", renderErr, err)
			}
		})
	}
}

func TestErrorsRepeatNoSecret(t *testing.T) {
	v := demo()
	v.ARI.Password = "top\nsecret"
	v.Trunks[0].User, v.Trunks[0].Password = "u", "carrier;secret"
	err := v.Validate()
	if err == nil || strings.Contains(err.Error(), "secret") && strings.Contains(err.Error(), "top") || strings.Contains(err.Error(), "carrier;") {
		t.Errorf("error %v", err)
	}
}

// FuzzValues: whatever the free texts are, a rendered file has the lines that it
// has with harmless ones.
func FuzzValues(f *testing.F) {
	f.Add("hp1", "02251022", "carrier:secret@1", "sbc.example:5061", "/var/spool/hotline")
	f.Add("a\n[b]", "u;v", "x\ny=z", "h]\n", "/${SHELL(id)}")
	want, err := RenderFiles(carrier())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, node, user, password, host, spool string) {
		v := carrier()
		v.Node, v.Trunks[0].User, v.Trunks[0].Password, v.Trunks[0].Host, v.SpoolDir = node, user, password, host, spool
		got, err := RenderFiles(v)
		if err != nil {
			return
		}
		for name := range want {
			if a, b := strings.Count(string(want[name]), "\n"), strings.Count(string(got[name]), "\n"); a != b {
				t.Errorf("%s has %d lines, want %d", name, b, a)
			}
			for _, c := range []string{";", "[", "$", "(", "{"} {
				if name == "sounds/message-window.alaw" || password != carrier().Trunks[0].Password {
					continue // a password may hold some of them
				}
				if a, b := strings.Count(string(want[name]), c), strings.Count(string(got[name]), c); a != b {
					t.Errorf("%s has %d of %q, want %d", name, b, c, a)
				}
			}
		}
	})
}
