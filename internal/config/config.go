package config

import "time"

// Config is the whole of hotline's configuration: one YAML file, defaults
// below it, `${NAME}` replaced from the environment (secrets are given so).
type Config struct {
	// Node names this Asterisk+hotline pair; it is Asterisk's systemname and the
	// prefix of every call's ID. [a-z0-9-]{1,16}
	Node string `yaml:"node"`
	// Demonstration allows the demonstration's accounts and their known password.
	Demonstration bool `yaml:"demonstration"`

	HTTP     HTTP     `yaml:"http"`
	Database Database `yaml:"database"`
	Asterisk Asterisk `yaml:"asterisk"`
	Media    Media    `yaml:"media"`
	Calls    Calls    `yaml:"calls"`
	Spool    Spool    `yaml:"spool"`
	Storage  Storage  `yaml:"storage"`
	Prompts  Prompts  `yaml:"prompts"`
	Log      Log      `yaml:"log"`
}

// HTTP is where staff and public reach us.
type HTTP struct {
	Staff   string   `yaml:"staff"`   // host:port of the staff application and the API; default 127.0.0.1:8080
	Origins []string `yaml:"origins"` // further origins (https://1022.example) that browsers may come from; own host always
	Secure  bool     `yaml:"secure"`  // behind TLS: session cookies are marked Secure
}

// Database is PostgreSQL.
type Database struct {
	URL string `yaml:"url"` // postgres://…
}

// Asterisk holds what the rendered asterisk-conf and the ARI link need.
type Asterisk struct {
	ARI          ARI      `yaml:"ari"`
	SIP          SIP      `yaml:"sip"`
	RTPFirst     int      `yaml:"rtp_first"` // default 20000
	RTPLast      int      `yaml:"rtp_last"`  // default 20999
	Trunk        Trunk    `yaml:"trunk"`
	DutyPhones   []string `yaml:"duty_phones"` // dialled in turn by the fallback
	Directory    string   `yaml:"directory"`   // Asterisk's own var, run, log, db directories lie below it
	ModulesDir   string   `yaml:"modules_dir"`
	DataDir      string   `yaml:"data_dir"`
	SecurityLogs bool     `yaml:"security_log"`
}

type ARI struct {
	URL         string        `yaml:"url"` // http://127.0.0.1:8088/ari
	User        string        `yaml:"user"`
	Password    string        `yaml:"password"`
	Application string        `yaml:"application"` // default hotline
	Timeout     time.Duration `yaml:"timeout"`     // of one REST request; default 3s
}

type SIP struct {
	Listen string `yaml:"listen"` // host:port/udp of the trunk; default 127.0.0.1:5060
}

// Trunk is the carrier. Mode "ip": identified by Peers; "registration": we register as User.
type Trunk struct {
	Mode     string   `yaml:"mode"`
	Host     string   `yaml:"host"`  // host:port calls go out to
	Peers    []string `yaml:"peers"` // CIDRs that calls come in from
	User     string   `yaml:"user"`
	Password string   `yaml:"password"`
	TLS      bool     `yaml:"tls"`
	SRTP     bool     `yaml:"srtp"`
}

// Media is the WebRTC gateway.
type Media struct {
	Listen   string   `yaml:"listen"`   // host:port/udp for all browsers; default 127.0.0.1:8189
	Announce []string `yaml:"announce"` // public addresses to announce instead
	RTPHost  string   `yaml:"rtp_host"` // our address as Asterisk reaches it; default 127.0.0.1
}

// Calls are the rules of a call's life.
type Calls struct {
	Greeting       bool          `yaml:"greeting"`        // default true
	OfferTimeout   time.Duration `yaml:"offer_timeout"`   // default 15s
	ReconnectGrace time.Duration `yaml:"reconnect_grace"` // default 20s; operator's browser lost → queue's head
	DeskGrace      time.Duration `yaml:"desk_grace"`      // default 20s; WebSocket lost → offline
	WrapUp         time.Duration `yaml:"wrapup"`          // default 60s; limit of after-call work
	Queue          string        `yaml:"queue"`           // default "tong-dai"
}

// Spool is the local disk, between Asterisk and the archive.
type Spool struct {
	Recordings string        `yaml:"recordings"` // Asterisk writes here
	Journal    string        `yaml:"journal"`    // call journal, until PostgreSQL has it
	KeepFor    time.Duration `yaml:"keep_for"`   // local files after they are archived; default 24h
}

// Storage is MinIO (any S3).
type Storage struct {
	Endpoint  string `yaml:"endpoint"` // host:port
	AccessKey string `yaml:"access_key"`
	SecretKey string `yaml:"secret_key"`
	Bucket    string `yaml:"bucket"` // default hotline-recordings
	TLS       bool   `yaml:"tls"`
	Region    string `yaml:"region"`
}

// Prompts are the sound files.
type Prompts struct {
	Directory string `yaml:"directory"` // .alaw files of dialplan/prompts
	Music     string `yaml:"music"`     // hold music directory
}

type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn, error
	Format string `yaml:"format"` // text, json
}
