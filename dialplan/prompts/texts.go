package prompts

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
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
}

// Sound files that are computed, not spoken.
const (
	Beep  = "beep"  // before a message is taken
	Music = "hold"  // lies in the directory of hold music
	Echo  = "check" // three rising notes: an operator hears that the headset works
)

var all = sync.OnceValues(func() ([]Prompt, error) { return parseTexts(textsYAML) })

// All returns every spoken prompt, sorted by name.
func All() []Prompt {
	list, err := all()
	if err != nil {
		// The file is part of the program, and a test reads it.
		panic("prompts: " + err.Error())
	}
	return slices.Clone(list)
}

var nameRule = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func parseTexts(b []byte) ([]Prompt, error) {
	var entries map[string]struct {
		Vi     string `yaml:"vi"`
		Spoken string `yaml:"spoken"`
		En     string `yaml:"en"`
		When   string `yaml:"when"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict())
	if err := decoder.Decode(&entries); err != nil {
		return nil, fmt.Errorf("texts.yaml: %w", err)
	}
	var list []Prompt
	for name, e := range entries {
		p := Prompt{Name: name, Vietnamese: e.Vi, Spoken: e.Spoken, English: e.En, When: e.When}
		if p.Spoken == "" {
			p.Spoken = p.Vietnamese
		}
		switch {
		case !nameRule.MatchString(name) || name == Beep || name == Music || name == Echo:
			return nil, fmt.Errorf("texts.yaml: %q cannot be a prompt's name", name)
		case p.Vietnamese == "" || p.English == "" || p.When == "":
			return nil, fmt.Errorf("texts.yaml: %s needs vi, en and when", name)
		case strings.ContainsAny(p.Spoken, "0123456789"):
			return nil, fmt.Errorf("texts.yaml: %s has digits, which would be read as one big number: give the words in spoken", name)
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Prompt) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}
