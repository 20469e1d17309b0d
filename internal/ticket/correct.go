package ticket

import (
	"slices"

	"hotline1022/internal/lang"
)

// Correct puts right what was written down wrongly: who sent it, what it is about, where.
// What is nil stays. It was read again and not said anew: what stood there is the history's.
// It moves the ticket nowhere; where another unit answers for what it is about now, it says so.
type Correct struct {
	Reason    string  `json:"reason"`
	Matter    *Matter `json:"kind,omitempty" enum:"request,question,suggestion,report,petition"`
	Group     *Group  `json:"group,omitempty" minimum:"1" maximum:"5" doc:"Clause of Điều 5"`
	Field     *string `json:"field,omitempty"`
	Directive *string `json:"directive,omitempty" doc:"Needed for group 4"`
	Content   *string `json:"content,omitempty"`
	Address   *string `json:"address,omitempty" doc:"Of the matter"`
	Sender    *Sender `json:"sender,omitempty" doc:"All that is known of them; of what is over, nothing else is corrected"`
}

func (Correct) Kind() Kind { return "correct" }

func (a Correct) do(s *step) {
	s.because(a.Reason)
	was := s.c.clone()
	matter := a.ofMatter()
	switch {
	case matter && !s.c.State.Open():
		s.notNow(lang.TicketSenderAlone)
		return
	case matter && s.c.Group == 0:
		s.notNow(lang.TicketNotSorted)
		return
	}
	if matter {
		a.matter(s)
	}
	if a.Sender != nil {
		s.c.Sender = s.sender(*a.Sender)
		s.reached(was.Sender)
	}
	if len(s.faults) == 0 && s.c.sameAs(was) {
		s.notNow(lang.TicketNothingCorrected)
		return
	}
	s.tellCorrected(matter)
	s.saysWhose(was)
	s.published()
}

// ofMatter says that it is not about the sender alone.
func (a Correct) ofMatter() bool {
	return a.Matter != nil || a.Group != nil || a.Field != nil || a.Directive != nil || a.Content != nil || a.Address != nil
}

// matter takes what it is about. What is not corrected is not judged again: it was filed.
func (a Correct) matter(s *step) {
	c := &s.c
	if a.Content != nil {
		c.Content = s.content(*a.Content)
	}
	if a.Address != nil {
		c.Address = s.text("address", *a.Address, MaxAddress)
	}
	if a.Matter != nil {
		c.Matter = *a.Matter
		s.matter(c.Matter)
	}
	if a.Group == nil && a.Field == nil && a.Directive == nil {
		return
	}
	for _, item := range []struct{ into, from *string }{{&c.Field, a.Field}, {&c.Directive, a.Directive}} {
		if item.from != nil {
			*item.into = *item.from
		}
	}
	if a.Group != nil {
		c.Group = *a.Group
	}
	c.Directive = s.classified(c.Group, c.Field, c.Directive, directoryOf{s.around})
}

// sameAs says that nothing of what a correction is about differs.
func (c *Case) sameAs(was Case) bool {
	return c.Matter == was.Matter && c.Group == was.Group && c.Field == was.Field && c.Directive == was.Directive &&
		c.Content == was.Content && c.Address == was.Address && c.Sender == was.Sender
}

// reached has the sender told where they are reached now, if that is another place than it was:
// the code, and what they were told last and still have to know (Điều 8.1, 11.1). What was on its
// way to the other place is withdrawn by whoever keeps the change.
func (s *step) reached(was Sender) {
	if len(s.faults) > 0 || (s.c.Sender.Phone == was.Phone && s.c.Sender.Email == was.Email) {
		return
	}
	s.tell(ToItsSender, "", lang.SMSReceived)
	c := &s.c
	for _, q := range []struct {
		of  *Question
		key lang.Key
	}{{c.Asked, lang.SMSAskSender}, {c.UnitAsked, lang.SMSAskByUnit}} {
		if q.of.Open() {
			s.tell(ToItsSender, "", q.key, q.of.Text)
		}
	}
	switch {
	case c.State == StateDeclined && c.Refusal != nil:
		s.tell(ToItsSender, "", lang.SMSDeclined, c.Refusal.Words, c.Refusal.Where)
	case c.State == StateMerged:
		s.tell(ToItsSender, "", lang.SMSMerged, c.Parent.String())
	case c.State == StateVerifying:
		s.tell(ToItsSender, "", lang.SMSPromised, Moment(c.Leader().Promised))
	case c.Public != nil:
		s.tell(ToItsSender, "", lang.SMSPublished)
	case c.OutsideTTHC && c.Result == nil:
		s.tell(ToItsSender, "", lang.SMSOutside)
	case c.State == StateAnswered, c.State == StateClosed && c.Confidential:
		s.tell(ToItsSender, "", lang.SMSAnswered)
	}
}

// tellCorrected tells whoever has the ticket, but whoever did it: of another sender none
// who may not know them.
func (s *step) tellCorrected(matter bool) {
	for _, a := range s.c.Assignments {
		if !a.State.Active() || (!matter && !s.c.MayKnowSender(a.Unit)) {
			continue
		}
		s.tell(ToOfficers, a.Unit, lang.NoticeCorrected)
		if !a.EscalatedAt.IsZero() {
			s.tell(ToHead, a.Unit, lang.NoticeCorrected)
		}
	}
	if slices.Contains(toldStates, s.c.State) {
		return // nobody works on it
	}
	switch to := s.c.State.Whose(); {
	case to == ToOffice && s.by.Party != Office, to == ToHotline && s.by.Party == Office:
		s.tell(to, "", lang.NoticeCorrected)
	}
}

// saysWhose says when another unit answers for the matter as it reads now. Who has the
// ticket keeps it until the Office gives it to another (Điều 14.2), or the desk its slip.
func (s *step) saysWhose(was Case) {
	c := &s.c
	if len(s.faults) > 0 || (c.Group == was.Group && c.Field == was.Field && c.Address == was.Address) {
		return
	}
	unit := s.around.Responsible(c.Group, c.Field, c.Address)
	has := c.Unit
	if lead := c.Leader(); lead != nil {
		has = lead.Unit
	}
	if unit == "" || unit == has || unit == s.around.Responsible(was.Group, was.Field, was.Address) {
		return
	}
	s.note["responsible"] = unit
	if c.State.Held() {
		s.tell(ToOffice, "", lang.NoticeOtherUnit, unit)
	}
	s.tell(ToHotline, "", lang.NoticeOtherUnit, unit)
}

// published has somebody look at what everybody reads, if the sender as they are known now
// stands in it (Điều 12.1).
func (s *step) published() {
	if p := s.c.Public; p != nil && (betrays(p.Content, s.c.Sender) || betrays(p.Result, s.c.Sender)) {
		s.tell(ToHotline, "", lang.NoticePublicBetrays)
		s.tell(ToOffice, "", lang.NoticePublicBetrays)
	}
}
