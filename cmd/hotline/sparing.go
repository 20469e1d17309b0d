package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// sparingly is how long a line that is said again is kept back.
const sparingly = time.Minute

// sparing is a log handler that says a line of the same words at most once a
// minute, and then how often it was meant. River says once a second that its
// database is away, and for each of its loops; our own probe has said it already.
type sparing struct {
	slog.Handler
	said *said
}

// said is shared by the handlers that are made of one by WithAttrs and WithGroup.
type said struct {
	sync.Mutex
	lines map[string]line
}

type line struct {
	at   time.Time
	kept int
}

func newSparing(h slog.Handler) sparing {
	return sparing{h, &said{lines: map[string]line{}}}
}

func (h sparing) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		h.said.Lock()
		l, known := h.said.lines[r.Message]
		if known && r.Time.Sub(l.at) < sparingly {
			l.kept++
			h.said.lines[r.Message] = l
			h.said.Unlock()
			return nil
		}
		h.said.lines[r.Message] = line{at: r.Time}
		h.said.Unlock()
		if l.kept > 0 {
			r = r.Clone()
			r.AddAttrs(slog.Int("kept_back", l.kept))
		}
	}
	return h.Handler.Handle(ctx, r)
}

func (h sparing) WithAttrs(attrs []slog.Attr) slog.Handler {
	return sparing{h.Handler.WithAttrs(attrs), h.said}
}

func (h sparing) WithGroup(name string) slog.Handler {
	return sparing{h.Handler.WithGroup(name), h.said}
}
