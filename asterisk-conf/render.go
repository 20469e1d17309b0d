package asteriskconf

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
	"time"
)

//go:embed *.tmpl
var templates embed.FS

// messageWindow is the sound that the fallback "plays" while it listens: A-law
// silence, as long as a message may be. BackgroundDetect needs one to listen at
// all, and its end is the message's limit.
const messageWindow = "sounds/message-window.alaw"

const (
	alawSilence = 0xd5
	alawRate    = 8000 // bytes a second
)

var funcs = template.FuncMap{
	"join":    strings.Join,
	"seconds": func(d time.Duration) int { return int(d / time.Second) },
	"millis":  func(d time.Duration) int64 { return d.Milliseconds() },
}

// RenderFiles returns the content of every file, by its path relative to
// ConfigDir. It is deterministic, and fails when v is invalid.
func RenderFiles(v Values) (map[string][]byte, error) {
	v = v.WithDefaults()
	if err := v.Validate(); err != nil {
		return nil, err
	}
	set, err := parse()
	if err != nil {
		return nil, err
	}
	data := view{
		Values:          v,
		EntityID:        entityID(v.Node),
		ARIHash:         sha512Crypt([]byte(v.ARI.Password), salt(v.Node, v.ARI.User), ariRounds),
		FiguresPassword: FiguresPassword(v.ARI.Password),
		ChannelVars:     strings.Join(ChannelVars, ","),
		MessageWindow:   path.Join(v.ConfigDir, strings.TrimSuffix(messageWindow, ".alaw")),
	}
	files := map[string][]byte{
		messageWindow: bytes.Repeat([]byte{alawSilence}, alawRate*int(v.Fallback.MessageLimit/time.Second)),
	}
	for _, t := range set.Templates() {
		name, ok := strings.CutSuffix(t.Name(), ".tmpl")
		if !ok || !strings.HasSuffix(name, ".conf") {
			continue // a part of a file, or the set's own empty root
		}
		var b bytes.Buffer
		if err := t.Execute(&b, data); err != nil {
			return nil, fmt.Errorf("asterisk configuration: %w", err)
		}
		files[name] = b.Bytes()
	}
	return files, nil
}

func parse() (*template.Template, error) {
	set, err := template.New("asterisk").Option("missingkey=error").Funcs(funcs).ParseFS(templates, "*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("asterisk configuration: %w", err)
	}
	return set, nil
}

// RenderFallback gives the part of extensions.conf that answers when no controller
// does. It fails when f or a trunk's name or number is invalid.
func RenderFallback(f Fallback, trunks []Trunk) ([]byte, error) {
	f = f.withDefaults()
	var c check
	f.check(&c)
	for i, t := range trunks {
		t.check(&c, fmt.Sprintf("Trunks[%d]", i))
	}
	if err := errors.Join(c...); err != nil {
		return nil, err
	}
	set, err := parse()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, "fallback", Values{Fallback: f, Trunks: trunks}); err != nil {
		return nil, fmt.Errorf("asterisk configuration: %w", err)
	}
	return b.Bytes(), nil
}

// Render writes every file below dir, which becomes ConfigDir, and makes the
// directories below StateDir that Asterisk expects. A file that already has its
// content is left alone.
func Render(dir string, v Values) error {
	v.ConfigDir = dir
	files, err := RenderFiles(v)
	if err != nil {
		return err
	}
	for _, d := range []string{"db", "keys", "cache", "log", "run", "lib", "spool", "spool/recording", "spool/monitor", "spool/tmp"} {
		if err := os.MkdirAll(filepath.Join(v.StateDir, d), 0o700); err != nil {
			return fmt.Errorf("asterisk configuration: %w", err)
		}
	}
	for name, content := range files {
		if err := replace(filepath.Join(dir, filepath.FromSlash(name)), content); err != nil {
			return fmt.Errorf("asterisk configuration: %w", err)
		}
	}
	return nil
}

// replace writes a file so that a reader sees the old content or the new one.
func replace(name string, content []byte) (err error) {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, content) {
		return os.Chmod(name, 0o600)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".render-*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// view is what the templates see.
type view struct {
	Values
	EntityID string
	ARIHash  string
	// FiguresPassword opens /metrics for ARI.User.
	FiguresPassword string
	ChannelVars     string
	MessageWindow   string
}

// Codecs is the list offered and accepted: A-law, then µ-law (ITU-T G.711), and nothing else,
// so that no call needs more than a table to be transcoded.
func (view) Codecs() string { return "!all,alaw,ulaw" }

// UDP and TLS say which transports are needed.
func (v view) UDP() bool { return slices.ContainsFunc(v.Trunks, func(t Trunk) bool { return !t.TLS }) }

func (v view) TLS() bool { return slices.ContainsFunc(v.Trunks, func(t Trunk) bool { return t.TLS }) }

// ClientURI is who we register as; Asterisk's figures name the registration by it.
func (t Trunk) ClientURI() string { return strings.ReplaceAll(t.URI(t.User), `\;`, ";") }

// KeepsCaller says that calls out for a citizen show the citizen's number.
func (t Trunk) KeepsCaller() bool { return t.CallerID == CallerIDCaller }

// Asserted is the identity that we assert to the carrier over a trunk that shows others'
// numbers; "" on any other, where Asterisk asserts what it shows.
func (t Trunk) Asserted() string {
	if !t.KeepsCaller() {
		return ""
	}
	return "<sip:" + t.Number + "@" + t.Domain() + ">"
}

// Domain is the carrier's host without a port.
func (t Trunk) Domain() string {
	if host, _, err := net.SplitHostPort(t.Host); err == nil {
		return host
	}
	return t.Host
}

// AnswerTime is what the carrier has to answer OPTIONS: it must be over well before the
// next are asked, or the loss of one speaks against the answer to its successor.
func (t Trunk) AnswerTime() time.Duration { return min(t.Qualify/2, 3*time.Second) }

// Transport is the name of the transport that the trunk uses.
func (t Trunk) Transport() string {
	if t.TLS {
		return "transport-tls"
	}
	return "transport-udp"
}

// Address is where calls out go, as it follows the @ of a SIP URI.
func (t Trunk) Address() string {
	return strings.TrimPrefix(Trunk{Host: t.Host, TLS: t.TLS}.ClientURI(), "sip:")
}

// URI is a SIP URI at the carrier, as it is written in Asterisk's files.
func (t Trunk) URI(user string) string {
	uri := "sip:"
	if user != "" {
		uri += user + "@"
	}
	uri += t.Host
	if t.TLS {
		uri += `\;transport=tls` // Asterisk's files need the semicolon escaped
	}
	return uri
}

// kept is how many places callers leave free for a call out to an emergency service, as
// calls out do that are not to one (package trunk); a trunk of a single place keeps none.
const kept = 1

// CallsIn is how many calls there may be for another caller to be let in.
func (t Trunk) CallsIn() int { return max(1, t.MaxCalls-kept) }

// Messages is how many of those beyond the limit may leave a message at a time,
// half the limit: their lines come on top of it.
func (t Trunk) Messages() int { return max(1, t.MaxCalls/2) }

// FiguresPassword is the password of Asterisk's /metrics, made from ARI's.
func FiguresPassword(ariPassword string) string {
	h := hmac.New(sha256.New, []byte(ariPassword))
	h.Write([]byte("hotline1022 figures"))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// entityID gives Asterisk a stable identity that does not depend on a network
// card: two nodes may share a machine. Locally administered, unicast.
func entityID(node string) string {
	h := sha256.Sum256([]byte("hotline1022 entity " + node))
	return fmt.Sprintf("02:%02x:%02x:%02x:%02x:%02x", h[0], h[1], h[2], h[3], h[4])
}
