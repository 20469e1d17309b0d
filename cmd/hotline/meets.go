package main

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"

	"hotline1022/dialplan"
	"hotline1022/dialplan/flow"
	"hotline1022/dialplan/speech"
	"hotline1022/dialplan/versions"
	"hotline1022/internal/incident/board"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
	"hotline1022/telephony"
)

// meets is how what callers meet is said, and what they can be told.
type meets struct {
	plans   *versions.Book
	prompts string // directory of the program's own sound files
	store   *store.Store
	board   *board.Board
}

var (
	_ telephony.Voice  = meets{}
	_ telephony.Lookup = meets{}
)

func (m meets) Media(p *dialplan.Plan, s flow.Sound) []string {
	switch s := s.(type) {
	case flow.Prompt:
		return []string{"sound:" + m.plans.Sound(p, string(s))}
	case flow.File:
		return []string{"sound:" + string(s)}
	case flow.Place:
		return m.sounds(speech.SayPosition(int(s)))
	case flow.Expect:
		return m.sounds(speech.SayWait(s.From, s.Upto))
	case flow.Ticket:
		code := s.Code
		if c, err := ticket.ParseCode(code); err == nil {
			code = c.String()
		}
		return m.sounds(speech.SayTicket(code, s.State))
	}
	return nil
}

// Brief tells an officer who calls, what it is about, by the group of Điều 5 ("" when it
// is not known yet), and which key to press.
func (m meets) Brief(about string) []string {
	words := []string{"officer-who"}
	if len(about) == 1 && about >= "1" && about <= "5" {
		words = append(words, "officer-about-"+about)
	}
	return m.sounds(append(words, "officer-key"))
}

func (m meets) sounds(prompts []string) []string {
	media := make([]string, 0, len(prompts))
	for _, name := range prompts {
		media = append(media, "sound:"+filepath.Join(m.prompts, name))
	}
	return media
}

func (m meets) Ticket(ctx context.Context, typed string) (state string, err error) {
	code, err := ticket.ParseCode(typed)
	if err != nil {
		return "", nil // nobody's
	}
	row, err := m.store.Ticket(ctx, code)
	if errors.Is(err, store.ErrNotFound) || err == nil && row.Ticket.Confidential { // a code is no secret: package portal
		return "", nil
	}
	return row.Ticket.State, err
}

// Incident: one is open at a time.
func (m meets) Incident(_ context.Context, after string) (id, words string, err error) {
	open, sound, ok := m.board.Open()
	if !ok || after != "" {
		return "", "", nil
	}
	return strconv.FormatInt(open, 10), sound, nil
}
