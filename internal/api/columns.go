package api

import (
	"cmp"
	"strings"

	"hotline1022/internal/lang"
	"hotline1022/internal/sheet"
	"hotline1022/internal/ticket"
)

// The columns of the lists' files, in the order of the pages.

var ticketColumns = []column[Ticket]{
	{"code", func(_ lang.Lang, t Ticket) any { return t.Code }},
	{"state", func(_ lang.Lang, t Ticket) any { return t.StateLabel }},
	{"received", func(_ lang.Lang, t Ticket) any { return t.CreatedAt }},
	{"updated", func(_ lang.Lang, t Ticket) any { return t.UpdatedAt }},
	{"due", func(_ lang.Lang, t Ticket) any { return cmp.Or(t.Due, t.OverdueSince) }}, // when it was due, once no term runs
	{"channel", func(l lang.Lang, t Ticket) any { return lang.Word(l, "channel", t.Channel) }},
	{"kind", func(_ lang.Lang, t Ticket) any { return t.KindLabel }},
	{"group", func(_ lang.Lang, t Ticket) any { return t.GroupLabel }},
	{"field", func(_ lang.Lang, t Ticket) any { return field(t.Field) }},
	{"unit", func(_ lang.Lang, t Ticket) any { return t.UnitName }},
	{"content", func(_ lang.Lang, t Ticket) any { return t.Content }},
	{"address", func(_ lang.Lang, t Ticket) any { return t.Address }},
	{"urgent", func(_ lang.Lang, t Ticket) any { return t.Urgent }},
	{"confidential", func(_ lang.Lang, t Ticket) any { return t.Confidential }},
	{"emergency", func(_ lang.Lang, t Ticket) any { return t.Emergency }},
	{"ever_overdue", func(_ lang.Lang, t Ticket) any { return t.EverOverdue }},
	{"sender", func(_ lang.Lang, t Ticket) any { return t.Sender.Name }},
	{"phone", func(_ lang.Lang, t Ticket) any { return t.Sender.Phone }},
	{"email", func(_ lang.Lang, t Ticket) any { return t.Sender.Email }},
	{"created_by", func(_ lang.Lang, t Ticket) any { return actor(t.CreatedBy) }},
}

var callColumns = []column[Call]{
	{"time", func(_ lang.Lang, c Call) any { return sheet.Instant(c.StartedAt) }},
	{"number", func(_ lang.Lang, c Call) any { return c.FromNumber }},
	{"name", func(_ lang.Lang, c Call) any { return c.FromName }},
	{"operator", func(_ lang.Lang, c Call) any { return actor(c.Operator) }},
	{"queue", func(l lang.Lang, c Call) any { return lang.Word(l, "queue", c.Queue) }},
	{"wait_s", func(_ lang.Lang, c Call) any { return seconds(c.WaitMs) }},
	{"talk_s", func(_ lang.Lang, c Call) any { return seconds(c.TalkMs) }},
	{"ended", func(_ lang.Lang, c Call) any { return (*sheet.Instant)(c.EndedAt) }},
	{"end_by", func(l lang.Lang, c Call) any { return lang.Word(l, "end", c.EndClass) }},
	{"end_reason", func(l lang.Lang, c Call) any { return lang.Word(l, "reason", c.EndReason) }},
	{"rating", func(_ lang.Lang, c Call) any {
		if c.Rating == nil {
			return nil
		}
		return int(*c.Rating)
	}},
	{"tickets", func(_ lang.Lang, c Call) any { return strings.Join(c.Tickets, ", ") }},
	{"flag", func(_ lang.Lang, c Call) any {
		if c.Flag == nil {
			return nil
		}
		return c.Flag.Note
	}},
	{"recordings", func(_ lang.Lang, c Call) any { return len(c.Recordings) }},
}

var messageColumns = []column[Message]{
	{"time", func(_ lang.Lang, m Message) any { return m.QueuedAt }},
	{"channel", func(l lang.Lang, m Message) any { return lang.Word(l, "channel", m.Channel) }},
	{"to", func(_ lang.Lang, m Message) any { return m.To }},
	{"text", func(_ lang.Lang, m Message) any { return m.Text }},
	{"parts", func(_ lang.Lang, m Message) any { return int(m.Parts) }},
	{"state", func(l lang.Lang, m Message) any { return lang.Word(l, "message", m.State) }},
	{"attempts", func(_ lang.Lang, m Message) any { return int(m.Attempts) }},
	{"error", func(_ lang.Lang, m Message) any { return m.Error }},
	{"sent", func(_ lang.Lang, m Message) any { return m.SentAt }},
	{"arrived", func(_ lang.Lang, m Message) any { return m.ReportedAt }},
	{"ticket", func(_ lang.Lang, m Message) any { return m.Ticket }},
}

var callbackColumns = []column[Callback]{
	{"number", func(_ lang.Lang, c Callback) any { return c.Number }},
	{"source", func(l lang.Lang, c Callback) any { return lang.Word(l, "source", c.Source) }},
	{"since", func(_ lang.Lang, c Callback) any { return c.QueuedAt }},
	{"state", func(l lang.Lang, c Callback) any { return lang.Word(l, "callback", c.State) }},
	{"tries", func(_ lang.Lang, c Callback) any { return c.Tries }},
	{"result", func(l lang.Lang, c Callback) any { return lang.Word(l, "result", c.Result) }},
	{"ended", func(_ lang.Lang, c Callback) any { return c.EndedAt }},
	{"operator", func(_ lang.Lang, c Callback) any { return actor(c.Operator) }},
	{"given", func(_ lang.Lang, c Callback) any { return actor(c.GivenTo) }},
	{"note", func(_ lang.Lang, c Callback) any { return c.Note }},
}

var incidentColumns = []column[Incident]{
	{"opened", func(_ lang.Lang, i Incident) any { return i.OpenedAt }},
	{"opened_by", func(_ lang.Lang, i Incident) any { return actor(i.OpenedBy) }},
	{"closed", func(_ lang.Lang, i Incident) any { return i.ClosedAt }},
	{"area", func(_ lang.Lang, i Incident) any { return i.Area }},
	{"text", func(_ lang.Lang, i Incident) any { return i.Text }},
	{"joined", func(_ lang.Lang, i Incident) any { return i.Joined }},
	{"reported", func(_ lang.Lang, i Incident) any { return i.Reported }},
}

var auditColumns = []column[AuditEntry]{
	{"time", func(_ lang.Lang, e AuditEntry) any { return sheet.Instant(e.At) }},
	{"actor", func(_ lang.Lang, e AuditEntry) any { return actor(e.Actor) }},
	{"action", func(l lang.Lang, e AuditEntry) any { return lang.Word(l, "act", e.Action) }},
	{"object", func(_ lang.Lang, e AuditEntry) any { return audited{e.Object, e.CallID} }},
	{"detail", func(_ lang.Lang, e AuditEntry) any { return e.Says }},
}

var accountColumns = []column[Account]{
	{"username", func(_ lang.Lang, a Account) any { return a.Username }},
	{"name", func(_ lang.Lang, a Account) any { return a.Name }},
	{"role", func(l lang.Lang, a Account) any { return lang.Word(l, "role", string(a.Role)) }},
	{"unit", func(_ lang.Lang, a Account) any { return a.UnitName }},
	{"disabled", func(_ lang.Lang, a Account) any { return a.Disabled }},
	{"factor", func(_ lang.Lang, a Account) any { return a.FactorSince }},
	{"sessions", func(_ lang.Lang, a Account) any { return a.Sessions }},
	{"created", func(_ lang.Lang, a Account) any { return a.CreatedAt }},
}

var dueColumns = []column[DueItem]{
	{"due", func(_ lang.Lang, d DueItem) any { return d.Due }},
	{"ticket", func(_ lang.Lang, d DueItem) any { return d.Ticket }},
	{"state", func(_ lang.Lang, d DueItem) any { return d.StateLabel }},
	{"clock", func(l lang.Lang, d DueItem) any { return lang.Word(l, "clock", string(d.Clock)) }},
	{"unit", func(_ lang.Lang, d DueItem) any { return d.UnitName }},
	{"late", func(_ lang.Lang, d DueItem) any { return d.Late }},
	{"emergency", func(_ lang.Lang, d DueItem) any { return d.Emergency }},
	{"urgent", func(_ lang.Lang, d DueItem) any { return d.Urgent }},
	{"content", func(_ lang.Lang, d DueItem) any { return d.Content }},
	{"address", func(_ lang.Lang, d DueItem) any { return d.Address }},
	{"reminders", func(_ lang.Lang, d DueItem) any { return d.Reminders }},
}

var itemColumns = []column[OpenItem]{
	{"ticket", func(_ lang.Lang, i OpenItem) any { return i.Ticket }},
	{"state", func(_ lang.Lang, i OpenItem) any { return i.StateLabel }},
	{"kind", func(l lang.Lang, i OpenItem) any { return lang.Word(l, "item", i.Kind) }},
	{"number", func(_ lang.Lang, i OpenItem) any { return i.Number }},
	{"waits", func(l lang.Lang, i OpenItem) any { return lang.Word(l, "waits", i.Waits) }},
	{"unit", func(_ lang.Lang, i OpenItem) any { return i.UnitName }},
	{"since", func(_ lang.Lang, i OpenItem) any { return i.Since }},
	{"due", func(_ lang.Lang, i OpenItem) any { return i.Due }},
}

var leadershipColumns = []column[LeadershipRow]{
	{"time", func(_ lang.Lang, r LeadershipRow) any { return r.At }},
	{"ticket", func(_ lang.Lang, r LeadershipRow) any { return r.Ticket }},
	{"state", func(_ lang.Lang, r LeadershipRow) any { return ticket.State(r.State).Label() }},
	{"unit", func(_ lang.Lang, r LeadershipRow) any { return r.UnitName }},
	{"clause", func(_ lang.Lang, r LeadershipRow) any { return r.Clause }},
}

var unitColumns = []column[Unit]{
	{"unit_code", func(_ lang.Lang, u Unit) any { return u.Code }},
	{"name", func(_ lang.Lang, u Unit) any { return u.Name }},
	{"kind", func(l lang.Lang, u Unit) any { return lang.Word(l, "unitkind", u.Kind) }},
	{"parent", func(_ lang.Lang, u Unit) any { return u.Parent }},
	{"phone", func(_ lang.Lang, u Unit) any { return u.Phone }},
}

// ofLeg is what a recording of a call is called: the call's own, or the consultation of that number.
func ofLeg(l lang.Lang, leg string) string {
	if n, consulted := strings.CutPrefix(leg, "consult-"); consulted {
		return lang.Word(l, "leg", "consult") + " " + n
	}
	return lang.Word(l, "leg", leg)
}

// seconds is a duration in whole seconds.
func seconds(ms int64) int64 { return ms / 1000 }

var articleColumns = []column[ArticleLine]{
	{"number", func(_ lang.Lang, a ArticleLine) any { return int(a.ID) }},
	{"name", func(_ lang.Lang, a ArticleLine) any { return a.Title }},
	{"version", func(_ lang.Lang, a ArticleLine) any { return a.Version }},
	{"state", func(l lang.Lang, a ArticleLine) any { return lang.Word(l, "article", a.State) }},
	{"holds", func(_ lang.Lang, a ArticleLine) any { return a.Holds }},
	{"field", func(_ lang.Lang, a ArticleLine) any { return field(a.Field) }},
	{"unit", func(_ lang.Lang, a ArticleLine) any { return a.UnitName }},
	{"until", func(_ lang.Lang, a ArticleLine) any { return sheet.Day(a.Until) }},
	{"review", func(_ lang.Lang, a ArticleLine) any { return sheet.Day(a.Review) }},
	{"author", func(_ lang.Lang, a ArticleLine) any { return actor(a.Author) }},
	{"saved", func(_ lang.Lang, a ArticleLine) any { return a.SavedAt }},
	{"uses", func(_ lang.Lang, a ArticleLine) any { return int(a.Uses) }},
}

var gapColumns = []column[ArticleGap]{
	{"typed", func(_ lang.Lang, g ArticleGap) any { return g.Typed }},
	{"times", func(_ lang.Lang, g ArticleGap) any { return int(g.Times) }},
	{"since", func(_ lang.Lang, g ArticleGap) any { return g.FirstAt }},
	{"last", func(_ lang.Lang, g ArticleGap) any { return g.LastAt }},
	{"actor", func(_ lang.Lang, g ArticleGap) any { return actor(g.LastBy) }},
}

var usageColumns = []column[ArticleUsage]{
	{"name", func(_ lang.Lang, u ArticleUsage) any { return u.Title }},
	{"inserted", func(_ lang.Lang, u ArticleUsage) any { return u.Inserted }},
	{"answered", func(_ lang.Lang, u ArticleUsage) any { return u.Answered }},
	{"last", func(_ lang.Lang, u ArticleUsage) any { return u.LastAt }},
}

var templateColumns = []column[MessageTemplate]{
	{"template", func(l lang.Lang, m MessageTemplate) any { return lang.Word(l, "template", m.Key) }},
	{"channel", func(l lang.Lang, m MessageTemplate) any { return lang.Word(l, "channel", m.Channel) }},
	{"text", func(_ lang.Lang, m MessageTemplate) any { return m.Text }},
	{"version", func(_ lang.Lang, m MessageTemplate) any { return m.Version }},
}

var abbreviationColumns = []column[Abbreviation]{
	{"short", func(_ lang.Lang, b Abbreviation) any { return b.Short }},
	{"long", func(_ lang.Lang, b Abbreviation) any { return strings.Join(b.Long, "; ") }},
	{"actor", func(_ lang.Lang, b Abbreviation) any { return actor(b.ChangedBy) }},
	{"time", func(_ lang.Lang, b Abbreviation) any { return b.ChangedAt }},
}

var figureColumns = []column[UnitFigures]{
	{"unit", func(_ lang.Lang, f UnitFigures) any { return f.UnitName }},
	{"held", func(_ lang.Lang, f UnitFigures) any { return f.Held }},
	{"unaccepted", func(_ lang.Lang, f UnitFigures) any { return f.Unaccepted }},
	{"late", func(_ lang.Lang, f UnitFigures) any { return f.Late }},
	{"escalated", func(_ lang.Lang, f UnitFigures) any { return f.Escalated }},
	{"answered", func(_ lang.Lang, f UnitFigures) any { return f.Answered }},
	{"in_time", func(_ lang.Lang, f UnitFigures) any { return f.InTime }},
	{"median", func(_ lang.Lang, f UnitFigures) any { return f.MedianMinutes }},
	{"rating", func(_ lang.Lang, f UnitFigures) any { return f.MeanRating }},
	{"ratings", func(_ lang.Lang, f UnitFigures) any { return f.Ratings }},
}

var noticeColumns = []column[NoticeTold]{
	{"time", func(_ lang.Lang, n NoticeTold) any { return n.At }},
	{"text", func(_ lang.Lang, n NoticeTold) any { return n.Text }},
	{"ticket", func(_ lang.Lang, n NoticeTold) any { return n.Ticket }},
	{"read", func(_ lang.Lang, n NoticeTold) any { return n.Read }},
}

var treeColumns = []column[TreeUnit]{
	{"unit_code", func(_ lang.Lang, u TreeUnit) any { return u.Code }},
	{"name", func(_ lang.Lang, u TreeUnit) any { return u.Name }},
	{"kind", func(l lang.Lang, u TreeUnit) any { return lang.Word(l, "unitkind", u.Kind) }},
	{"parent", func(_ lang.Lang, u TreeUnit) any { return u.Parent }},
	{"phone", func(_ lang.Lang, u TreeUnit) any { return u.Phone }},
	{"address", func(_ lang.Lang, u TreeUnit) any { return u.Address }},
}

var unitGapColumns = []column[UnitGap]{
	{"unit_code", func(_ lang.Lang, g UnitGap) any { return g.Code }},
	{"name", func(_ lang.Lang, g UnitGap) any { return g.Name }},
	{"no_focal", func(_ lang.Lang, g UnitGap) any { return g.Focal }},
	{"no_phone", func(_ lang.Lang, g UnitGap) any { return g.Phone }},
	{"no_head", func(_ lang.Lang, g UnitGap) any { return g.Head }},
	{"parts", func(_ lang.Lang, g UnitGap) any { return int(g.Parts) }},
}

var staffColumns = []column[StaffChange]{
	{"from", func(_ lang.Lang, s StaffChange) any { return sheet.Day(s.From) }},
	{"unit", func(_ lang.Lang, s StaffChange) any { return s.UnitName }},
	{"post", func(l lang.Lang, s StaffChange) any { return lang.Word(l, "post", s.Post) }},
	{"leaver", func(_ lang.Lang, s StaffChange) any { return s.LeaverName }},
	{"successor", func(_ lang.Lang, s StaffChange) any {
		if s.Successor == nil {
			return ""
		}
		return s.Successor.Name
	}},
	{"reported_by", func(_ lang.Lang, s StaffChange) any { return actor(s.ReportedBy) }},
	{"time", func(_ lang.Lang, s StaffChange) any { return s.ReportedAt }},
	{"state", func(l lang.Lang, s StaffChange) any { return lang.Word(l, "staff", s.State) }},
	{"note", func(_ lang.Lang, s StaffChange) any { return s.Reason }},
}

var dutyColumns = []column[Duty]{
	{"field", func(_ lang.Lang, d Duty) any { return d.FieldName }},
	{"group", func(_ lang.Lang, d Duty) any { return d.Group }},
	{"area", func(_ lang.Lang, d Duty) any { return d.AreaName }},
	{"unit", func(_ lang.Lang, d Duty) any { return d.UnitName }},
	{"priority", func(_ lang.Lang, d Duty) any { return d.Priority }},
	{"clause", func(_ lang.Lang, d Duty) any { return d.Basis }},
}

var tokenColumns = []column[Token]{
	{"name", func(_ lang.Lang, t Token) any { return t.Name }},
	{"role", func(l lang.Lang, t Token) any { return lang.Word(l, "role", string(t.Role)) }},
	{"begins", func(_ lang.Lang, t Token) any { return t.Prefix }},
	{"created_by", func(_ lang.Lang, t Token) any { return actor(t.CreatedBy) }},
	{"created", func(_ lang.Lang, t Token) any { return t.CreatedAt }},
	{"expires", func(_ lang.Lang, t Token) any { return t.ExpiresAt }},
	{"withdrawn", func(_ lang.Lang, t Token) any { return t.RevokedAt }},
}
