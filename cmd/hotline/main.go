// Command hotline is the server of Hotline 1022 and its administration.
//
// Exit codes: 0 done, 1 failed, 2 the command line or the configuration is wrong
// (nothing was started then). Of what verifies: 0 proven, 1 something is not as it was
// left, 2 not all could be looked at.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"hotline1022/internal/config"
	"hotline1022/internal/strictyaml"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const (
	exitFailed = 1
	exitWrong  = 2
)

// errUsage marks what is wrong with the command line.
var errUsage = errors.New("usage")

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var faults *strictyaml.Faults
	switch {
	case err == nil:
		return 0
	case errors.As(err, &faults):
		_, _ = fmt.Fprintln(stderr, faults)
		return exitWrong
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintln(stderr, err)
		return exitWrong
	case errors.Is(err, errUnproven):
		_, _ = fmt.Fprintln(stderr, "hotline:", err)
		return exitWrong
	}
	_, _ = fmt.Fprintln(stderr, "hotline:", err)
	return exitFailed
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use: "hotline", Short: "The city's hotline 1022 on Asterisk",
		SilenceUsage: true, SilenceErrors: true, Args: noArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w: %w", errUsage, err) })
	root.AddCommand(
		newServe(), newMigrate(), newConfig(), newAsterisk(), newDialplan(), newPrompts(), newToken(), newUser(), newDemo(), newOpenAPI(), newGuard(), newAudit(), newRecordings(), newKeys(),
		&cobra.Command{Use: "version", Short: "Print the version", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), version())
			return err
		}},
	)
	return root
}

// group is a command that only has commands below it.
func group(use, short string, below ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(below...)
	return c
}

func noArgs(cmd *cobra.Command, args []string) error { return usage(cobra.NoArgs(cmd, args)) }

func oneArg(cmd *cobra.Command, args []string) error { return usage(cobra.ExactArgs(1)(cmd, args)) }

func usage(err error) error {
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	return nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return info.Main.Version
}

// withConfig gives a command the flag --config and its configuration.
func withConfig(c *cobra.Command, do func(*cobra.Command, []string, config.Config) error) *cobra.Command {
	return withConfigLooked(c, nil, do)
}

// withConfigLooked is withConfig, and has look say what is wrong with what the configuration names.
func withConfigLooked(c *cobra.Command, look config.Look, do func(*cobra.Command, []string, config.Config) error) *cobra.Command {
	path := c.Flags().String("config", defaultConfig(os.Getenv, os.Executable), "configuration file")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		cfg, err := config.LoadWith(*path, os.LookupEnv, look)
		if err != nil {
			return err
		}
		return do(cmd, args, cfg)
	}
	return c
}

// configEnv names the environment variable with the configuration's path.
const configEnv = "HOTLINE_CONFIG"

// defaultConfig is where the configuration lies when nobody says: as the
// environment names it, in etc beside the program's bin (a checkout's .local,
// /usr/local), or in /etc.
func defaultConfig(getenv func(string) string, executable func() (string, error)) string {
	if path := getenv(configEnv); path != "" {
		return path
	}
	if program, err := executable(); err == nil {
		path := filepath.Join(filepath.Dir(program), "..", "etc", "hotline.yaml")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return "/etc/hotline/hotline.yaml"
}

func newLog(c config.Log, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo // validated before; not worth failing for
	}
	opts := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}
