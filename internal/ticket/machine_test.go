package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// The machine as workflow.md and requirements.md have it, written down a second time by
// hand: act, who, from where, to where ("=": the state stays). The test of every state ×
// act × party goes by this and not by Table.
const statement = `
decline             hotline                        received                          declined
ask_sender          hotline                        received                          awaiting_sender
answer              hotline                        received                          resolved
transfer_live       hotline                        received                          live_transfer
answered_live       hotline                        live_transfer                     resolved
assign              hotline,office                 received,live_transfer            assigned
sort                hotline                        received,awaiting_sender,live_transfer =
correct             hotline,office                 OPEN,declined,closed,merged       =
precheck            hotline                        received,awaiting_sender,live_transfer =
mark_outside        hotline                        received,awaiting_sender,live_transfer =
sender_replied      hotline,sender                 awaiting_sender                   received
sender_replied      hotline,sender,officer,head    awaiting_sender_for_unit          in_progress
sender_replied      hotline,sender,officer,head    assigned,in_progress,verifying,escalated_to_head,overdue =
sender_replied      hotline,sender                 received,live_transfer,office_led,awaiting_directive,resolved,published,answered,contested =
stop_waiting        hotline                        awaiting_sender                   received
stop_waiting        hotline,officer,head           awaiting_sender_for_unit          in_progress
stop_waiting        hotline,officer,head           assigned,in_progress,verifying,escalated_to_head,overdue =
stop_waiting        hotline                        received,live_transfer,office_led,awaiting_directive,resolved,published,answered,contested =
accept              officer,head                   assigned                          in_progress
ask_by_unit         officer,head                   in_progress                       awaiting_sender_for_unit
promise             officer,head                   in_progress                       verifying
progress            officer,head                   HELD                              =
return              officer,head                   HELD                              received
delegate            officer,head                   HELD                              =
resolve             officer,head                   HELD                              resolved
hand_over           head,office,admin              HELD                              =
take_by_office      hotline,office                 received,awaiting_sender,live_transfer,HELD,resolved,published,answered,contested office_led
take_by_office      officer,head                   HELD                              office_led
take_by_office      sender                         contested                         office_led
request_directive   office                         office_led                        awaiting_directive
direct              office                         awaiting_directive                assigned
reroute             office                         HELD                              assigned
remind              hotline,office                 HELD                              =
allow_identity      office                         OPEN                              =
publish             hotline                        resolved                          published
withdraw_publication hotline,office                published                         resolved
withdraw_publication hotline,office                received,awaiting_sender,live_transfer,HELD,office_led,awaiting_directive,resolved,answered,contested,declined,closed,merged =
answer_confidential hotline                        resolved                          answered
contest             sender,hotline                 published,answered                contested
rate                sender,hotline                 published,answered,contested,closed,merged =
rate_by_key         system                         OPEN,closed                       =
published_by_unit   officer,head                   published,closed                  =
merge               hotline,office                 OPEN                              merged
mark_emergency      hotline,system                 OPEN                              =
unmark_emergency    hotline,office                 OPEN                              =
mark_urgent         hotline,office                 OPEN                              =
mark_confidential   sender,hotline,office          received,awaiting_sender,live_transfer,HELD,office_led,awaiting_directive,resolved,contested =
want_review         hotline,office                 resolved,published,answered,contested =
send_dossier        hotline                        OPEN,closed                       =
record_document     office                         OPEN,closed                       =
document_replied    office                         OPEN,closed                       =
propose_reward      officer,head,office            resolved,published,answered,contested,closed =
decide_reward       office                         resolved,published,answered,contested,closed =
warn_of_sender      hotline                        OPEN,declined,closed,merged       =
decide_warning      office                         OPEN,declined,closed,merged       =
report_conduct      sender,hotline                 OPEN,declined,closed,merged       =
request_recording   officer,head                   HELD,office_led,awaiting_directive,resolved,published,answered,contested,closed,merged =
attach              sender,hotline,office          OPEN                              =
attach              officer,head                   HELD,office_led,awaiting_directive,resolved,published,answered,contested =
remove_file         hotline,office                 OPEN,declined,closed,merged       =
remove_file         officer,head                   HELD,office_led,awaiting_directive,resolved,published,answered,contested,closed,merged =
publish_file        hotline                        resolved,published,answered,contested,closed =
decide_recording    leader                         HELD,office_led,awaiting_directive,resolved,published,answered,contested,closed,merged =
`

var sets = strings.NewReplacer(
	"HELD", "assigned,in_progress,awaiting_sender_for_unit,verifying,escalated_to_head,overdue",
	"OPEN", "received,awaiting_sender,live_transfer,assigned,in_progress,awaiting_sender_for_unit,verifying,escalated_to_head,overdue,office_led,awaiting_directive,resolved,published,answered,contested",
)

type cell struct {
	kind  Kind
	party Party
	state State
}

// stated reads the statement: cell → the state after it.
func stated(t *testing.T) (to map[cell]State, kinds map[Kind][]Party) {
	t.Helper()
	to, kinds = map[cell]State{}, map[Kind][]Party{}
	for line := range strings.Lines(strings.TrimSpace(sets.Replace(sets.Replace(statement)))) {
		f := strings.Fields(line)
		if len(f) != 4 {
			t.Fatalf("%q has %d columns", line, len(f))
		}
		for who := range strings.SplitSeq(f[1], ",") {
			parties := []Party{Party(who)}
			if who == "hotline" { // a shift leader is an operator, too
				parties = append(parties, Leader)
			}
			for _, p := range parties {
				kinds[Kind(f[0])] = append(kinds[Kind(f[0])], p)
				for from := range strings.SplitSeq(f[2], ",") {
					after := State(f[3])
					if f[3] == "=" {
						after = State(from)
					}
					to[cell{Kind(f[0]), p, State(from)}] = after
				}
			}
		}
	}
	return to, kinds
}

var day = time.Date(2026, 11, 26, 9, 0, 0, 0, Zone)

// code is that of the year's n-th ticket.
func code(n int) Code {
	c, err := NewCode(2026, n)
	if err != nil {
		panic(err)
	}
	return c
}

// in is a ticket in a state, with all that leads there: A leads, B cooperates, A1 has a
// task of A's.
func in(state State) Case {
	c := Case{
		Code: code(1), Version: 7, Policy: Policy, ReceivedAt: day.Add(-time.Hour), State: state, Content: "Đèn đường hỏng",
		Sender: Sender{Type: Individual, Name: "Nguyễn Văn An", Address: "12 Lạch Tray", Phone: "0912345678", NoEmail: true},
		Unit:   "A", Asked: &Question{Text: "Ở đâu?", At: day, Reply: "Ở đây", RepliedAt: day}, Urgent: true,
		Lead:       &Leading{Cause: CityCompetence, At: day},
		Documents:  []Document{{Number: 1, Unit: "A"}},
		Rewards:    []Reward{{Number: 1, For: ForSender}},
		Warnings:   []Warning{{Number: 1}},
		Recordings: []Recording{{Number: 1, Unit: "A", Recording: "r"}},
	}
	if state == StateLiveTransfer {
		c.Through = "A"
	}
	if state == StateAwaitingSender {
		c.Asked = &Question{Text: "Ở đâu?", At: day}
	}
	desk := slices.Contains([]State{StateReceived, StateAwaitingSender, StateLiveTransfer, StateDeclined}, state)
	if desk {
		return c
	}
	part := Accepted
	switch {
	case state == StateAssigned:
		part = Sent
	case !slices.Contains(strings.Split(sets.Replace("HELD"), ","), string(state)):
		part = Done
	}
	c.Assignments = []Assignment{{Number: 1, Unit: "A", Lead: true, State: part, SentAt: day}, {Number: 2, Unit: "B", State: part, SentAt: day}}
	if state == StateAwaitingSenderForUnit {
		c.UnitAsked = &Question{Unit: "A", Text: "Ở đâu?", At: day}
	}
	if slices.Contains([]State{StateResolved, StatePublished, StateAnswered, StateContested, StateClosed}, state) {
		c.Result = &Answered{Text: "Đã sửa", Unit: "A", At: day}
	}
	if state == StateMerged {
		c.Parent = code(4)
	}
	if state == StateContested {
		c.Objection = &Objection{Text: "Chưa sửa", At: day}
	}
	if state == StatePublished || state == StateClosed {
		c.Public = &Public{Content: "Đèn hỏng", Result: "Đã sửa", At: day}
	}
	return c
}

var around = Around{
	Now:        day,
	HasUnit:    func(u string) bool { return slices.Contains([]string{"A", "A1", "B", "C", "SKHCN"}, u) },
	FieldGroup: func(f string) (Group, bool) { return GroupInfrastructure, f == "chieu-sang" },
	Responsible: func(group Group, field, _ string) string {
		if group == GroupProcedure {
			return "SKHCN"
		}
		return map[string]string{"chieu-sang": "C"}[field]
	},
	HasOfficer: func(unit, user string) bool { return unit == "A" && user == "canbo2" },
	Senders: func() []Sender {
		return []Sender{{Name: "Trần Thị Bưởi", Phone: "02253822822", Email: "buoi@example.vn"}}
	},
	HasRecording: func(id string) bool { return id == "r1" },
	Emergencies:  func() []int64 { return nil },
	Concealed:    func(string, string) bool { return false },
	State: func(c Code) (State, bool) {
		s, ok := map[Code]State{code(2): StateInProgress, code(3): StateClosed, code(4): StatePublished, code(5): StateAnswered}[c]
		return s, ok
	},
	Area: func(address string) string {
		if strings.Contains(address, "Lê Chân") {
			return "LECHAN"
		}
		return ""
	},
	LatestPromise: func() time.Time { return day.AddDate(0, 0, 14) },
	Shown:         func() []File { return []File{{ID: "shown", Purpose: FileEvidence, Open: true, Public: true}} },
	File: func(id string) (File, bool) {
		f, ok := files[id]
		f.ID = id
		return f, ok
	},
}

// files are what was added to the ticket.
var files = map[string]File{
	"picture": {Purpose: FileEvidence, Open: true}, "film": {Purpose: FileEvidence}, "work": {Purpose: FileProgress, Unit: "A", Open: true},
	"signed": {Purpose: FileReply, At: day, Unit: "A", Open: true}, "shown": {Purpose: FileEvidence, Open: true, Public: true},
	"gone": {Purpose: FileReply, At: day, Unit: "A", Removed: true}, "theirs": {Purpose: FileReply, At: day, Unit: "B", Open: true},
	"old": {Purpose: FileReply, At: day.Add(-time.Hour), Unit: "A", Open: true},
}

func by(p Party) By {
	b := By{Name: "ai", Party: p}
	if p.ofUnit() {
		b.Unit, b.Below = "A", []string{"A1"}
	}
	return b
}

// acts has one of each kind that nothing is wrong with, and what it needs of the ticket.
var acts = map[Kind]struct {
	act  Act
	with func(*Case, Party)
}{
	"decline":              {Decline{Reason: IsComplaint, Words: "Là khiếu nại", Where: "Ban Tiếp công dân"}, nil},
	"ask_sender":           {AskSender{"Ở đâu?"}, nil},
	"answer":               {Answer{"Làm ở phường", "Bài 12", 0}, nil},
	"transfer_live":        {TransferLive{"A", "call"}, nil},
	"answered_live":        {AnsweredLive{"Mai sửa"}, nil},
	"assign":               {Assign{Lead: "A", Cooperating: []string{"B"}}, nil},
	"sort":                 {Sort{Draft{Group: GroupInfrastructure, Content: "Đèn hỏng", Channel: ChannelPhone, Sender: Sender{Type: Individual}}}, nil},
	"correct":              {Correct{Reason: "Ghi nhầm số", Sender: &Sender{Type: Individual, Name: "Nguyễn Văn An", Phone: "0912345687"}}, nil},
	"precheck":             {Precheck{"Đã gọi lại"}, nil},
	"mark_outside":         {MarkOutside{true}, nil},
	"sender_replied":       {SenderReplied{Text: "Ở 12 Lạch Tray"}, unitWaits},
	"stop_waiting":         {StopWaiting{"Không nghe máy"}, unitWaits},
	"accept":               {Accept{}, nil},
	"ask_by_unit":          {AskByUnit{"Cột nào?"}, nil},
	"promise":              {Promise{day.Add(72 * time.Hour), "Phải đo"}, nil},
	"progress":             {Progress{"Đã cử người"}, nil},
	"contribute":           {Contribute{"Đã cắt điện"}, nil},
	"return":               {Return{Reason: "Không thuộc"}, nil},
	"delegate":             {Delegate{Unit: "A1", Text: "Thay bóng"}, nil},
	"task_done":            {TaskDone{1, "Đã thay"}, nil},
	"resolve":              {Resolve{Text: "Đã sửa"}, nil},
	"hand_over":            {HandOver{"A", "canbo2", "Nghỉ hưu"}, nil},
	"take_by_office":       {TakeByOffice{CityCompetence, "Thẩm quyền thành phố"}, nil},
	"request_directive":    {RequestDirective{"Giao A"}, nil},
	"direct":               {Direct{Number: "12/UBND", Date: "2026-11-26", Lead: "C"}, nil},
	"reroute":              {Reroute{Lead: "C", Reason: "Đúng thẩm quyền"}, nil},
	"remind":               {Remind{Text: "Khẩn trương"}, nil},
	"allow_identity":       {AllowIdentity{"A", "Cần gặp"}, func(c *Case, _ Party) { c.Confidential = true }},
	"publish":              {Publish{"Đèn hỏng", "Đã sửa", true, false}, nil},
	"answer_confidential":  {AnswerConfidential{"Gọi điện"}, func(c *Case, _ Party) { c.Confidential = true }},
	"contest":              {Contest{"Chưa sửa"}, nil},
	"rate":                 {Rate{Score: 5}, nil},
	"rate_by_key":          {RateByKey{Score: 5, At: day}, nil},
	"published_by_unit":    {PublishedByUnit{"https://sxd.haiphong.gov.vn/1"}, nil},
	"merge":                {Merge{Into: code(2), Reason: "Cùng một việc"}, nil},
	"mark_emergency":       {MarkEmergency{"113"}, nil},
	"unmark_emergency":     {UnmarkEmergency{Reason: "Việc khác"}, func(c *Case, _ Party) { c.Emergency = true }},
	"mark_urgent":          {MarkUrgent{false, "Không gấp"}, nil},
	"mark_confidential":    {MarkConfidential{true, "Người gửi muốn"}, nil},
	"want_review":          {WantReview{"Trả lời chưa đạt"}, nil},
	"send_dossier":         {SendDossier{OfUrgent, "Sạt lở"}, nil},
	"record_document":      {RecordDocument{Sign: "99/UBND", Date: "2026-11-26", Unit: "A", Subject: "Đôn đốc"}, nil},
	"document_replied":     {DocumentReplied{1, "Đã rút kinh nghiệm"}, nil},
	"propose_reward":       {ProposeReward{For: ForSender, Reason: "Báo kịp thời"}, nil},
	"decide_reward":        {DecideReward{1, true, "Xứng đáng"}, nil},
	"warn_of_sender":       {WarnOfSender{"Báo giả ba lần"}, nil},
	"decide_warning":       {DecideWarning{1, true, "Có căn cứ"}, nil},
	"report_conduct":       {ReportConduct{"Gây khó"}, nil},
	"request_recording":    {RequestRecording{"r1", "Xác minh"}, nil},
	"attach":               {Attach{File: "new", Name: "a.jpg", Purpose: FileEvidence}, nil},
	"remove_file":          {RemoveFile{"picture", "Gửi nhầm"}, nil},
	"publish_file":         {PublishFile{"picture", true, true}, nil},
	"decide_recording":     {DecideRecording{1, true, day.Add(time.Hour), "Đúng việc"}, nil},
	"withdraw_publication": {WithdrawPublication{"Lộ tên"}, func(c *Case, _ Party) { c.Public = &Public{Content: "Đèn hỏng", Result: "Đã sửa"} }},
}

// unitWaits: a unit's question is open, whatever became of the ticket since; unless the hotline waits itself.
func unitWaits(c *Case, _ Party) {
	if c.State != StateAwaitingSender {
		c.UnitAsked = &Question{Unit: "A", Text: "Cột nào?", At: day}
	}
}

// Acts of a part of the ticket that has no state of the ticket's: tested apart.
var ofParts = []Kind{"contribute", "task_done"}

func TestEveryStateActAndParty(t *testing.T) {
	to, kinds := stated(t)
	for kind := range Table {
		if _, ok := kinds[kind]; !ok && !slices.Contains(ofParts, kind) {
			t.Errorf("%s is not in the statement", kind)
		}
		if a, ok := acts[kind]; !ok || a.act.Kind() != kind {
			t.Errorf("%s has no act here", kind)
		}
	}
	cells := 0
	for kind := range kinds {
		for _, party := range Parties {
			for _, state := range States {
				cells++
				c := in(state)
				act := acts[kind].act
				if with := acts[kind].with; with != nil {
					with(&c, party)
				}
				if kind == "take_by_office" && party.ofUnit() {
					act = TakeByOffice{UnitsDisagree, "Không thống nhất"}
				}
				if kind == "take_by_office" && party == Citizen {
					act = TakeByOffice{SenderContests, "Vẫn chưa sửa"}
				}
				if kind == "remove_file" && party.ofUnit() {
					act = RemoveFile{"work", "Gửi nhầm"}
				}
				want, ok := to[cell{kind, party, state}]
				was := fmt.Sprintf("%+v", c)
				r, err := Do(c, act, by(party), around)
				switch {
				case fmt.Sprintf("%+v", c) != was:
					t.Errorf("%s by %s of %s changed what it was given", kind, party, state)
				case ok && err != nil:
					t.Errorf("%s by %s of %s: %v, not %s", kind, party, state, err, want)
				case ok && (r.Case.State != want || r.Case.Version != c.Version+1 || len(r.Changes) != 1):
					t.Errorf("%s by %s of %s: %s, not %s; %d changes", kind, party, state, r.Case.State, want, len(r.Changes))
				case ok:
				case !slices.Contains(kinds[kind], party) && !errors.Is(err, ErrNotYours):
					t.Errorf("%s by %s of %s: %v, not his", kind, party, state, err)
				case slices.Contains(kinds[kind], party) && !errors.Is(err, ErrNotNow) && !errors.Is(err, ErrNotYours):
					t.Errorf("%s by %s of %s: %v, not now", kind, party, state, err)
				case !party.ofUnit() && slices.Contains(kinds[kind], party) && !errors.Is(err, ErrNotNow):
					t.Errorf("%s by %s of %s: %v, not now", kind, party, state, err)
				}
			}
		}
	}
	if cells != len(kinds)*len(Parties)*len(States) {
		t.Error(cells)
	}
}

// Nobody of another unit does anything with what a unit has.
func TestEveryActOfAnotherUnitIsRefused(t *testing.T) {
	for kind, row := range Table {
		for _, party := range row.Parties {
			if !party.ofUnit() {
				continue
			}
			for _, state := range row.States {
				stranger := By{Name: "ai", Party: party, Unit: "C"}
				if _, err := Do(in(state), acts[kind].act, stranger, around); !errors.Is(err, ErrNotYours) {
					t.Errorf("%s of %s by a stranger's %s: %v", kind, state, party, err)
				}
			}
		}
	}
}

// Every act tells what is missing from it, and every refusal says a sentence.
func TestEmptyActsAreRefused(t *testing.T) {
	empty := []Act{
		Decline{},
		AskSender{},
		SenderReplied{},
		StopWaiting{},
		Answer{},
		TransferLive{},
		AnsweredLive{},
		Correct{},
		Precheck{},
		AskByUnit{},
		Promise{},
		Progress{},
		Return{},
		Delegate{},
		Resolve{},
		HandOver{},
		TakeByOffice{},
		RequestDirective{},
		Direct{},
		Reroute{},
		Remind{},
		AllowIdentity{},
		Publish{},
		AnswerConfidential{},
		Contest{},
		Rate{},
		RateByKey{},
		PublishedByUnit{},
		Merge{},
		MarkEmergency{},
		UnmarkEmergency{},
		MarkUrgent{},
		MarkConfidential{},
		WantReview{},
		SendDossier{},
		RecordDocument{},
		DocumentReplied{},
		ProposeReward{},
		DecideReward{},
		WarnOfSender{},
		DecideWarning{},
		ReportConduct{},
		RequestRecording{},
		DecideRecording{},
		Attach{},
		RemoveFile{},
		PublishFile{},
	}
	for _, a := range empty {
		row := Table[a.Kind()]
		c := in(row.States[0])
		if with := acts[a.Kind()].with; with != nil {
			with(&c, row.Parties[0])
		}
		if a.Kind() == "stop_waiting" || a.Kind() == "sender_replied" {
			c = in(StateAwaitingSender)
		}
		_, err := Do(c, a, by(row.Parties[0]), around)
		var faults Faults
		if !errors.As(err, &faults) || len(faults) == 0 || faults[0].Location == "" {
			t.Errorf("%s: %v", a.Kind(), err)
		}
	}
}
