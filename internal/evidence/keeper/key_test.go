package keeper

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence/token"
)

// hotline starts without its token, says that it is away, and finds it when it comes.
func TestTokenIsAskedFor(t *testing.T) {
	r, hsm := newRig(t), devstack.SoftHSM(t)
	key := token.New(token.Options{Module: hsm.Module, Token: hsm.Label, Key: "evidence", PIN: hsm.PIN})
	if err := key.Generate(); err != nil {
		t.Fatal(err)
	}
	hsm.Pull()
	k, err := New(Options{SealEvery: 20 * time.Millisecond, AskEvery: 20 * time.Millisecond, Key: key}, r.store, prometheus.NewRegistry())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var runs sync.WaitGroup
	defer runs.Wait()
	defer stop()
	runs.Go(func() { k.Run(ctx) })
	says := func(what string) func() bool {
		return func() bool {
			detail, err := k.Check(t.Context())
			if err != nil {
				detail = err.Error()
			}
			return (what == "") == (err == nil) && strings.Contains(detail, what)
		}
	}
	r.until("the token's absence in /readyz", says("nothing can be signed; manifests wait, and nothing is deleted: token \"hotline\": the token is not there"))
	if up := testutil.ToFloat64(k.metrics.able); up != 0 || k.Certifies() {
		t.Errorf("key up %v, certifies %v", up, k.Certifies())
	}
	hsm.Push()
	r.until("the token's return in /readyz", says(""))
	if up := testutil.ToFloat64(k.metrics.able); up != 1 || !k.Certifies() {
		t.Errorf("key up %v, certifies %v", up, k.Certifies())
	}
}
