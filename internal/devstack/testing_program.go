package devstack

import (
	"context"
	"testing"
	"time"
)

// StartProgram starts any program for one test and waits until ready says yes.
// launch is asked anew at every start; its Name and Log are filled in.
func StartProgram(t testing.TB, name string, launch func() Launch, ready func(context.Context) bool) *Service {
	t.Helper()
	return startService(t, &Service{
		name: name, launch: launch, ready: ready,
		patience: 10 * time.Second, limit: 30 * time.Second,
	})
}
