package telephony

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline1022/dialplan"
)

// everyNode is a plan with every kind of node, each the first of a number of its own.
// Keys are waited for as long as timeout.
func everyNode(timeout time.Duration) *dialplan.Plan {
	p := &dialplan.Plan{
		Version: "every",
		Numbers: map[string]dialplan.NodeID{
			"1001": "play", "1002": "barge", "1003": "menu", "1004": "open", "1005": "closed", "1006": "queue", "1007": "nobody", "1008": "code",
			"1009": "duty", "1010": "fire", "1011": "callback", "1012": "message", "1013": "survey", "1014": "storm", "1015": "goto", "1016": "bye",
			"1017": "wait", "1018": "deaf",
		},
		Queues: map[string]dialplan.Queue{
			"tong-dai": {Comfort: dialplan.Comfort{Welcome: "welcome"}},
			"short":    {MaxWait: 2 * time.Second},
		},
		OnCall:    map[string][]string{"duty": {"0225300001", "0225300002"}},
		Emergency: map[string]dialplan.Emergency{"114": {Name: "Fire", Number: "114"}},
		Hours: map[string]dialplan.Hours{
			"always": {Week: map[time.Weekday][]dialplan.Span{}},
			"never":  {},
		},
		Nodes: map[dialplan.NodeID]dialplan.Node{
			"play":  dialplan.Play{Prompts: []string{"greeting"}, Next: "bye"},
			"barge": dialplan.Play{Prompts: []string{"greeting"}, Barge: true, Next: "menu"},
			"menu": dialplan.Menu{
				Prompts: []string{"menu"}, Barge: true, Timeout: timeout, Between: time.Second, Wrong: "wrong", Silent: "again", Repeats: 1,
				Keys:   map[string]dialplan.NodeID{"1": "play", "2": "survey", "113": "thanks", "114": "bye"},
				Failed: "queue",
			},
			"deaf":   dialplan.Menu{Prompts: []string{"menu"}, Timeout: timeout, Keys: map[string]dialplan.NodeID{"1": "play"}, Failed: "bye"},
			"thanks": dialplan.HangUp{Say: "thanks"},
			"open":   dialplan.HoursNode{Hours: "always", Open: "thanks", Closed: "bye"},
			"closed": dialplan.HoursNode{Hours: "never", Open: "bye", Closed: "thanks"},
			"queue":  dialplan.QueueNode{Queue: "tong-dai", Offers: map[string]dialplan.NodeID{"1": "callback", "2": "message"}, Say: "offer"},
			"nobody": dialplan.QueueNode{Queue: "tong-dai", Nobody: "message"},
			"wait":   dialplan.QueueNode{Queue: "short", Overflow: "bye"},
			"code":   dialplan.LookUp{Ask: "code", Timeout: timeout, Repeats: 1, NotFound: "wrong", Next: "bye", Failed: "queue"},
			"duty":   dialplan.Dial{Say: "again", OnCall: "duty", Ring: timeout, Failed: "message"},
			"fire":   dialplan.Dial{Say: "again", Emergency: "114", Ring: timeout, Failed: "queue"},
			"callback": dialplan.CallBack{
				Offer: "offer", AskOther: "code", Done: "kept", Timeout: timeout, Next: "bye", Back: "queue",
			},
			"message": dialplan.Message{Say: "leave", Limit: time.Minute, Silence: 2 * time.Second, Done: "kept", Next: "bye"},
			"survey":  dialplan.Survey{Ask: "mark", Keys: "12345", Timeout: timeout, Done: "thanks", Next: "bye"},
			"storm":   dialplan.Announcement{Offer: "offer", Join: "1", Skip: "2", Timeout: timeout, Done: "kept", Joined: "bye", Next: "menu"},
			"goto":    dialplan.GoTo{To: "bye"},
			"bye":     dialplan.HangUp{Say: "goodbye"},
		},
	}
	for day := range 7 {
		p.Hours["always"].Week[time.Weekday(day)] = []dialplan.Span{{From: 0, To: 24 * time.Hour}}
	}
	return p
}

// acts are scenes in every kind of node: to the end of it, and to a caller's hanging up.
var acts = []struct {
	name, to       string
	do             func(s *scene)
	heard, journal string
}{
	{"play: a key changes nothing", "1001", func(s *scene) {
		s.hears("greeting")
		s.press("5")
	}, "greeting goodbye", "digit(citizen 5) " + completed},
	{"play: hangs up", "1001", func(s *scene) { s.hearsAndGoes("greeting") }, "greeting", "ended(citizen/abandoned_menu)"},
	{"play with barge: a key cuts it short, and counts in the menu", "1002", func(s *scene) {
		s.hears("greeting")
		s.press("2")
		s.hears("mark")
		s.press("5")
	}, "greeting mark thanks goodbye", "digit(citizen 2) digit(citizen 5) rated(5) " + completed},

	{
		"menu: nothing is pressed, twice", "1003", func(s *scene) { s.hearsAndGoes("music") },
		"menu again menu again welcome offer music", "queued ended(citizen/abandoned_wait)",
	},
	{"menu: a wrong key, then keys as fast as can be", "1003", func(s *scene) {
		s.hears("menu")
		s.press("*")
		s.hears("wrong menu")
		s.press("114")
	}, "menu wrong menu goodbye", "digit(citizen *) digit(citizen 1) digit(citizen 1) digit(citizen 4) " + completed},
	{"menu: two wrong keys", "1003", func(s *scene) {
		s.hears("menu")
		s.press("#")
		s.hears("wrong")
		s.press("0")
		s.hearsAndGoes("welcome")
	}, "menu wrong welcome", "digit(citizen #) digit(citizen 0) queued ended(citizen/abandoned_wait)"},
	{"menu: digits too slow are the short choice", "1003", func(s *scene) {
		s.hears("menu")
		s.press("1")
		s.hearsAndGoes("greeting")
	}, "menu greeting", "digit(citizen 1) ended(citizen/abandoned_menu)"},
	{"menu: typed ahead through two menus", "1002", func(s *scene) {
		s.hears("greeting")
		s.press("11")
		s.press("3")
	}, "greeting thanks", "digit(citizen 1) digit(citizen 1) digit(citizen 3) " + completed},
	{"menu: hangs up", "1003", func(s *scene) { s.hearsAndGoes("menu") }, "menu", "ended(citizen/abandoned_menu)"},
	{"menu without barge: keys while it speaks are dropped", "1018", func(s *scene) {
		s.hears("menu")
		s.press("9")
		s.until("silence", func() bool { return s.phase(s.id) == "keys" })
		s.press("1")
		s.hears("greeting")
	}, "menu greeting goodbye", "digit(citizen 9) digit(citizen 1) " + completed},

	{"hours: open", "1004", func(*scene) {}, "thanks", completed},
	{"hours: closed", "1005", func(*scene) {}, "thanks", completed},
	{"go to", "1015", func(*scene) {}, "goodbye", completed},
	{"hang up: hangs up", "1016", func(s *scene) { s.hearsAndGoes("goodbye") }, "goodbye", "ended(citizen/abandoned_menu)"},

	{"queue: nobody is signed in", "1007", func(s *scene) { s.hearsAndGoes("leave") }, "leave", "ended(citizen/abandoned_menu)"},
	{"queue: the longest wait", "1017", func(*scene) {}, "music goodbye", "queued left_queue " + completed},
	{"queue: a call-back to this number", "1006", func(s *scene) {
		s.settled()
		s.hears("music")
		s.press("1")
		s.until("the offer", func() bool { return s.phase(s.id) == "speak" })
		s.settled()
		s.press("1")
	}, "welcome offer music offer kept goodbye", "queued digit(citizen 1) left_queue digit(citizen 1) callback_asked(FROM) " + completed},
	{"call-back: to another number, with a slip", "1011", func(s *scene) {
		s.settled()
		s.press("2")
		s.hears("code")
		s.press("99*0912345678#")
	}, "offer code kept goodbye", "digit(citizen 2) KEYS(99*0912345678#) callback_asked(0912345678) " + completed},
	{"call-back: not wanted, hangs up", "1011", func(s *scene) {
		s.hears("offer")
		s.press("0")
		s.hearsAndGoes("welcome")
	}, "offer welcome", "digit(citizen 0) queued ended(citizen/abandoned_wait)"},
	{"call-back: hangs up", "1011", func(s *scene) { s.hearsAndGoes("offer") }, "offer", "ended(citizen/abandoned_menu)"},

	{"look-up: begun anew with *, found", "1008", func(s *scene) {
		s.hears("code")
		s.press("1*261020317#")
	}, "code state goodbye", "KEYS(1*261020317#) looked_up(261020317) " + completed},
	{"look-up: none such, then found without #", "1008", func(s *scene) {
		s.hears("code")
		s.press("261020318#")
		s.hears("wrong code")
		s.press("261020317")
	}, "code wrong code state goodbye", "KEYS(261020318#) looked_up() KEYS(261020317) looked_up(261020317) " + completed},
	{"look-up: # alone, then nothing", "1008", func(s *scene) {
		s.hears("code")
		s.silence()
		s.press("#")
		s.hearsAndGoes("welcome")
	}, "code welcome", "digit(citizen #) queued ended(citizen/abandoned_wait)"},
	{"look-up: hangs up in the code", "1008", func(s *scene) {
		s.hears("code")
		s.press("26")
		s.until("the keys", func() bool { return strings.HasSuffix(s.journal.of(s.id), "digit(citizen 6)") })
		s.z.Hangup()
	}, "code", "KEYS(26) ended(citizen/abandoned_menu)"},
	{"look-up: hangs up while the state is spoken", "1008", func(s *scene) {
		s.hears("code")
		s.press("261020317#")
		s.hearsAndGoes("state")
	}, "code state", "KEYS(261020317#) looked_up(261020317) ended(citizen/hangup)"},

	{
		"call out: an emergency service", "1010", func(s *scene) { s.hearsAndGoes("officer") },
		"again ringing officer", "emergency(114) forwarding(114) forwarded(114) ended(citizen/hangup)",
	},
	{
		"call out: engaged, nobody, a message without a word", "1009", func(*scene) {}, "again ringing leave beep kept goodbye",
		"forwarding(0225300001) forward_ended(0225300001 busy) forwarding(0225300002) forward_ended(0225300002 no-answer) MESSAGE(silence) " + completed,
	},
	{"call out: hangs up before it rings", "1009", func(s *scene) { s.hearsAndGoes("again") }, "again", "ended(citizen/abandoned_menu)"},

	{"message: ended by #", "1012", func(s *scene) {
		s.hears("beep")
		s.speaks()
		s.press("*#")
	}, "leave beep kept goodbye", "KEYS(*#) MESSAGE(key) " + completed},
	{"message: hangs up in it", "1012", func(s *scene) {
		s.hears("beep")
		s.speaks()
		s.z.Hangup()
	}, "leave beep", "MESSAGE(hangup) ended(citizen/hangup)"},
	{"message: hangs up before it", "1012", func(s *scene) { s.hearsAndGoes("leave") }, "leave", "ended(citizen/abandoned_menu)"},

	{"survey: a slip, then a mark", "1013", func(s *scene) {
		s.hears("mark")
		s.press("9")
		s.until("it is asked again", func() bool { return s.phase(s.id) == "speak" })
		s.press("4")
	}, "mark thanks goodbye", "digit(citizen 9) digit(citizen 4) rated(4) " + completed},
	{"survey: nothing is pressed", "1013", func(*scene) {}, "mark goodbye", completed},
	{"survey: hangs up", "1013", func(s *scene) { s.hearsAndGoes("mark") }, "mark", "ended(citizen/abandoned_menu)"},

	{"announcement: joins", "1014", func(s *scene) {
		s.settled()
		s.press("1")
	}, "incident offer kept goodbye", "digit(citizen 1) joined_incident(incident) " + completed},
	{"announcement: something else, cut short", "1014", func(s *scene) {
		s.hears("incident")
		s.press("2")
		s.hearsAndGoes("menu")
	}, "incident menu", "digit(citizen 2) ended(citizen/abandoned_menu)"},
	{"announcement: nothing is pressed", "1014", func(s *scene) { s.hearsAndGoes("menu") }, "incident offer menu", "ended(citizen/abandoned_menu)"},
	{"announcement: hangs up", "1014", func(s *scene) { s.hearsAndGoes("incident") }, "incident", "ended(citizen/abandoned_menu)"},
}

const completed = "ended(system/completed)"

var keysIn = regexp.MustCompile(`KEYS\(([^)]*)\)`)

// settled waits until a key decides where the caller is: they have been told what it does.
func (s *scene) settled() {
	s.t.Helper()
	s.until("a key counts", func() (counts bool) {
		s.inside(s.id, func(a *actor) { counts = a.at.Deaf != 0 && time.Now().UnixMilli() >= a.at.Deaf })
		return counts
	})
}

// written puts a journal's short forms into its words.
func written(journal, from string) string {
	journal = keysIn.ReplaceAllStringFunc(journal, func(keys string) string {
		var words []string
		for _, k := range keys[len("KEYS(") : len(keys)-1] {
			words = append(words, fmt.Sprintf("digit(citizen %c)", k))
		}
		return strings.Join(words, " ")
	})
	return "arrived answered " + strings.ReplaceAll(journal, "FROM", from)
}

// atOnce is how many scenes are played at a time: their sound is 20 ms apart, and two
// processors must do it.
const atOnce = 8

// TestRealNodes plays all scenes on one Asterisk: what the citizen hears to the end, what
// is on record, what is recorded.
func TestRealNodes(t *testing.T) {
	c := newCityWith(t, everyNode(2*time.Second), Config{Grace: time.Millisecond}) // who is not signed in by now will not be
	c.officers("0225300001=busy,0225300002=noanswer,114=answer:1s")
	c.meets.tickets["261020317"] = "done"
	c.meets.incidents = []string{"incident"}
	var scenes sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for i, act := range acts {
		room <- struct{}{}
		scenes.Go(func() {
			defer func() { <-room }()
			t.Run(act.name, func(t *testing.T) {
				from := fmt.Sprintf("09120000%02d", i)
				s := c.dials(t, from, act.to)
				act.do(s)
				s.over(act.heard, written(act.journal, from))
			})
		})
	}
	scenes.Wait()
	c.clear()
}

// deaths are what is heard until the controller dies, and from then on: the node begins
// anew for whoever was in it, and leads on.
var deaths = []struct {
	to, before string
	whole      string // what is heard once more from its beginning
	do         func(s *scene)
	heard      string // since the death, after the rest of what was being said
	journal    string
}{
	{"1001", "greeting", "greeting", func(*scene) {}, "greeting goodbye", "adopted(menu) " + completed},
	{"1003", "menu", "menu", func(s *scene) { s.press("114") }, "menu goodbye", "adopted(menu) KEYS(114) " + completed},
	{"1008", "code", "code", func(s *scene) { s.press("261020317#") }, "code state goodbye", "adopted(menu) KEYS(261020317#) looked_up(261020317) " + completed},
	{
		"1009", "again ringing", "", func(s *scene) { s.hearsAndGoes("ringing") }, "again ringing",
		"forwarding(0225300001) adopted(menu) forwarding(0225300001) ended(citizen/abandoned_wait)",
	},
	{"1010", "officer", "", func(s *scene) { s.hearsAndGoes("officer") }, "officer", "emergency(114) forwarding(114) forwarded(114) adopted(forwarded) ended(citizen/hangup)"},
	{"1011", "offer", "offer", func(s *scene) { s.settled(); s.press("1") }, "offer kept goodbye", "adopted(menu) digit(citizen 1) callback_asked(FROM) " + completed},
	{"1012", "leave", "beep", func(s *scene) {
		s.silence()
		s.speaks()
		s.press("#")
	}, "leave beep kept goodbye", "adopted(menu) digit(citizen #) MESSAGE(key) " + completed},
	{"1013", "mark", "mark", func(s *scene) { s.press("3") }, "mark thanks goodbye", "adopted(menu) digit(citizen 3) rated(3) " + completed},
	{"1014", "incident", "incident", func(s *scene) { s.settled(); s.press("1") }, "incident offer kept goodbye", "adopted(menu) digit(citizen 1) joined_incident(incident) " + completed},
	{"1016", "goodbye", "goodbye", func(*scene) {}, "goodbye", "adopted(menu) " + completed},
}

func TestRealControllerDiesInEveryNode(t *testing.T) {
	const lasts, timeout = 4 * time.Second, 10 * time.Second // longer than all take to get there
	c := newCityWith(t, everyNode(timeout), Config{})
	for name, hz := range prompts {
		if name != "again" && name != "leave" { // what comes before a ringing, and a beep
			c.prompt(name, hz, lasts)
		}
	}
	c.officers("0225300001=noanswer,0225300002=noanswer,114=answer:1s")
	c.meets.tickets["261020317"] = "done"
	c.meets.incidents = []string{"incident"}
	scenes := make([]*scene, len(deaths))
	each := func(do func(s *scene, i int)) {
		var all sync.WaitGroup
		for i, d := range deaths {
			all.Go(func() {
				t.Run(d.before, func(t *testing.T) {
					if scenes[i] == nil {
						scenes[i] = c.dials(t, fmt.Sprintf("09130000%02d", i), d.to)
					}
					scenes[i].t = t
					do(scenes[i], i)
				})
			})
		}
		all.Wait()
	}
	each(func(s *scene, i int) { s.hears(deaths[i].before) })
	if t.Failed() {
		return
	}
	c.stop()
	for _, s := range scenes {
		s.since = len(s.z.Audio().Receiver().Heard())
	}
	c.start()
	each(func(s *scene, i int) {
		d := deaths[i]
		if d.whole != "" {
			s.whole(d.whole, lasts)
		}
		d.do(s)
		s.over(d.heard, written(d.journal, s.from))
	})
	c.clear()
}
