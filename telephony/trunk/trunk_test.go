package trunk

import (
	"maps"
	"testing"
)

func TestNext(t *testing.T) {
	up := func(name string) Trunk { return Trunk{Name: name, State: Up} }
	down := func(name string) Trunk { return Trunk{Name: name, State: Down} }
	full := func(name string) Trunk { return Trunk{Name: name, State: Up, Calls: 2, Limit: 2} }
	failed := func(names ...string) (tries []Try) {
		for _, n := range names {
			tries = append(tries, Try{n, Failed})
		}
		return tries
	}
	for name, c := range map[string]struct {
		trunks []Trunk
		tries  []Try
		urgent bool
		want   string // "": none
	}{
		"no trunk at all":                       {},
		"the first that is up":                  {trunks: []Trunk{up("a"), up("b")}, want: "a"},
		"the first is down":                     {trunks: []Trunk{down("a"), up("b")}, want: "b"},
		"the first is full":                     {trunks: []Trunk{full("a"), up("b")}, want: "b"},
		"one that nobody watches is taken":      {trunks: []Trunk{{Name: "a", State: Unknown}, up("b")}, want: "a"},
		"below its limit":                       {trunks: []Trunk{{Name: "a", State: Up, Calls: 1, Limit: 3}}, want: "a"},
		"a place is kept":                       {trunks: []Trunk{{Name: "a", State: Up, Calls: 2, Limit: 3}, up("b")}, want: "b"},
		"urgent: the place that is kept":        {trunks: []Trunk{{Name: "a", State: Up, Calls: 2, Limit: 3}, up("b")}, urgent: true, want: "a"},
		"a single place keeps none":             {trunks: []Trunk{{Name: "a", State: Up, Limit: 1}}, want: "a"},
		"no limit":                              {trunks: []Trunk{{Name: "a", State: Up, Calls: 500}}, want: "a"},
		"all down":                              {trunks: []Trunk{down("a"), down("b")}},
		"all full":                              {trunks: []Trunk{full("a"), full("b")}},
		"the first has failed":                  {trunks: []Trunk{up("a"), up("b")}, tries: failed("a"), want: "b"},
		"all have failed":                       {trunks: []Trunk{up("a"), up("b")}, tries: failed("a", "b")},
		"tried once more is never":              {trunks: []Trunk{up("a")}, tries: failed("a")},
		"busy on the first":                     {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", Busy}}},
		"busy on the second":                    {trunks: []Trunk{up("a"), up("b"), up("c")}, tries: append(failed("a"), Try{"b", Busy})},
		"no answer":                             {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", NoAnswer}}},
		"rejected":                              {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", Rejected}}},
		"no such number":                        {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", NoNumber}}},
		"cancelled by us":                       {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", Cancelled}}},
		"answered":                              {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", Answered}}},
		"a trunk tried that is gone since":      {trunks: []Trunk{up("b")}, tries: failed("a"), want: "b"},
		"urgent: above the limit":               {trunks: []Trunk{full("a"), up("b")}, urgent: true, want: "a"},
		"urgent: those that are up come first":  {trunks: []Trunk{down("a"), full("b")}, urgent: true, want: "b"},
		"urgent: down, but it may be a mistake": {trunks: []Trunk{down("a"), up("b")}, tries: failed("b"), urgent: true, want: "a"},
		"urgent: all have failed":               {trunks: []Trunk{down("a"), up("b")}, tries: failed("b", "a"), urgent: true},
		"urgent: busy stays busy":               {trunks: []Trunk{up("a"), up("b")}, tries: []Try{{"a", Busy}}, urgent: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Next(c.trunks, c.tries, c.urgent)
			if got.Name != c.want || ok != (c.want != "") {
				t.Errorf("%+v, %v, want %q", got, ok, c.want)
			}
		})
	}
}

func TestOutcomeOf(t *testing.T) {
	for name, c := range map[string]struct {
		sip, cause int
		rang       bool
		want       Outcome
	}{
		"busy":                              {486, 17, false, Busy},
		"busy everywhere":                   {600, 17, true, Busy},
		"declined":                          {603, 21, true, Rejected},
		"away":                              {480, 19, false, NoAnswer},
		"no such number":                    {404, 1, false, NoNumber},
		"gone":                              {410, 22, false, NoNumber},
		"moved for the time being":          {302, 0, false, Moved},
		"moved for good, as it says":        {301, 0, true, Moved},
		"cancelled":                         {487, 0, true, Cancelled},
		"out of lines":                      {503, 34, false, Failed},
		"out of lines after it rang":        {503, 34, true, Failed},
		"the carrier's gateway is broken":   {502, 38, false, Failed},
		"the carrier does not let us in":    {403, 21, false, Failed},
		"the carrier asks for a password":   {401, 21, false, Failed},
		"the carrier knows no such codec":   {488, 58, false, Failed},
		"the carrier says nothing":          {408, 18, false, Failed},
		"it rang, and nobody came":          {408, 18, true, NoAnswer},
		"no SIP answer, out of lines":       {0, 34, false, Failed},
		"no SIP answer, busy":               {0, 17, false, Busy},
		"no SIP answer, no cause":           {0, 0, false, Failed},
		"no SIP answer, no cause, but rang": {0, 0, true, NoAnswer},
		"hung up by us":                     {0, 16, true, Cancelled},
	} {
		t.Run(name, func(t *testing.T) {
			if got := OutcomeOf(c.sip, c.cause, c.rang); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestNamesOfChannels(t *testing.T) {
	for channel, want := range map[string]string{
		"PJSIP/vnpt-00000001":        "vnpt",
		"PJSIP/vnpt-sbc2-0000002f":   "vnpt-sbc2",
		"UnicastRTP/127.0.0.1:4-0x7": "",
		"PJSIP/vnpt":                 "",
		"PJSIP/-00000001":            "",
		"":                           "",
	} {
		if got, ok := Of(channel); got != want && ok || ok != (want != "") {
			t.Errorf("%q is of %q, %v", channel, got, ok)
		}
	}
	vnpt := Trunk{Name: "vnpt", Number: "02251022"}
	sbc := Trunk{Name: "vnpt", Address: "sbc:5061;transport=tls"}
	for _, got := range [][2]string{
		{vnpt.Endpoint("0225300001", false), "PJSIP/0225300001@vnpt"},
		{vnpt.Endpoint("113", true), "PJSIP/113@vnpt"},
		{sbc.Endpoint("0225300001", false), "PJSIP/0225300001@vnpt"},
		{sbc.Endpoint("113", true), "PJSIP/vnpt/sip:113@sbc:5061;transport=tls"},
	} {
		if got[0] != got[1] {
			t.Errorf("dials %s, want %s", got[0], got[1])
		}
	}
}

// What a callee is shown, and what the carrier is told.
func TestWhoIsShown(t *testing.T) {
	const shown, presented, asserted, privacy = "CONNECTEDLINE(num,i)", "CONNECTEDLINE(num-pres,i)", "PJSIP_HEADER(add,P-Asserted-Identity)", "PJSIP_HEADER(add,Privacy)"
	own := Trunk{Name: "vnpt", Number: "02251022"}
	kept := Trunk{Name: "vnpt", Number: "02251022", Asserted: "<sip:02251022@sbc>"}
	citizen, hidden := Caller{Number: "+84912345678"}, Caller{Withheld: true}
	for name, c := range map[string]struct {
		trunk  Trunk
		caller Caller
		want   map[string]string
	}{
		"ours":                           {own, citizen, map[string]string{shown: "02251022", presented: "allowed"}},
		"ours, of who withholds":         {own, hidden, map[string]string{shown: "02251022", presented: "allowed"}},
		"nobody's":                       {Trunk{Name: "vnpt"}, citizen, map[string]string{}},
		"the citizen's":                  {kept, citizen, map[string]string{shown: "+84912345678", presented: "allowed", asserted: "<sip:02251022@sbc>"}},
		"of a citizen who withholds":     {kept, hidden, map[string]string{shown: "02251022", presented: "prohib", asserted: "<sip:02251022@sbc>", privacy: "id"}},
		"of one who withholds, by a lie": {kept, Caller{Number: "0912345678", Withheld: true}, map[string]string{shown: "02251022", presented: "prohib", asserted: "<sip:02251022@sbc>", privacy: "id"}},
		"our own call":                   {kept, Caller{}, map[string]string{shown: "02251022", presented: "allowed", asserted: "<sip:02251022@sbc>"}},
	} {
		c.want["GROUP(trunk)"] = "vnpt"
		if got := c.trunk.Vars(c.caller); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
