package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
)

// listed is a ticket as the plain reading of a filter sees it.
type listed struct {
	id                                           int64
	state, origin, kind, field, channel          string
	unit, code, filer                            string
	content, address, name, phone, officer       string
	parts                                        []string
	emergency, urgent, confidential, everOverdue bool
	servant, joined                              bool // joined: reported by key for the incident
	group                                        int
	received, updated, due                       time.Time
}

// spoken is what the tickets of these tests speak of, in one form of Unicode or the other.
var spoken = []string{
	"Đèn", "đường", "hỏng", "Lạch", "Tray", "NGẬP", "nước", "thuỷ", "thủy", norm.NFD.String("Nguyễn"), "Nguyễn", norm.NFD.String("ngõ"), "ngo",
	"Ngô", "Gia", "Tự", "12/34", "50%_", "🙂", "A'B", "\\", "<b>", "ﬁn", "Москва", "海防", "e\u0301", "Đ", "12A", "lach-tray",
}

var epoch = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// sayings draws a text of them.
func sayings(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(spoken), 1, most).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", "\n"}).Draw(t, "between"))
	})
}

// drawTime draws an hour: of the first days, or years later, so that it lies in any of the stretches in which lists are looked for.
func drawTime(t *rapid.T, hours int) time.Time {
	days := rapid.SampledFrom([]int{0, 0, 28, 56, 280, 330, 900}).Draw(t, "days")
	return epoch.AddDate(0, 0, days).Add(time.Duration(rapid.IntRange(0, hours).Draw(t, "hours")) * time.Hour)
}

func drawListed(t *rapid.T, n int) listed {
	some := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "") }
	after := func(hours int) time.Time { return drawTime(t, hours) }
	l := listed{
		state: some("received", "assigned", "in_progress", "overdue", "answered", "closed"), field: some("", "chieu-sang", "cap-nuoc"), channel: some("phone", "web", "email"),
		origin: some("incident", "incident", "message"), kind: some("", "report", "question"), servant: rapid.Bool().Draw(t, ""), group: 1 + rapid.IntRange(0, 1).Draw(t, "group"),
		unit: some("", "SXD", "DOI1", "SYT"), content: sayings(8).Draw(t, "content"), address: some("", sayings(3).Draw(t, "place")),
		name: some("", sayings(3).Draw(t, "name")), phone: some("", "0912345678", "0225377777"), officer: some("", "canbo", "canbo2"), filer: some("", "op01", "op02"),
		emergency: rapid.Bool().Draw(t, ""), urgent: rapid.Bool().Draw(t, ""), confidential: rapid.Bool().Draw(t, ""),
		parts: rapid.SampledFrom([][]string{{}, {"SXD"}, {"DOI1", "SYT"}, {"SYT"}}).Draw(t, "parts"), received: after(40), updated: after(200),
	}
	if rapid.Bool().Draw(t, "") {
		l.due = after(300)
	}
	if l.filer != "" {
		l.origin = "operator"
	}
	l.everOverdue = l.state == "overdue" || rapid.Bool().Draw(t, "")
	switch {
	case l.field != "":
		l.group = 1
	case l.origin == "message" && rapid.Bool().Draw(t, "unsorted"):
		l.group = 0
	}
	l.joined = l.origin == "incident" && rapid.Bool().Draw(t, "joined")
	code, err := ticket.NewCode(2026, n)
	if err != nil {
		t.Fatal(err)
	}
	l.code = string(code)
	return l
}

// keep puts them in, as they are.
func keepListed(t *testing.T, s *Store, all []listed) {
	t.Helper()
	for _, u := range []db.UnitPutParams{{Code: "SXD"}, {Code: "DOI1", Parent: orNull("SXD")}, {Code: "SYT"}} {
		u.Name, u.Kind = u.Code, "department"
		check(t, s.UnitPut(t.Context(), u))
	}
	for i, f := range []string{"chieu-sang", "cap-nuoc"} {
		check(t, s.FieldPut(t.Context(), db.FieldPutParams{Code: f, GroupID: 1, Name: f, Rank: int32(i + 1)}))
	}
	_, err := s.pool.Exec(t.Context(), `INSERT INTO users (username, name, role, password_hash) VALUES ('op01', 'A', 'operator', '$argon2id$x'), ('op02', 'B', 'operator', '$argon2id$x')`)
	check(t, err)
	_, err = s.pool.Exec(t.Context(), `INSERT INTO incidents (area, text, opened_by, opened_at) VALUES ('a', 't', 'b', now())`)
	check(t, err)
	for i := range all {
		l := &all[i]
		check(t, s.pool.QueryRow(t.Context(), `INSERT INTO tickets (code, year, number, state, policy, "group", field, unit, content, address, urgent, confidential,
				emergency, ever_overdue, channel, sender_type, sender_name, sender_phone, no_address, no_phone, no_email, complete, origin, cause, created_at, updated_at, due_at, units, result_at, told_at, officers, kind, state_servant, created_by)
			VALUES ($1, 2026, $2, $3, $4, nullif($21, 0), nullif($5, ''), nullif($6, ''), $7, $8, $9, $10, $11, $12, $13, 'individual', $14, $15, false, false, false, false, $22, CASE WHEN $25 = '' THEN $1 END, $16, $17, $18, $19, now(), now(), array_remove(ARRAY[$20::text], ''), nullif($23, ''), $24, nullif($25, ''))
			RETURNING id`,
			l.code, i+1, l.state, ticket.Policy, l.field, l.unit, l.content, l.address, l.urgent, l.confidential, l.emergency, l.everOverdue, l.channel, l.name, l.phone,
			l.received, l.updated, orNull(l.due), l.parts, l.officer, l.group, l.origin, l.kind, l.servant, l.filer).Scan(&l.id))
		if l.joined {
			call := fmt.Sprint("c", l.id)
			_, err := s.pool.Exec(t.Context(), "INSERT INTO calls (id, node, state, started_at) VALUES ($1, 'n', 'queued', now())", call)
			check(t, err)
			_, err = s.pool.Exec(t.Context(), "INSERT INTO incident_joins (incident_id, call_id, number, ticket_id, at) VALUES (1, $1, '', $2, now())", call, l.id)
			check(t, err)
		}
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// plain words, found without the database.
func plainWords(text string) []string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f:
			return -1
		case r == 'đ' || r == 'Đ':
			return 'd'
		case r < 0x80:
			return unicode.ToLower(r)
		}
		return r
	}, norm.NFKD.String(text))
	return strings.FieldsFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// says is the plain reading of a search.
func (l listed) says(q string, secret bool) bool {
	if code, err := ticket.ParseCode(q); err == nil {
		return string(code) == l.code
	}
	has := plainWords(l.code + " " + l.content + " " + l.address)
	if secret || !l.confidential {
		has = append(has, plainWords(l.name)...)
	}
	words := plainWords(q)
	for i, w := range words {
		begun := i == len(words)-1 && len(w) >= shortestBegun
		if !slices.ContainsFunc(has, func(h string) bool { return h == w || begun && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return len(words) > 0
}

// passes is the plain reading of a filter.
func (l listed) passes(f TicketFilter) bool {
	asked := func(is, has string) bool { return is == "" || is == has }
	flag := func(is, has bool) bool { return !is || has }
	overlap := slices.ContainsFunc(l.parts, func(u string) bool { return slices.Contains(f.Parts, u) })
	late := l.state == "overdue" || !l.due.IsZero() && l.due.Before(f.LateAt)
	group := f.Group == 0 || f.Group == l.group
	standing := !f.Standing || l.due.IsZero() && slices.Contains(ticket.Untold(), ticket.State(l.state))
	return group && standing && flag(f.Unsorted, l.group == 0) && asked(f.Origin, l.origin) && asked(f.Kind, l.kind) && flag(f.Servants, l.servant) && flag(f.Incident == 1, l.joined) &&
		(len(f.States) == 0 || slices.Contains(f.States, l.state)) && asked(f.Field, l.field) && asked(f.Channel, l.channel) &&
		(f.Units == nil || slices.Contains(f.Units, l.unit)) && (f.Parts == nil || overlap) && asked(f.Officer, l.officer) && asked(f.FiledBy, l.filer) &&
		asked(f.Sender, l.phone) && (f.Sender == "" || f.Secret || !l.confidential) &&
		flag(f.Emergency, l.emergency) && flag(f.Urgent, l.urgent) && flag(f.Confidential, l.confidential) && flag(f.EverOverdue, l.everOverdue) &&
		(f.LateAt.IsZero() || late) && (f.DueBefore.IsZero() || !l.due.IsZero() && l.due.Before(f.DueBefore)) &&
		!l.received.Before(f.ReceivedFrom) && (f.ReceivedBefore.IsZero() || l.received.Before(f.ReceivedBefore)) &&
		(f.Area == "" || strings.Contains(" "+strings.Join(plainWords(l.address+" "+l.content), " ")+" ", " "+strings.Join(plainWords(f.Area), " ")+" ")) &&
		(f.Q == "" || l.says(f.Q, f.Secret))
}

func drawFilter(t *rapid.T, all []listed) (f TicketFilter) {
	now := func() bool { return rapid.IntRange(0, 6).Draw(t, "asked") == 0 }
	some := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "") }
	at := func() time.Time { return drawTime(t, 60) }
	f.Secret = rapid.Bool().Draw(t, "secret")
	for _, ask := range []func(){
		func() { f.States = []string{some("received", "closed"), some("overdue", "answered")} },
		func() { f.Field = some("chieu-sang", "none") },
		func() { f.Origin = some("incident", "message", "operator") }, func() { f.Kind = some("report", "petition") },
		func() { f.Group = rapid.IntRange(1, 3).Draw(t, "group") }, func() { f.Unsorted = true }, func() { f.Servants = true },
		func() { f.Standing = true }, func() { f.Incident = 1 },
		func() { f.Channel = some("phone", "email", "fanpage") },
		func() { f.Units = rapid.SampledFrom([][]string{{"SXD", "DOI1"}, {"SYT"}, {}}).Draw(t, "units") },
		func() { f.Parts = rapid.SampledFrom([][]string{{"SXD", "DOI1"}, {"SYT"}, {}}).Draw(t, "parts") },
		func() { f.Officer = some("canbo", "nobody") }, func() { f.FiledBy = some("op01", "nobody") },
		func() { f.Sender = some("0912345678", "0900000000") },
		func() { f.Emergency = true }, func() { f.Urgent = true }, func() { f.Confidential = true }, func() { f.EverOverdue = true },
		func() { f.LateAt = at() }, func() { f.DueBefore = at() }, func() { f.ReceivedFrom = at() }, func() { f.ReceivedBefore = at() },
		func() { f.Area = some("Lạch Tray", "Ngô Gia", "đường") },
		func() { f.Q = rapid.SampledFrom(all).Draw(t, "of").code },
	} {
		if now() {
			ask()
		}
	}
	if rapid.Bool().Draw(t, "search") {
		f.Q = sayings(3).Draw(t, "q")
		switch rapid.IntRange(0, 3).Draw(t, "as") {
		case 0:
			f.Q = strings.ToUpper(norm.NFD.String(f.Q))
		case 1:
			f.Q = strings.Join(plainWords(f.Q), " ")
		case 2:
			runes := []rune(f.Q)
			f.Q = string(runes[:rapid.IntRange(1, len(runes)).Draw(t, "cut")])
		}
	}
	return f
}

// wanted is what a list gives, in its order.
func wanted(all []listed, f TicketFilter, by TicketOrder) (ids []int64) {
	var in []listed
	for _, l := range all {
		if l.passes(f) {
			in = append(in, l)
		}
	}
	slices.SortFunc(in, func(a, b listed) int {
		if of, without := behind(a, by), behind(b, by); of != without {
			return of - without
		}
		switch by {
		case EarliestFirst:
			at, and := a.due, b.due
			if a.due.IsZero() {
				at, and = a.received, b.received
			}
			return at.Compare(and)*2 + int(a.id-b.id)/max(1, abs(a.id-b.id))
		case LatestFirst:
			if !a.due.IsZero() {
				return b.due.Compare(a.due)*2 + int(b.id-a.id)/max(1, abs(b.id-a.id))
			}
		case OldestFirst:
			return a.received.Compare(b.received)*2 + int(a.id-b.id)/max(1, abs(a.id-b.id))
		case StillestFirst:
			return a.updated.Compare(b.updated)*2 + int(a.id-b.id)/max(1, abs(a.id-b.id))
		case ChangedFirst:
			return b.updated.Compare(a.updated)*2 + int(b.id-a.id)/max(1, abs(a.id-b.id))
		}
		return b.received.Compare(a.received)*2 + int(b.id-a.id)/max(1, abs(a.id-b.id))
	})
	for _, l := range in {
		ids = append(ids, l.id)
	}
	return ids
}

// behind is which part of an order a ticket is of; of what not every ticket has, 1 for those without.
func behind(l listed, by TicketOrder) int {
	switch by {
	case ByState:
		return slices.Index(ticket.States, ticket.State(l.state))
	case ByStateBack:
		return -slices.Index(ticket.States, ticket.State(l.state))
	case ByGroup:
		return l.group
	case ByGroupBack:
		return -l.group
	}
	if (by == EarliestFirst || by == LatestFirst) && l.due.IsZero() || by == StillestFirst && !slices.Contains(ticket.Untold(), ticket.State(l.state)) {
		return 1
	}
	return 0
}

func abs(n int64) int { return int(max(n, -n)) }

// Whatever is asked for, page after page, by each of the ways of a search: the list is that of a plain reading.
func TestListsAreWhatAPlainReadingGives(t *testing.T) {
	s := open(t)
	var all []listed
	rapid.Check(t, func(rt *rapid.T) {
		if all == nil {
			for n := range 150 {
				all = append(all, drawListed(rt, n+1))
			}
			keepListed(t, s, all)
		}
		f := drawFilter(rt, all)
		by := rapid.SampledFrom([]TicketOrder{NewestFirst, OldestFirst, ChangedFirst, EarliestFirst, LatestFirst, StillestFirst, ByState, ByStateBack, ByGroup, ByGroupBack}).Draw(rt, "order")
		r := reach{rapid.IntRange(1, 200).Draw(rt, "recent"), rapid.IntRange(1, 60).Draw(rt, "found")}
		size := rapid.IntRange(1, 40).Draw(rt, "page")
		var got []int64
		for after := (*TicketPlace)(nil); ; {
			rows, err := s.ticketList(t.Context(), f, by, after, size, r)
			if err != nil {
				rt.Fatalf("%+v: %v", f, err)
			}
			for _, row := range rows {
				got = append(got, row.Ticket.ID)
			}
			if len(rows) < size {
				break
			}
			after = &rows[len(rows)-1].Place
		}
		want := wanted(all, f, by)
		if !slices.Equal(got, want) {
			rt.Fatalf("%+v by %s, %+v:\n got %v\nwant %v", f, by, r, got, want)
		}
		n, known, err := s.TicketCount(t.Context(), f)
		if err != nil || (known && n != len(want)) {
			rt.Fatalf("%+v: counted %d (%v), there are %d, %v", f, n, known, len(want), err)
		}
	})
}

func TestASearchIsForWordsHoweverTheyAreWritten(t *testing.T) {
	s := open(t)
	long := strings.Repeat("ă", 9_000)
	all := []listed{
		{content: "Đèn đường hỏng trước số 12 Lạch Tray", address: "Phường Gia Viên"},
		{content: norm.NFD.String("ĐÈN ĐƯỜNG sáng cả ngày"), name: "Trần Thị Ánh", confidential: true},
		{content: "Thuỷ Nguyên mất nước 😡😡hôm nay", name: "Trần Văn Ánh"},
		{content: long},
	}
	for i := range all {
		code, err := ticket.NewCode(2026, i+1)
		check(t, err)
		all[i].state, all[i].channel, all[i].code, all[i].parts, all[i].received, all[i].updated = "received", "phone", string(code), []string{}, epoch, epoch
		all[i].origin, all[i].group = "incident", 1
	}
	keepListed(t, s, all)
	for q, want := range map[string]string{
		"den duong": "0 1", "ĐÈN": "0 1", norm.NFD.String("đèn đường hỏng"): "0", "duong den": "0 1", "Lạch Tr": "0", "Lạch Tra": "0", "tray lach": "0",
		"thủy nguyên": "2", "hom nay": "2", "hom na": "2", "hom n": "", "gia vien": "0", "den sap": "", "tran anh": "2", "260000013": "0", "26-000001-3": "0", "26-00000": "0 1 2 3",
		long[:100]: "3", "&|!:*()'": "", "den & duong": "0 1", "'": "", `\`: "",
	} {
		if got := placesFound(t, s, all, TicketFilter{Q: q}); got != want {
			t.Errorf("%q: %q, not %q", q, got, want)
		}
	}
	if got := placesFound(t, s, all, TicketFilter{Q: "trần ánh", Secret: true}); got != "1 2" {
		t.Errorf("whoever may know secret senders finds %q", got)
	}
}

// placesFound are the places of those that a filter lets through.
func placesFound(t *testing.T, s *Store, all []listed, f TicketFilter) string {
	t.Helper()
	rows, err := s.TicketList(t.Context(), f, NewestFirst, nil, 10)
	check(t, err)
	var places []string
	for i, l := range all {
		if slices.ContainsFunc(rows, func(r TicketRow) bool { return r.Ticket.ID == l.id }) {
			places = append(places, fmt.Sprint(i))
		}
	}
	return strings.Join(places, " ")
}
