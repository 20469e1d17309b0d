package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hotline1022/dialplan/planfile"
	"hotline1022/internal/auth"
	"hotline1022/internal/config"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
)

func newConfig() *cobra.Command {
	check := withConfigLooked(&cobra.Command{Use: "check", Short: "List everything that is wrong with the configuration, and with the keys and certificates in the files that it names", Args: noArgs},
		namedFiles, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			plan, err := planfile.Load(cfg.Dialplan.File)
			if err != nil {
				return err
			}
			if _, err := asteriskValues(cfg, plan); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "the configuration is in order")
			return err
		})
	var gateways bool
	example := &cobra.Command{Use: "example", Short: "Print a commented configuration to start from", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		text := config.Example
		if gateways {
			text = config.ExampleGateways
		}
		_, err := cmd.OutOrStdout().Write(text)
		return err
	}}
	example.Flags().BoolVar(&gateways, "gateways", false, "print gateways for SMS and e-mail")
	return group("config", "The configuration", check, example)
}

func newMigrate() *cobra.Command {
	up := withConfig(&cobra.Command{Use: "up", Short: "Bring the database to the newest schema", Args: noArgs},
		func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			return store.Migrate(cmd.Context(), cfg.Database.URL)
		})
	down := &cobra.Command{Use: "down", Short: "Remove the schema with all data", Args: noArgs}
	sure := down.Flags().Bool("all-data-will-be-lost", false, "needed, so that nobody does it by mistake")
	withConfig(down, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		if !*sure {
			return fmt.Errorf("%w: every call, ticket and account would be lost; say --all-data-will-be-lost if that is meant", errUsage)
		}
		return store.MigrateDown(cmd.Context(), cfg.Database.URL)
	})
	status := withConfig(&cobra.Command{Use: "status", Short: "List the schema's steps", Args: noArgs},
		func(cmd *cobra.Command, _ []string, cfg config.Config) error {
			steps, err := store.Migrations(cmd.Context(), cfg.Database.URL)
			if err != nil {
				return err
			}
			for _, s := range steps {
				state := "pending"
				if s.Applied {
					state = "applied"
				}
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\n", state, s.Name); err != nil {
					return err
				}
			}
			return nil
		})
	return group("migrate", "The database's schema", up, down, status)
}

// withStore gives a command the database.
func withStore(c *cobra.Command, do func(*cobra.Command, []string, *store.Store) error) *cobra.Command {
	return withConfig(c, func(cmd *cobra.Command, args []string, cfg config.Config) error {
		st, err := store.Open(cfg.Database.URL, newLog(cfg.Log, cmd.ErrOrStderr()))
		if err != nil {
			return err
		}
		defer st.Close()
		return do(cmd, args, st)
	})
}

// byCLI is the actor in the audit log of what is done on the machine itself.
const byCLI = "cli"

func audit(cmd *cobra.Command, st *store.Store, action, object string, detail map[string]string) error {
	done, err := act(action, object, detail)
	if err != nil {
		return err
	}
	return st.AuditAppend(cmd.Context(), done)
}

// act is the audit log's row of something that the store writes together with it.
func act(action, object string, detail map[string]string) (db.AuditAppendParams, error) {
	raw, err := json.Marshal(detail)
	if err != nil {
		return db.AuditAppendParams{}, err
	}
	return db.AuditAppendParams{At: time.Now(), Actor: byCLI, Action: action, Object: object, Detail: raw}, nil
}

func newToken() *cobra.Command {
	create := &cobra.Command{Use: "create", Short: "Make a program's bearer token and print it, alone, on standard output", Args: noArgs}
	role := create.Flags().String("role", "", "what the token may do: one of "+roleNames())
	name := create.Flags().String("name", "cli", "what it is for")
	days := create.Flags().Int("days", 90, "until it expires, 1 to 3650")
	withStore(create, func(cmd *cobra.Command, _ []string, st *store.Store) error {
		switch {
		case !auth.Role(*role).Valid():
			return fmt.Errorf("%w: --role must be one of %s", errUsage, roleNames())
		case *days < 1 || *days > 3650:
			return fmt.Errorf("%w: --days must be 1 to 3650", errUsage)
		case strings.TrimSpace(*name) == "":
			return fmt.Errorf("%w: --name must not be empty", errUsage)
		}
		secret, prefix, sum := auth.NewToken()
		now := time.Now()
		made, err := act("token.create", "", map[string]string{"role": *role, "name": *name}) // the store names the object
		if err != nil {
			return err
		}
		_, err = st.CreateToken(cmd.Context(), db.TokenCreateParams{
			Name: *name, Role: *role, Prefix: prefix, Sha256: sum[:], CreatedBy: byCLI, CreatedAt: now, ExpiresAt: now.AddDate(0, 0, *days),
		}, made)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(cmd.OutOrStdout(), secret)
		return err
	})
	return group("token", "Programs' tokens", create)
}

func roleNames() string {
	names := make([]string, len(auth.Roles))
	for i, r := range auth.Roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

func newUser() *cobra.Command {
	add := &cobra.Command{Use: "add USERNAME", Short: "Add an account; its password is read from standard input, one line", Args: oneArg}
	name := add.Flags().String("name", "", "the person's name")
	role := add.Flags().String("role", "", "one of "+roleNames())
	withStore(add, func(cmd *cobra.Command, args []string, st *store.Store) error {
		if *name == "" || !auth.Role(*role).Valid() {
			return fmt.Errorf("%w: --name and --role (one of %s) are needed", errUsage, roleNames())
		}
		hash, err := readPassword(cmd, args[0])
		if err != nil {
			return err
		}
		n, err := st.UserAdd(cmd.Context(), db.UserAddParams{Username: args[0], Name: *name, Role: *role, PasswordHash: hash})
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("there is an account %s already; `hotline user password` sets its password", args[0])
		}
		return audit(cmd, st, "user.create", "user:"+args[0], map[string]string{"role": *role})
	})
	password := withStore(&cobra.Command{Use: "password USERNAME", Short: "Set an account's password, read from standard input, lift its lock and end its sessions", Args: oneArg},
		func(cmd *cobra.Command, args []string, st *store.Store) error {
			hash, err := readPassword(cmd, args[0])
			if err != nil {
				return err
			}
			err = st.SetPassword(cmd.Context(), args[0], byCLI, hash, time.Now())
			if errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("there is no account %s", args[0])
			}
			return err
		})
	factor := withStore(&cobra.Command{Use: "reset-second-factor USERNAME", Short: "Take an account's second factor away and end its sessions: for the administrator who has lost both telephone and recovery codes", Args: oneArg},
		func(cmd *cobra.Command, args []string, st *store.Store) error {
			done, err := act("factor.reset", "user:"+args[0], map[string]string{})
			if err != nil {
				return err
			}
			err = st.ForgetFactor(cmd.Context(), args[0], done)
			if errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("there is no account %s with a second factor", args[0])
			}
			return err
		})
	return group("user", "Accounts", add, password, factor, newReseal())
}

// newReseal is the last but one step of changing accounts.key (SECURITY.md).
func newReseal() *cobra.Command {
	c := &cobra.Command{Use: "reseal-second-factors", Short: "Keep all second factors under accounts.key, which lie under accounts.earlier_key until then", Args: noArgs}
	return withConfig(c, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		if cfg.Accounts.EarlierKey == "" {
			return fmt.Errorf("%w: the configuration has no accounts.earlier_key: nothing lies under another key", errUsage)
		}
		reseal, err := auth.Resealer(cfg.Accounts.KeyBytes(), cfg.Accounts.EarlierKeyBytes())
		if err != nil {
			return err
		}
		st, err := store.Open(cfg.Database.URL, newLog(cfg.Log, cmd.ErrOrStderr()))
		if err != nil {
			return err
		}
		defer st.Close()
		done, err := act("factor.reseal", "", map[string]string{})
		if err != nil {
			return err
		}
		n, err := st.ResealFactors(cmd.Context(), reseal, done)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d second factors are under the new key now; accounts.earlier_key can go\n", n)
		return err
	})
}

func readPassword(cmd *cobra.Command, username string) (hash string, err error) {
	line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if line == "" && err != nil {
		return "", fmt.Errorf("%w: give the password on standard input", errUsage)
	}
	hash, err = auth.Chosen(username, strings.TrimRight(line, "\r\n"))
	if errors.Is(err, auth.ErrWeak) || errors.Is(err, auth.ErrGuessable) {
		return "", fmt.Errorf("%w: %w", errUsage, err)
	}
	return hash, err
}
