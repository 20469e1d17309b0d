package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"hotline1022/internal/attachment"
	"hotline1022/internal/auth"
	"hotline1022/internal/signature/signaturetest"
	"hotline1022/internal/store"
	"hotline1022/internal/ticket"
)

// photo is a JPEG as a telephone makes it, with the place where it was taken.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 32)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "\xFF\xE1\x00\x40Exif\x00\x00GPS 20.8449N 106.6881E" + strings.Repeat(" ", 0x40-2-6-22)
	return append(append([]byte("\xFF\xD8"), exif...), b.Bytes()[2:]...)
}

// brings adds a file to a ticket.
func (v *visitor) brings(code, query string, data []byte) *reply {
	v.h.t.Helper()
	return v.ask("POST", "/api/v1/tickets/"+code+"/attachments?"+query, string(data), "Content-Type", "application/octet-stream")
}

func (v *visitor) brought(code, query string, data []byte) (a Attachment) {
	v.h.t.Helper()
	v.brings(code, query, data).want(201).into(&a)
	return a
}

// atUnit is a ticket that SXD has, with those who work on it.
func (h *house) atUnit(changes map[string]any) (op, officer *visitor, tk Ticket) {
	h.t.Helper()
	h.ofUnit()
	op, officer = h.signedIn("op01"), h.signedIn("officer")
	tk = op.filedBy(op.ask("POST", "/api/v1/tickets", with(report(""), changes)).want(201))
	op.done(&tk, "assign", map[string]any{"lead": "SXD"})
	officer.done(&tk, "accept", nil)
	return op, officer, tk
}

func TestDieu7_3_FilesFromTheSenderToTheUnit(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	data := photo(t)
	// Decomposed, of another folder, written backwards, of another ending.
	a := op.brought(tk.Code, "name="+url.QueryEscape("../../Co\u0323\u0302t \u0111e\u0300n\u202e.exe"), data)
	sum := sha256.Sum256(data)
	if a.Name != "Cột đèn.jpg" || a.Type != "image/jpeg" || a.Purpose != ticket.FileEvidence || a.AddedBy != "op01" || a.SHA256 != hex.EncodeToString(sum[:]) || !a.Openable || a.Public {
		t.Fatalf("%+v", a)
	}
	b := officer.brought(tk.Code, "name=xong.jpg", data)
	if b.Purpose != ticket.FileProgress || b.Unit != "SXD" || b.AddedBy != "officer" {
		t.Errorf("%+v", b)
	}
	// The version that was seen before the files came is as good as the newest.
	officer.done(&tk, "progress", map[string]any{"text": "Đã cử người"})
	if len(tk.Attachments) != 2 || tk.Attachments[0].ID != a.ID {
		t.Errorf("%+v", tk.Attachments)
	}
	var labels []string
	for _, e := range tk.History {
		if e.Kind == "ticket.attach" {
			labels = append(labels, e.Actor+" "+e.Label+" "+e.Party+" "+e.Unit)
		}
	}
	if fmt.Sprint(labels) != "[op01 thêm tệp hotline  officer thêm tệp officer SXD]" {
		t.Errorf("%q", labels)
	}
	var all page[Attachment]
	officer.ask("GET", "/api/v1/tickets/"+tk.Code+"/attachments", nil).want(200).into(&all)
	if len(all.Items) != 2 {
		t.Errorf("%+v", all)
	}

	path := "/api/v1/tickets/" + tk.Code + "/attachments/" + a.ID.String()
	r := officer.ask("GET", path, nil).want(200)
	if !bytes.Equal(r.body, data) {
		t.Error("other bytes than were sent")
	}
	for header, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": filePolicy, "Cache-Control": "private, no-store",
		"Content-Disposition": "attachment; filename*=utf-8''C%E1%BB%99t%20%C4%91%C3%A8n.jpg", "Etag": `"` + a.SHA256 + `"`, "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := r.header.Get(header); got != want {
			t.Errorf("%s: %q", header, got)
		}
	}
	if part := officer.ask("GET", path, nil, "Range", "bytes=2-5").want(206); !bytes.Equal(part.body, data[2:6]) {
		t.Errorf("%q", part.body)
	}
	officer.ask("GET", path, nil, "Range", "bytes=999999-").problem(416, "bad_range")
	officer.ask("GET", path, nil, "If-None-Match", r.header.Get("Etag")).want(304)
	officer.ask("GET", path+"?view=thumbnail", nil).problem(422, "invalid")
	officer.ask("GET", strings.Replace(path, a.ID.String(), uuid.NewString(), 1), nil).problem(404, "not_found")
	officer.ask("GET", strings.Replace(path, a.ID.String(), "etc", 1), nil).problem(404, "not_found")
	other := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.ask("GET", strings.Replace(path, tk.Code, other.Code, 1), nil).problem(404, "not_found")
	officer.ask("GET", "/api/v1/tickets/"+other.Code+"/attachments", nil).problem(404, "not_found")
	if n := h.looks(a.ID.String()); n != 1 { // the range belongs to the look before
		t.Errorf("%d looks are noted", n)
	}
}

// looks counts those that are noted.
func (h *house) looks(file string) (n int) {
	h.t.Helper()
	err := h.store.Pool().QueryRow(h.t.Context(), "SELECT count(*) FROM audit_log WHERE action = 'attachment.read' AND object = 'attachment:' || $1", file).Scan(&n)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestDieu12_1b_WhatEverybodyWouldSeeOfAFile(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	a := op.brought(tk.Code, "name=a.jpg", photo(t))
	broken := op.brought(tk.Code, "name=b.jpg", photo(t)[:90])
	film := op.brought(tk.Code, "name=c.mp4", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"))
	letter := op.brought(tk.Code, "name=d.pdf", []byte(signaturetest.Unsigned))
	at := func(f Attachment) string {
		return "/api/v1/tickets/" + tk.Code + "/attachments/" + f.ID.String() + "?view=published"
	}
	r := officer.ask("GET", at(a), nil).want(200)
	if bytes.Contains(r.body, []byte("GPS")) || bytes.Contains(r.body, []byte("Exif")) || r.header.Get("Etag") == `"`+a.SHA256+`"` {
		t.Error("it tells where it was taken")
	}
	for _, f := range []Attachment{broken, film, letter} {
		officer.ask("GET", at(f), nil).problem(422, "invalid")
	}
	public := func(f Attachment, is bool) *reply {
		return op.deed(&tk, "publish-file", map[string]any{"file": f.ID, "public": is, "checked": true})
	}
	public(a, true).problem(409, "ticket_not_now")
	officer.done(&tk, "resolve", map[string]any{"text": "Đã sửa"})
	officer.deed(&tk, "publish-file", map[string]any{"file": a.ID, "public": true, "checked": true}).problem(403, "not_allowed")
	for f, key := range map[*Attachment]string{&broken: "file_picture", &film: "file_not_shown", &letter: "file_not_shown"} {
		if p := public(*f, true).problem(422, "invalid"); len(p.Errors) != 1 || p.Errors[0].Code != key || p.Errors[0].Location != "body.act.file" {
			t.Errorf("%+v", p)
		}
	}
	op.deed(&tk, "publish-file", map[string]any{"file": a.ID, "public": true}).problem(422, "invalid")
	tk = op.filedBy(public(a, true).want(200))
	if !tk.Attachments[0].Public || tk.Attachments[1].Public {
		t.Errorf("%+v", tk.Attachments)
	}
	// Who wants to stay unknown after all: what was chosen before is not published, nor later by itself.
	for _, secret := range []bool{true, false} {
		if op.done(&tk, "mark-confidential", map[string]any{"confidential": secret, "reason": "Người gửi xin"}); tk.Attachments[0].Public {
			t.Errorf("%+v", tk.Attachments[0])
		}
	}
	tk = op.filedBy(public(a, true).want(200))
	op.done(&tk, "publish", map[string]any{"content": "Đèn hỏng", "result": "Đã sửa", "checked": true})
	if op.done(&tk, "withdraw-publication", map[string]any{"reason": "Lộ tên"}); tk.Attachments[0].Public || tk.State != "resolved" {
		t.Errorf("%+v", tk.Attachments[0])
	}
	tk = op.filedBy(public(a, true).want(200))
	// What is taken away is published no more, and nobody but the auditor sees it.
	op.done(&tk, "remove-file", map[string]any{"file": a.ID, "reason": "Lộ biển số xe"})
	if f := tk.Attachments[0]; f.Public || f.Removed == nil || f.Removed.By != "op01" || f.Removed.Reason != "Lộ biển số xe" {
		t.Errorf("%+v", f)
	}
	for _, v := range []*visitor{op, officer} {
		v.ask("GET", at(a), nil).problem(410, "file_removed")
	}
	public(a, true).problem(409, "file_removed")
	auditor := h.as(auth.RoleAuditor)
	auditor.ask("GET", at(a), nil).problem(422, "invalid")
	before := h.looks(a.ID.String())
	auditor.ask("GET", at(a)+"&reason=Thanh+tra+12", nil).want(200)
	var noted page[AuditEntry]
	auditor.ask("GET", "/api/v1/audit?object=attachment:"+a.ID.String(), nil).want(200).into(&noted)
	if len(noted.Items) != before+1 || noted.Items[0].Detail["reason"] != "Thanh tra 12" || noted.Items[0].Detail["view"] != "published" {
		t.Errorf("%+v", noted.Items)
	}
}

// What the sender of a confidential matter gave is who they are.
func TestDieu12_2_FilesOfAConfidentialTicket(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(map[string]any{"confidential": true})
	a := op.brought(tk.Code, "name=Nguyen+Van+An.jpg", photo(t))
	mine := officer.brought(tk.Code, "name=hien-truong.jpg", photo(t))
	path := "/api/v1/tickets/" + tk.Code
	if body := string(officer.ask("GET", path, nil).want(200).body) + string(officer.ask("GET", path+"/attachments", nil).want(200).body); strings.Contains(body, "Nguyen Van An") || !strings.Contains(body, "hien-truong.jpg") {
		t.Error(body)
	}
	officer.ask("GET", path+"/attachments/"+a.ID.String(), nil).problem(403, "file_confidential")
	officer.ask("GET", path+"/attachments/"+mine.ID.String(), nil).want(200)
	h.signedIn("admin").ask("GET", path+"/attachments/"+a.ID.String(), nil).problem(403, "file_confidential")
	op.ask("GET", path+"/attachments/"+a.ID.String(), nil).want(200)
	h.signedIn("office").done(&tk, "allow-identity", map[string]any{"unit": "SXD", "reason": "Cần gặp"})
	officer.ask("GET", path+"/attachments/"+a.ID.String(), nil).want(200)
}

func TestDieu17_6_AReplyIsCheckedWhenItIsBrought(t *testing.T) {
	ca, stranger := signaturetest.NewAuthority(t, "CA của Chính phủ"), signaturetest.NewAuthority(t, "CA lạ")
	sound, other := ca.Signer(t, "Nguyễn Văn Giám đốc", nil).PDF(t), stranger.Signer(t, "Ai đó", nil).PDF(t)
	altered := bytes.Clone(sound)
	altered[20] ^= 1
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	h.api.cfg.Roots = ca.Roots()
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"altered":               {altered, "signature_broken"},
		"continued":             {append(bytes.Clone(sound), "3 0 obj\n<< /JS (x) >>\nendobj\n"...), "signature_changed"},
		"not signed":            {[]byte(signaturetest.Unsigned), "signature_missing"},
		"a picture of one":      {photo(t), "signature_no_pdf"},
		"of nobody trusted":     {other, "signature_untrusted"},
		"a picture named a PDF": {photo(t), "signature_no_pdf"},
	} {
		p := officer.brings(tk.Code, "purpose=reply&name=a.pdf", c.data).problem(422, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Code != c.code || p.Errors[0].Message == "" || strings.Contains(p.Errors[0].Message, "%!") {
			t.Errorf("%s: %+v", name, p)
		}
	}
	op.brings(tk.Code, "purpose=reply", sound).problem(403, "ticket_not_lead")
	if kept := len(tk.Attachments); kept != 0 {
		t.Errorf("%d are kept", kept)
	}
	reply := officer.brought(tk.Code, "purpose=reply&name=12-SXD.pdf", sound)
	if s := reply.Signatures; !reply.Trusted || len(s) != 1 || s[0].Signer != "Nguyễn Văn Giám đốc" || s[0].Organisation != "Sở Xây dựng" || s[0].Issuer != "CA của Chính phủ" || s[0].Problem != "" {
		t.Errorf("%+v", reply)
	}
	// A broken one that somebody reports is evidence, and shown to be broken.
	if f := op.brought(tk.Code, "name=gia-mao.pdf", altered); len(f.Signatures) != 1 || f.Signatures[0].Problem != "broken" || f.Signatures[0].ProblemText == "" || f.Trusted {
		t.Errorf("%+v", f)
	}

	// The result rests on that document, and on no other.
	work := officer.brought(tk.Code, "name=a.pdf", sound)
	elsewhere := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	op.done(&elsewhere, "assign", map[string]any{"lead": "SXD"})
	foreign := officer.brought(elsewhere.Code, "purpose=reply", sound)
	for _, id := range []string{work.ID.String(), foreign.ID.String(), uuid.NewString(), "12-SXD.pdf"} {
		if p := officer.deed(&tk, "resolve", map[string]any{"text": "Đã sửa", "official": true, "document": id}).problem(422, "invalid"); p.Errors[0].Code != "file_no_reply" {
			t.Errorf("%+v", p)
		}
	}
	officer.done(&tk, "resolve", map[string]any{"text": "Đã sửa", "official": true, "document": reply.ID})
	officer.deed(&tk, "remove-file", map[string]any{"file": reply.ID, "reason": "Nhầm"}).problem(409, "file_is_result")
	op.done(&tk, "publish-file", map[string]any{"file": reply.ID, "public": true, "checked": true})
	if tk.Casefile.Result.Document != reply.ID.String() {
		t.Errorf("%+v", tk.Casefile.Result)
	}
}

// Where no roots are configured nobody's word counts on who signed: what was signed is
// checked all the same, and the signer shown as not vouched for.
func TestDieu17_6_WithoutRootsTheSignerIsShownAsNotVouchedFor(t *testing.T) {
	h := build(t)
	_, officer, tk := h.atUnit(nil)
	sound := signaturetest.NewAuthority(t, "CA").Signer(t, "An", nil).PDF(t)
	if f := officer.brought(tk.Code, "purpose=reply", sound); f.Trusted || len(f.Signatures) != 1 || f.Signatures[0].Trusted || f.Signatures[0].Signer != "An" {
		t.Errorf("%+v", f)
	}
	sound[20] ^= 1
	officer.brings(tk.Code, "purpose=reply", sound).problem(422, "invalid")
}

func TestFilesThatAreNotTaken(t *testing.T) {
	h := build(t)
	op, officer, tk := h.atUnit(nil)
	jpg := photo(t)
	for name, c := range map[string]struct {
		query  string
		data   []byte
		status int
		code   string
	}{
		"nothing":               {"name=a.jpg", nil, 422, "invalid"},
		"a page":                {"name=a.jpg", []byte("<!DOCTYPE html><script>alert(1)</script>"), 415, "file_kind"},
		"a page behind spaces":  {"name=a.jpg", []byte("\n\n  <html><body onload=x()>"), 415, "file_kind"},
		"a drawing that runs":   {"name=a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>`), 415, "file_kind"},
		"a program":             {"name=a.jpg", []byte("MZ\x90\x00\x03"), 415, "file_kind"},
		"a document with macro": {"name=a.pdf", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), 415, "file_kind"},
		"an archive":            {"name=a.jpg", []byte("PK\x03\x04\x14\x00\x00\x00"), 415, "file_kind"},
		"of no purpose":         {"purpose=secret", jpg, 422, "invalid"},
		"progress of no unit":   {"purpose=progress", jpg, 422, "invalid"},
	} {
		if p := op.brings(tk.Code, c.query, c.data).problem(c.status, c.code); strings.Contains(p.Detail, "%!") || strings.Contains(p.Detail, "/") {
			t.Errorf("%s: %s", name, p.Detail)
		}
	}
	missing, err := ticket.NewCode(2026, 99)
	if err != nil {
		t.Fatal(err)
	}
	op.brings(missing.String(), "", jpg).problem(404, "not_found")
	op.brings("1022", "", jpg).problem(404, "bad_ticket_code")
	h.visitor().brings(tk.Code, "", jpg).problem(401, "not_signed_in")
	h.as(auth.RoleOperator).brings(tk.Code, "", jpg).problem(403, "not_allowed") // a program
	h.signedIn("auditor").brings(tk.Code, "", jpg).problem(403, "not_allowed")
	elsewhere := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	officer.brings(elsewhere.Code, "", jpg).problem(404, "not_found")
	op.done(&elsewhere, "decline", map[string]any{"reason": "not_in_scope", "words": "Ngoài phạm vi", "where": "Toà án"})
	if p := op.brings(elsewhere.Code, "", jpg).problem(409, "ticket_not_now"); !strings.Contains(p.Detail, "Không tiếp nhận") {
		t.Errorf("%+v", p)
	}
	op.ask("POST", "/api/v1/tickets/"+tk.Code+"/attachments", string(jpg), "Content-Type", "image/jpeg", "Sec-Fetch-Site", "cross-site").problem(403, "cross_origin")
	var kept int
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM attachment_contents) + (SELECT count(*) FROM ticket_events WHERE kind = 'ticket.attach')").Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d are kept, %v", kept, err)
	}
}

// A picture that is a page, too: it is given back as a picture, to be saved, and a browser
// that shows it runs nothing.
func TestAPictureThatIsAPageIsGivenAsAPicture(t *testing.T) {
	h := build(t)
	op, _, tk := h.atUnit(nil)
	polyglot := append(photo(t), strings.Repeat(" ", 1024)+"<script>alert(1)</script>%PDF-1.7 /ByteRange [0 1 2 3]"...)
	a := op.brought(tk.Code, "name=x.html", polyglot)
	if a.Type != "image/jpeg" || a.Name != "x.jpg" {
		t.Errorf("%+v", a)
	}
	r := op.ask("GET", "/api/v1/tickets/"+tk.Code+"/attachments/"+a.ID.String(), nil).want(200)
	if r.header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment;") || !strings.Contains(r.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%v", r.header)
	}
	shown := op.ask("GET", "/api/v1/tickets/"+tk.Code+"/attachments/"+a.ID.String()+"?view=published", nil).want(200)
	if bytes.Contains(shown.body, []byte("script")) {
		t.Error("what stood behind the picture is published")
	}
}

// endless is a body that never ends by itself.
type endless struct{ sent atomic.Int64 }

func (e *endless) Read(b []byte) (int, error) {
	e.sent.Add(int64(len(b)))
	return copy(b, photoHead+strings.Repeat("x", len(b))), nil
}

const photoHead = "\xFF\xD8\xFF\xE0"

func TestFilesThatAreTooLargeOrCutShort(t *testing.T) {
	h := build(t)
	op, _, tk := h.atUnit(nil)
	post := func(body io.Reader, length int64) (status int) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+"/api/v1/tickets/"+tk.Code+"/attachments?name=a.jpg", body)
		if err != nil {
			t.Fatal(err)
		}
		req.ContentLength = length
		req.Header.Set("Expect", "100-continue")
		res, err := op.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	announced := &endless{}
	if status := post(announced, 1<<40); status != 413 || announced.sent.Load() > 0 {
		t.Errorf("a terabyte: %d after %d bytes", status, announced.sent.Load())
	}
	// A byte more, of a length that nobody says: one who went on sending might see the connection end in place of the answer.
	if status := post(io.LimitReader(&endless{}, attachment.MaxBytes+1), -1); status != 413 {
		t.Errorf("a byte too many: %d", status)
	}
	exactly := bytes.Repeat([]byte{'x'}, attachment.MaxBytes)
	copy(exactly, photoHead)
	if a := op.brought(tk.Code, "name=a.jpg", exactly); a.Bytes != attachment.MaxBytes {
		t.Errorf("%d", a.Bytes)
	}
	// More was promised than comes.
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	at, _ := url.Parse(h.url)
	var cookies []string
	for _, c := range op.client.Jar.Cookies(at) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	_, err = fmt.Fprintf(conn, "POST /api/v1/tickets/%s/attachments HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nContent-Length: 1000\r\n\r\n%s", tk.Code, at.Host, strings.Join(cookies, "; "), photo(t)[:200])
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.(*net.TCPConn).CloseWrite()
	answered, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(answered), " 400 ") || !strings.Contains(string(answered), "file_cut") {
		t.Errorf("%v: %s", err, answered)
	}
	var kept int
	if err := h.store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM attachments").Scan(&kept); err != nil || kept != 1 {
		t.Errorf("%d are kept, %v", kept, err)
	}
}

// Many at once, of one name: each is a file of its own, until the ticket is full.
func TestManyFilesAtOnce(t *testing.T) {
	h := build(t)
	op, _, tk := h.atUnit(nil)
	data := string(photo(t))
	const many = store.MaxAttachments + 20
	statuses := make([]int, many)
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() {
			req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodPost, h.url+"/api/v1/tickets/"+tk.Code+"/attachments?name=a.jpg", strings.NewReader(data))
			if err != nil {
				t.Error(err)
				return
			}
			res, err := op.client.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			_ = res.Body.Close()
			statuses[i] = res.StatusCode
		})
	}
	wg.Wait()
	count := map[int]int{}
	for _, s := range statuses {
		count[s]++
	}
	if count[201] != store.MaxAttachments || count[409] != many-store.MaxAttachments {
		t.Fatalf("%v", count)
	}
	if p := op.brings(tk.Code, "name=a.jpg", []byte(data)).problem(409, "files_full"); !strings.Contains(p.Detail, "50") {
		t.Errorf("%+v", p)
	}
	var got Ticket
	op.ask("GET", "/api/v1/tickets/"+tk.Code, nil).want(200).into(&got)
	ids := map[uuid.UUID]bool{}
	for _, a := range got.Attachments {
		ids[a.ID] = true
	}
	if len(ids) != store.MaxAttachments || got.Version != tk.Version+store.MaxAttachments {
		t.Errorf("%d files, version %d after %d", len(ids), got.Version, tk.Version)
	}
}
