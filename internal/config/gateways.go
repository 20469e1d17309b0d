package config

import (
	"time"

	"hotline1022/internal/strictyaml"
)

// SMSGateway is a way to send SMS by HTTP, described: what it is asked, and how its
// answers are read. Headers, URLs and bodies may have {ref} {to} {text} {parts} {unicode}
// put in, escaped as their place asks; {id} too where a message is asked for.
type SMSGateway struct {
	Name     string            `yaml:"name"` // [a-z0-9-], unique
	URL      string            `yaml:"url"`
	Method   string            `yaml:"method"` // default POST
	Format   string            `yaml:"format"` // of bodies: json (default), form, xml
	Headers  map[string]string `yaml:"headers"`
	Body     string            `yaml:"body"`
	Number   string            `yaml:"number"`   // local (default) 0912…, international 84912…, plus +84912…
	Timeout  time.Duration     `yaml:"timeout"`  // of one request; 1s to 15s, default 10s
	Insecure bool              `yaml:"insecure"` // http is allowed: the way there is our own
	CA       string            `yaml:"ca"`       // PEM; default: the system's

	Answer    string `yaml:"answer"`    // json (default), xml, text
	Accepted  []Sign `yaml:"accepted"`  // it took the message
	ID        string `yaml:"id"`        // path of its own ID; "": our reference is all there is
	Seen      []Sign `yaml:"seen"`      // it has this reference already
	Temporary []Sign `yaml:"temporary"` // it has not taken it, and may later
	Permanent []Sign `yaml:"permanent"` // it has not, and will not
	// InDoubt is what happens to a message that it may have, when it neither refuses what
	// it has seen nor can be asked: hold (default), until a person sends it again; again.
	InDoubt string `yaml:"in_doubt"`

	Find     Question `yaml:"find"`     // asks for a message by {ref}
	Delivery Question `yaml:"delivery"` // asks whether one arrived
	Reports  Reports  `yaml:"reports"`  // is told so
}

// Sign is something in an answer: a status, a value at a path, or the whole text.
type Sign struct {
	Status []int  `yaml:"status"`
	Path   string `yaml:"path"`  // a.b.0.c in JSON, element names in XML; "": the whole text
	Match  string `yaml:"match"` // regular expression
}

// Question is what a gateway is asked of one message. Yes and No are signs; anything
// else is no answer.
type Question struct {
	URL    string `yaml:"url"` // "": it cannot be asked
	Method string `yaml:"method"`
	Body   string `yaml:"body"`
	Yes    []Sign `yaml:"yes"`    // it has it; it was delivered
	No     []Sign `yaml:"no"`     // it never had it; it will not be delivered
	ID     string `yaml:"id"`     // path of its own ID
	Reason string `yaml:"reason"` // path of why it was not delivered
}

// Reports are what a gateway tells of its own accord, at /reports/<name>/<secret>.
type Reports struct {
	Secret      string `yaml:"secret"` // "": it tells nothing
	Read        string `yaml:"read"`   // query (default), form, json
	Ref         string `yaml:"ref"`    // path of our reference
	ID          string `yaml:"id"`     // path of its own ID
	Delivered   []Sign `yaml:"delivered"`
	Undelivered []Sign `yaml:"undelivered"`
	Reason      string `yaml:"reason"`
}

// DecodeYAML reads a gateway over its defaults.
func (g *SMSGateway) DecodeYAML(v strictyaml.Value) {
	type keys SMSGateway
	k := keys{
		Method: "POST", Format: "json", Number: NumberLocal, Timeout: 10 * time.Second, Answer: "json", InDoubt: InDoubtHold,
		Find: Question{Method: "GET"}, Delivery: Question{Method: "GET"}, Reports: Reports{Read: "query"},
	}
	v.Decode(&k)
	*g = SMSGateway(k)
}

// How a gateway wants numbers (SMSGateway.Number).
const (
	NumberLocal         = "local"
	NumberInternational = "international"
	NumberPlus          = "plus"
)

// What becomes of a message in doubt (SMSGateway.InDoubt).
const (
	InDoubtHold  = "hold"
	InDoubtAgain = "again"
)

// MailServer sends e-mail (SMTP).
type MailServer struct {
	Name     string        `yaml:"name"`
	Host     string        `yaml:"host"` // host:port
	TLS      string        `yaml:"tls"`  // starttls (default), tls, none
	CA       string        `yaml:"ca"`   // PEM; default: the system's
	User     string        `yaml:"user"` // "": without signing in
	Password string        `yaml:"password"`
	From     string        `yaml:"from"`    // Name <address>
	Timeout  time.Duration `yaml:"timeout"` // 1s to 15s, default 10s
}

// DecodeYAML reads a server over its defaults.
func (s *MailServer) DecodeYAML(v strictyaml.Value) {
	type keys MailServer
	k := keys{TLS: MailStartTLS, Timeout: 10 * time.Second}
	v.Decode(&k)
	*s = MailServer(k)
}

// How a mail server's connection is secured (MailServer.TLS).
const (
	MailStartTLS = "starttls"
	MailTLS      = "tls"
	MailPlain    = "none"
)
