package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/notify"
	"hotline1022/internal/store/db"
)

// MessageTemplate is how a kind of message is worded now.
type MessageTemplate struct {
	Key          string               `json:"key"`
	Channel      string               `json:"channel" enum:"sms,email"`
	Version      int                  `json:"version" doc:"0: the program's own words"`
	Text         string               `json:"text" doc:"With {name} where values go; {lookup}, the address at which tickets are found, anywhere; {link}, where the ticket is opened, in one to staff. An e-mail's first line is its subject"`
	Accents      *bool                `json:"accents" doc:"Of an SMS: whether it keeps Vietnamese diacritics; null: as configured"`
	Default      string               `json:"default" doc:"The program's own words"`
	Placeholders []MessagePlaceholder `json:"placeholders"`
	Addresses    []string             `json:"addresses" doc:"Names of what may be put in beside them, anywhere: lookup, link"`
	Versions     []TemplateVersion    `json:"versions,omitempty" doc:"Newest first"`
}

// MessagePlaceholder is a value that a template may have put in.
type MessagePlaceholder struct {
	Name      string `json:"name"`
	Sample    string `json:"sample"`
	Longest   int    `json:"longest" doc:"Characters"`
	Needed    bool   `json:"needed" doc:"A template without it is refused"`
	Elsewhere string `json:"elsewhere" doc:"What stands in its place when it is longer; empty: nothing does"`
}

// TemplateVersion is what somebody worded.
type TemplateVersion struct {
	Version int32     `json:"version"`
	Text    string    `json:"text"`
	Accents *bool     `json:"accents"`
	Author  string    `json:"author"`
	At      time.Time `json:"at"`
}

// TemplateDraft is how a kind of message is to be worded.
type TemplateDraft struct {
	Text    string `json:"text" maxLength:"8192"`
	Accents *bool  `json:"accents" required:"false" nullable:"true"`
}

// TemplatePreview is a message as somebody would get it.
type TemplatePreview struct {
	Subject    string          `json:"subject"`
	Text       string          `json:"text"`
	Characters int             `json:"characters"`
	Encoding   notify.Encoding `json:"encoding" enum:"gsm7,ucs2"`
	Units      int             `json:"units" doc:"Septets of GSM-7, code units of UCS-2"`
	Parts      int             `json:"parts" doc:"SMS that carry it"`
	Accents    bool            `json:"accents" doc:"It keeps its diacritics; a very long text loses them"`
}

type templateKey struct {
	Key string `path:"key" maxLength:"64"`
}

type templateAnswer struct{ Body MessageTemplate }

func (a *API) templateOperations() {
	read, manage := []auth.Right{auth.ReadMessages}, []auth.Right{auth.ManageTemplates}
	refused := []int{http.StatusNotFound, http.StatusUnprocessableEntity}
	handleList(a, operation{
		method: http.MethodGet, path: "/message-templates", id: "messageTemplates", summary: "How messages are worded", tag: "messages", rights: read,
	}, a.templates, templateColumns)
	handle(a, operation{
		method: http.MethodGet, path: "/message-templates/{key}", id: "messageTemplate", summary: "How a kind of message is worded, and was", tag: "messages",
		rights: read, errors: []int{http.StatusNotFound},
	}, a.template)
	handle(a, operation{
		method: http.MethodPost, path: "/message-templates/{key}/preview", id: "previewMessageTemplate", tag: "messages",
		summary: "A wording as somebody would get it, or why it is refused", rights: manage, errors: refused,
	}, a.previewTemplate)
	handle(a, operation{
		method: http.MethodPost, path: "/message-templates/{key}/versions", id: "saveMessageTemplate", tag: "messages", status: http.StatusCreated,
		summary: "Word a kind of message anew; what was sent keeps its words", rights: manage, errors: append(refused, http.StatusConflict),
	}, a.saveTemplate)
}

func messageKind(key string) (notify.Kind, error) {
	kind, ok := notify.KindOf(lang.Key(key))
	if !ok {
		return kind, refuse(http.StatusNotFound, lang.NotFound)
	}
	return kind, nil
}

type templatesRequest struct {
	Words
	Channel string `query:"channel" enum:"sms,email"`
	Own     bool   `query:"own" doc:"Only those that somebody has worded anew"`
	Sort    string `query:"sort" enum:"template,-template,channel,-channel,text,-text,version,-version" doc:"A minus: backwards. Left out: as tickets go"`
}

func (a *API) templates(ctx context.Context, in *templatesRequest) (*listed[MessageTemplate], error) {
	rows, err := a.p.Store.TemplatesNewest(ctx)
	if err != nil {
		return nil, err
	}
	newest := map[string]db.MessageTemplate{}
	for _, row := range rows {
		newest[row.Key] = row
	}
	var items []MessageTemplate
	for _, kind := range notify.Kinds() {
		t := kind.Default()
		if row, ok := newest[string(kind.Key)]; ok {
			t.Version, t.Text, t.Accents = int(row.Version), row.Text, row.Accents
		}
		if (in.Channel == "" || in.Channel == string(kind.Channel)) && (!in.Own || t.Version > 0) {
			items = append(items, templateOf(t))
		}
	}
	return whole(ctx, a, items, templateColumns, in.Q, in.Sort)
}

func (a *API) template(ctx context.Context, in *templateKey) (*templateAnswer, error) {
	kind, err := messageKind(in.Key)
	if err != nil {
		return nil, err
	}
	rows, err := a.p.Store.TemplateVersions(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	t := kind.Default()
	if len(rows) > 0 {
		t.Version, t.Text, t.Accents = int(rows[0].Version), rows[0].Text, rows[0].Accents
	}
	out := templateOf(t)
	for _, r := range rows {
		out.Versions = append(out.Versions, TemplateVersion{Version: r.Version, Text: r.Text, Accents: r.Accents, Author: r.Author, At: r.CreatedAt})
	}
	return &templateAnswer{out}, nil
}

func (a *API) previewTemplate(ctx context.Context, in *struct {
	Key  string `path:"key" maxLength:"64"`
	Body struct {
		TemplateDraft
		Values map[string]string `json:"values" required:"false" doc:"In the place of samples"`
	}
},
) (*struct{ Body TemplatePreview }, error) {
	t, err := a.draftOf(in.Key, in.Body.TemplateDraft)
	if err != nil {
		return nil, err
	}
	p, err := t.Preview(a.p.Style, in.Body.Values)
	var long *notify.TooLongError
	if errors.As(err, &long) {
		return nil, &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid, items: []refused{
			{location: "body.values", key: lang.TemplateTooLong, args: []any{long.Parts, notify.MaxParts}},
		}}
	}
	if err != nil {
		return nil, err
	}
	return &struct{ Body TemplatePreview }{TemplatePreview{
		Subject: p.Subject, Text: p.Body, Characters: p.Characters, Encoding: p.Encoding, Units: p.Units, Parts: p.Parts, Accents: p.Accents,
	}}, nil
}

func (a *API) saveTemplate(ctx context.Context, in *struct {
	Key  string `path:"key" maxLength:"64"`
	Body struct {
		TemplateDraft
		Was int `json:"was" minimum:"0" maximum:"1000000" doc:"The version that its author saw; refused when there is a newer one"`
	}
},
) (*templateAnswer, error) {
	t, err := a.draftOf(in.Key, in.Body.TemplateDraft)
	if err != nil {
		return nil, err
	}
	t.Version = in.Body.Was + 1
	act, err := a.act(visitOf(ctx).who.Actor, "message_template.save", "message_template:"+in.Key, map[string]any{"version": t.Version, "text": t.Text})
	if err != nil {
		return nil, err
	}
	if err := a.p.Store.SaveTemplate(ctx, t, a.cfg.Now(), act); err != nil {
		return nil, err
	}
	return a.template(ctx, &templateKey{in.Key})
}

// draftOf gives a wording that has no fault.
func (a *API) draftOf(key string, d TemplateDraft) (notify.Template, error) {
	kind, err := messageKind(key)
	if err != nil {
		return notify.Template{}, err
	}
	t := notify.Template{Kind: kind, Text: d.Text, Accents: d.Accents}
	wrong := &refusal{status: http.StatusUnprocessableEntity, key: lang.Invalid}
	for _, f := range t.Check(a.p.Style) {
		wrong.items = append(wrong.items, refused{location: "body.text", key: f.Key, args: f.Args})
	}
	if len(wrong.items) > 0 {
		return notify.Template{}, wrong
	}
	return t, nil
}

func elsewhere(p notify.Placeholder) string {
	if p.Elsewhere == "" {
		return ""
	}
	return lang.Say(lang.Vietnamese, p.Elsewhere)
}

func templateOf(t notify.Template) MessageTemplate {
	out := MessageTemplate{
		Key: string(t.Kind.Key), Channel: string(t.Kind.Channel), Version: t.Version, Text: t.Text, Accents: t.Accents, Default: t.Kind.Default().Text,
		Placeholders: []MessagePlaceholder{}, Addresses: t.Kind.Addresses(),
	}
	for _, p := range t.Kind.Placeholders {
		out.Placeholders = append(out.Placeholders, MessagePlaceholder{
			Name: p.Name, Sample: p.Sample, Longest: p.Longest, Needed: p.Needed, Elsewhere: elsewhere(p),
		})
	}
	return out
}
