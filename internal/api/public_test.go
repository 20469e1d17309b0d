package api

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/ticket"
)

// told is the key in the newest message that says something to a number; a gateway would have it.
func (h *house) told(to, text string) (key string) {
	h.t.Helper()
	err := h.store.Pool().QueryRow(h.t.Context(),
		"SELECT secret FROM messages WHERE recipient = $1 AND text_key = $2 AND secret IS NOT NULL ORDER BY created_at DESC, id LIMIT 1", to, text).Scan(&key)
	if err != nil {
		h.t.Fatal(err)
	}
	return key
}

// from has somebody come from an address, as our proxy tells it.
func (h *house) from(address string) *visitor {
	v := h.visitor()
	v.header.Set("X-Forwarded-For", address)
	return v
}

// does has somebody of the staff do an act to the ticket that is there.
func (v *visitor) does(code, act string, fields map[string]any) Ticket {
	v.h.t.Helper()
	var now Ticket
	v.ask("GET", "/api/v1/tickets/"+code, nil).want(200).into(&now)
	v.ask("POST", "/api/v1/tickets/"+code+"/"+act, map[string]any{"version": now.Version, "act": fields}).want(200).into(&now)
	return now
}

// door is the sender at their own.
type door struct {
	*visitor
	key string
}

func (h *house) door(key string) door { return door{h.visitor(), key} }

func (d door) look() (o OwnTicket) {
	d.h.t.Helper()
	d.ask("GET", "/api/v1/public/own-ticket", nil, "Ticket-Key", d.key).want(200).into(&o)
	return o
}

func (d door) does(act string, fields map[string]any) *reply {
	d.h.t.Helper()
	return d.ask("POST", "/api/v1/public/own-ticket/"+act, fields, "Ticket-Key", d.key)
}

const theirNumber = "0912345678"

// reported files a ticket whose sender has a mobile telephone.
func (h *house) reported(op *visitor, content string, more map[string]any) Ticket {
	h.t.Helper()
	body := map[string]any{
		"group": 1, "field": "chieu-sang", "unit": "SXD", "content": content, "address": "12 Lạch Tray", "channel": "phone",
		"sender": map[string]any{"type": "individual", "name": "Nguyễn Thị Hoa", "phone": theirNumber, "no_email": true, "address": "12 Lạch Tray"},
	}
	for k, v := range more {
		body[k] = v
	}
	var tk Ticket
	op.ask("POST", "/api/v1/tickets", body).want(201).into(&tk)
	return tk
}

// What is published everybody reads, by code, in lists and as a unit's feed: the words that were written
// for everybody. Nothing else of the ticket finds it, or goes out with it.
func TestDieu11_1a_WhatIsPublishedEverybodyReads(t *testing.T) {
	h := build(t)
	op, anybody := h.signedIn("op01"), h.visitor()
	tk := h.reported(op, "Đèn hỏng trước nhà tôi, <script>alert(1)</script>", nil)
	var seen PublicTicket
	r := anybody.ask("GET", "/api/v1/public/tickets/"+tk.Code, nil).want(200)
	if r.into(&seen); seen.Published != nil || seen.State != "received" || seen.Code != tk.Code || !seen.ReceivedAt.Equal(tk.CreatedAt) || strings.Contains(string(r.body), "nhà tôi") {
		t.Errorf("before it is published: %s", r.body)
	}
	op.does(tk.Code, "answer", map[string]any{"text": "Đã thay đèn cho nhà bà Hoa", "basis": "Bài 12"})
	op.does(tk.Code, "publish", map[string]any{"content": "Đèn đường hỏng <b>nhiều</b> ngày & đêm", "result": "Đã thay bóng.", "checked": true})
	r = anybody.ask("GET", "/api/v1/public/tickets/"+strings.ReplaceAll(tk.Code, "-", ""), nil).want(200)
	r.into(&seen)
	want := PublishedTicket{
		At: seen.Published.At, Content: "Đèn đường hỏng <b>nhiều</b> ngày & đêm", Result: "Đã thay bóng.", Group: 1, GroupLabel: ticket.GroupInfrastructure.Label(),
		Field: "chieu-sang", FieldName: "Chiếu sáng", Unit: "SXD", UnitName: "Sở Xây dựng",
	}
	if *seen.Published != want || seen.State != "published" || r.header.Get("Access-Control-Allow-Origin") != "*" || r.header.Get("Cache-Control") != "public, max-age=60" {
		t.Errorf("%s %v", r.body, r.header)
	}
	for _, own := range []string{"Hoa", theirNumber, "Lạch Tray", "nhà tôi"} {
		if strings.Contains(string(r.body), own) {
			t.Errorf("%q is in %s", own, r.body)
		}
	}
	found := func(query string) int {
		t.Helper()
		var page struct{ Items []PublicTicket }
		anybody.ask("GET", "/api/v1/public/tickets?"+query, nil).want(200).into(&page)
		for _, i := range page.Items {
			if i.Published == nil || i.Code != tk.Code {
				t.Errorf("%s: %+v", query, i)
			}
		}
		return len(page.Items)
	}
	for query, want := range map[string]int{
		"": 1, "unit=SXD": 1, "unit=KHAC": 0, "field=chieu-sang": 1, "field=cho": 0, "area=SXD": 0,
		"q=den+duong": 1, "q=thay+bo": 1, "q=" + tk.Code: 1, "q=hoa": 0, "q=lach+tray": 0, "q=nha+toi": 0, "q=" + theirNumber: 0,
	} {
		if got := found(query); got != want {
			t.Errorf("%q finds %d, not %d", query, got, want)
		}
	}
	op.does(tk.Code, "withdraw-publication", map[string]any{"reason": "Lộ tên"})
	if found("") != 0 {
		t.Error("what was taken back is in the list")
	}
	seen = PublicTicket{}
	if anybody.ask("GET", "/api/v1/public/tickets/"+tk.Code, nil).want(200).into(&seen); seen.Published != nil {
		t.Errorf("what was taken back is read: %+v", seen)
	}
}

// The list goes on where it stopped, and each unit has its feed (Điều 11.3).
func TestDieu11_3_EachUnitHasItsFeed(t *testing.T) {
	h := build(t)
	op, anybody := h.signedIn("op01"), h.visitor()
	var codes []string
	for i := range 3 {
		tk := h.reported(op, "Đèn hỏng", nil)
		op.does(tk.Code, "answer", map[string]any{"text": "Đã thay", "basis": "Bài 12"})
		op.does(tk.Code, "publish", map[string]any{"content": fmt.Sprintf("Đèn số %d ]]> & <tối>", i), "result": "Đã thay", "checked": true})
		codes = append([]string{tk.Code}, codes...)
	}
	var got []string
	for cursor := ""; ; {
		var page struct {
			Items []PublicTicket
			Next  *string
		}
		anybody.ask("GET", "/api/v1/public/tickets?limit=2&cursor="+cursor, nil).want(200).into(&page)
		for _, i := range page.Items {
			got = append(got, i.Code)
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	if !slices.Equal(got, codes) {
		t.Errorf("%q, want %q", got, codes)
	}
	r := anybody.ask("GET", "/api/v1/public/units/SXD/feed", nil).want(200)
	var feed atomFeed
	if err := xml.Unmarshal(r.body, &feed); err != nil || len(feed.Entries) != 3 || !strings.HasPrefix(r.header.Get("Content-Type"), "application/atom+xml") {
		t.Fatalf("%v: %s", err, r.body)
	}
	first := feed.Entries[0]
	if first.Summary != "Đèn số 2 ]]> & <tối>" || first.Link.Href != "http://1022.example/tra-cuu?ma="+codes[0] || feed.Updated != first.Updated || !strings.Contains(feed.Title, "Sở Xây dựng") {
		t.Errorf("%+v", feed)
	}
	if _, err := time.Parse(time.RFC3339, first.Published); err != nil {
		t.Error(err)
	}
	anybody.ask("GET", "/api/v1/public/units/KHAC/feed", nil).problem(404, "not_found")
}

// Of what is confidential a code tells what one that nobody has tells, to the last letter.
func TestDieu12_1b_ConfidentialIsAsIfItWereNot(t *testing.T) {
	h := build(t)
	op, anybody := h.signedIn("op01"), h.visitor()
	secret := h.reported(op, "Cán bộ đòi tiền", map[string]any{"confidential": true})
	none, err := ticket.NewCode(time.Now().In(ticket.Zone).Year(), 777)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(v *visitor, code string) string {
		r := v.ask("GET", "/api/v1/public/tickets/"+code, nil)
		p := r.problem(404, "not_found")
		page := v.ask("GET", "/tra-cuu?ma="+code, nil).want(404)
		return strings.ReplaceAll(fmt.Sprint(p.Detail, r.header["Content-Type"], r.header["Cache-Control"], strings.ReplaceAll(string(page.body), code, "")), p.Request, "")
	}
	if a, b := answer(anybody, secret.Code), answer(anybody, none.String()); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	if own := h.door(h.told(theirNumber, "sms_received")).look(); own.Code != secret.Code || !own.Confidential || own.Content != "Cán bộ đòi tiền" {
		t.Errorf("its sender: %+v", own)
	}
	// Nor does what was merged into it lead there.
	child := h.reported(op, "Cán bộ đòi tiền nữa", nil)
	op.does(child.Code, "merge", map[string]any{"into": secret.Code, "reason": "Cùng việc"})
	var seen PublicTicket
	if anybody.ask("GET", "/api/v1/public/tickets/"+child.Code, nil).want(200).into(&seen); seen.Into != "" || seen.State != "merged" {
		t.Errorf("%+v", seen)
	}
	if own := h.door(h.told(theirNumber, "sms_merged")).look(); own.Into != "" || own.Content != "Cán bộ đòi tiền nữa" {
		t.Errorf("its own sender: %+v", own)
	}
}

// The sender, with the key of a message: told why it is not taken, whole, however long (8.2).
func TestDieu8_2_TheReasonIsReadAtTheLink(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := h.reported(op, "Tôi khiếu nại quyết định 12", nil)
	words := strings.Repeat("Đây là khiếu nại, giải quyết theo Luật Khiếu nại. ", 20)
	op.does(tk.Code, "decline", map[string]any{"reason": "complaint", "words": words, "where": "Ban Tiếp công dân thành phố"})
	key := h.told(theirNumber, "sms_declined")
	own := h.door(key).look()
	if own.Refusal == nil || own.Refusal.Words != strings.TrimSpace(words) || own.Refusal.Where != "Ban Tiếp công dân thành phố" || own.State != "declined" {
		t.Errorf("%+v", own)
	}
	page := h.visitor().ask("GET", "/x/"+key, nil).want(200)
	if !strings.Contains(string(page.body), strings.TrimSpace(words)) || !strings.Contains(string(page.body), "Ban Tiếp công dân thành phố") {
		t.Errorf("%s", page.body)
	}
}

// All that a sender does, at their own door.
func TestDieu11_2_TheSenderRatesContestsAndGoesOn(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := h.reported(op, "Đèn hỏng", nil)
	d := h.door(h.told(theirNumber, "sms_received"))
	own := d.look()
	if own.Code != tk.Code || own.Content != "Đèn hỏng" || own.Result != "" || !slices.Equal(own.May, []string{"report_conduct", "mark_confidential"}) {
		t.Errorf("received: %+v", own)
	}
	d.does("rate", map[string]any{"score": 5}).problem(409, "ticket_not_now")

	op.does(tk.Code, "ask-sender", map[string]any{"text": "Cột số mấy?"})
	own = d.look()
	if own.Question == nil || own.Question.Text != "Cột số mấy?" || !slices.Contains(own.May, "sender_replied") {
		t.Errorf("asked (8.3): %+v", own)
	}
	d.does("reply", map[string]any{"version": own.Version - 1, "text": "Cột 12"}).problem(409, "ticket_changed")
	d.does("reply", map[string]any{"version": own.Version, "text": "Cột 12"}).want(200)
	op.does(tk.Code, "answer", map[string]any{"text": "Đã thay", "basis": "Bài 12"})
	if own = d.look(); own.Result != "" {
		t.Errorf("a result that nobody has passed on: %+v", own)
	}
	op.does(tk.Code, "publish", map[string]any{"content": "Đèn hỏng", "result": "Đã thay bóng.", "checked": true})
	d = h.door(h.told(theirNumber, "sms_published")) // another message, another key
	if own = d.look(); own.Result != "Đã thay bóng." || !slices.Equal(own.May, []string{"rate", "contest", "report_conduct"}) {
		t.Errorf("published: %+v", own)
	}
	d.does("rate", map[string]any{"score": 6}).want(422)
	d.does("rate", map[string]any{"score": 2, "comment": "Chậm"}).want(200)
	d.does("rate", map[string]any{"score": 4}).want(200)
	own = d.look()
	if own.Rating == nil || own.Rating.Score != 4 || own.Rating.Source != ticket.MarkOfSender {
		t.Errorf("rated: %+v", own)
	}
	d.does("go-on", map[string]any{"version": own.Version, "text": "Vẫn tối"}).problem(409, "ticket_not_contested")
	d.does("contest", map[string]any{"version": own.Version, "text": "Vẫn tối"}).want(200).into(&own)
	if own.State != "contested" || own.Objection.Text != "Vẫn tối" || !slices.Contains(own.May, "take_by_office") {
		t.Errorf("contested (9.5): %+v", own)
	}
	d.does("report-conduct", map[string]any{"version": 1, "text": "Cán bộ nói khó nghe"}).want(200)
	own = d.look()
	d.does("go-on", map[string]any{"version": own.Version, "text": "Vẫn tối, đề nghị xem lại"}).want(200).into(&own)
	if own.State != "office_led" {
		t.Errorf("gone on: %+v", own)
	}
	d.does("reply", map[string]any{"version": own.Version, "text": "x"}).problem(409, "ticket_no_question")
	d.does("contest", map[string]any{"version": own.Version, "text": strings.Repeat("x", 4001)}).want(422)

	var got Ticket
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&got)
	var did []string
	for _, e := range got.History {
		if e.Party == string(ticket.Citizen) {
			did = append(did, e.Actor+" "+e.Kind)
		}
	}
	if want := []string{
		"sender ticket.sender_replied", "sender ticket.rate", "sender ticket.rate", "sender ticket.contest", "sender ticket.report_conduct", "sender ticket.take_by_office",
	}; !slices.Equal(did, want) {
		t.Errorf("%q", did)
	}
	for _, m := range got.Told {
		if strings.Contains(m.Text, d.key) {
			t.Errorf("staff read the key: %q", m.Text)
		}
	}
}

// Who sent what was merged answers, contests and rates all the same; another's words are not theirs to read.
func TestDieu9_5b_WhatWasMergedHasItsSenderStill(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	parent := h.reported(op, "Tối cả phố, nhà bà Sáu số 5", map[string]any{"sender": map[string]any{"type": "individual", "name": "Trần Văn Sáu", "phone": "0987654321"}})
	child := h.reported(op, "Đèn hỏng", nil)
	op.does(child.Code, "merge", map[string]any{"into": parent.Code})
	d := h.door(h.told(theirNumber, "sms_merged"))
	own := d.look()
	if own.Into != parent.Code || own.State != "merged" || slices.Contains(own.May, "rate") || strings.Contains(fmt.Sprint(own), "Sáu") {
		t.Errorf("%+v", own)
	}
	op.does(parent.Code, "ask-sender", map[string]any{"text": "Cột số mấy?"})
	own = d.look()
	d.does("reply", map[string]any{"version": own.Version, "text": "Cột 12"}).want(200)
	op.does(parent.Code, "answer", map[string]any{"text": "Đã thay", "basis": "Bài 12"})
	op.does(parent.Code, "publish", map[string]any{"content": "Tối cả phố", "result": "Đã thay bóng.", "checked": true})
	if own = d.look(); own.Result != "Đã thay bóng." || !slices.Contains(own.May, "rate") || !slices.Contains(own.May, "contest") {
		t.Errorf("%+v", own)
	}
	d.does("rate", map[string]any{"score": 1}).want(200)
	d.does("contest", map[string]any{"version": own.Version, "text": "Vẫn tối"}).want(200)
	var up, down Ticket
	op.ask("GET", "/api/v1/tickets/"+parent.Code, nil).want(200).into(&up)
	op.ask("GET", "/api/v1/tickets/"+child.Code, nil).want(200).into(&down)
	if up.State != "contested" || up.Casefile.Rating != nil || down.Casefile.Rating == nil || down.Casefile.Rating.Score != 1 {
		t.Errorf("%s %+v; %+v", up.State, up.Casefile.Rating, down.Casefile.Rating)
	}
}

// Whoever guesses codes is stopped from looking up by code, and nobody else; whoever has a key is
// stopped by no neighbour. What is remembered of those who ask has a bound.
func TestWhoGuessesIsStopped(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	tk := h.reported(op, "Đèn hỏng", nil)
	key := h.told(theirNumber, "sms_received")
	guess := h.from("203.0.113.7")
	for i := range mayMiss.burst {
		none, err := ticket.NewCode(2026, 5000+i)
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			guess.ask("GET", "/api/v1/public/tickets/"+none.String(), nil).problem(404, "not_found")
		} else {
			guess.ask("GET", "/tra-cuu?ma="+none.String(), nil).want(404)
		}
	}
	r := guess.ask("GET", "/api/v1/public/tickets/"+tk.Code, nil)
	if r.problem(429, "too_many_asked"); r.header.Get("Retry-After") == "" {
		t.Error("it does not say when")
	}
	guess.ask("GET", "/tra-cuu?ma="+tk.Code, nil).want(429)
	guess.ask("GET", "/tra-cuu", nil).want(200)
	guess.ask("GET", "/x/"+key, nil).want(200)
	guess.ask("GET", "/api/v1/public/own-ticket", nil, "Ticket-Key", key).want(200)
	guess.ask("GET", "/api/v1/public/own-ticket", nil, "Ticket-Key", "aaaaaaaaaaaaaaaa").problem(404, "not_found")
	guess.ask("GET", "/api/v1/public/tickets", nil).want(200)
	if other := h.from("203.0.113.8"); other.ask("GET", "/api/v1/public/tickets/"+tk.Code, nil).status != 200 {
		t.Error("another is stopped, too")
	}
	h.later.Store(int64(5 * mayMiss.every))
	guess.ask("GET", "/api/v1/public/tickets/"+tk.Code, nil).want(200)
	// Acts of a sender have a bound of their own.
	busy := h.from("203.0.113.9")
	for i := range maySay.burst + 1 {
		r := busy.ask("POST", "/api/v1/public/own-ticket/report-conduct", map[string]any{"version": 1, "text": "x"}, "Ticket-Key", key)
		if want := map[bool]int{true: 200, false: 429}[i < maySay.burst]; r.status != want {
			t.Errorf("the %d-th: %d", i+1, r.status)
		}
	}

	l := newLimits()
	for i := range mostAddresses + 100 {
		l.enter(fmt.Sprintf("2001:db8:%x:%x::1", i>>16, i&0xffff), asking{}, h.now())
	}
	if len(l.known) != mostAddresses || l.order.Len() != mostAddresses {
		t.Errorf("%d are remembered", len(l.known))
	}
	if l.of("2001:db8::1") != l.of("2001:db8::2") || l.of("::ffff:10.0.0.1") != l.of("10.0.0.1") || l.of("10.0.0.1") == l.of("10.0.0.2") {
		t.Error("who is the same is another")
	}
}

// The page: plain HTML, no scripts, nothing from elsewhere; what people wrote is text; forms do what
// the door does, and lose nothing that was written.
func TestTheCitizensPage(t *testing.T) {
	h := build(t)
	op, v := h.signedIn("op01"), h.visitor()
	tk := h.reported(op, `<img src=x onerror=alert(1)> "Đèn" hỏng`, nil)
	key := h.told(theirNumber, "sms_received")
	at := "/x/" + key
	form := func(act string, values url.Values) *reply {
		t.Helper()
		return v.ask("POST", at+"/"+act, values.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	}
	r := v.ask("GET", at, nil).want(200)
	body := string(r.body)
	if !strings.Contains(body, "&lt;img src=x") || strings.Contains(body, "<img") || strings.Contains(body, "<script") || strings.Contains(body, "://") || !strings.Contains(body, `lang="vi"`) {
		t.Error(body)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if csp := r.header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'sha256-") || strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
	v.ask("GET", "/tra-cuu", nil).want(200)
	if r := v.ask("GET", "/tra-cuu?ma="+tk.Code, nil).want(200); !strings.Contains(string(r.body), "Mới tiếp nhận") || strings.Contains(string(r.body), "hỏng") {
		t.Errorf("%s", r.body)
	}
	if r := v.ask("GET", `/tra-cuu?ma="><script>`, nil).want(422); strings.Contains(string(r.body), "<script") {
		t.Errorf("%s", r.body)
	}
	op.does(tk.Code, "answer", map[string]any{"text": "Đã thay", "basis": "Bài 12"})
	op.does(tk.Code, "publish", map[string]any{"content": "Đèn hỏng", "result": "Đã thay bóng.", "checked": true})
	if r := form("rate", url.Values{"text": {"Chưa chọn"}}).want(422); !strings.Contains(string(r.body), "Chưa chọn</textarea>") {
		t.Errorf("what was written is lost: %s", r.body)
	}
	if r := form("contest", url.Values{"version": {"1"}, "text": {"Vẫn <i>tối</i>"}}).want(409); !strings.Contains(string(r.body), "Vẫn &lt;i&gt;tối&lt;/i&gt;</textarea>") {
		t.Errorf("of an older version: %s", r.body)
	}
	for _, version := range []string{"", "0", "9999"} { // of none: the matter goes on in another ticket, say
		if r := form("contest", url.Values{"version": {version}, "text": {"Vẫn tối"}}).want(409); !strings.Contains(string(r.body), "Vẫn tối</textarea>") {
			t.Errorf("of version %q: %s", version, r.body)
		}
	}
	form("contest", url.Values{"text": {strings.Repeat("ê", 4001)}}).want(422)
	form("nothing", url.Values{}).want(404)
	v.ask("POST", "/x/aaaaaaaaaaaaaaaa/rate", "score=5", "Content-Type", "application/x-www-form-urlencoded").want(404)
	form("rate", url.Values{"score": {"5"}, "text": {"Nhanh"}}).want(200) // led back to the page
	var got Ticket
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&got)
	if m := got.Casefile.Rating; m == nil || m.Score != 5 || m.Comment != "Nhanh" {
		t.Errorf("%+v", m)
	}
	if r := v.ask("POST", at+"/rate", "score=1", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); r.status != 403 {
		t.Errorf("another site's form: %d", r.status)
	}
	if r := v.ask("GET", at, nil, "Accept-Language", "en").want(200); !strings.Contains(string(r.body), "Your report") {
		t.Errorf("%s", r.body)
	}
}

// At the public address there is what is everybody's, and nothing of the staff's.
func TestThePublicDoorLeadsNowhereElse(t *testing.T) {
	h := build(t)
	for path, want := range map[string]int{
		"/": http.StatusSeeOther, "/tra-cuu": 200, "/healthz": 200, "/api/v1/public/units": 200, "/x/aaaaaaaaaaaaaaaa": 404,
		"/api/v1/tickets": 404, "/api/v1/sessions/current": 404, "/metrics": 404, "/calls": 404, "/api/v1/public/../tickets": http.StatusTemporaryRedirect, "/simulator/messages": 404, "/api/openapi.json": 404,
	} {
		w := httptest.NewRecorder()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.RemoteAddr = "192.0.2.1:1234"
		h.api.Public().ServeHTTP(w, req)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}

// The unit says where it has published it, and everybody reads that (Điều 11.3).
func TestDieu11_3_WhereTheUnitPublishedItIsShown(t *testing.T) {
	h := build(t)
	op := h.signedIn("op01")
	if _, err := h.store.Pool().Exec(t.Context(), "UPDATE users SET unit = 'SXD' WHERE username = 'officer'"); err != nil {
		t.Fatal(err)
	}
	officer := h.signedIn("officer")
	tk := h.reported(op, "Đèn hỏng", nil)
	op.does(tk.Code, "assign", map[string]any{"lead": "SXD"})
	officer.does(tk.Code, "resolve", map[string]any{"text": "Đã thay"})
	op.does(tk.Code, "publish", map[string]any{"content": "Đèn hỏng", "result": "Đã thay bóng.", "checked": true})
	officer.does(tk.Code, "published-by-unit", map[string]any{"url": "https://sxd.haiphong.gov.vn/1022/1"})
	var seen PublicTicket
	h.visitor().ask("GET", "/api/v1/public/tickets/"+tk.Code, nil).want(200).into(&seen)
	if seen.Published.UnitURL != "https://sxd.haiphong.gov.vn/1022/1" {
		t.Errorf("%+v", seen.Published)
	}
}
