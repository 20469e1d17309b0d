package devstack

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// MirrorEnv names the environment variable with the base address of a Debian
// mirror that carries unstable, for machines whose own sources do not.
const MirrorEnv = "HOTLINE_DEBIAN_MIRROR"

// aptSource is one archive that apt is configured with.
type aptSource struct {
	uri        string
	suites     []string
	components []string
	signedBy   string
}

// line renders the source in apt's one-line format.
func (s aptSource) line() string {
	option := ""
	if s.signedBy != "" {
		option = "[signed-by=" + s.signedBy + "] "
	}
	var b strings.Builder
	for _, suite := range s.suites {
		fmt.Fprintf(&b, "deb %s%s %s %s\n", option, s.uri, suite, strings.Join(s.components, " "))
	}
	return b.String()
}

// aptSources reads the machine's sources in both formats (sources.list(5)).
func aptSources(etc string) []aptSource {
	files, _ := filepath.Glob(filepath.Join(etc, "sources.list.d", "*"))
	files = append([]string{filepath.Join(etc, "sources.list")}, files...)
	var all []aptSource
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // a source that cannot be read is a source that we have not
		}
		switch filepath.Ext(file) {
		case ".list":
			all = append(all, parseOneLine(string(b))...)
		case ".sources":
			all = append(all, parseDeb822(string(b))...)
		}
	}
	return all
}

func parseOneLine(text string) []aptSource {
	var all []aptSource
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "deb ")
		if !ok {
			continue
		}
		var s aptSource
		rest = strings.TrimSpace(rest)
		if strings.HasPrefix(rest, "[") {
			options, after, closed := strings.Cut(rest[1:], "]")
			if !closed {
				continue
			}
			for _, o := range strings.Fields(options) {
				if v, ok := strings.CutPrefix(o, "signed-by="); ok {
					s.signedBy = v
				}
			}
			rest = after
		}
		f := strings.Fields(rest)
		if len(f) < 3 {
			continue
		}
		s.uri, s.suites, s.components = f[0], f[1:2], f[2:]
		all = append(all, s)
	}
	return all
}

func parseDeb822(text string) []aptSource {
	var all []aptSource
	for stanza := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		fields := deb822Fields(stanza)
		if !slices.Contains(strings.Fields(fields["types"]), "deb") || fields["enabled"] == "no" {
			continue
		}
		signedBy := fields["signed-by"]
		if !strings.HasPrefix(signedBy, "/") {
			signedBy = "" // a key given inline: the keyring's default must do
		}
		for _, uri := range strings.Fields(fields["uris"]) {
			all = append(all, aptSource{
				uri:        uri,
				suites:     strings.Fields(fields["suites"]),
				components: strings.Fields(fields["components"]),
				signedBy:   signedBy,
			})
		}
	}
	return all
}

func deb822Fields(stanza string) map[string]string {
	fields := map[string]string{}
	last := ""
	for line := range strings.Lines(stanza) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"):
			if last != "" {
				fields[last] += " " + strings.TrimSpace(line)
			}
		default:
			name, value, ok := strings.Cut(line, ":")
			if ok {
				last = strings.ToLower(strings.TrimSpace(name))
				fields[last] = strings.TrimSpace(value)
			}
		}
	}
	return fields
}

// debianArchive picks the machine's main Debian archive: the source that
// carries the running release itself (not its updates or security) in main.
func debianArchive(sources []aptSource, codename string) (aptSource, bool) {
	wanted := []string{codename, "stable", "testing", "unstable", "sid"}
	for _, s := range sources {
		if !slices.Contains(s.components, "main") {
			continue
		}
		for _, suite := range s.suites {
			if suite != "" && slices.Contains(wanted, suite) {
				return s, true
			}
		}
	}
	return aptSource{}, false
}

// osRelease reads one field of /etc/os-release.
func osRelease(field string) string {
	f, err := os.Open("/etc/os-release")
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if v, ok := strings.CutPrefix(sc.Text(), field+"="); ok {
			return strings.Trim(v, `"'`)
		}
	}
	return ""
}

// unstableSource is Debian unstable on the machine's own mirror.
func unstableSource() (aptSource, error) {
	s := aptSource{suites: []string{"sid"}, components: []string{"main"}}
	if mirror := os.Getenv(MirrorEnv); mirror != "" {
		s.uri = mirror
	} else {
		own, ok := debianArchive(aptSources("/etc/apt"), osRelease("VERSION_CODENAME"))
		if !ok || osRelease("ID") != "debian" {
			return s, fmt.Errorf("no Debian mirror among this machine's apt sources (%s): set %s to the address of one that carries unstable",
				osRelease("PRETTY_NAME"), MirrorEnv)
		}
		s.uri = own.uri
	}
	// The release's own key may be set for its archive alone; unstable is
	// signed by the same archive's keys, which this package holds.
	const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
	if exists(keyring) {
		s.signedBy = keyring
	}
	return s, nil
}

// unpack downloads the packages with all that they need, beyond what the dpkg
// status file given says is installed, and unpacks them into dir. Nothing is
// installed: no maintainer script runs and dpkg's database is not touched, so
// it needs no root. apt checks the archive's signatures as always.
func unpack(ctx context.Context, dir string, sources []aptSource, status string, packages ...string) error {
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("apt-get is missing: this needs Debian or a system like it: %w", err)
	}
	work := dir + ".apt"
	fresh := dir + ".new"
	for _, d := range []string{work, fresh} {
		if err := os.RemoveAll(d); err != nil {
			return err
		}
	}
	for _, d := range []string{"lists/partial", "archives/partial"} {
		if err := os.MkdirAll(filepath.Join(work, d), 0o755); err != nil {
			return err
		}
	}
	defer func() { _ = os.RemoveAll(work) }()
	if status == "" {
		status = filepath.Join(work, "status")
		if err := os.WriteFile(status, nil, 0o644); err != nil {
			return err
		}
	}
	var list strings.Builder
	for _, s := range sources {
		list.WriteString(s.line())
	}
	if err := os.WriteFile(filepath.Join(work, "sources.list"), []byte(list.String()), 0o644); err != nil {
		return err
	}
	apt := func(args ...string) error {
		_, err := command{args: append(aptOptions(work, status), args...), env: aptEnv}.run(ctx)
		return err
	}
	if err := apt("update"); err != nil {
		if strings.Contains(err.Error(), "is expired") {
			return fmt.Errorf("the mirror's package lists are out of date: look at this machine's clock, or choose a current mirror with %s; "+
				"where a frozen mirror is meant, its owner allows it in /etc/apt/apt.conf.d (Acquire::Check-Valid-Until), which holds here too: %w", MirrorEnv, err)
		}
		return fmt.Errorf("reading the package lists failed: look at the network and the mirror (%s changes it): %w", MirrorEnv, err)
	}
	if err := apt(append([]string{"--no-install-recommends", "--download-only", "install"}, packages...)...); err != nil {
		return fmt.Errorf("downloading %s failed: %w", strings.Join(packages, ", "), err)
	}
	debs, _ := filepath.Glob(filepath.Join(work, "archives", "*.deb"))
	if len(debs) == 0 {
		return fmt.Errorf("apt-get downloaded nothing for %s", strings.Join(packages, ", "))
	}
	if err := os.MkdirAll(fresh, 0o755); err != nil {
		return err
	}
	for _, deb := range debs {
		if _, err := (command{args: []string{"dpkg-deb", "-x", deb, fresh}}).run(ctx); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(fresh, dir)
}

var aptEnv = []string{"DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"}

func aptOptions(work, status string) []string {
	options := []string{
		"Dir::State=" + work,
		"Dir::State::lists=" + filepath.Join(work, "lists"),
		"Dir::State::status=" + status,
		"Dir::State::extended_states=" + filepath.Join(work, "extended_states"),
		"Dir::Cache=" + work,
		"Dir::Cache::archives=" + filepath.Join(work, "archives"),
		"Dir::Etc::sourcelist=" + filepath.Join(work, "sources.list"),
		"Dir::Etc::sourceparts=/dev/null",
		"Dir::Etc::preferences=/dev/null",
		"Dir::Etc::preferencesparts=/dev/null",
		"APT::Sandbox::User=root",
		// Only what is needed to resolve packages.
		"Acquire::Languages=none",
		"Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
		"Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false",
		"Acquire::Retries=3",
		"Debug::NoLocking=true",
	}
	args := []string{"apt-get", "-q", "-y"}
	for _, o := range options {
		args = append(args, "-o", o)
	}
	return args
}

// debianPackages installs what is missing of Debian's packages on the machine
// itself. Without root it says which command would.
func (w *Workspace) debianPackages(ctx context.Context, name, title string, packages ...string) error {
	remedy := "apt-get install --no-install-recommends " + strings.Join(packages, " ")
	if os.Geteuid() != 0 {
		return fmt.Errorf("%s is missing and this is not root: run `sudo %s`", title, remedy)
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("%s is missing, and so is apt-get: install %s by hand", title, strings.Join(packages, ", "))
	}
	// One apt-get at a time: it holds the machine's lock, and so do we.
	unlock, err := w.Lock(ctx, "apt", "apt-get")
	if err != nil {
		return err
	}
	defer unlock()
	install := command{env: aptEnv, args: append([]string{
		"apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3",
		"install", "--no-install-recommends",
	}, packages...)}
	// A list that is old names files which the mirror has no more.
	if _, err := (command{env: aptEnv, args: []string{"apt-get", "-q", "-o", "DPkg::Lock::Timeout=600", "update"}}).run(ctx); err != nil {
		w.logf("%s: apt-get update failed, trying with the lists there are: %v", name, err)
	}
	if _, err := install.run(ctx); err != nil {
		return fmt.Errorf("try `%s` by hand: %w", remedy, err)
	}
	return nil
}
