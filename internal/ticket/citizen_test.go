package ticket

import (
	"slices"
	"testing"

	"hotline1022/internal/lang"
)

// What a sender is offered is what they may do: an act of theirs that is refused for who they are,
// or for the state, is not among it, and no other is missing.
func TestSenderMayIsWhatTheTableLets(t *testing.T) {
	for _, state := range States {
		c := in(state)
		may := c.SenderMay()
		for kind, a := range acts {
			act := a.act
			if kind == (TakeByOffice{}).Kind() {
				act = TakeByOffice{SenderContests, "Vẫn chưa sửa"}
			}
			_, err := Do(c, act, by(Citizen), around)
			if offered := slices.Contains(may, kind); offered != (err == nil) && kind != (Attach{}).Kind() { // files have no door of the sender's yet
				t.Errorf("%s of %s: offered %t, %v", kind, state, offered, err)
			}
		}
	}
}

// The result is the sender's once it was told, and not before; what everybody may read goes before
// what a unit wrote.
func TestDieu11_1_TheSenderReadsWhatWasTold(t *testing.T) {
	c := in(StateResolved)
	if got := c.Told(); got != "" {
		t.Errorf("not told yet: %q", got)
	}
	if got := do(t, c, Hotline, Publish{"Đèn hỏng", "Đã thay bóng", true, false}).Case; got.Told() != "Đã thay bóng" || got.Public.Area != "" {
		t.Errorf("published: %+v", got.Public)
	}
	c.Address = "12 phố Lê Chân"
	if got := do(t, c, Hotline, Publish{"Đèn hỏng", "Đã thay bóng", true, false}).Case; got.Public.Area != "LECHAN" {
		t.Errorf("its area: %+v", got.Public)
	}
	c.Confidential = true
	told := do(t, c, Hotline, AnswerConfidential{"Gọi điện"}).Case
	if told.Told() != "Đã sửa" {
		t.Errorf("answered: %q", told.Told())
	}
	again := told
	again.Result = &Answered{Text: "Sửa lại rồi", At: day.Add(1)} // after a contest; nobody has passed it on
	if got := again.Told(); got != "" {
		t.Errorf("the second result, before it is told: %q", got)
	}
}

// Điều 9.5: who disagreed and sends again has the Office lead, and for nothing else.
func TestDieu9_5b_WhoGoesOnHasTheOfficeLead(t *testing.T) {
	refused(t, in(StatePublished), Citizen, TakeByOffice{SenderContests, "Vẫn chưa sửa"}, lang.TicketNotContested)
	refused(t, in(StateContested), Citizen, TakeByOffice{CityCompetence, "Việc của thành phố"}, lang.TicketNotYours)
	c := do(t, in(StatePublished), Citizen, Contest{"Chưa sửa"}).Case
	r := do(t, c, Citizen, TakeByOffice{SenderContests, "Vẫn chưa sửa"})
	if r.Case.State != StateOfficeLed || r.Case.Lead.Cause != SenderContests || r.Case.Lead.Reason != "Vẫn chưa sửa" || !tells(r, ToOffice, "", lang.NoticeOfficeTook) {
		t.Errorf("%+v", r)
	}
}
