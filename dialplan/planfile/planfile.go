package planfile

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
	_ "time/tzdata" // a server need not have the database

	"hotline1022/dialplan"
	"hotline1022/dialplan/prompts"
	"hotline1022/internal/strictyaml"
)

// Embedded is the name of the plan that is part of the program, in faults.
const Embedded = "haiphong.yaml"

// file is a plan as it is written.
type file struct {
	Zone      zone
	Numbers   map[string]dialplan.NodeID
	Hours     map[string]hours
	Prompts   map[string]dialplan.Prompt
	Queues    map[string]queue
	OnCall    map[string][]string
	Emergency map[string]dialplan.Emergency
	Nodes     map[dialplan.NodeID]node
	Fallback  dialplan.Fallback
}

// Load reads the plan in the file at path, or the embedded one when path is "".
// The error is a *[strictyaml.Faults].
func Load(path string) (dialplan.Plan, error) {
	name, src, err := Read(path)
	if err != nil {
		return dialplan.Plan{}, err
	}
	return Parse(name, src)
}

// Read gives a dialplan file as it is written, and its name in the faults; "": the one
// that is part of the program.
func Read(path string) (name string, src []byte, err error) {
	if path == "" {
		return Embedded, dialplan.Haiphong, nil
	}
	src, err = strictyaml.ReadFile(path, "the dialplan", "name a readable file, or none for the one that is part of the program")
	return path, src, err
}

// Parse reads a plan; name is the file's in the faults. The error is a
// *[strictyaml.Faults].
func Parse(name string, src []byte) (dialplan.Plan, error) {
	f := file{Fallback: dialplan.Fallback{Ring: 25 * time.Second, Limit: 3 * time.Minute, Silence: 5 * time.Second}}
	doc := strictyaml.Decode(name, src, nil, &f)
	plan := f.plan(Version(src))
	for _, fault := range dialplan.Check(plan) {
		// Of ways through a plan that was read in part, nothing can be said.
		if !fault.Follows || !doc.Broken() {
			doc.Report(fault.Path, fault.What, fault.Remedy)
		}
	}
	for own := range plan.Prompts {
		if prompts.Reserved(own) {
			doc.Report("prompts."+own, strictyaml.Say("is a prompt of the program itself"), strictyaml.Say("give it another name"))
		}
	}
	if err := doc.Err(); err != nil {
		return dialplan.Plan{}, err
	}
	return plan, nil
}

// Version names the bytes of a file.
func Version(src []byte) string {
	sum := sha256.Sum256(src)
	return hex.EncodeToString(sum[:8])
}

func (f file) plan(version string) dialplan.Plan {
	p := dialplan.Plan{
		Version: version, Zone: f.Zone.location, Numbers: f.Numbers, Prompts: f.Prompts,
		OnCall: f.OnCall, Emergency: f.Emergency, Fallback: f.Fallback,
		Hours:  make(map[string]dialplan.Hours, len(f.Hours)),
		Queues: make(map[string]dialplan.Queue, len(f.Queues)),
		Nodes:  make(map[dialplan.NodeID]dialplan.Node, len(f.Nodes)),
	}
	for name, h := range f.Hours {
		p.Hours[name] = h.Hours
	}
	for name, q := range f.Queues {
		p.Queues[name] = q.Queue
	}
	for id, n := range f.Nodes {
		p.Nodes[id] = n.Node
	}
	return p
}

// zone is a name of the time zone database.
type zone struct{ location *time.Location }

func (z *zone) DecodeYAML(v strictyaml.Value) {
	name, ok := v.Text()
	if !ok {
		return
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		v.Fault(strictyaml.Say("write zone: Asia/Ho_Chi_Minh"), "zone is no time zone")
		return
	}
	z.location = location
}

// queue has defaults of its own.
type queue struct{ dialplan.Queue }

func (q *queue) DecodeYAML(v strictyaml.Value) {
	q.Queue = dialplan.Queue{Strategy: dialplan.LongestIdle, Music: "default"}
	v.Decode(&q.Queue)
}
