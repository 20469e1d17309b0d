package demo

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	_ "embed" // the template of the configuration
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/template"

	"hotline1022/internal/devstack"
)

// secrets are drawn on the first run, and stay.
type secrets struct {
	PostgresSuperuser string `json:"postgres_superuser"`
	Database          string `json:"database"`
	ARI               string `json:"ari"`
	StorageAccess     string `json:"storage_access"`
	StorageSecret     string `json:"storage_secret"`
	AccountsKey       string `json:"accounts_key"`
}

func loadSecrets(path string) (secrets, error) {
	var s secrets
	b, err := os.ReadFile(path)
	if err == nil {
		if err := json.Unmarshal(b, &s); err != nil {
			return s, fmt.Errorf("%s: %w: put it right, or begin anew without .local/etc and .local/var", path, err)
		}
		if s.AccountsKey == "" { // of an older demonstration
			s.AccountsKey = accountsKey()
			return s, keepSecrets(path, s)
		}
		return s, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("secrets: %w", err)
	}
	s = secrets{
		PostgresSuperuser: devstack.RandomSecret(16),
		Database:          devstack.RandomSecret(16),
		ARI:               devstack.RandomSecret(16),
		StorageAccess:     "demo" + devstack.RandomSecret(6),
		StorageSecret:     devstack.RandomSecret(16),
		AccountsKey:       accountsKey(),
	}
	return s, keepSecrets(path, s)
}

// accountsKey is what second factors are kept under.
func accountsKey() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	return base64.StdEncoding.EncodeToString(key)
}

// evidenceKey makes the key that signs manifests, unless there is one.
func evidenceKey(path string) error {
	if _, err := os.Stat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("key of evidence: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return fmt.Errorf("key of evidence: %w", err)
	}
	return writePrivate(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func keepSecrets(path string, s secrets) error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("secrets: %w", err)
	}
	return writePrivate(path, b)
}

func writePrivate(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

//go:embed hotline.yaml.tmpl
var configText string

var configTemplate = template.Must(template.New("hotline.yaml").Option("missingkey=error").Parse(configText))

// configValues are what the template needs.
type configValues struct {
	Ports       Ports
	Database    string
	AccountsKey string
	EvidenceKey string
	ARI         string
	Access      string
	Secret      string
	Bucket      string
	AsteriskDir string
	ModulesDir  string
	DataDir     string
	Recordings  string
	Journal     string
	Prompts     string
	Music       string
	Espeak      string
	Incidents   string
	Plans       string
	Messages    string
}

const bucket = "hotline-recordings"

func (d *Demo) configPath() string   { return d.w.Path("etc", "hotline.yaml") }
func (d *Demo) asteriskConf() string { return d.w.Path("etc", "asterisk") }

// writeConfig renders hotline's configuration, and lets hotline render
// Asterisk's from it, as in production.
func (d *Demo) writeConfig(ctx context.Context) error {
	espeak, err := d.w.Espeak(ctx)
	if err != nil {
		return err
	}
	v := configValues{
		Ports:       d.ports,
		Database:    devstack.PostgresDSN(d.ports.Postgres, databaseRole, d.secrets.Database, databaseName),
		AccountsKey: d.secrets.AccountsKey, EvidenceKey: d.w.Path("etc", "evidence.pem"),
		ARI:         d.secrets.ARI,
		Access:      d.secrets.StorageAccess,
		Secret:      d.secrets.StorageSecret,
		Bucket:      bucket,
		AsteriskDir: d.w.Path("var", "asterisk"),
		ModulesDir:  d.asterisk.ModDir,
		DataDir:     d.asterisk.DataDir,
		Recordings:  d.w.Path("var", "spool", "recordings"),
		Journal:     d.w.Path("var", "spool", "journal"),
		Prompts:     d.w.Path("var", "prompts"),
		Music:       d.w.Path("var", "music"),
		Espeak:      espeak,
		Incidents:   d.w.Path("var", "incidents"),
		Plans:       d.w.Path("var", "plans"),
		Messages:    d.w.Path("var", "simulated-messages.jsonl"),
	}
	for _, dir := range []string{v.AsteriskDir, v.Recordings, v.Journal} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return fmt.Errorf("configuration: %w", err)
		}
	}
	b, err := renderConfig(v)
	if err != nil {
		return err
	}
	if err := writePrivate(d.configPath(), b); err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	return d.w.Run(ctx, d.hotline, "asterisk", "render", "--config", d.configPath(), "--out", d.asteriskConf())
}

func renderConfig(v configValues) ([]byte, error) {
	var b bytes.Buffer
	if err := configTemplate.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	return b.Bytes(), nil
}
