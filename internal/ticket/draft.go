package ticket

// Draft is a ticket as the operator filed it.
type Draft struct {
	Matter       Matter // may be empty
	Group        Group
	Field        string // code; may be empty
	Unit         string // code; may be empty
	Content      string
	Address      string // of the matter
	Pin          *Pin   // where that is; nil: nobody has set it
	Directive    string // document and date; required for group 4
	Urgent       bool
	Confidential bool
	Channel      Channel
	Sender       Sender
}

// SenderType tells a person from an organisation (Điều 2.5).
type SenderType string

const (
	Individual   SenderType = "individual"
	Organisation SenderType = "organisation"
)

// Sender is what Điều 7.3 asks of who reports. The No… marks record that the
// sender said there is none.
type Sender struct {
	Type      SenderType `json:"type"`
	Name      string     `json:"name"`
	Address   string     `json:"address"`
	Phone     string     `json:"phone"` // any form; normalised when checked
	Email     string     `json:"email"`
	NoAddress bool       `json:"no_address" required:"false"`
	NoPhone   bool       `json:"no_phone" required:"false"`
	NoEmail   bool       `json:"no_email" required:"false"`
	// Servant: they say that they serve the state, cán bộ, công chức, viên chức (Điều 17.10).
	// It is counted, and has no bearing on anything.
	Servant bool `json:"state_servant" required:"false"`
}

// Complete reports whether all that Điều 7.3 asks for is there, or said not to exist.
func (s Sender) Complete() bool {
	return s.Name != "" && (s.Address != "" || s.NoAddress) && (s.Phone != "" || s.NoPhone) && (s.Email != "" || s.NoEmail)
}

// Known answers for the directory of units and fields.
type Known interface {
	// FieldGroup gives the group that a field belongs to.
	FieldGroup(field string) (Group, bool)
	HasUnit(unit string) bool
}

// Limits in characters (Unicode code points after normalisation).
const (
	MaxContent   = 120_000 // a text of 100 KB, whatever its letters
	MaxItem      = 10_000  // what is said of a task or a document: a ticket may have many
	MaxItems     = 100     // of a kind
	MaxAddress   = 500
	MaxDirective = 500
	MaxName      = 200
	MaxEmail     = 254
)
