package ticket

import "time"

// Question is what the sender was asked, and what they answered.
type Question struct {
	Unit      string    `json:"unit"` // "": the hotline asks
	Text      string    `json:"text"`
	At        time.Time `json:"at,omitzero"`
	Reply     string    `json:"reply"`
	RepliedAt time.Time `json:"replied_at,omitzero"` // or given up waiting
}

// Open says that an answer is still waited for.
func (q *Question) Open() bool { return q != nil && q.RepliedAt.IsZero() }

// Refusal is why a report is not taken, and where to go instead (Điều 8.2).
type Refusal struct {
	Reason RefusalReason `json:"reason"`
	Words  string        `json:"words"`
	Where  string        `json:"where"`
	At     time.Time     `json:"at,omitzero"`
}

// AssignmentState is where one unit's part stands.
type AssignmentState string

const (
	Sent      AssignmentState = "sent"
	Accepted  AssignmentState = "accepted"
	Done      AssignmentState = "done"      // its answer is there
	Returned  AssignmentState = "returned"  // by the unit
	Withdrawn AssignmentState = "withdrawn" // taken from it: led elsewhere, resolved without it, merged
)

// Active says that the unit has it.
func (s AssignmentState) Active() bool { return s == Sent || s == Accepted }

// Assignment is one unit's part in a ticket: one leads, others cooperate, each with
// hours of its own.
type Assignment struct {
	Number      int             `json:"number"` // in the ticket, from 1
	Unit        string          `json:"unit"`
	Lead        bool            `json:"lead"`
	State       AssignmentState `json:"state"`
	SentAt      time.Time       `json:"sent_at,omitzero"`
	AcceptedAt  time.Time       `json:"accepted_at,omitzero"`
	Officer     string          `json:"officer"`           // who works on it
	Promised    time.Time       `json:"promised,omitzero"` // exact finish (9.3)
	EscalatedAt time.Time       `json:"escalated_at,omitzero"`
	OverdueAt   time.Time       `json:"overdue_at,omitzero"`
	Answer      string          `json:"answer"` // of a cooperating unit
	EndedAt     time.Time       `json:"ended_at,omitzero"`
}

// Task is what a unit gives to one below it, and goes on answering for (Điều 17.4).
type Task struct {
	Number  int       `json:"number"`
	Of      string    `json:"of"` // the unit that answers for it
	Unit    string    `json:"unit"`
	Text    string    `json:"text"`
	Due     time.Time `json:"due,omitzero"` // as the unit wants it
	At      time.Time `json:"at,omitzero"`
	Report  string    `json:"report"`
	DoneAt  time.Time `json:"done_at,omitzero"`
	EndedAt time.Time `json:"ended_at,omitzero"` // no longer needed
}

// Open says that the unit is still expected to report.
func (t Task) Open() bool { return t.DoneAt.IsZero() && t.EndedAt.IsZero() }

// Leading is why the Office leads, and what it proposes (Điều 9.5).
type Leading struct {
	Cause    OfficeCause `json:"cause"`
	Reason   string      `json:"reason"`
	At       time.Time   `json:"at,omitzero"`
	Proposal string      `json:"proposal"`
}

// Directive is the city's word on who leads (Điều 9.5).
type Directive struct {
	Number      string    `json:"number"`
	Date        string    `json:"date"` // YYYY-MM-DD
	Lead        string    `json:"lead"`
	Cooperating []string  `json:"cooperating"`
	At          time.Time `json:"at,omitzero"`
}

// Answered is a result.
type Answered struct {
	Text     string    `json:"text"`
	Unit     string    `json:"unit"` // "": the hotline answered itself
	By       string    `json:"by"`
	At       time.Time `json:"at,omitzero"`
	Basis    string    `json:"basis"`             // article of the knowledge base or document (9.1)
	Article  int64     `json:"article,omitempty"` // of the knowledge base; 0: none
	Document string    `json:"document"`          // attachment: signed, and verified when it was stored (17.6)
}

// Public is what everybody may read (Điều 11.1, 12.1): written for it, without
// anybody's data.
type Public struct {
	Content string    `json:"content"`
	Result  string    `json:"result"`
	At      time.Time `json:"at,omitzero"`
	UnitURL string    `json:"unit_url"` // where the unit has published it too (11.3)
	Area    string    `json:"area"`     // the one ward, commune or district that the matter's address names; "": none, or several
}

// Objection is a sender's disagreement with a result (Điều 9.5).
type Objection struct {
	Text string    `json:"text"`
	At   time.Time `json:"at,omitzero"`
}

// Mark is how satisfied the sender is (Điều 11.2). A ticket has one, its sender's last,
// whichever way it was given.
type Mark struct {
	Score   int        `json:"score"` // 1 to 5
	Comment string     `json:"comment"`
	At      time.Time  `json:"at,omitzero"`
	Source  MarkSource `json:"source"`
}

// MarkSource is which way a mark was given.
type MarkSource string

const (
	MarkOfSender  MarkSource = "sender"  // by the sender's own door
	MarkOfCall    MarkSource = "call"    // a key, at the end of a call about the ticket
	MarkOfHotline MarkSource = "hotline" // told to an operator
)

// DossierKind is what a dossier is for.
type DossierKind string

const (
	OfUrgent DossierKind = "urgent" // a pressing matter
	OfReview DossierKind = "review" // a result that asks for a reminder or an explanation
)

// Dossier is what the hotline sums up for the Office (Điều 9.6).
type Dossier struct {
	Number   int         `json:"number"`
	Kind     DossierKind `json:"kind"`
	Reason   string      `json:"reason"`
	WantedAt time.Time   `json:"wanted_at,omitzero"`
	Summary  string      `json:"summary"`
	SentAt   time.Time   `json:"sent_at,omitzero"`
}

// Document is a reminder or a demand for an explanation that the city wrote to a
// unit, with what became of it (Điều 9.6).
type Document struct {
	Number    int       `json:"number"`
	Sign      string    `json:"sign"` // its own number
	Date      string    `json:"date"`
	Unit      string    `json:"unit"` // to whom
	Subject   string    `json:"subject"`
	Due       time.Time `json:"due,omitzero"` // of the explanation; zero: none is asked for
	Reply     string    `json:"reply"`
	RepliedAt time.Time `json:"replied_at,omitzero"`
}

// Reminder of a unit (Điều 14.1, 13.2).
type Reminder struct {
	Number int       `json:"number"`
	Unit   string    `json:"unit"`
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at,omitzero"`
}

// Decision is an approval or its refusal.
type Decision struct {
	By       string    `json:"by"`
	At       time.Time `json:"at,omitzero"` // zero: not decided
	Approved bool      `json:"approved"`
	Reason   string    `json:"reason"`
}

// Reward is a proposal to commend somebody (Điều 17.7, 20.1, 20.3).
type Reward struct {
	Number   int       `json:"number"`
	For      RewardFor `json:"for"`
	Who      string    `json:"who"` // of an officer: the name; a sender needs none
	Unit     string    `json:"unit"`
	Reason   string    `json:"reason"`
	By       string    `json:"by"`
	At       time.Time `json:"at,omitzero"`
	Decision Decision  `json:"decision"`
}

// RewardFor is whom a reward is for.
type RewardFor string

const (
	ForSender  RewardFor = "sender"
	ForOfficer RewardFor = "officer"
)

// Warning is a note that a sender said what is not true, or disturbs (Điều 20.2). It
// blocks nobody.
type Warning struct {
	Number   int       `json:"number"`
	Ground   string    `json:"ground"`
	By       string    `json:"by"`
	At       time.Time `json:"at,omitzero"`
	Decision Decision  `json:"decision"`
}

// Recording is a unit's request for one (Điều 10.1).
type Recording struct {
	Number    int       `json:"number"`
	Recording string    `json:"recording"` // id
	Unit      string    `json:"unit"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at,omitzero"`
	Decision  Decision  `json:"decision"`
	Until     time.Time `json:"until,omitzero"` // it may be heard
}
