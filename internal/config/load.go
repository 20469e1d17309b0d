package config

import "hotline1022/internal/strictyaml"

// Load reads and checks the file at path. The error is a *[strictyaml.Faults].
func Load(path string, env strictyaml.Lookup) (Config, error) {
	return LoadWith(path, env, nil)
}

// LoadWith is Load, and has look open what the values name, of which Load checks the form alone. What that reports has its
// place like every other fault. A nil look opens nothing.
func LoadWith(path string, env strictyaml.Lookup, look Look) (Config, error) {
	src, err := strictyaml.ReadFile(path, "the configuration", "name a readable file with --config; `hotline config example` prints one to start from")
	if err != nil {
		return Config{}, err
	}
	return parse(path, src, env, look)
}

// Parse reads and checks src; file is its name in the faults. The error is a
// *[strictyaml.Faults].
func Parse(file string, src []byte, env strictyaml.Lookup) (Config, error) {
	return parse(file, src, env, nil)
}

// Look is asked of a Config without a fault what is wrong with what it names: a key's path, what is wrong with its
// value (the key is put in front), and the remedy.
type Look func(cfg Config, report func(path, what, remedy string))

func parse(file string, src []byte, env strictyaml.Lookup, look Look) (Config, error) {
	cfg := Default()
	doc := strictyaml.Decode(file, src, env, &cfg)
	report := func(path, what, remedy string) { // for who administers the machine: English alone
		doc.Report(path, strictyaml.Say("%s", what), strictyaml.Say("%s", remedy))
	}
	cfg.validate(report)
	if look != nil && doc.Err() == nil {
		look(cfg, report)
	}
	if err := doc.Err(); err != nil {
		return Config{}, err
	}
	return cfg, nil
}
