package api

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/portal"
	citizens "hotline1022/internal/portal/page"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// Citizens is what citizens may see and do; *portal.Portal.
type Citizens interface {
	LookUp(ctx context.Context, code ticket.Code) (portal.Seen, error)
	List(ctx context.Context, f store.PublishedFilter, after *store.TicketPlace, most int) ([]store.Published, error)
	Own(ctx context.Context, key string) (portal.Own, error)
	Do(ctx context.Context, key string, version int64, act ticket.Act) error
}

// PublicTicket is what everybody may know of a ticket: never whose it is (Điều 12.1).
type PublicTicket struct {
	Code       string           `json:"code"`
	State      string           `json:"state"`
	StateLabel string           `json:"state_label"`
	ReceivedAt time.Time        `json:"received_at"`
	UpdatedAt  *time.Time       `json:"updated_at,omitempty" doc:"Of a single ticket alone"`
	Into       string           `json:"into,omitempty" doc:"The ticket into which it was merged"`
	Published  *PublishedTicket `json:"published,omitempty" doc:"What was written for everybody; none: it is not published"`
}

// PublishedTicket is what was written for everybody.
type PublishedTicket struct {
	At         time.Time `json:"at"`
	Content    string    `json:"content"`
	Result     string    `json:"result"`
	Group      int       `json:"group"`
	GroupLabel string    `json:"group_label"`
	Field      string    `json:"field"`
	FieldName  string    `json:"field_name"`
	Unit       string    `json:"unit"`
	UnitName   string    `json:"unit_name"`
	Area       string    `json:"area" doc:"The unit whose area it is; empty: none, or several"`
	AreaName   string    `json:"area_name"`
	UnitURL    string    `json:"unit_url" doc:"Where the unit has published it on its own pages (Điều 11.3)"`
}

type publicTicketsRequest struct {
	Field  string `query:"field" maxLength:"40"`
	Area   string `query:"area" maxLength:"24" doc:"Code of the unit whose area it is"`
	Unit   string `query:"unit" maxLength:"24" doc:"That has it; or a unit below that"`
	Q      string `query:"q" maxLength:"100" doc:"Words of what is published, with their accents or without; the last may be begun only. Or a code"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
	Cursor string `query:"cursor" maxLength:"400"`
}

// Openly is how what is public goes out: any site's page may read it, and keep it for a minute.
type Openly struct {
	CacheControl string `header:"Cache-Control"`
	Origin       string `header:"Access-Control-Allow-Origin"`
}

var readByAll = Openly{CacheControl: "public, max-age=60", Origin: "*"}

type publicTickets struct {
	Openly
	Body page[PublicTicket]
}

type publicTicket struct {
	Openly
	Body PublicTicket
}

func (a *API) publicTicketOperations() {
	handle(a, operation{
		method: http.MethodGet, path: "/public/tickets", id: "publicTickets", tag: "public", open: true,
		summary: "What is published, the newest first (Điều 11.1)", errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, a.publicTickets)
	handle(a, operation{
		method: http.MethodGet, path: "/public/tickets/{code}", id: "publicTicket", tag: "public", open: true,
		summary: "A ticket by its code: what is published of it, or else where it stands. What is confidential is not found", errors: []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.publicTicket)
	handle(a, operation{
		method: http.MethodGet, path: "/public/units/{code}/feed", id: "publicFeed", tag: "public", open: true,
		summary: "What is published of a unit's, and of those below it, as an Atom feed for its own pages (Điều 11.3)", errors: []int{http.StatusNotFound, http.StatusTooManyRequests},
	}, a.publicFeed)
}

func (a *API) publicTickets(ctx context.Context, in *publicTicketsRequest) (*publicTickets, error) {
	after, err := placeBehind(in.Cursor)
	if err != nil {
		return nil, err
	}
	f := store.PublishedFilter{Field: store.Text(in.Field), Area: store.Text(in.Area), Q: in.Q}
	if in.Unit != "" {
		if f.Units, err = a.reach(ctx, store.Text(in.Unit)); err != nil {
			return nil, err
		}
	}
	rows, err := a.p.Citizens.List(ctx, f, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	rows, next := cut(rows, in.Limit, func(p store.Published) cursor { return cursor{At: p.At, ID: strconv.FormatInt(p.ID, 10)} })
	items := make([]PublicTicket, len(rows))
	for i, p := range rows {
		items[i] = publicOf(p)
	}
	return &publicTickets{Openly: readByAll, Body: list(items, next).Body}, nil
}

func publicOf(p store.Published) PublicTicket {
	return PublicTicket{
		Code: p.Code.String(), State: string(p.State), StateLabel: p.State.Label(), ReceivedAt: p.ReceivedAt,
		Published: &PublishedTicket{
			At: p.At, Content: p.Content, Result: p.Result, Group: int(p.Group), GroupLabel: p.Group.Label(), Field: p.Field, FieldName: p.FieldName,
			Unit: p.Unit, UnitName: p.UnitName, Area: p.Area, AreaName: p.AreaName, UnitURL: p.UnitURL,
		},
	}
}

type publicTicketRequest struct {
	Code string `path:"code" maxLength:"32"`
}

func (a *API) publicTicket(ctx context.Context, in *publicTicketRequest) (*publicTicket, error) {
	code, err := ticket.ParseCode(in.Code)
	if err != nil {
		return nil, refuse(http.StatusNotFound, lang.NotFound)
	}
	seen, err := a.p.Citizens.LookUp(ctx, code)
	if err != nil {
		return nil, err
	}
	out := PublicTicket{Code: seen.Code.String(), State: string(seen.State), StateLabel: seen.State.Label(), ReceivedAt: seen.ReceivedAt}
	if seen.Published != nil {
		out = publicOf(*seen.Published)
	}
	if seen.Into != "" {
		out.Into = seen.Into.String()
	}
	out.UpdatedAt = &seen.UpdatedAt
	return &publicTicket{Openly: readByAll, Body: out}, nil
}

type feedRequest struct {
	Code string `path:"code" maxLength:"24"`
}

type feedAnswer struct {
	Openly
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// Atom, RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary"`
	Content   string   `xml:"content"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
}

// fed is how many a feed has.
const fed = 50

func (a *API) publicFeed(ctx context.Context, in *feedRequest) (*feedAnswer, error) {
	unit := store.Text(in.Code)
	known, err := a.p.Store.Unit(ctx, unit)
	if err != nil {
		return nil, err
	}
	units, err := a.reach(ctx, unit)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Citizens.List(ctx, store.PublishedFilter{Units: units}, nil, fed)
	if err != nil {
		return nil, err
	}
	feed := atomFeed{
		ID: "urn:hotline1022:unit:" + url.PathEscape(unit), Title: lang.Say(visitOf(ctx).lang, lang.FeedTitle, known.Name), Author: "1022 Hải Phòng",
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
	}
	for i, p := range rows {
		at := p.At.In(ticket.Zone).Format(time.RFC3339)
		if i == 0 {
			feed.Updated = at
		}
		feed.Entries = append(feed.Entries, atomEntry{
			ID: "urn:hotline1022:ticket:" + string(p.Code), Title: titleOf(p.Content), Published: at, Updated: at,
			Link:    atomLink{strings.TrimSuffix(a.cfg.Site, "/") + citizens.Of(p.Code)},
			Summary: p.Content, Content: p.Result,
		})
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(feed); err != nil {
		return nil, err
	}
	return &feedAnswer{Openly: readByAll, ContentType: "application/atom+xml; charset=utf-8", Body: out.Bytes()}, nil
}

// titleOf is a text's beginning, on one line.
func titleOf(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= 80 {
		return string(line)
	}
	return string(line[:79]) + "…"
}

// isPage says that a path is the citizen's page.
func isPage(path string) bool {
	return path == citizens.LookUp || strings.HasPrefix(path, notify.Doors)
}
