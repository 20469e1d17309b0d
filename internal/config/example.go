package config

import _ "embed"

// Example is a complete, commented configuration to start from.
//
//go:embed example.yaml
var Example []byte

// ExampleGateways describes gateways for SMS and e-mail, shaped as Vietnamese ones are.
//
//go:embed gateways.yaml
var ExampleGateways []byte
