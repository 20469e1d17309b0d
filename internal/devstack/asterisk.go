package devstack

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// minAsterisk is the oldest major version with what we use: StasisBroadcast
// and the ARI calls of 22.
const minAsterisk = 22

// Asterisk is an installed Asterisk that can be run with any configuration.
type Asterisk struct {
	// Command is the program with what must stand before its own arguments
	// (unpacked packages run through their own dynamic loader).
	Command []string
	// ModDir and DataDir belong into astmoddir and astdatadir of
	// asterisk.conf. DataDir holds the XML documentation, without which
	// several modules refuse to load.
	ModDir  string
	DataDir string
	Version string // as `asterisk -V` prints it
}

// Asterisk finds an Asterisk of version 22 or newer on the machine, or unpacks
// Debian unstable's packages under .local/asterisk.
func (w *Workspace) Asterisk(ctx context.Context) (Asterisk, error) {
	if a, ok := machineAsterisk(ctx); ok {
		return a, nil
	}
	dir := w.Path("asterisk")
	err := w.once(ctx, "asterisk", "Asterisk 22 from Debian unstable", "1", dir, func(ctx context.Context) error {
		source, err := unstableSource()
		if err != nil {
			return err
		}
		// An empty dpkg status: the C library and everything else come along,
		// so that nothing depends on the versions that this machine has.
		if err := unpack(ctx, dir, []aptSource{source}, "", "asterisk", "asterisk-modules"); err != nil {
			return err
		}
		_, err = unpackedAsterisk(ctx, dir)
		return err
	})
	if err != nil {
		return Asterisk{}, err
	}
	return unpackedAsterisk(ctx, dir)
}

func machineAsterisk(ctx context.Context) (Asterisk, bool) {
	path, err := exec.LookPath("asterisk")
	if err != nil {
		path = "/usr/sbin/asterisk" // not in the PATH of everyone
		if !exists(path) {
			return Asterisk{}, false
		}
	}
	a := Asterisk{Command: []string{path}}
	for _, pattern := range []string{"/usr/lib/*/asterisk/modules", "/usr/lib/asterisk/modules", "/usr/lib64/asterisk/modules"} {
		if m, _ := filepath.Glob(filepath.Join(pattern, "res_ari.so")); len(m) > 0 {
			a.ModDir = filepath.Dir(m[0])
			break
		}
	}
	for _, dir := range []string{"/usr/share/asterisk", "/var/lib/asterisk"} {
		if exists(filepath.Join(dir, "documentation")) {
			a.DataDir = dir
			break
		}
	}
	if a.ModDir == "" || a.DataDir == "" {
		return Asterisk{}, false
	}
	return a, a.checkVersion(ctx) == nil
}

func unpackedAsterisk(ctx context.Context, dir string) (Asterisk, error) {
	lib, err := libraryDir(dir)
	if err != nil {
		return Asterisk{}, fmt.Errorf("the packages unpacked in %s are not complete, remove the folder and try again: %w", dir, err)
	}
	loader, err := loaderOf(dir)
	if err != nil {
		return Asterisk{}, fmt.Errorf("the packages unpacked in %s are not complete, remove the folder and try again: %w", dir, err)
	}
	a := Asterisk{
		Command: []string{loader, "--library-path", lib, filepath.Join(dir, "usr/sbin/asterisk")},
		ModDir:  filepath.Join(lib, "asterisk", "modules"),
		DataDir: filepath.Join(dir, "usr/share/asterisk"),
	}
	return a, a.checkVersion(ctx)
}

// libraryDir is the folder of shared libraries of an unpacked Debian
// (/usr/lib/<triplet>).
func libraryDir(root string) (string, error) {
	m, _ := filepath.Glob(filepath.Join(root, "usr/lib/*-linux-gnu*"))
	if len(m) == 0 {
		return "", fmt.Errorf("no folder of shared libraries in %s", root)
	}
	return m[0], nil
}

func loaderOf(root string) (string, error) {
	for _, pattern := range []string{"usr/lib64/ld-linux-*.so.*", "lib64/ld-linux-*.so.*", "usr/lib/ld-linux-*.so.*", "lib/ld-linux-*.so.*"} {
		if m, _ := filepath.Glob(filepath.Join(root, pattern)); len(m) > 0 {
			return m[0], nil
		}
	}
	return "", fmt.Errorf("no dynamic loader in %s", root)
}

var asteriskVersion = regexp.MustCompile(`Asterisk (?:certified/)?(\d+)\.`)

func (a *Asterisk) checkVersion(ctx context.Context) error {
	out, err := command{args: a.with("-V")}.run(ctx)
	if err != nil {
		return fmt.Errorf("asterisk does not run: %w", err)
	}
	m := asteriskVersion.FindStringSubmatch(out)
	if m == nil {
		return fmt.Errorf("asterisk -V answered %q", out)
	}
	if major, _ := strconv.Atoi(m[1]); major < minAsterisk {
		return fmt.Errorf("%s is too old: %d or newer is needed", out, minAsterisk)
	}
	a.Version = lastLines(out, 1)
	return nil
}

func (a Asterisk) with(args ...string) []string {
	return append(append([]string{}, a.Command...), args...)
}

// RunCommand is the command line of a server in the foreground with the
// asterisk.conf in confDir.
func (a Asterisk) RunCommand(confDir string) []string {
	return a.with("-f", "-C", filepath.Join(confDir, "asterisk.conf"))
}

// CLI runs one command on the console of the server that was started with the
// asterisk.conf in confDir, and returns what it prints.
func (a Asterisk) CLI(ctx context.Context, confDir, line string) (string, error) {
	return command{args: a.with("-C", filepath.Join(confDir, "asterisk.conf"), "-rx", line)}.run(ctx)
}
