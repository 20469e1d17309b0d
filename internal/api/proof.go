package api

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
	"hotline1022/internal/store/db"
	"hotline1022/internal/ticket"
	"hotline1022/telephony/call"
)

const packagePath = v1 + "/recordings/{id}/package"

// packageOperations: a ZIP is streamed, recordings are long; so it is described by hand, as sound is.
func (a *API) packageOperations() {
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: packagePath, OperationID: "recordingPackage", Tags: []string{"calls"},
		Summary:     "All of a call as evidence: its recordings, its record, its tickets, and the signed manifests that prove them",
		Description: "A ZIP. HUONG-DAN.txt in it tells how to verify it with sha256sum and openssl alone. Noted, with the reason.",
		Security:    []map[string][]string{{"session": {}}, {"token": {}}},
		Parameters: []*huma.Param{
			{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"}},
			{Name: "reason", In: "query", Required: true, Description: "Why; it is noted", Schema: &huma.Schema{Type: huma.TypeString}},
		},
		Responses: a.withProblems(map[string]*huma.Response{"200": {Description: "The package", Content: map[string]*huma.MediaType{
			"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}}}, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity),
	})
	a.mux.HandleFunc("GET "+packagePath, a.recordingPackage)
}

// evidenceOf is what a package is made of, but for the sound.
type evidenceOf struct {
	call       CallDetail
	recordings []db.Recording
	tickets    map[string][]byte // by code: the case, as `GET /tickets/{code}/export` gives it
	manifests  []db.Manifest
	note       ExportNote
}

// recordingPackage is open to those who hear every recording; everybody says why.
func (a *API) recordingPackage(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id, err := a.mayTakeEvidence(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	s := sightOf(ctx, r.URL.Query().Get("reason"))
	var e evidenceOf
	err = a.p.Store.Snapshot(ctx, func(then *store.Store) error {
		e, err = a.reading(then).evidence(ctx, id, s)
		return err
	})
	if err != nil {
		a.fail(w, r, err)
		return
	}
	// The first before anything is sent: an archive that is away is an answer, and not half a file.
	sound, err := a.openSound(ctx, e.recordings)
	if err == nil {
		err = a.noteOnce(r, store.TakeSound, "recording.package", "recording:"+id.String(), map[string]any{"reason": s.reason, "call": e.call.ID, "count": len(e.recordings)})
	}
	if err != nil {
		closeAll(sound)
		a.fail(w, r, err)
		return
	}
	defer closeAll(sound)
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, e.call.ID)+`.zip"`)
	if err := writeEvidence(w, e, sound); err != nil {
		a.log.Warn("a package of evidence was not sent whole", "call", e.call.ID, "err", err)
		panic(http.ErrAbortHandler) // so that nobody takes half of it for the whole
	}
}

func (a *API) mayTakeEvidence(r *http.Request) (id uuid.UUID, err error) {
	if err := allowed(r.Context(), []auth.Right{auth.HearRecordings}); err != nil {
		return id, err
	}
	if id, err = pathID(r.PathValue("id")); err != nil {
		return id, err
	}
	if err := a.mayKnowVoice(r.Context(), id, r.URL.Query().Get("reason")); err != nil {
		return id, err
	}
	if sightOf(r.Context(), r.URL.Query().Get("reason")).reason == "" {
		return id, invalid("query.reason", lang.RecordingNeedsReason)
	}
	return id, nil
}

// evidence reads all but the sound, as of one moment.
func (a *API) evidence(ctx context.Context, id uuid.UUID, s sight) (e evidenceOf, err error) {
	asked, err := a.p.Store.Recording(ctx, id)
	if err != nil {
		return e, err
	}
	row, err := a.p.Store.Call(ctx, call.ID(asked.CallID))
	if err != nil {
		return e, err
	}
	e.note = ExportNote{By: s.who.Name, Account: s.who.Actor, Role: s.who.Role, At: a.cfg.Now(), Reason: s.reason}
	events, err := a.p.Store.CallEventsOf(ctx, &asked.CallID)
	if err != nil {
		return e, err
	}
	shown, err := a.p.Store.RecordingsShown(ctx, []string{asked.CallID})
	if err != nil {
		return e, err
	}
	e.call = CallDetail{Call: a.callOf(row, nil)}
	for _, v := range events {
		e.call.Events = append(e.call.Events, CallEvent{At: v.At, Kind: v.Kind, Data: v.Data})
	}
	var days []string
	for _, v := range shown {
		e.call.Recordings = append(e.call.Recordings, recordingOf(v))
		e.recordings = append(e.recordings, v.Recording)
		if v.Recording.Manifest != nil {
			days = append(days, *v.Recording.Manifest)
		}
	}
	e.call.conceal(s.one(row.Confidential))
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		m, err := a.p.Store.ManifestOf(ctx, day)
		if err != nil {
			return e, err
		}
		e.manifests = append(e.manifests, m)
	}
	e.tickets = map[string][]byte{}
	for _, t := range row.Tickets {
		c, err := a.caseExport(ctx, ticket.Code(t), s)
		if err != nil {
			return e, err
		}
		c.Export = e.note
		if e.tickets[t], err = caseFile(c); err != nil {
			return e, err
		}
	}
	return e, nil
}

// heard is one recording to be put into a package.
type heard struct {
	leg   string
	sound io.ReadSeekCloser
	sum   string // as the row has it
}

// openSound opens what there is of a call's recordings; those that never came, or live, are named in the record alone.
func (a *API) openSound(ctx context.Context, rows []db.Recording) (all []heard, err error) {
	for _, r := range rows {
		if r.State != store.RecordingArchived && r.State != store.RecordingSpooled {
			continue
		}
		sound, info, err := a.p.Audio.Open(ctx, r.ID)
		if errors.Is(err, ErrNoAudio) {
			continue
		}
		if err != nil {
			return all, err
		}
		all = append(all, heard{r.Leg, sound, info.SHA256})
	}
	if len(all) == 0 {
		return nil, ErrNoAudio
	}
	return all, nil
}

func closeAll(all []heard) {
	for _, h := range all {
		_ = h.sound.Close() // only read
	}
}

// writeEvidence streams the package: each file once, its checksum as it goes by.
func writeEvidence(w io.Writer, e evidenceOf, sound []heard) error {
	z := zip.NewWriter(w)
	var sums strings.Builder
	add := func(name string, from io.Reader) (string, error) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: e.note.At})
		if err != nil {
			return "", err
		}
		h := sha256.New()
		if _, err := io.Copy(io.MultiWriter(f, h), from); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		sum := hex.EncodeToString(h.Sum(nil))
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
		return sum, nil
	}
	for _, h := range sound {
		sum, err := add("am-thanh/"+h.leg+".wav", h.sound)
		if err == nil && sum != h.sum {
			err = fmt.Errorf("leg %s: its bytes have %s, its row says %s", h.leg, sum, h.sum)
		}
		if err != nil {
			return err
		}
	}
	record, err := json.MarshalIndent(e.call, "", "  ")
	if err != nil {
		return err
	}
	type file struct {
		name string
		body []byte
	}
	files := []file{{"cuoc-goi.json", record}, {"cuoc-goi.txt", []byte(e.record())}, {"HUONG-DAN.txt", []byte(e.instruction())}}
	for code, c := range e.tickets {
		files = append(files, file{"phan-anh-" + code + ".zip", c})
	}
	for _, m := range e.manifests {
		for ending, body := range map[string][]byte{".json": m.Body, ".json.sig": m.Signature, ".pub.pem": []byte(m.PublicKey)} {
			files = append(files, file{"bang-ke/" + m.Day + ending, body})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) }) // two packages of one call are laid beside each other
	for _, f := range files {
		if _, err := add(f.name, bytes.NewReader(f.body)); err != nil {
			return err
		}
	}
	list, err := z.Create("SHA256SUMS")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(list, sums.String()); err != nil {
		return err
	}
	return z.Close()
}

// record is the call in words, for whoever reads no JSON.
func (e evidenceOf) record() string {
	var b strings.Builder
	local := func(t time.Time) string { return t.In(ticket.Zone).Format("15:04:05 02/01/2006") }
	fmt.Fprintf(&b, "CUỘC GỌI %s\nTổng đài 1022 thành phố Hải Phòng\n\nTừ số: %s\nGọi đến: %s\nBắt đầu: %s\n", e.call.ID, e.call.From, e.call.To, local(e.call.StartedAt))
	if e.call.EndedAt != nil {
		fmt.Fprintf(&b, "Kết thúc: %s\n", local(*e.call.EndedAt))
	}
	fmt.Fprintf(&b, "Tổng đài viên: %s\nPhản ánh: %s\n\nBẢN GHI ÂM\n", e.call.OperatorName, strings.Join(e.call.Tickets, ", "))
	for _, r := range e.recordings {
		state := "trạng thái: " + r.State
		if r.ArchivedAt != nil {
			state = "lưu trữ lúc " + local(*r.ArchivedAt)
		}
		fmt.Fprintf(&b, "- am-thanh/%s.wav: %s", r.Leg, state)
		if r.Sha256 != nil {
			fmt.Fprintf(&b, ", SHA-256 %s", *r.Sha256)
		}
		if r.Salvaged {
			b.WriteString(", phần cuối có thể bị mất")
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\nLấy ra: %s, %s (%s), lý do: %s\n", local(e.note.At), e.note.By, e.note.Account, e.note.Reason)
	return b.String()
}

// instruction tells how to verify with what every system has.
func (e evidenceOf) instruction() string {
	var b strings.Builder
	b.WriteString(`CÁCH KIỂM TRA BỘ CHỨNG CỨ NÀY
Chỉ cần hai công cụ có sẵn trên mọi máy Linux: sha256sum và openssl (từ bản 3.0).
Trên macOS: gõ "shasum -a 256" thay cho "sha256sum", và cài openssl 3 (bản có sẵn của macOS là LibreSSL, không kiểm tra được).
Giải nén, mở cửa sổ lệnh trong thư mục đó rồi chạy lần lượt.

1. Các tệp còn nguyên như lúc lấy ra:
     sha256sum -c SHA256SUMS

`)
	if len(e.manifests) == 0 {
		b.WriteString("2. Bản ghi âm này chưa có trong bảng kê nào được ký (bảng kê của một ngày được lập sau khi hết ngày). Hãy lấy lại bộ chứng cứ sau.\n")
		return b.String()
	}
	b.WriteString("2. Bảng kê của ngày lưu trữ do Tổng đài ký, không bị sửa (phải hiện: Signature Verified Successfully):\n")
	for _, m := range e.manifests {
		fmt.Fprintf(&b, "     openssl pkeyutl -verify -pubin -inkey bang-ke/%[1]s.pub.pem -rawin -in bang-ke/%[1]s.json -sigfile bang-ke/%[1]s.json.sig\n", m.Day)
	}
	b.WriteString("\n3. Khóa công khai đúng là của Tổng đài: mã của khóa phải trùng với mã mà Tổng đài đã công bố hoặc trả lời khi được hỏi:\n")
	for _, m := range e.manifests {
		fmt.Fprintf(&b, "     openssl pkey -pubin -in bang-ke/%s.pub.pem -outform DER | sha256sum\n     (trong bộ này: %s)\n", m.Day, keyID(m.PublicKey))
	}
	b.WriteString("\n4. Bản ghi âm đúng là bản đã kê (phải hiện một dòng):\n")
	for _, r := range e.recordings {
		if r.Manifest != nil && r.Sha256 != nil {
			fmt.Fprintf(&b, "     sha256sum am-thanh/%s.wav\n     grep %s bang-ke/%s.json\n", r.Leg, *r.Sha256, *r.Manifest)
		} else if r.Sha256 != nil {
			fmt.Fprintf(&b, "     (am-thanh/%s.wav chưa có trong bảng kê nào)\n", r.Leg)
		}
	}
	return b.String()
}

// keyID is the SHA-256 of a public key's DER.
func keyID(text string) string {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return "không đọc được"
	}
	sum := sha256.Sum256(block.Bytes)
	return hex.EncodeToString(sum[:])
}
