package config

import (
	"time"

	"hotline1022/internal/strictyaml"
)

// Default is what holds where the file says nothing. Secrets and the
// database have no default: the file must name them.
func Default() Config {
	return Config{
		Node:     "pbx1",
		HTTP:     HTTP{Staff: "127.0.0.1:8080"},
		Accounts: Accounts{SingleSignOn: SingleSignOn{Scopes: []string{"profile"}, Claim: "preferred_username", ACR: []string{}, AMR: []string{}}},
		Asterisk: Asterisk{
			ARI:        ARI{URL: "http://127.0.0.1:8088/ari", User: "hotline", Application: "hotline", Timeout: 3 * time.Second},
			SIP:        SIP{Listen: "127.0.0.1:5060", ListenTLS: "127.0.0.1:5061"},
			RTPFirst:   20000,
			RTPLast:    20999,
			Directory:  "/var/lib/hotline/asterisk",
			ModulesDir: "/usr/lib/asterisk/modules",
			DataDir:    "/usr/share/asterisk",
			Fallback:   Fallback{GuardAfter: 10 * time.Second},
		},
		Media: Media{Listen: "127.0.0.1:8189", RTPHost: "127.0.0.1"},
		Calls: Calls{
			Greeting:       true,
			OfferTimeout:   15 * time.Second,
			ReconnectGrace: 20 * time.Second,
			DeskGrace:      20 * time.Second,
			WrapUp:         60 * time.Second,
			Queue:          "tong-dai",
			OfficerRing:    25 * time.Second,
			KeyWait:        10 * time.Second,
			Toll:           Toll{Prefixes: []string{"02", "03", "05", "07", "08", "09"}, Digits: 11, AtOnce: 5, PerHour: 30, PerHourAll: 120},
		},
		Desk: Desk{AnnounceListening: true},
		Spool: Spool{
			Recordings:   "/var/spool/hotline/recordings",
			Journal:      "/var/spool/hotline/journal",
			KeepFor:      24 * time.Hour,
			SalvageAfter: 2 * time.Minute,
		},
		Storage:       Storage{Bucket: "hotline-recordings"},
		Transcription: Transcription{Model: "whisper-1", Language: "vi", Timeout: 5 * time.Minute},
		Retention:     Retention{Months: 60, Notice: 30 * 24 * time.Hour},
		Grants:        Grants{Longest: 30 * 24 * time.Hour},
		Prompts:       Prompts{Directory: "/usr/share/hotline/prompts", Music: "/usr/share/hotline/music", Espeak: "espeak-ng", Plans: "/var/lib/hotline/plans", Incidents: "/var/lib/hotline/incidents"},
		Messages:      Messages{LookUp: "http://1022.haiphong.gov.vn", GiveUpAfter: 24 * time.Hour, Quiet: Quiet{From: "22:00", To: "06:00"}},
		Log:           Log{Level: "info", Format: "text"},
	}
}

// DecodeYAML reads a trunk over its defaults.
func (t *Trunk) DecodeYAML(v strictyaml.Value) {
	type keys Trunk
	k := keys{Mode: TrunkIP, CallerID: CallerIDOwn, Keys: KeysAuto, Qualify: 30 * time.Second}
	v.Decode(&k)
	*t = Trunk(k)
}

// How the carrier knows us (Trunk.Mode).
const (
	TrunkIP           = "ip"
	TrunkRegistration = "registration"
)

// Whose number is shown (Trunk.CallerID).
const (
	CallerIDOwn    = "own"
	CallerIDCaller = "caller"
)

// How keys are told (Trunk.Keys).
const (
	KeysAuto = "auto"
	KeysINFO = "info"
)
