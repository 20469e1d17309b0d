package callsim

import (
	"time"

	"hotline1022/internal/callsim/media"
)

// presses is what somebody has still to press in a call.
type presses struct {
	left     []KeyPress // in order of time
	answered time.Time
}

// due rings when the next is to be pressed; never, when there is none.
func (p *presses) due() <-chan time.Time {
	if len(p.left) == 0 {
		return nil
	}
	return time.After(time.Until(p.answered.Add(p.left[0].After)))
}

func (p *presses) press(m *media.Session) error {
	keys := p.left[0].Keys
	p.left = p.left[1:]
	return m.Press(keys)
}
