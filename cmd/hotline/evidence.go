package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"

	"hotline1022/internal/config"
	"hotline1022/internal/evidence"
	"hotline1022/internal/evidence/keeper"
	"hotline1022/internal/evidence/token"
	"hotline1022/internal/store"
	"hotline1022/recordings"
)

var (
	// errUnproven: not all could be looked at, so that nothing is said for sure.
	errUnproven = errors.New("not verified")
	// errTampered: something is not as it was left.
	errTampered = errors.New("not everything is as it was left")
)

func newAudit() *cobra.Command {
	verify := &cobra.Command{Use: "verify", Short: "Read the whole audit log, and prove that nothing of it was changed or removed", Args: noArgs}
	asJSON := verify.Flags().Bool("json", false, "print the result as JSON")
	withArchive(verify, func(cmd *cobra.Command, cfg config.Config, st *store.Store, archive *recordings.Archive) error {
		o, err := evidenceOptions(cfg, archive)
		if err != nil {
			return err
		}
		k, err := keeper.New(o, st, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		r, err := k.VerifyAudit(cmd.Context())
		if err != nil {
			return fmt.Errorf("%w: %w", errUnproven, err)
		}
		if err := printReport(cmd.OutOrStdout(), *asJSON, r, slices.Concat(r.Unread, r.Faults), fmt.Sprintf("%d entries are sealed, %d wait for it; the chain's head is %s; compared with %d signed manifests", r.Sealed, r.Unsealed, r.Head, r.Manifests)); err != nil {
			return err
		}
		return conclusion(r.Faults, r.Unread)
	})
	return group("audit", "The audit log", verify)
}

func newRecordingsVerify() *cobra.Command {
	verify := &cobra.Command{Use: "verify", Short: "Prove that recordings, their rows and the signed manifests are as they were left", Args: noArgs}
	since := verify.Flags().String("since", "", "first day, 2026-11-28 (needed)")
	until := verify.Flags().String("until", "", "last day; today if not given")
	deep := verify.Flags().Bool("deep", false, "read every recording from end to end")
	asJSON := verify.Flags().Bool("json", false, "print the result as JSON")
	return withArchive(verify, func(cmd *cobra.Command, cfg config.Config, st *store.Store, archive *recordings.Archive) error {
		look := keeper.Look{Until: evidence.DayOf(time.Now()), Deep: *deep}
		var err error
		if look.Since, err = evidence.ParseDay(*since); err != nil {
			return fmt.Errorf("%w: --since: %w", errUsage, err)
		}
		if *until != "" {
			if look.Until, err = evidence.ParseDay(*until); err != nil {
				return fmt.Errorf("%w: --until: %w", errUsage, err)
			}
		}
		if look.Since > look.Until { // nothing would be looked at, and be "proven"
			return fmt.Errorf("%w: there is nothing to look at from %s until %s", errUsage, look.Since, look.Until)
		}
		o, err := evidenceOptions(cfg, archive)
		if err != nil {
			return err
		}
		k, err := keeper.New(o, st, prometheus.NewRegistry())
		if err != nil {
			return err
		}
		r, err := k.Verify(cmd.Context(), look)
		if err != nil {
			return fmt.Errorf("%w: %w", errUnproven, err)
		}
		return tell(cmd.OutOrStdout(), *asJSON, r)
	})
}

// tell prints what was found of recordings, and says what it comes to.
func tell(w io.Writer, asJSON bool, r keeper.Report) error {
	if !asJSON {
		for _, kind := range []struct {
			what  string
			notes []keeper.Note
		}{{"lost", r.Lost}, {"salvaged", r.Salvaged}} {
			for _, n := range kind.notes {
				if _, err := fmt.Fprintf(w, "%s\trecording:%s\tcall %s, %s, %s: %s\n", kind.what, n.ID, n.Call, n.Leg, n.At.Format(time.RFC3339), n.Detail); err != nil {
					return err
				}
			}
		}
		if r.LostBeside > 0 {
			if _, err := fmt.Fprintf(w, "lost\t%d more, %d in all: only the first are named\n", r.LostBeside, r.LostBeside+int64(len(r.Lost))); err != nil {
				return err
			}
		}
		for _, n := range r.Late {
			if _, err := fmt.Fprintf(w, "late\tcall:%s\tover at %s, %s\n", n.Call, n.At.Format(time.RFC3339), n.Detail); err != nil {
				return err
			}
		}
	}
	if err := printReport(w, asJSON, r, slices.Concat(r.Unread, r.Faults), r.Summary()); err != nil {
		return err
	}
	return conclusion(r.Faults, r.Unread)
}

func newKeys() *cobra.Command {
	c := &cobra.Command{Use: "new FILE", Short: "Make a key that signs manifests (Ed25519, PEM), and print its public half", Args: oneArg}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		private, err := evidence.NewKey()
		if err != nil {
			return err
		}
		key, err := evidence.ReadKey(private)
		if err != nil {
			return err
		}
		public, err := evidence.PublicPEM(key.Public().(ed25519.PublicKey))
		if err != nil {
			return err
		}
		// Never over a key that is there: what it signed could not be signed again.
		f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if _, err := f.Write(private); err != nil {
			return errors.Join(err, f.Close())
		}
		if err := f.Close(); err != nil {
			return err
		}
		_, err = cmd.OutOrStdout().Write(public)
		return err
	}
	return group("keys", "Keys that prove", c, newKeysToken())
}

func newKeysToken() *cobra.Command {
	c := &cobra.Command{Use: "token", Short: "Make the key that signs manifests in the token of evidence.pkcs11, unless it has one, and print its public half", Args: noArgs}
	return withConfig(c, func(cmd *cobra.Command, _ []string, cfg config.Config) error {
		if cfg.Evidence.PKCS11 == (config.Token{}) {
			return fmt.Errorf("%w: the configuration names no token (evidence.pkcs11)", errUsage)
		}
		key := tokenOf(cfg.Evidence.PKCS11)
		if err := key.Generate(); err != nil && !errors.Is(err, token.ErrThere) {
			return err
		}
		public, err := key.PublicKey()
		if err != nil {
			return err
		}
		text, err := evidence.PublicPEM(public)
		if err != nil {
			return err
		}
		_, err = cmd.OutOrStdout().Write(text)
		return err
	})
}

func tokenOf(c config.Token) *token.Key {
	return token.New(token.Options{Module: c.Module, Token: c.Token, Key: c.Key, PIN: c.PIN})
}

// evidenceOptions reads the keys that the configuration names.
func evidenceOptions(cfg config.Config, archive *recordings.Archive) (o keeper.Options, err error) {
	o.Retain = cfg.Retention.Most()
	o.Promised = func(recorded time.Time) time.Time { return recordings.MonthsAfter(recorded, cfg.Retention.Least()) }
	if archive != nil {
		o.Objects = objects{archive}
	}
	if cfg.Evidence.PKCS11 != (config.Token{}) {
		o.Key = tokenOf(cfg.Evidence.PKCS11)
	}
	if cfg.Evidence.Key != "" {
		if o.Key, err = inFile(cfg.Evidence.Key, evidence.ReadKey); err != nil {
			return o, fmt.Errorf("%w: evidence.key: %w", errUsage, err)
		}
	}
	for _, path := range cfg.Evidence.Trusted {
		key, err := inFile(path, evidence.ReadPublic)
		if err != nil {
			return o, fmt.Errorf("%w: evidence.trusted: %w", errUsage, err)
		}
		o.Trusted = append(o.Trusted, key)
	}
	return o, nil
}

// objects gives the archive to package keeper in its own terms.
type objects struct{ *recordings.Archive }

func (o objects) Place(ctx context.Context, key, contentType string, body []byte, until time.Time) (string, error) {
	locked, err := o.EnsureBucket(ctx)
	if err != nil {
		return "", err
	}
	if !locked {
		until = time.Time{} // the recordings' health tells of it
	}
	return o.PutUntil(ctx, key, contentType, bytes.NewReader(body), int64(len(body)), evidence.SumOf(body).String(), until)
}

func (o objects) Look(ctx context.Context, bucket, key, version string) (keeper.Object, error) {
	k, err := o.Archive.Look(ctx, bucket, key, version)
	if err != nil {
		return keeper.Object{}, err
	}
	sum, err := base64.StdEncoding.DecodeString(k.SHA256)
	return keeper.Object{Size: k.Size, SHA256: hex.EncodeToString(sum), Meta: k.Meta, Until: k.Until}, err
}

func (o objects) Versions(ctx context.Context, bucket, prefix string) (map[string][]keeper.Layer, error) {
	found, err := o.Archive.Versions(ctx, bucket, prefix)
	all := make(map[string][]keeper.Layer, len(found))
	for key, layers := range found {
		for _, l := range layers {
			all[key] = append(all[key], keeper.Layer(l))
		}
	}
	return all, err
}

func (o objects) Gone(err error) bool { return errors.Is(err, recordings.ErrNotFound) }

func (o objects) NoBucket(err error) bool { return recordings.NoBucket(err) }

func (o objects) Refused(err error) bool { return errors.Is(err, recordings.ErrRefused) }

func (o objects) Answers(ctx context.Context) error {
	_, err := o.EnsureBucket(ctx)
	return err
}

// printReport prints a report as JSON, or its faults a line each and then what it comes to.
func printReport(w io.Writer, asJSON bool, report any, faults []evidence.Fault, summary string) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	for _, f := range faults {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", f.Kind, f.Object, f.Detail); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, summary)
	return err
}

// conclusion is what a look comes to: the exit code.
func conclusion(faults, unread []evidence.Fault) error {
	switch {
	case len(faults) > 0:
		return fmt.Errorf("%w: %d faults", errTampered, len(faults))
	case len(unread) > 0:
		return fmt.Errorf("%w: %d objects could not be looked at", errUnproven, len(unread))
	}
	return nil
}
