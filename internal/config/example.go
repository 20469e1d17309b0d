package config

import _ "embed"

// Example is a complete, commented configuration to start from.
//
//go:embed example.yaml
var Example []byte
