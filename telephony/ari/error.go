package ari

import (
	"errors"
	"fmt"
	"net/http"
)

var (
	// ErrReplaced: another controller has taken the application; this one must not act.
	ErrReplaced = errors.New("ari: another controller has taken over")
	// ErrUnauthorized: Asterisk refuses our user, password or address (401, 403).
	ErrUnauthorized = errors.New("ari: Asterisk refuses user, password or address")
	// ErrStalled: the connection is open, and nothing comes.
	ErrStalled = errors.New("ari: the connection has stalled")
)

// Error is a request that failed.
type Error struct {
	Op      string // ours, as in Link's methods
	Status  int    // HTTP; 0: no answer came (time limit, no connection)
	Message string // Asterisk's, or the cause
	Err     error  // the cause when no answer came, or nil
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return fmt.Sprintf("ari: %s: no answer: %s", e.Op, e.Message)
	}
	return fmt.Sprintf("ari: %s: %d: %s", e.Op, e.Status, e.Message)
}

func (e *Error) Unwrap() error { return e.Err }

// IsGone tells that the channel, bridge or playback does not exist (any more).
func IsGone(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	// addChannel and removeChannel say 400 of a missing channel, 404 of a missing bridge.
	return e.Status == http.StatusNotFound ||
		e.Status == http.StatusBadRequest && e.Message == "Channel not found"
}

// IsNotInStasis tells that the channel exists, but is not in our hands: not yet
// (its StasisStart has not come), or not any more (it is being hung up, or was
// continued in the dialplan).
func IsNotInStasis(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == http.StatusConflict || e.Status == http.StatusUnprocessableEntity)
}

// IsUnanswered tells that no answer came: whether Asterisk acted is unknown.
func IsUnanswered(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == 0
}
