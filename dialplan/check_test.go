package dialplan

import (
	"strings"
	"testing"
	"time"
)

// whole is a plan with every kind of node and nothing wrong.
func whole() Plan {
	p := Plan{
		Version: "0123456789abcdef", Zone: time.UTC,
		Numbers:   map[string]NodeID{"1022": "hello", "*": "again"},
		Hours:     map[string]Hours{"office": {Week: map[time.Weekday][]Span{time.Monday: {{7 * time.Hour, 11 * time.Hour}, {13 * time.Hour, 24 * time.Hour}}}, Dates: map[string][]Span{"2026-02-17": {}}}},
		Prompts:   map[string]Prompt{"words": {Vi: "bấm 1", Spoken: "bấm một", En: "press 1"}},
		Queues:    map[string]Queue{"desk": {Strategy: LongestIdle, Music: "default", Comfort: Comfort{Welcome: "words", Every: time.Minute, Position: true}, MaxWait: time.Minute}, "second": {Strategy: BySkill, Music: "default"}},
		OnCall:    map[string][]string{"duty": {"0225300001", "+84225300002"}},
		Emergency: map[string]Emergency{"113": {Name: "Công an", Number: "113"}, "114": {Name: "Cứu hoả", Number: "0225114", OnCall: "duty"}, "power": {Name: "Điện", OnCall: "duty"}},
		Fallback:  Fallback{Notice: "words", OnCall: "duty", Ring: 25 * time.Second, Ask: "words", Limit: time.Minute, Silence: 5 * time.Second, Thanks: "words"},
	}
	p.Nodes = map[NodeID]Node{
		"hello": Play{Prompts: []string{"words"}, Next: "news"},
		"news":  Announcement{Offer: "words", Join: "1", Skip: "2", Timeout: 4 * time.Second, Done: "words", Joined: "bye", Next: "main"},
		"main": Menu{
			Prompts: []string{"words"}, Timeout: 5 * time.Second, Between: 2 * time.Second, Repeats: 2, Wrong: "words", Silent: "words", Failed: "hours",
			Keys: map[string]NodeID{"1": "hours", "11": "main", "2": "find", "113": "police", "114": "fire", "*": "again"},
		},
		"again":  GoTo{To: "hello"},
		"hours":  HoursNode{Hours: "office", Open: "desk", Closed: "second"},
		"desk":   QueueNode{Queue: "desk", Priority: -9, Skills: []string{"lang:en"}, Offers: map[string]NodeID{"1": "back", "#": "note"}, Say: "words", Nobody: "duty", Overflow: "second", After: "mark"},
		"second": QueueNode{Queue: "second", Priority: 9, Nobody: "note"},
		"find":   LookUp{Ask: "words", Timeout: 5 * time.Second, Repeats: 1, NotFound: "words", Next: "main", Failed: "hours"},
		"police": Dial{Emergency: "113", Ring: 20 * time.Second, Failed: "second"},
		"fire":   Dial{Say: "words", Emergency: "114", Ring: 20 * time.Second, Failed: "second"},
		"duty":   Dial{OnCall: "duty", Ring: 20 * time.Second, Failed: "note"},
		"back":   CallBack{Offer: "words", AskOther: "words", Done: "words", Timeout: 5 * time.Second, Next: "bye", Back: "desk"},
		"note":   Message{Say: "words", Limit: time.Minute, Silence: 5 * time.Second, Done: "words", Next: "bye"},
		"mark":   Survey{Ask: "words", Keys: "12345", Timeout: 5 * time.Second, Done: "words", Next: "bye"},
		"bye":    HangUp{Say: "words"},
	}
	return p
}

func TestWholePlanHasNoFault(t *testing.T) {
	if faults := Check(whole()); len(faults) > 0 {
		t.Error(faults)
	}
	// Nothing is known of a node that is nil, and nothing is said of it.
	p := whole()
	p.Nodes["hours"] = nil
	for _, f := range Check(p) {
		if !f.Follows {
			t.Error(f)
		}
	}
}

// change replaces a node after it was changed.
func change[N Node](id NodeID, how func(*N)) func(*Plan) {
	return func(p *Plan) {
		n := p.Nodes[id].(N)
		how(&n)
		p.Nodes[id] = n
	}
}

func queue(name string, how func(*Queue)) func(*Plan) {
	return func(p *Plan) {
		q := p.Queues[name]
		how(&q)
		p.Queues[name] = q
	}
}

func TestFaults(t *testing.T) {
	type change1 = func(*Plan)
	tests := map[string]struct {
		change change1
		want   string // path, and the beginning of what is wrong
	}{
		"no zone":                  {func(p *Plan) { p.Zone = nil }, "zone is missing"},
		"number with a letter":     {func(p *Plan) { p.Numbers["10x"] = "hello" }, "numbers.10x is no number that can be dialled"},
		"number leads nowhere":     {func(p *Plan) { p.Numbers["1023"] = "helo" }, `numbers.1023 names "helo", and there is no such node – did you mean "hello"?`},
		"no way for other numbers": {func(p *Plan) { delete(p.Numbers, "*") }, `numbers has no "*"`},
		"hours that end before":    {func(p *Plan) { p.Hours["office"].Week[time.Sunday] = []Span{{22 * time.Hour, 6 * time.Hour}} }, "hours.office.sun has a time that ends before it begins"},
		"hours after midnight":     {func(p *Plan) { p.Hours["office"].Week[time.Sunday] = []Span{{0, 25 * time.Hour}} }, "hours.office.sun has a time that ends"},
		"hours that overlap": {func(p *Plan) {
			p.Hours["office"].Week[time.Sunday] = []Span{{0, 9 * time.Hour}, {8 * time.Hour, 10 * time.Hour}}
		}, "hours.office.sun has times that overlap"},
		"hours on no date":           {func(p *Plan) { p.Hours["office"].Dates["2026-02-30"] = nil }, "hours.office.dates.2026-02-30 is no date"},
		"hours of a date":            {func(p *Plan) { p.Hours["office"].Dates["2026-02-17"] = []Span{{2, 1}} }, "hours.office.dates.2026-02-17 has a time that ends"},
		"hours without a name":       {func(p *Plan) { p.Hours["Giờ"] = Hours{} }, "hours.Giờ is not a name"},
		"prompt without text":        {func(p *Plan) { p.Prompts["x"] = Prompt{Vi: " ", En: "x"} }, "prompts.x has no text"},
		"prompt without English":     {func(p *Plan) { p.Prompts["x"] = Prompt{Vi: "x"} }, "prompts.x has no English"},
		"prompt with digits":         {func(p *Plan) { p.Prompts["x"] = Prompt{Vi: "bấm 1", En: "x"} }, "prompts.x has digits"},
		"prompt's name is a path":    {func(p *Plan) { p.Prompts["../x"] = Prompt{Vi: "x", En: "x"} }, "prompts.../x is not a prompt's name"},
		"queue's name too long":      {func(p *Plan) { p.Queues["seventeen-letters"] = p.Queues["desk"] }, "queues.seventeen-letters is not a queue's name"},
		"no such strategy":           {queue("desk", func(q *Queue) { q.Strategy = "fastest" }), `queues.desk.strategy is "fastest" – use one of longest-idle`},
		"no music":                   {queue("desk", func(q *Queue) { q.Music = "" }), "queues.desk.music is not a class of hold music"},
		"wait too short to be meant": {queue("desk", func(q *Queue) { q.MaxWait = time.Second }), "queues.desk.max_wait is 1s – use 10s to 2h"},
		"wrap-up without end":        {queue("desk", func(q *Queue) { q.WrapUp = 2 * time.Hour }), "queues.desk.wrap_up is 2h"},
		"a target beyond patience":   {queue("desk", func(q *Queue) { q.AnswerWithin = time.Hour }), "queues.desk.answer_within is 1h0m0s"},
		"length below none":          {queue("desk", func(q *Queue) { q.MaxLength = -1 }), "queues.desk.max_length is -1"},
		"share below none":           {queue("desk", func(q *Queue) { q.MaxShare = -1 }), "queues.desk.max_share is -1"},
		"comfort never said":         {queue("second", func(q *Queue) { q.Comfort.Wait = true }), "queues.second.comfort is never said"},
		"comfort all the time":       {queue("desk", func(q *Queue) { q.Comfort.Every = time.Second }), "queues.desk.comfort.every is 1s"},
		"welcome that is not there":  {queue("desk", func(q *Queue) { q.Comfort.Welcome = "wrods" }), `queues.desk.comfort.welcome names "wrods", and there is no such prompt – did you mean "words"?`},
		"list without numbers":       {func(p *Plan) { p.OnCall["none"] = nil }, "on_call.none is empty"},
		"list with no number":        {func(p *Plan) { p.OnCall["duty"] = []string{"0225300001&x"} }, `on_call.duty.0 is "0225300001&x", which cannot be dialled`},
		"list with a number twice":   {func(p *Plan) { p.OnCall["duty"] = []string{"0225300001", "0225300002", "0225300001"} }, "on_call.duty.2 is in the list twice"},
		"the hotline calls itself":   {func(p *Plan) { p.OnCall["duty"] = []string{"0225300001", "1022"} }, `on_call.duty.1 is "1022", the hotline itself`},
		"itself from abroad": {func(p *Plan) {
			p.Numbers["02251022"] = "hello"
			p.OnCall["duty"] = []string{"+842251022"}
		}, `on_call.duty.0 is "+842251022", the hotline itself`},
		"an emergency number on duty":    {func(p *Plan) { p.OnCall["duty"] = []string{"0225300001", "113"} }, `on_call.duty.1 is "113", an emergency number`},
		"… of a service that is unknown": {func(p *Plan) { p.OnCall["duty"] = []string{"115"} }, `on_call.duty.0 is "115", an emergency number`},
		"prompt of signs":                {func(p *Plan) { p.Prompts["words"] = Prompt{Vi: "...", En: "x"} }, "prompts.words.vi has nothing that can be spoken"},
		"prompt that is read as signs":   {func(p *Plan) { p.Prompts["words"] = Prompt{Vi: "x", Spoken: "— !", En: "x"} }, "prompts.words.spoken has nothing that can be spoken"},
		"emergency without a name":       {func(p *Plan) { p.Emergency["113"] = Emergency{Number: "113"} }, "emergency.113.name is missing"},
		"emergency without a telephone":  {func(p *Plan) { p.Emergency["113"] = Emergency{Name: "x"} }, "emergency.113 has no telephone"},
		"emergency by a key":             {func(p *Plan) { p.Emergency["1"] = Emergency{Name: "x", Number: "114"} }, "emergency.1 is neither a number that citizens know nor a service's name"},
		"emergency that is no number":    {func(p *Plan) { p.Emergency["fire"] = Emergency{Name: "x", Number: "114&x"} }, `emergency.fire.number is "114&x", which cannot be dialled`},
		"emergency's unknown list":       {func(p *Plan) { p.Emergency["fire"] = Emergency{Name: "x", OnCall: "dty"} }, `emergency.fire.on_call names "dty", and there is no such list of on_call – did you mean "duty"?`},
		"emergency rung twice":           {func(p *Plan) { p.Emergency["fire"] = Emergency{Name: "x", Number: "0225300001", OnCall: "duty"} }, "emergency.fire.number is in the duty list, too"},
		"fallback without notice":        {func(p *Plan) { p.Fallback.Notice = "" }, "fallback.notice is missing"},
		"fallback's unknown list":        {func(p *Plan) { p.Fallback.OnCall = "night" }, `fallback.on_call names "night", and there is no such list`},
		"fallback rings too long":        {func(p *Plan) { p.Fallback.Ring = time.Hour }, "fallback.ring is 1h"},
		"fallback's message":             {func(p *Plan) { p.Fallback.Limit = time.Second }, "fallback.limit is 1s"},
		"fallback's silence":             {func(p *Plan) { p.Fallback.Silence = 0 }, "fallback.silence is 0s"},
		"node with a bad name":           {func(p *Plan) { p.Nodes["Chào"] = GoTo{To: "bye"} }, "nodes.Chào is not a name"},
		"play says nothing":              {change("hello", func(n *Play) { n.Prompts = nil }), "nodes.hello.play.prompts is empty"},
		"play says an unknown prompt":    {change("hello", func(n *Play) { n.Prompts = []string{"words", "w"} }), `nodes.hello.play.prompts.1 names "w"`},
		"play leads nowhere":             {change("hello", func(n *Play) { n.Next = "x" }), `nodes.hello.play.next names "x"`},
		"menu without keys":              {change("main", func(n *Menu) { n.Keys = nil }), "nodes.main.menu.keys is empty"},
		"menu without a way out":         {change("main", func(n *Menu) { n.Failed = "" }), "nodes.main.menu.failed is missing"},
		"menu with a letter":             {change("main", func(n *Menu) { n.Keys["a"] = "bye" }), "nodes.main.menu.keys.a cannot be pressed"},
		"menu's key leads nowhere":       {change("main", func(n *Menu) { n.Keys["5"] = "" }), "nodes.main.menu.keys.5 is missing"},
		"menu does not wait":             {change("main", func(n *Menu) { n.Timeout = 0 }), "nodes.main.menu.timeout is 0s"},
		"menu waits for ever":            {change("main", func(n *Menu) { n.Between = time.Minute }), "nodes.main.menu.between is 1m"},
		"menu repeats for ever":          {change("main", func(n *Menu) { n.Repeats = 99 }), "nodes.main.menu.repeats is 99"},
		"key hides a longer one":         {change("main", func(n *Menu) { n.Between, n.Keys = 0, map[string]NodeID{"1": "find", "12": "bye"} }), "nodes.main.menu.keys.1 hides 12, which begins with it"},
		"long key without time":          {change("main", func(n *Menu) { n.Between, n.Keys = 0, map[string]NodeID{"12": "find"} }), "nodes.main.menu.keys.12 has several digits"},
		"113 leads to the fire":          {change("main", func(n *Menu) { n.Keys["113"] = "fire" }), "nodes.main.menu.keys.113 is an emergency number, and leads elsewhere"},
		"114 leads to a queue":           {change("main", func(n *Menu) { n.Keys["114"] = "desk" }), "nodes.main.menu.keys.114 is an emergency number"},
		"hours that are not there":       {change("hours", func(n *HoursNode) { n.Hours = "ofice" }), `nodes.hours.hours.hours names "ofice", and there is no such entry of hours – did you mean "office"?`},
		"hours without closed":           {change("hours", func(n *HoursNode) { n.Closed = "" }), "nodes.hours.hours.closed is missing"},
		"queue that is not there":        {change("second", func(n *QueueNode) { n.Queue = "third" }), `nodes.second.queue.queue names "third"`},
		"limit without overflow":         {change("desk", func(n *QueueNode) { n.Overflow = "" }), "nodes.desk.queue.overflow is missing: queue desk sends callers on"},
		"overflow without a limit":       {change("second", func(n *QueueNode) { n.Overflow = "bye" }), "nodes.second.queue.overflow is never taken"},
		"music for ever":                 {change("second", func(n *QueueNode) { n.Nobody = "" }), "nodes.second.queue.nobody is missing: queue second has no max_wait"},
		"priority beyond all":            {change("second", func(n *QueueNode) { n.Priority = 10 }), "nodes.second.queue.priority is 10"},
		"skill without a value":          {change("second", func(n *QueueNode) { n.Skills = []string{"english"} }), "nodes.second.queue.skills.0 is no skill"},
		"offer of two keys":              {change("desk", func(n *QueueNode) { n.Offers["12"] = "back" }), "nodes.desk.queue.offers.12 is not one key"},
		"offer that nobody knows":        {change("desk", func(n *QueueNode) { n.Say = "" }), "nodes.desk.queue.say is missing"},
		"offer that is never said":       {change("second", func(n *QueueNode) { n.Say, n.Offers = "words", map[string]NodeID{"1": "back"} }), "nodes.second.queue.say is never said"},
		"look-up without a way out":      {change("find", func(n *LookUp) { n.Failed = "" }), "nodes.find.lookup.failed is missing"},
		"look-up asks nothing":           {change("find", func(n *LookUp) { n.Ask = "" }), "nodes.find.lookup.ask is missing"},
		"dials nobody":                   {change("duty", func(n *Dial) { n.OnCall = "" }), "nodes.duty.dial must name one telephone or list"},
		"dials both":                     {change("duty", func(n *Dial) { n.Emergency = "113" }), "nodes.duty.dial must name one"},
		"dials an unknown service":       {change("police", func(n *Dial) { n.Emergency = "112" }), `nodes.police.dial.emergency names "112"`},
		"dials an unknown list":          {change("duty", func(n *Dial) { n.OnCall = "dutty" }), `nodes.duty.dial.on_call names "dutty", and there is no such list of on_call – did you mean "duty"?`},
		"dials without patience":         {change("duty", func(n *Dial) { n.Ring = time.Second }), "nodes.duty.dial.ring is 1s"},
		"dials without a way out":        {change("duty", func(n *Dial) { n.Failed = "" }), "nodes.duty.dial.failed is missing"},
		"call-back without a way out":    {change("back", func(n *CallBack) { n.Back = "" }), "nodes.back.callback.back is missing"},
		"call-back that is not said":     {change("back", func(n *CallBack) { n.AskOther = "" }), "nodes.back.callback.ask_other is missing"},
		"message without end":            {change("note", func(n *Message) { n.Limit = time.Hour }), "nodes.note.message.limit is 1h"},
		"survey without marks":           {change("mark", func(n *Survey) { n.Keys = "" }), "nodes.mark.survey.keys are no marks"},
		"survey with a mark twice":       {change("mark", func(n *Survey) { n.Keys = "121" }), "nodes.mark.survey.keys are no marks"},
		"survey by the hash key":         {change("mark", func(n *Survey) { n.Keys = "12#" }), "nodes.mark.survey.keys are no marks"},
		"announcement, offer not there":  {change("news", func(n *Announcement) { n.OfferUnsent = "x" }), `nodes.news.announcement.offer_unsent names "x"`},
		"announcement, unsent not there": {change("news", func(n *Announcement) { n.Unsent = "x" }), `nodes.news.announcement.unsent names "x"`},
		"message, unsent not there":      {change("note", func(n *Message) { n.Unsent = "x" }), `nodes.note.message.unsent names "x"`},
		"announcement without join":      {change("news", func(n *Announcement) { n.Join = "" }), "nodes.news.announcement.join is not one key"},
		"announcement, keys alike":       {change("news", func(n *Announcement) { n.Skip = "1" }), "nodes.news.announcement.skip is not one key, or the same"},
		"announcement leads nowhere":     {change("news", func(n *Announcement) { n.Next = "" }), "nodes.news.announcement.next is missing"},
		"goto nowhere":                   {change("again", func(n *GoTo) { n.To = "" }), "nodes.again.goto.to is missing"},
		"last word not there":            {change("bye", func(n *HangUp) { n.Say = "x" }), `nodes.bye.hangup.say names "x"`},
		"unreachable":                    {func(p *Plan) { p.Nodes["island"] = HangUp{} }, "nodes.island is reached by no call"},
		"unreachable pair":               {func(p *Plan) { p.Nodes["a"], p.Nodes["b"] = Play{Prompts: []string{"words"}, Next: "b"}, HangUp{} }, "nodes.a is reached by no call"},
		"loop of one":                    {change("again", func(n *GoTo) { n.To = "again" }), "nodes.again leads a caller who does nothing round for ever: again → again"},
		"loop of plays":                  {change("news", func(n *Announcement) { n.Next = "again" }), "nodes.again leads a caller who does nothing round for ever: again → hello → news → again"},
		"loop through a menu":            {change("main", func(n *Menu) { n.Failed = "main" }), "nodes.main leads a caller who does nothing round for ever"},
		"loop while closed":              {change("hours", func(n *HoursNode) { n.Closed = "again" }), "nodes.again leads a caller"},
		"loop while nobody works":        {change("second", func(n *QueueNode) { n.Nobody = "hours" }), "nodes.hours leads a caller who does nothing round for ever: hours → second → hours"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := whole()
			tc.change(&p)
			var all []string
			for _, f := range Check(p) {
				if f.Path == "" || f.What.English == "" || f.Remedy.English == "" {
					t.Errorf("incomplete: %+v", f)
				}
				if strings.HasPrefix(f.String(), tc.want) {
					return
				}
				all = append(all, f.String())
			}
			t.Errorf("no %q in:\n%s", tc.want, strings.Join(all, "\n"))
		})
	}
}

// Waiting is rest: a caller may come round through a queue that is left after a
// time, or after a conversation.
func TestWaitingIsNoLoop(t *testing.T) {
	p := whole()
	change("second", func(n *QueueNode) { n.After = "hello" })(&p)
	change("desk", func(n *QueueNode) { n.Overflow = "desk" })(&p)
	if faults := Check(p); len(faults) > 0 {
		t.Error(faults)
	}
	// A queue that is full is left at once.
	queue("desk", func(q *Queue) { q.MaxLength = 5 })(&p)
	if faults := Check(p); len(faults) != 1 || !strings.Contains(faults[0].What.String(), "desk → desk") {
		t.Error(faults)
	}
}

func TestHoursOpen(t *testing.T) {
	zone := time.FixedZone("+7", 7*3600)
	h := whole().Hours["office"]
	for at, want := range map[string]bool{
		"2026-11-23T07:00:00+07:00": true, "2026-11-23T06:59:59+07:00": false, "2026-11-23T11:00:00+07:00": false,
		"2026-11-23T16:59:59Z": true, "2026-11-23T17:00:00Z": false, // midnight in Hải Phòng
		"2026-11-24T08:00:00+07:00": false, "2026-02-17T08:00:00+07:00": false,
	} {
		t0, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if h.Open(t0, zone) != want {
			t.Errorf("%s open: %t", at, !want)
		}
	}
}
