package ticket

import (
	"slices"

	"hotline1022/internal/lang"
)

// Kind names an act: in the address of its operation, in the history ("ticket."+kind).
type Kind string

// Key names the act's label in the catalogue.
func (k Kind) Key() lang.Key { return lang.Key("ticket_act_" + string(k)) }

// Aside says that it contradicts nobody; see [Row].
func (k Kind) Aside() bool { return Table[k].Aside }

// Row says who may do an act, and in which states.
type Row struct {
	Parties []Party
	States  []State
	Clause  string
	// Lead: of a unit's people, those of the unit that leads; Holder: those of any
	// unit that has a part in it. Had: of any unit that has one, or did it.
	Lead, Holder, Had bool
	// Aside: it stands beside what others do, and contradicts nobody: whoever does it need
	// not say which version they saw, and it is no reason to refuse who saw the one before.
	Aside bool
}

// allows says that a party may.
func (r Row) allows(p Party) bool {
	return slices.ContainsFunc(r.Parties, func(q Party) bool { return p.is(q) })
}

var (
	hotline    = []Party{Hotline}
	units      = []Party{Officer, Head}
	office     = []Party{Office}
	hotlineVP  = []Party{Hotline, Office}
	ofSender   = []Party{Citizen, Hotline}
	afterwards = []State{StatePublished, StateAnswered, StateContested, StateClosed}
)

// Table is who may do what, and when: the one place that says so.
var Table = map[Kind]Row{
	// The hotline decides (Điều 8, 9.1, 9.2).
	"decline":       {Parties: hotline, States: []State{StateReceived}, Clause: "Điều 8.2"},
	"ask_sender":    {Parties: hotline, States: []State{StateReceived}, Clause: "Điều 8.3"},
	"answer":        {Parties: hotline, States: []State{StateReceived}, Clause: "Điều 9.1"},
	"transfer_live": {Parties: hotline, States: []State{StateReceived}, Clause: "Điều 9.2"},
	"answered_live": {Parties: hotline, States: []State{StateLiveTransfer}, Clause: "Điều 9.2"},
	"assign":        {Parties: hotlineVP, States: []State{StateReceived, StateLiveTransfer}, Clause: "Điều 9.3"},
	"sort":          {Parties: hotline, States: deskStates, Clause: "Điều 8.1"},
	"precheck":      {Parties: hotline, States: deskStates, Clause: "Điều 13.1"},
	"mark_outside":  {Parties: hotline, States: deskStates, Clause: "Điều 1.2, 16.1"},

	// What was written down wrongly is put right, where the sender is reached also when all is over.
	"correct": {Parties: hotlineVP, States: States, Clause: "Điều 7.3, 8.1, 13.1"},

	// The sender answers whoever asked, as long as the question is open: also when the time of whoever asked is over.
	"sender_replied": {Parties: []Party{Citizen, Hotline, Officer, Head}, States: openStates, Clause: "Điều 8.3, 18.1", Lead: true},
	"stop_waiting":   {Parties: []Party{Hotline, Officer, Head}, States: openStates, Clause: "Điều 8.3, 18.1", Lead: true},

	// A unit works.
	"accept":      {Parties: units, States: heldStates, Clause: "Điều 9.3", Holder: true},
	"ask_by_unit": {Parties: units, States: []State{StateInProgress}, Clause: "Điều 18.1", Lead: true},
	"promise":     {Parties: units, States: []State{StateInProgress}, Clause: "Điều 9.3", Lead: true},
	"progress":    {Parties: units, States: heldStates, Clause: "Điều 17.2", Holder: true},
	"contribute":  {Parties: units, States: heldStates, Clause: "Điều 9.3", Holder: true},
	"return":      {Parties: units, States: heldStates, Clause: "Điều 18.3", Holder: true},
	"delegate":    {Parties: units, States: heldStates, Clause: "Điều 17.4", Holder: true},
	"task_done":   {Parties: units, States: heldStates, Clause: "Điều 17.4", Had: true},
	"resolve":     {Parties: units, States: heldStates, Clause: "Điều 9.3, 9.4", Lead: true},
	"hand_over":   {Parties: []Party{Head, Office, Admin}, States: heldStates, Clause: "Điều 17.9", Holder: true},

	// The Office leads (Điều 9.5, 14).
	"take_by_office":    {Parties: []Party{Office, Hotline, Officer, Head, Citizen}, States: without(openStates, officeStates...), Clause: "Điều 9.5", Holder: true},
	"request_directive": {Parties: office, States: []State{StateOfficeLed}, Clause: "Điều 9.5"},
	"direct":            {Parties: office, States: []State{StateAwaitingDirective}, Clause: "Điều 9.5"},
	"reroute":           {Parties: office, States: heldStates, Clause: "Điều 14.2"},
	"remind":            {Parties: hotlineVP, States: heldStates, Clause: "Điều 14.1, 13.2"},
	"allow_identity":    {Parties: office, States: openStates, Clause: "Điều 12.2"},

	// The result goes to the sender (Điều 11, 12.1).
	"publish":              {Parties: hotline, States: []State{StateResolved}, Clause: "Điều 11.1"},
	"withdraw_publication": {Parties: hotlineVP, States: States, Clause: "Điều 12.1, 12.2"},
	"answer_confidential":  {Parties: hotline, States: []State{StateResolved}, Clause: "Điều 12.1"},
	"contest":              {Parties: ofSender, States: toldStates, Clause: "Điều 9.5"},
	"rate":                 {Parties: ofSender, States: append(slices.Clone(afterwards), StateMerged), Clause: "Điều 11.2", Aside: true},
	"rate_by_key":          {Parties: []Party{System}, States: without(States, StateDeclined, StateMerged), Clause: "Điều 11.2", Aside: true},
	"published_by_unit":    {Parties: units, States: []State{StatePublished, StateClosed}, Clause: "Điều 11.3", Had: true},
	"merge":                {Parties: hotlineVP, States: openStates, Clause: "Điều 4"},

	// Beside the state.
	"mark_emergency":    {Parties: []Party{Hotline, System}, States: openStates, Clause: "Điều 9.1"},
	"unmark_emergency":  {Parties: hotlineVP, States: openStates, Clause: "Điều 9.1"},
	"mark_urgent":       {Parties: hotlineVP, States: openStates, Clause: "Điều 9.6"},
	"mark_confidential": {Parties: []Party{Citizen, Hotline, Office}, States: untoldStates, Clause: "Điều 7.3, 12.1"},
	"want_review":       {Parties: hotlineVP, States: without(resultStates, StateClosed), Clause: "Điều 9.6"},
	"send_dossier":      {Parties: hotline, States: without(States, StateDeclined, StateMerged), Clause: "Điều 9.6"},
	"record_document":   {Parties: office, States: without(States, StateDeclined, StateMerged), Clause: "Điều 9.6"},
	"document_replied":  {Parties: office, States: without(States, StateDeclined, StateMerged), Clause: "Điều 9.6"},
	"propose_reward":    {Parties: []Party{Officer, Head, Office}, States: resultStates, Clause: "Điều 17.7, 20", Had: true},
	"decide_reward":     {Parties: office, States: resultStates, Clause: "Điều 20"},
	"warn_of_sender":    {Parties: hotline, States: States, Clause: "Điều 20.2", Aside: true},
	"decide_warning":    {Parties: office, States: States, Clause: "Điều 20.2", Aside: true},
	"attach":            {Parties: []Party{Citizen, Hotline, Officer, Head, Office}, States: openStates, Clause: "Điều 7.3, 17.2, 17.6", Had: true, Aside: true},
	"remove_file":       {Parties: []Party{Hotline, Officer, Head, Office}, States: States, Clause: "Điều 12.2", Had: true, Aside: true},
	"publish_file":      {Parties: hotline, States: resultStates, Clause: "Điều 11.1, 12.1", Aside: true},
	"report_conduct":    {Parties: ofSender, States: States, Clause: "Điều 18.3", Aside: true},
	"request_recording": {Parties: units, States: unitHadStates, Clause: "Điều 10.1", Had: true},
	"decide_recording":  {Parties: []Party{Leader}, States: unitHadStates, Clause: "Điều 10.1"},
}
