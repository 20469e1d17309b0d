//go:build !cgo

package token

import "fmt"

// driver is of a program that was built without C, and can load no module.
type driver struct{}

func (*driver) with(Options, bool, func(session) error) error {
	return fmt.Errorf("%w: this hotline was built without cgo: build it with CGO_ENABLED=1, or use evidence.key", ErrModule)
}
