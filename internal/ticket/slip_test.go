package ticket

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hotline1022/internal/lang"
)

func source(change func(*SlipSource)) SlipSource {
	f := SlipSource{
		Draft: draft(nil), Note: " Xem sớm. ",
		Calls: []SlipCall{{ID: "pbx1-1.1", From: "0912345678", StartedAt: time.Unix(1, 0)}},
		Tried: []Attempt{
			{At: time.Unix(60, 0), Unit: "SYT", Number: "0225300003", Outcome: "busy"},
			{At: time.Unix(80, 0), Unit: "SXD", Number: "0225300002", Outcome: "no-answer"},
		},
		Recordings: []SlipRecording{{ID: "r1", Call: "pbx1-1.1", Leg: "call"}},
	}
	if change != nil {
		change(&f)
	}
	return f
}

// What has been declined, or told, or is another ticket's by now, goes to no unit.
func TestDieu9_3_StatesOfASlip(t *testing.T) {
	none := []State{StateDeclined, StatePublished, StateAnswered, StateClosed, StateMerged}
	for _, s := range States {
		if s.MaySlip() == slices.Contains(none, s) {
			t.Errorf("%s: %v", s, s.MaySlip())
		}
	}
}

func TestDieu9_3_SlipSaysEverythingKnown(t *testing.T) {
	s, faults := DraftSlip(source(nil), known{})
	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	if s.Unit != "SXD" || s.Group != GroupInfrastructure || s.Content != "Đèn đường hỏng" || s.Sender.Phone != "0912345678" || s.Note != "Xem sớm." ||
		len(s.Tried) != 2 || s.Calls[0].From != "0912345678" || s.Recordings[0].ID != "r1" {
		t.Errorf("%+v", s)
	}
}

func TestDieu9_3_WhomTheSlipIsFor(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*SlipSource)
		want   string
		faults []string
	}{
		"as chosen":           {func(f *SlipSource) { f.Unit, f.Draft.Unit = "SXD", "SYT" }, "SXD", nil},
		"chosen, unknown":     {func(f *SlipSource) { f.Unit = "NOT" }, "NOT", []string{"unit:" + string(lang.TicketUnit)}},
		"the ticket's":        {func(f *SlipSource) { f.Tried = nil }, "SXD", nil},
		"the last tried":      {func(f *SlipSource) { f.Draft.Unit = "" }, "SXD", nil},
		"nobody's":            {func(f *SlipSource) { f.Draft.Unit, f.Tried = "", nil }, "", []string{"unit:" + string(lang.SlipUnit)}},
		"with too long words": {func(f *SlipSource) { f.Note = strings.Repeat("a", MaxNote+1) }, "SXD", []string{"note:" + string(lang.TicketTooLong)}},
	} {
		s, faults := DraftSlip(source(c.change), known{})
		var got []string
		for _, f := range faults {
			got = append(got, f.Location+":"+string(f.Key))
		}
		if s.Unit != c.want || !slices.Equal(got, c.faults) {
			t.Errorf("%s: unit %q, faults %v", name, s.Unit, got)
		}
	}
}

// A unit does not learn who sent what is confidential (Điều 12; the Office may tell it).
func TestDieu12_ConfidentialSlipNamesNobody(t *testing.T) {
	from := source(func(f *SlipSource) { f.Draft.Confidential = true })
	s, _ := DraftSlip(from, known{})
	if s.Sender != (Sender{Type: Individual}) || s.Calls[0].From != "" {
		t.Errorf("%+v", s)
	}
	if from.Calls[0].From == "" {
		t.Error("what is known was changed")
	}
}

// Drafted in the call, before there is a ticket: the ticket says the rest.
func TestDieu9_3_SlipOfACallIsFilledByItsTicket(t *testing.T) {
	s, faults := DraftSlip(source(func(f *SlipSource) { f.Draft = Draft{Content: "Đèn", Field: "x", Group: 9} }), known{})
	if len(faults) > 0 || s.Unit != "SXD" || s.Group != 0 || s.Field != "" || s.Content != "Đèn" || s.Sender != (Sender{Type: Individual, Phone: "0912345678"}) {
		t.Fatalf("%+v, faults %v", s, faults)
	}
	half, faults := DraftSlip(source(func(f *SlipSource) { f.Draft.Sender = Sender{Name: "An\x00", Phone: "09123", Email: "an@"} }), known{})
	if len(faults) > 0 || half.Sender != (Sender{Type: Individual}) {
		t.Errorf("of what is half written: %+v, faults %v", half.Sender, faults)
	}
	filed := s.Filed(draft(nil))
	if filed.Unit != "SXD" || filed.Group != GroupInfrastructure || filed.Content != "Đèn đường hỏng" || filed.Sender.Name != "Nguyễn Văn An" || len(filed.Tried) != 2 {
		t.Errorf("%+v", filed)
	}
	if secret := s.Filed(draft(func(d *Draft) { d.Confidential = true })); secret.Sender.Name != "" || secret.Calls[0].From != "" {
		t.Errorf("%+v", secret)
	}
}

func TestDieu9_3a_ASlipDraftedAgainInAnotherCallKeepsBoth(t *testing.T) {
	first := Slip{Unit: "A", Content: "Đèn tắt", Note: "Xem sớm", Calls: []SlipCall{{ID: "1"}}, Tried: []Attempt{{Number: "0225300001"}}}
	second := Slip{Unit: "A", Content: "Vẫn tối", Calls: []SlipCall{{ID: "2"}}, Recordings: []SlipRecording{{ID: "r"}}}
	got := first.Again(second)
	if got.Content != "Vẫn tối" || got.Note != "Xem sớm" || len(got.Calls) != 2 || len(got.Tried) != 1 || len(got.Recordings) != 1 || len(first.Calls) != 1 {
		t.Errorf("%+v", got)
	}
	second.Note = "Gấp"
	if got := first.Again(second); got.Note != "Gấp" {
		t.Errorf("%+v", got)
	}
}
