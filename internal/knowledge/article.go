package knowledge

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hotline1022/internal/directory"
	"hotline1022/internal/lang"
	"hotline1022/internal/worktime"
)

// Limits, in characters and pieces.
const (
	MaxTitle   = 200
	MaxAnswer  = 8000
	MaxAsked   = 12 // other ways of asking
	MaxSources = 8
)

// Article is what is answered to one question.
type Article struct {
	ID      int64
	Version int
	Title   string
	Answer  string
	Asked   []string // other words in which people ask for it
	Field   string   // "": of none
	Unit    string   // whose matter it is; "": of no one unit
	Sources []Source
	Since   worktime.Date
	Until   worktime.Date // it holds before this day; 0: until another does
	Review  worktime.Date // when somebody looks again whether it is right; 0: not said yet
}

// Source is the law, or the office, that says so.
type Source struct {
	Title string `json:"title"`
	URL   string `json:"url"` // "": none
}

// Holds reports whether it is answered from on a day.
func (a Article) Holds(day worktime.Date) bool {
	return a.Since <= day && (a.Until == 0 || day < a.Until)
}

// Current is the version that is answered from on a day, of those approved, which are in the order of their numbers: the newest
// that has begun, unless it has ended; 0: none.
func Current(approved []Article, day worktime.Date) int {
	for _, a := range slices.Backward(approved) {
		if a.Since <= day {
			if a.Holds(day) {
				return a.Version
			}
			return 0
		}
	}
	return 0
}

// Check brings an article's texts into their one form, and says all that is wrong with it. What a draft may
// lack, and what is approved may not, are faults where final.
func (a *Article) Check(final bool) []directory.Fault {
	c := &checker{}
	a.Title = c.text("title", a.Title, MaxTitle, false)
	a.Answer = c.text("answer", a.Answer, MaxAnswer, true)
	var asked []string
	for _, q := range a.Asked {
		if q = c.text("asked", q, MaxTitle, false); q != "" {
			asked = append(asked, q)
		}
	}
	a.Asked = asked
	if len(asked) > MaxAsked {
		c.fault("asked", lang.ArticleTooMany, MaxAsked)
	}
	for location, text := range map[string]string{"title": a.Title, "answer": a.Answer} {
		if text == "" {
			c.fault(location, lang.TicketNeedsText)
		}
	}
	c.sources(a, final)
	switch {
	case a.Since == 0:
		c.fault("since", lang.TicketNeedsText)
	case a.Until != 0 && a.Until <= a.Since:
		c.fault("until", lang.ArticleUntil)
	}
	switch {
	case a.Review != 0 && a.Review < a.Since:
		c.fault("review", lang.ArticleUntil)
	case a.Review == 0 && final:
		c.fault("review", lang.ArticleReview)
	}
	return c.faults
}

type checker struct{ faults []directory.Fault }

func (c *checker) fault(location string, key lang.Key, args ...any) {
	c.faults = append(c.faults, directory.Fault{Location: location, Key: key, Args: args})
}

// text brings a text into its one form, "" where nothing of it is seen; lines: it may have several.
func (c *checker) text(location, s string, most int, lines bool) string {
	s = norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(directory.Straight(s), "\r\n", "\n")))
	control := func(r rune) bool { return unicode.IsControl(r) && (!lines || r != '\n' && r != '\t') }
	switch {
	case strings.ContainsFunc(s, control):
		c.fault(location, lang.TicketControl)
	case !directory.Seen(s):
		return ""
	case utf8.RuneCountInString(s) > most:
		c.fault(location, lang.TicketTooLong, most)
	}
	return s
}

func (c *checker) sources(a *Article, final bool) {
	var kept []Source
	for _, s := range a.Sources {
		s.Title, s.URL = c.text("sources", s.Title, MaxTitle, false), strings.TrimSpace(s.URL)
		if s.Title == "" && s.URL == "" {
			continue
		}
		if s.Title == "" {
			c.fault("sources", lang.TicketNeedsText)
		}
		if u, err := url.Parse(s.URL); s.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(s.URL) > 500) {
			c.fault("sources", lang.TicketURL)
		}
		kept = append(kept, s)
	}
	a.Sources = kept
	switch {
	case len(kept) > MaxSources:
		c.fault("sources", lang.ArticleTooMany, MaxSources)
	case len(kept) == 0 && final:
		c.fault("sources", lang.ArticleSource)
	}
}
