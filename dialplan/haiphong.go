package dialplan

import _ "embed"

// Haiphong is the plan that is part of the program, as written.
//
//go:embed haiphong.yaml
var Haiphong []byte
