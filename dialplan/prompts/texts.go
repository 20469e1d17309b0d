package prompts

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"hotline1022/dialplan"
	"hotline1022/dialplan/speech"
	"hotline1022/internal/strictyaml"
)

//go:embed texts.yaml
var textsYAML []byte

// Prompt is one spoken text.
type Prompt struct {
	Name       string // of its file, [a-z][a-z0-9-]*
	Vietnamese string
	Spoken     string // as the synthesiser is given it; Vietnamese where nothing else is said
	English    string
	When       string // when a caller hears it
	Part       bool   // of a sentence: another prompt follows without a gap
}

// Sound files that are computed, not spoken.
const (
	Beep  = "beep"  // before a message is taken
	Music = "hold"  // lies in the directory of hold music
	Echo  = "check" // three rising notes: an operator hears that the headset works
	Pause = "pause" // nothing, for a moment, between groups of digits
)

var all = sync.OnceValues(func() ([]Prompt, error) {
	list, err := parseTexts(textsYAML)
	for _, b := range speech.Blocks() {
		list = append(list, Prompt{Name: b.Name, Vietnamese: b.Words, Spoken: b.Words, English: b.Words, When: "In a number.", Part: true})
	}
	slices.SortFunc(list, func(a, b Prompt) int { return strings.Compare(a.Name, b.Name) })
	return list, err
})

// All returns everything that the program says by itself, sorted by name.
func All() []Prompt {
	list, err := all()
	if err != nil {
		// The file is part of the program, and a test reads it.
		panic("prompts: " + err.Error())
	}
	return slices.Clone(list)
}

var reserved = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{Beep: true, Music: true, Echo: true, Pause: true}
	for _, p := range All() {
		names[p.Name] = true
	}
	return names
})

// Reserved says whether a name is taken by the program, and no plan's prompt may have it.
func Reserved(name string) bool { return reserved()[name] }

// OfPlan brings a plan's prompts into the same form, sorted by name.
func OfPlan(p dialplan.Plan) []Prompt {
	list := make([]Prompt, 0, len(p.Prompts))
	for name, t := range p.Prompts {
		list = append(list, Prompt{Name: name, Vietnamese: t.Vi, Spoken: t.Words(), English: t.En, When: "Where the dialplan says so."})
	}
	slices.SortFunc(list, func(a, b Prompt) int { return strings.Compare(a.Name, b.Name) })
	return list
}

var nameRule = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func parseTexts(b []byte) ([]Prompt, error) {
	var entries map[string]struct {
		Vi     string `yaml:"vi"`
		Spoken string `yaml:"spoken"`
		En     string `yaml:"en"`
		When   string `yaml:"when"`
		Part   bool   `yaml:"part"`
	}
	if err := strictyaml.Decode("texts.yaml", b, nil, &entries).Err(); err != nil {
		return nil, err
	}
	var list []Prompt
	for name, e := range entries {
		p := Prompt{Name: name, Vietnamese: e.Vi, Spoken: e.Spoken, English: e.En, When: e.When, Part: e.Part}
		if p.Spoken == "" {
			p.Spoken = p.Vietnamese
		}
		switch {
		case !nameRule.MatchString(name) || name == Beep || name == Music || name == Echo || name == Pause:
			return nil, fmt.Errorf("texts.yaml: %q cannot be a prompt's name", name)
		case p.Vietnamese == "" || p.English == "" || p.When == "":
			return nil, fmt.Errorf("texts.yaml: %s needs vi, en and when", name)
		case strings.ContainsAny(p.Spoken, "0123456789"):
			return nil, fmt.Errorf("texts.yaml: %s has digits, which would be read as one big number: give the words in spoken", name)
		}
		list = append(list, p)
	}
	return list, nil
}
