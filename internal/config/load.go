package config

import "hotline1022/internal/strictyaml"

// Load reads and checks the file at path. The error is a *[strictyaml.Faults].
func Load(path string, env strictyaml.Lookup) (Config, error) {
	src, err := strictyaml.ReadFile(path, "the configuration", "name a readable file with --config; `hotline config example` prints one to start from")
	if err != nil {
		return Config{}, err
	}
	return Parse(path, src, env)
}

// Parse reads and checks src; file is its name in the faults. The error is a
// *[strictyaml.Faults].
func Parse(file string, src []byte, env strictyaml.Lookup) (Config, error) {
	cfg := Default()
	doc := strictyaml.Decode(file, src, env, &cfg)
	cfg.validate(func(path, what, remedy string) { // for who administers the machine: English alone
		doc.Report(path, strictyaml.Say("%s", what), strictyaml.Say("%s", remedy))
	})
	if err := doc.Err(); err != nil {
		return Config{}, err
	}
	return cfg, nil
}
