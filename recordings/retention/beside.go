package retention

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// mostBeside is how many recordings in a row a part of a pass leaves aside: where it is more the archive is not in order, and the part ends. Those among
// others may be any number, for what is damaged stays so: the part would end at the same place each time.
const mostBeside = 100

// alone is an error of one recording: the archive answers, and does not do what it is asked of this one (its object is damaged). No other
// recording waits for it.
type alone struct{ error }

func (a alone) Unwrap() error { return a.error }

func isAlone(err error) bool {
	var one alone
	return errors.As(err, &one)
}

// refusal tells whose an error of the archive is: where it answers, the one recording's.
func (s *Service) refusal(ctx context.Context, recording uuid.UUID, err error) error {
	if _, away := s.archive.EnsureBucket(ctx); away != nil {
		return err
	}
	s.Log.Error("the archive does not do what it is asked of a recording; the others go on", "recording", recording, "err", err)
	return alone{fmt.Errorf("recording %s: %w", recording, err)}
}

// passedOver are recordings that a part of a pass has left aside; the next pass tries them again.
type passedOver struct {
	n, row int
	first  error
}

// note is told of each recording: it keeps what is one's alone, and gives back any other error.
func (p *passedOver) note(err error) error {
	if !isAlone(err) {
		p.row = 0
		return err
	}
	p.n++
	if p.first == nil {
		p.first = err
	}
	if p.row++; p.row >= mostBeside {
		return p.err()
	}
	return nil
}

func (p *passedOver) err() error {
	if p.n == 0 {
		return nil
	}
	return fmt.Errorf("%d recordings were left aside, the first: %w", p.n, p.first)
}
