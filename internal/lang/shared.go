package lang

import (
	_ "embed"
	"encoding/json"
	"strings"
)

// shared are the words that the web application says too: it makes its own catalogue of the same file
// (agentdesk/web/src/i18n/shared.ts). A key is a family, a dot and a code; the value is Vietnamese, then English.
//
//go:embed shared.json
var shared []byte

func init() {
	var words map[string][2]string
	if err := json.Unmarshal(shared, &words); err != nil {
		panic(err) // it is a part of the program
	}
	for key, said := range words {
		family, code, _ := strings.Cut(key, ".")
		catalogue[Key("word_"+family+"_"+code)] = text{said[0], said[1]}
	}
}
