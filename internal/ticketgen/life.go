package ticketgen

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"hotline1022/internal/sla"
	"hotline1022/internal/ticket"
)

// life is a ticket's, lived as package casework has tickets live.
type life struct {
	law   sla.Law
	rand  *rand.Rand
	now   time.Time
	until time.Time // everything that has not happened by then has not happened
	c     ticket.Case
	sheet sla.Sheet
	steps []ticket.Result
	err   error
	// into gives a ticket that is open, to merge into.
	into func(at time.Time) (ticket.Code, bool)
}

// errNotYet: what was to come lies behind the end.
var errNotYet = errors.New("not yet")

// begin receives it.
func (l *life) begin() {
	if l.sheet, _, l.err = l.law.Apply(sla.Sheet{}, sla.Event{What: sla.Received, At: l.now}); l.err == nil && l.c.Urgent {
		l.sheet, _, l.err = l.law.Apply(l.sheet, sla.Event{What: sla.FoundUrgent, At: l.now})
	}
}

// advance lets the clocks come to a time.
func (l *life) advance(to time.Time) {
	sheet, fired, err := l.law.Advance(l.sheet, to)
	if err != nil {
		l.err = err
		return
	}
	l.sheet = sheet
	for _, f := range fired {
		r, err := ticket.Fired(l.c, f)
		if err != nil {
			l.err = err
			return
		}
		l.took(r)
	}
}

// wait lets working time pass, about so much.
func (l *life) wait(about time.Duration) {
	if l.err != nil {
		return
	}
	work := time.Duration((.2 + 1.6*l.rand.Float64()) * float64(about)).Truncate(time.Microsecond)
	to, err := l.law.Calendar.Add(l.now, work)
	switch {
	case err != nil:
		l.err = err
	case to.After(l.until):
		l.err = errNotYet
	default:
		l.now = to
	}
}

// does something, now; what is refused has not happened.
func (l *life) does(by ticket.By, act ticket.Act) {
	if l.err != nil {
		return
	}
	if l.advance(l.now); l.err != nil {
		return
	}
	at := l.now
	if !at.After(l.sheet.Last) {
		at = l.sheet.Last
	}
	latest, err := l.law.Latest(sla.LongestPromise, at)
	if l.err = errors.Join(l.err, err); l.err != nil {
		return
	}
	r, err := ticket.Do(l.c, act, by, ticket.Around{
		Now: at, LatestPromise: func() time.Time { return latest }, HasUnit: func(string) bool { return true }, Senders: func() []ticket.Sender { return nil },
		State: func(ticket.Code) (ticket.State, bool) { return ticket.StateInProgress, true }, Area: func(string) string { return "" },
	})
	switch {
	case errors.Is(err, ticket.ErrNotNow), errors.Is(err, ticket.ErrNotYours):
		return // time was faster: it went to the head before the sender replied, say
	case err != nil:
		l.err = fmt.Errorf("%s in %s: %w", act.Kind(), l.c.State, err)
		return
	}
	for _, e := range r.Events {
		if l.sheet, _, err = l.law.Apply(l.sheet, e); err != nil {
			l.err = err
			return
		}
	}
	l.took(r)
}

func (l *life) took(r ticket.Result) {
	if len(r.Changes) > 0 {
		l.c = r.Case
		l.steps = append(l.steps, r)
	}
}

// end is where the time ends: what was due has fired, and nothing more.
func (l *life) end() error {
	if errors.Is(l.err, errNotYet) {
		l.err = nil
	}
	if l.err == nil {
		l.advance(l.until)
	}
	if l.err != nil {
		return fmt.Errorf("ticketgen: ticket %s: %w", l.c.Code, l.err)
	}
	return nil
}

func (l *life) chance(percent int) bool { return l.err == nil && l.rand.IntN(100) < percent }

// cast is who deals with a ticket.
type cast struct {
	operator      ticket.By
	lead, beside  unit
	office        ticket.By
	matter, there string
}

// lives it, as one of a hundred do.
func (l *life) lives(c cast) {
	l.begin()
	l.wait(15 * time.Minute)
	switch n := l.rand.IntN(100); {
	case n < 3:
		l.does(c.operator, ticket.Decline{Reason: pick(l.rand, ticket.RefusalReasons), Words: "Nội dung không thuộc phạm vi tiếp nhận", Where: "Trụ sở tiếp công dân thành phố"})
	case n < 8:
		if into, ok := l.into(l.now); ok && l.err == nil {
			l.does(c.operator, ticket.Merge{Into: into})
			return
		}
		l.bySlip(c)
	case n < 58:
		l.does(c.operator, ticket.Answer{Text: "Hướng dẫn công dân theo quy định đã công bố", Basis: fmt.Sprintf("Bài %d", 1+l.rand.IntN(400))})
		l.told(c)
	default:
		if n < 62 {
			l.does(c.operator, ticket.AskSender{Text: "Đề nghị cho biết địa điểm cụ thể"})
			l.wait(3 * time.Hour)
			l.does(c.operator, ticket.SenderReplied{Text: "Ở " + c.there})
			l.wait(10 * time.Minute)
		}
		l.bySlip(c)
	}
}

// bySlip is the way through a unit.
func (l *life) bySlip(c cast) {
	assign := ticket.Assign{Lead: c.lead.code}
	if l.chance(12) && c.beside.code != c.lead.code {
		assign.Cooperating = []string{c.beside.code}
	}
	l.does(c.operator, assign)
	if l.chance(5) {
		l.wait(2 * time.Hour)
		l.does(c.lead.officer, ticket.Return{Reason: "Không thuộc thẩm quyền của đơn vị"})
		l.wait(30 * time.Minute)
		l.does(c.operator, assign)
	}
	l.wait(90 * time.Minute)
	if l.chance(92) {
		l.does(c.lead.officer, ticket.Accept{})
	}
	if l.chance(10) {
		l.wait(time.Hour)
		l.does(c.lead.officer, ticket.Progress{Text: "Đang cử người kiểm tra thực tế"})
	}
	if l.chance(5) && l.held(ticket.StateInProgress) {
		l.does(c.lead.officer, ticket.AskByUnit{Text: "Xin cho biết thêm vị trí"})
		l.wait(2 * time.Hour)
		l.does(c.operator, ticket.SenderReplied{Text: "Ở " + c.there})
	}
	if l.chance(8) && l.held(ticket.StateInProgress) {
		until, err := l.law.Calendar.AddDays(l.now, 2+l.rand.IntN(8))
		l.err = errors.Join(l.err, err)
		l.does(c.lead.officer, ticket.Promise{Until: until, Reason: "Phải khảo sát và xin vật tư"})
	}
	switch { // how long it takes: most within the officer's hours, some never seem to end
	case l.chance(70):
		l.wait(150 * time.Minute)
	case l.chance(80):
		l.wait(20 * time.Hour)
	default:
		if l.chance(60) {
			l.wait(20 * time.Hour)
			l.does(c.office, ticket.Remind{Text: "Đề nghị khẩn trương giải quyết"})
		}
		l.wait(150 * time.Hour)
	}
	if len(assign.Cooperating) > 0 && l.chance(80) {
		l.does(c.beside.officer, ticket.Contribute{Text: "Đã phối hợp kiểm tra"})
	}
	l.does(c.lead.officer, ticket.Resolve{Text: pick(l.rand, results)})
	l.told(c)
}

func (l *life) held(state ticket.State) bool {
	if l.err == nil {
		l.advance(l.now)
	}
	return l.err == nil && l.c.State == state
}

// told is what follows a result.
func (l *life) told(c cast) {
	l.wait(40 * time.Minute)
	l.publish(c)
	if l.chance(10) {
		l.wait(8 * time.Hour)
		l.does(ticket.By{Name: "sender", Party: ticket.Citizen}, ticket.Rate{Score: 5 - l.rand.IntN(3)*l.rand.IntN(3)})
	}
	if l.chance(2) && (l.c.State == ticket.StatePublished || l.c.State == ticket.StateAnswered) {
		l.contested(c)
	}
}

// publish gives the sender the result.
func (l *life) publish(c cast) {
	switch {
	case l.err != nil || l.c.State != ticket.StateResolved:
	case l.c.Confidential:
		l.does(c.operator, ticket.AnswerConfidential{How: "Đã gọi điện báo kết quả"})
	default:
		l.does(c.operator, ticket.Publish{Content: c.matter, Result: l.c.Result.Text, Checked: true})
		if faults := ticket.Faults(nil); errors.As(l.err, &faults) { // place or matter sounds like the sender's name
			l.err = nil
			l.does(c.operator, ticket.Publish{Content: "Phản ánh của người dân", Result: l.c.Result.Text, Checked: true})
		}
	}
}

// contested is the way through the Office (Điều 9.5).
func (l *life) contested(c cast) {
	l.does(ticket.By{Name: "sender", Party: ticket.Citizen}, ticket.Contest{Text: "Chưa được xử lý triệt để"})
	l.wait(4 * time.Hour)
	l.does(c.office, ticket.TakeByOffice{Cause: ticket.SenderContests, Reason: "Người phản ánh không đồng ý"})
	l.wait(8 * time.Hour)
	l.does(c.office, ticket.RequestDirective{Proposal: "Giao đơn vị kiểm tra lại"})
	l.wait(24 * time.Hour)
	l.does(c.office, ticket.Direct{Number: fmt.Sprintf("%d/UBND", 1+l.rand.IntN(9000)), Date: l.now.In(ticket.Zone).Format(time.DateOnly), Lead: c.lead.code})
	l.wait(time.Hour)
	l.does(c.lead.officer, ticket.Accept{})
	l.wait(6 * time.Hour)
	l.does(c.lead.officer, ticket.Resolve{Text: pick(l.rand, results)})
	l.wait(time.Hour)
	l.publish(c)
}
