package api

import (
	"context"
	"net/http"
	"time"

	"hotline1022/internal/auth"
	"hotline1022/internal/lang"
	"hotline1022/internal/store"
)

// RecordingFinding is a thing in which rows, spool and bucket do not agree.
type RecordingFinding struct {
	ID     int64     `json:"id"`
	Kind   string    `json:"kind" doc:"no_object: the archived version is not in the bucket; deleted: it lies under a delete marker; newer: under another version; size, checksum: it is another than the row says; unreadable: the archive answers, and does not give it; unlocked: it may be removed though its time is not over; no_row: an object without a row; no_file: a row that waits for the archive, without files; file_no_row: files without a row; unknown_file: no recording's"`
	Since  time.Time `json:"since" doc:"Of the first of the comparisons, without one between, that found it"`
	Found  time.Time `json:"found_at" doc:"Of the last"`
	Node   string    `json:"node" doc:"Whose spool, or who looked into the bucket last"`
	Call   string    `json:"call" doc:"Empty: of no known call"`
	Leg    string    `json:"leg"`
	Object string    `json:"object" doc:"Its key in the bucket"`
	File   string    `json:"file" doc:"Its name in the spool"`
	Detail string    `json:"detail" doc:"For technicians, in English"`
}

type findingsRequest struct {
	Kind   string `query:"kind" enum:"no_object,deleted,newer,size,checksum,unreadable,unlocked,no_row,no_file,file_no_row,unknown_file"`
	Sort   string `query:"sort" enum:"since,-since,found,-found,kind,-kind" default:"-since" doc:"kind: by the word for it. A minus: the greatest first"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"400"`
}

func (a *API) recordingFindingOperations() {
	handleList(a, operation{
		method: http.MethodGet, path: "/recording-findings", id: "recordingFindings", tag: "calls",
		summary: "What rows, spools and bucket did not agree in when they were last compared, the first thousand of each comparison",
		rights:  []auth.Right{auth.ReadAudit}, errors: []int{http.StatusBadRequest, http.StatusUnprocessableEntity},
	}, a.recordingFindings, findingColumns)
}

var findingSorts = sorts{
	by: map[string]store.Key{"since": whenKey("q.since"), "found": whenKey("q.found"), "kind": codedKey("q.kind", "finding", "no_object", "deleted", "newer", "size", "checksum", "unreadable", "unlocked", "no_row", "no_file", "file_no_row", "unknown_file")},
	id: []store.Key{whenKey("q.since"), numberKey("q.id")},
}

var findingColumns = []column[RecordingFinding]{
	{"since", func(_ lang.Lang, f RecordingFinding) any { return f.Since }},
	{"found", func(_ lang.Lang, f RecordingFinding) any { return f.Found }},
	{"kind", func(l lang.Lang, f RecordingFinding) any { return lang.Word(l, "finding", f.Kind) }},
	{"call", func(_ lang.Lang, f RecordingFinding) any { return f.Call }},
	{"leg", func(l lang.Lang, f RecordingFinding) any { return ofLeg(l, f.Leg) }},
	{"archived", func(_ lang.Lang, f RecordingFinding) any { return f.Object }},
	{"file", func(_ lang.Lang, f RecordingFinding) any { return f.File }},
	{"node", func(_ lang.Lang, f RecordingFinding) any { return f.Node }},
	{"detail", func(_ lang.Lang, f RecordingFinding) any { return f.Detail }},
}

func (a *API) recordingFindings(ctx context.Context, in *findingsRequest) (*listed[RecordingFinding], error) {
	page, err := a.sorted(findingSorts, in.Sort, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	rows, err := page.RecordingFindings(ctx, orNull(in.Kind))
	if err != nil {
		return nil, err
	}
	rows, next := cutSorted(rows, page)
	items := make([]RecordingFinding, len(rows))
	for i, r := range rows {
		items[i] = RecordingFinding{
			ID: r.ID, Kind: r.Kind, Since: r.Since, Found: r.Found, Node: r.Node, Call: r.CallID, Leg: r.Leg, Object: r.Object, File: r.File, Detail: r.Detail,
		}
	}
	return list(items, next), nil
}
