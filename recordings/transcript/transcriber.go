package transcript

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Segment is what was said without a pause, or so.
type Segment struct {
	From, To time.Duration // from the sound's beginning
	Text     string
}

// Transcriber writes down what is said in a sound: a WAVE file, one channel. Errors: [ErrAway], [ErrRefused], [*LaterError]; any other
// is worth a few more tries.
type Transcriber interface {
	Transcribe(ctx context.Context, sound []byte) ([]Segment, error)
	// Answers says whether it is there, and knows us; the error is [ErrAway].
	Answers(ctx context.Context) error
	// Model names what writes.
	Model() string
}

var (
	// ErrAway: the service is not there, or does not know us; that has nothing to do with the sound.
	ErrAway = errors.New("the transcription service is away")
	// ErrRefused: it will never take this sound.
	ErrRefused = errors.New("the transcription service refuses the sound")
)

// LaterError is an answer that asks to be left alone for a while.
type LaterError struct{ After time.Duration }

func (e *LaterError) Error() string {
	return fmt.Sprintf("the transcription service asks to wait for %s", e.After)
}
