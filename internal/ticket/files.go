package ticket

import (
	"time"

	"hotline1022/internal/lang"
)

// Purpose is what a file was added for.
type Purpose string

const (
	FileEvidence Purpose = "evidence" // what the sender has: pictures, films, sound (Điều 7.3)
	FileProgress Purpose = "progress" // what a unit shows of its work (17.2)
	FileReply    Purpose = "reply"    // the official document, signed and found intact (17.6)
)

// File is one that was added to a ticket, as acts go by it. Files stand beside the case:
// one that is added contradicts nobody's act.
type File struct {
	ID      string
	Purpose Purpose
	At      time.Time
	Unit    string // of whoever added it; "": of no unit
	Open    bool   // there is a form of it that everybody may see
	Public  bool   // chosen to be published with the ticket
	Removed bool   // nobody works with it any more; it is kept
}

// Attach adds a file. What it is was found out before.
type Attach struct {
	File    string
	Name    string
	Type    string
	Bytes   int64
	SHA256  string
	Purpose Purpose
}

func (Attach) Kind() Kind { return "attach" }

func (a Attach) do(s *step) {
	switch a.Purpose {
	case FileEvidence:
	case FileProgress:
		if !s.by.Party.ofUnit() {
			s.fault("purpose", lang.FileOfUnits)
		}
	case FileReply:
		if mine := s.c.Active(s.by.Unit); mine == nil || !mine.Lead {
			s.notYours(lang.TicketNotLead)
		}
	default:
		s.fault("purpose", lang.NoneOf, "evidence, progress, reply")
	}
	s.note["file"], s.note["name"], s.note["type"], s.note["bytes"], s.note["sha256"], s.note["purpose"] = a.File, a.Name, a.Type, a.Bytes, a.SHA256, a.Purpose
}

// RemoveFile takes a file away from those who work with the ticket. It is kept, and
// whoever audits may read it.
type RemoveFile struct {
	File   string `json:"file" doc:"Its id"`
	Reason string `json:"reason"`
}

func (RemoveFile) Kind() Kind { return "remove_file" }

func (a RemoveFile) do(s *step) {
	s.because(a.Reason)
	f, ok := s.file(a.File)
	switch {
	case !ok:
		return
	case s.by.Party != Office && f.Unit != s.by.Unit:
		s.notYours(lang.FileOfOther)
	case s.c.Result != nil && s.c.Result.Document == f.ID:
		s.notNow(lang.FileIsResult)
	}
	f.Removed, f.Public = true, false
	s.out.Files = append(s.out.Files, f)
}

// PublishFile says whether a file is published with the ticket. Whoever chooses one has
// looked at the form of it that everybody would see (Checked).
type PublishFile struct {
	File    string `json:"file" doc:"Its id"`
	Public  bool   `json:"public"`
	Checked bool   `json:"checked" required:"false" doc:"Somebody has looked that no personal data is in it; needed when public"`
}

func (PublishFile) Kind() Kind { return "publish_file" }

func (a PublishFile) do(s *step) {
	f, ok := s.file(a.File)
	if !ok {
		return
	}
	switch {
	case a.Public == f.Public:
		s.notNow(lang.TicketSettled)
	case !a.Public:
	case s.c.Confidential:
		s.notNow(lang.TicketIsConfidential)
	case !f.Open:
		s.fault("file", lang.FileNotShown)
	case !a.Checked:
		s.fault("checked", lang.TicketNotChecked)
	}
	f.Public = a.Public
	s.note["public"] = a.Public
	s.out.Files = append(s.out.Files, f)
}

// hideFiles takes back that files are published: with what they were chosen for, or before the
// sender wanted to stay unknown. Whoever publishes it again chooses again.
func (s *step) hideFiles() {
	var ids []string
	for _, f := range s.around.Shown() {
		f.Public = false
		s.out.Files, ids = append(s.out.Files, f), append(ids, f.ID)
	}
	if len(ids) > 0 {
		s.note["files"] = ids
	}
}

// file is one of the ticket's that is there to be worked with.
func (s *step) file(id string) (File, bool) {
	f, ok := s.around.File(id)
	switch {
	case !ok:
		s.fault("file", lang.TicketNoSuch)
	case f.Removed:
		s.notNow(lang.FileRemoved)
	}
	s.note["file"] = id
	return f, ok && !f.Removed
}

// reply refuses a document that is not the signed reply of the unit that answers, to what it has
// now (Điều 17.6): neither another unit's, nor its own of before.
func (s *step) reply(id string) {
	f, ok := s.around.File(id)
	if !ok || f.Removed || f.Purpose != FileReply || f.Unit != s.by.Unit || f.At.Before(s.mine().SentAt) {
		s.fault("document", lang.FileNoReply)
	}
}
