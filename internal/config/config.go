package config

import (
	"net/url"
	"strings"
	"time"
)

// Config is the whole of hotline's configuration: one YAML file, defaults
// below it, `${NAME}` replaced from the environment (secrets are given so).
type Config struct {
	// Node names this Asterisk+hotline pair; it is Asterisk's systemname and the
	// prefix of every call's ID. [a-z0-9-]{1,16}
	Node string `yaml:"node"`
	// Demonstration allows the demonstration's accounts and their known password.
	Demonstration bool `yaml:"demonstration"`

	HTTP      HTTP      `yaml:"http"`
	Accounts  Accounts  `yaml:"accounts"`
	Database  Database  `yaml:"database"`
	Asterisk  Asterisk  `yaml:"asterisk"`
	Media     Media     `yaml:"media"`
	Dialplan  Dialplan  `yaml:"dialplan"`
	Calls     Calls     `yaml:"calls"`
	Desk      Desk      `yaml:"desk"`
	Spool     Spool     `yaml:"spool"`
	Storage   Storage   `yaml:"storage"`
	Retention Retention `yaml:"retention"`
	Grants    Grants    `yaml:"grants"`
	Evidence  Evidence  `yaml:"evidence"`
	// Transcription is a service that writes down what is said in recordings.
	Transcription Transcription `yaml:"transcription"`
	Prompts       Prompts       `yaml:"prompts"`
	Messages      Messages      `yaml:"messages"`
	Documents     Documents     `yaml:"documents"`
	Map           Map           `yaml:"map"`
	Log           Log           `yaml:"log"`
}

// HTTP is where staff and public reach us.
type HTTP struct {
	Staff   string   `yaml:"staff"`   // host:port of the staff application and the API; default 127.0.0.1:8080
	Public  string   `yaml:"public"`  // host:port of what is everybody's, and nothing else; default "": at staff's alone
	Origins []string `yaml:"origins"` // further origins (https://1022.example) that browsers may come from; own host always
	Secure  bool     `yaml:"secure"`  // behind TLS: session cookies are marked Secure
	Proxies []string `yaml:"proxies"` // CIDRs of proxies that tell where a request came from (X-Forwarded-For)
}

// Accounts is how staff sign in.
type Accounts struct {
	// Key is 32 bytes, base64, under which second factors are kept in the database. Without
	// it whose role needs a second factor is not let in.
	Key string `yaml:"key"`
	// EarlierKey is the key from before it was changed: it opens, until all is kept under Key.
	EarlierKey string `yaml:"earlier_key"`
	// PasswordAlone asks no second factor of the demonstration's accounts; refused outside it.
	PasswordAlone bool         `yaml:"password_alone"`
	SingleSignOn  SingleSignOn `yaml:"single_sign_on"`
}

// SingleSignOn is the city's (OpenID Connect). Accounts are known by a claim's value, which
// an administrator has written into them; it gives nobody an account or a right.
type SingleSignOn struct {
	Issuer       string   `yaml:"issuer"` // default "": there is none
	ClientID     string   `yaml:"client_id"`
	ClientSecret string   `yaml:"client_secret"`
	Site         string   `yaml:"site"`   // our own address as browsers know it; they come back to /api/v1/single-sign-on/back
	Scopes       []string `yaml:"scopes"` // beside openid; default [profile]
	Claim        string   `yaml:"claim"`  // default preferred_username
	ACR          []string `yaml:"acr"`    // of these, acr says that a second factor was asked for there; none: it is asked for here
	AMR          []string `yaml:"amr"`    // likewise amr, for example [otp, hwk]
}

// Database is PostgreSQL.
type Database struct {
	URL string `yaml:"url"` // postgres://…
}

// Asterisk holds what the rendered asterisk-conf and the ARI link need.
type Asterisk struct {
	ARI        ARI      `yaml:"ari"`
	SIP        SIP      `yaml:"sip"`
	RTPFirst   int      `yaml:"rtp_first"` // default 20000
	RTPLast    int      `yaml:"rtp_last"`  // default 20999
	Trunks     []Trunk  `yaml:"trunks"`    // in the order in which calls go out
	Directory  string   `yaml:"directory"` // Asterisk's own var, run, log, db directories lie below it
	ModulesDir string   `yaml:"modules_dir"`
	DataDir    string   `yaml:"data_dir"`
	Fallback   Fallback `yaml:"fallback"`
}

// Fallback concerns what Asterisk does by itself when no controller takes a call;
// what callers hear then, and who is rung, is in the dialplan's own file.
type Fallback struct {
	GuardAfter time.Duration `yaml:"guard_after"` // the guard sends a dead controller's calls here; 3s to 1m, default 10s: time to start again
}

type ARI struct {
	URL         string        `yaml:"url"` // http://127.0.0.1:8088/ari
	User        string        `yaml:"user"`
	Password    string        `yaml:"password"`
	Application string        `yaml:"application"` // default hotline
	Timeout     time.Duration `yaml:"timeout"`     // of one REST request; default 3s
	Allow       []string      `yaml:"allow"`       // CIDRs that may use ARI; default the URL's own address
}

// SIP is where the carriers reach Asterisk.
type SIP struct {
	Listen          string   `yaml:"listen"`           // host:port, UDP; default 127.0.0.1:5060
	ListenTLS       string   `yaml:"listen_tls"`       // host:port, TCP, of trunks with tls; default 127.0.0.1:5061
	ExternalAddress string   `yaml:"external_address"` // our public address, behind NAT
	LocalNets       []string `yaml:"local_nets"`       // CIDRs that do not see it
	TLSCert         string   `yaml:"tls_cert"`         // PEM, needed when a trunk has tls, as the two below
	TLSKey          string   `yaml:"tls_key"`
	TLSCA           string   `yaml:"tls_ca"` // verifies the carriers
}

// Trunk is one carrier's line. Mode "ip": known by Peers; "registration": we register as User.
type Trunk struct {
	Name     string   `yaml:"name"`  // [a-z][a-z0-9-]{0,15}, unique; on screens, in figures
	Mode     string   `yaml:"mode"`  // default ip
	Host     string   `yaml:"host"`  // host:port calls go out to
	Peers    []string `yaml:"peers"` // CIDRs that calls come in from; none: for calls out alone
	User     string   `yaml:"user"`
	Password string   `yaml:"password"`
	// Number is the number that calls out show and assert to be ours; without it they
	// are anonymous, which a carrier may refuse.
	Number string `yaml:"number"`
	// CallerID is whose number a call out for a citizen shows, to an officer or an emergency
	// service: own (default), Number; caller, the citizen's, for a carrier that lets it
	// pass, with Number asserted (P-Asserted-Identity). Who withholds it stays
	// unknown, but to an emergency service.
	CallerID string `yaml:"caller_id"`
	// Keys: auto (default), by RFC 4733 where the carrier agrees to it, else by SIP INFO;
	// info, by INFO alone, for a carrier that tells each press both ways.
	Keys string `yaml:"keys"`
	TLS  bool   `yaml:"tls"`
	SRTP bool   `yaml:"srtp"`
	// Qualify is how often the carrier is asked whether it lives (OPTIONS);
	// 0 never, at most 1h, default 30s.
	Qualify time.Duration `yaml:"qualify"`
	// MaxCalls is how many calls there may be at once, in and out, the last of them kept
	// for a call to an emergency service; callers who find all others taken hear a notice
	// and may leave a message. 0: no limit of ours; at most 10000.
	MaxCalls int `yaml:"max_calls"`
}

// Media is the WebRTC gateway.
type Media struct {
	Listen   string   `yaml:"listen"`   // host:port/udp for all browsers; default 127.0.0.1:8189
	Announce []string `yaml:"announce"` // public addresses to announce instead
	RTPHost  string   `yaml:"rtp_host"` // our address as Asterisk reaches it; default 127.0.0.1
}

// Dialplan is what callers meet.
type Dialplan struct {
	File string `yaml:"file"` // of package dialplan/planfile; default "": Hải Phòng's, which is part of the program
}

// Calls are the rules of a call's life.
type Calls struct {
	Greeting       bool          `yaml:"greeting"`        // default true; false: no dialplan, every caller waits in Queue at once
	OfferTimeout   time.Duration `yaml:"offer_timeout"`   // default 15s
	ReconnectGrace time.Duration `yaml:"reconnect_grace"` // default 20s; operator's browser lost → queue's head
	DeskGrace      time.Duration `yaml:"desk_grace"`      // default 20s; WebSocket lost → offline
	WrapUp         time.Duration `yaml:"wrapup"`          // default 60s; limit of after-call work in Queue without a dialplan
	Queue          string        `yaml:"queue"`           // default "tong-dai"
	OfficerRing    time.Duration `yaml:"officer_ring"`    // default 25s; one telephone that an operator consults, or an emergency service's, before the next is rung
	KeyWait        time.Duration `yaml:"key_wait"`        // default 10s; who is consulted has so long to press 1, once told what it is about
	Toll           Toll          `yaml:"toll"`
}

// Toll is what operators may call of their own accord, from a ticket or the directory:
// the guard against whoever has got hold of a desk. Telephones of the dialplan and of
// officers who are consulted are not held to it.
type Toll struct {
	Prefixes   []string `yaml:"prefixes"`     // of numbers in this country, 0 first; default ["02", "03", "05", "07", "08", "09"], all but service numbers; none: no such calls
	Digits     int      `yaml:"digits"`       // of the longest number; default 11
	AtOnce     int      `yaml:"at_once"`      // such calls under way on this node; default 5
	PerHour    int      `yaml:"per_hour"`     // of one operator, in any hour; default 30
	PerHourAll int      `yaml:"per_hour_all"` // of all; default 120
}

// Desk is what the operators' screens show.
type Desk struct {
	AnnounceListening bool `yaml:"announce_listening"` // default true: an operator sees that a shift leader listens, as she sees who speaks
}

// Spool is the local disk, between Asterisk and the archive.
type Spool struct {
	Recordings string        `yaml:"recordings"` // Asterisk writes here
	Journal    string        `yaml:"journal"`    // call journal, until PostgreSQL has it
	KeepFor    time.Duration `yaml:"keep_for"`   // local files after they are archived; default 24h
	// SalvageAfter is how long the files of a call that is gone must not have grown before they are archived as they are:
	// Asterisk writes each four seconds, so at least 10 s; default 2m.
	SalvageAfter time.Duration `yaml:"salvage_after"`
}

// Storage is MinIO (any S3).
type Storage struct {
	Endpoint  string `yaml:"endpoint"` // host:port
	AccessKey string `yaml:"access_key"`
	SecretKey string `yaml:"secret_key"`
	Bucket    string `yaml:"bucket"` // default hotline-recordings
	TLS       bool   `yaml:"tls"`
	CA        string `yaml:"ca"` // file of the certificates that vouch for the server (PEM); default "": the system's
	Region    string `yaml:"region"`
	// Key is 32 bytes, base64, under which objects are encrypted by the server, each with a key of
	// its own made of it (SSE-C); "": they are not. The server never keeps it: lost, all is lost.
	Key string `yaml:"key"`
	// EarlierKeys are keys from before it was changed. What was stored under one is read with it.
	EarlierKeys []string `yaml:"earlier_keys"`
}

// Retention is how long recordings are kept. Until then nobody can remove one from a bucket with object lock, not even we.
// The regulation says no more than that reports of weeks, months, quarters and years rest on recordings (Điều 10.1).
type Retention struct {
	Months int             `yaml:"months"` // of what no rule is for, from the call, or the last change of its tickets: 1 to 600, default 60
	Rules  []RetentionRule `yaml:"rules"`  // of several that are for a recording the longest counts
	Delete bool            `yaml:"delete"` // whether what is over is deleted: announced first, certified afterwards; default false
	Notice time.Duration   `yaml:"notice"` // between the two; default 30 days
}

// RetentionRule is for the recordings of calls of these kinds, of whose tickets one is of these groups. What is empty is for all.
type RetentionRule struct {
	Name   string   `yaml:"name"`
	Kinds  []string `yaml:"kinds"`  // of RetentionKinds
	Groups []int    `yaml:"groups"` // 1 to 5, Điều 5
	Months int      `yaml:"months"`
}

// Kinds of calls that rules of retention tell apart; a call is of each that is true of it.
const (
	KindEmergency    = "emergency"    // an emergency service was called for it
	KindConversation = "conversation" // the citizen was spoken with
	KindUnanswered   = "unanswered"   // nobody spoke with them: menus, waiting, messages left
	KindPlaced       = "placed"       // we called
)

// RetentionKinds are all kinds.
var RetentionKinds = []string{KindEmergency, KindConversation, KindUnanswered, KindPlaced}

// Least is for how many months any recording is kept: what is known when it is made.
func (t Retention) Least() int {
	least := t.Months
	for _, rule := range t.Rules {
		least = min(least, rule.Months)
	}
	return least
}

// Most is for how many months what proves must be kept.
func (t Retention) Most() int {
	most := t.Months
	for _, rule := range t.Rules {
		most = max(most, rule.Months)
	}
	return most
}

// Grants are what units may hear of recordings when they ask for it (Điều 10.1).
type Grants struct {
	Longest time.Duration `yaml:"longest"` // no approval reaches further: 1 h to 365 days, default 30 days
}

// Evidence is what proves that recordings are as they were made.
type Evidence struct {
	// Key signs each day's manifest: Ed25519 in PEM (PKCS #8), as `hotline keys new` makes it. "": none are made,
	// and /readyz says so.
	Key string `yaml:"key"`
	// PKCS11 signs them in Key's place.
	PKCS11 Token `yaml:"pkcs11"`
	// Trusted are public keys in PEM that signed manifests before.
	Trusted []string `yaml:"trusted"`
}

// Signs says whether there is a key to sign with.
func (e Evidence) Signs() bool { return e.Key != "" || e.PKCS11 != Token{} }

// Token is an Ed25519 key in a PKCS #11 token, which it never leaves. All are needed.
type Token struct {
	Module string `yaml:"module"` // the token's shared library
	Token  string `yaml:"token"`  // its label, at most 32 bytes
	Key    string `yaml:"key"`    // the key's label, both halves'
	PIN    string `yaml:"pin"`    // the user's
}

// Transcription is a service of OpenAI's protocol (POST URL/v1/audio/transcriptions).
type Transcription struct {
	URL      string        `yaml:"url"`      // without /v1; "": nothing is written down
	Model    string        `yaml:"model"`    // default whisper-1
	Language string        `yaml:"language"` // ISO 639-1; default vi
	Key      string        `yaml:"key"`      // sent as a bearer token; "": none
	Timeout  time.Duration `yaml:"timeout"`  // of one request, five minutes of one voice; 10s to 30m, default 5m
}

// Prompts are the sound files.
type Prompts struct {
	Directory string `yaml:"directory"` // .wav files of dialplan/prompts
	Music     string `yaml:"music"`     // hold music directory
	Studio    string `yaml:"studio"`    // NAME.wav here replace the synthesised voice; optional
	Espeak    string `yaml:"espeak"`    // the synthesiser's program; default espeak-ng
	Plans     string `yaml:"plans"`     // hotline keeps the dialplan's versions here, with the voices that they changed
	Incidents string `yaml:"incidents"` // hotline writes the voices of incidents here, Asterisk reads them
}

// Messages are what people outside are told.
type Messages struct {
	// Simulator is the file in which the demonstration's gateway keeps the messages that
	// it was given; "": none. What has no gateway waits until GiveUpAfter.
	Simulator   string        `yaml:"simulator"`
	SMS         []SMSGateway  `yaml:"sms"`   // in the order in which they are tried
	Email       []MailServer  `yaml:"email"` // in the order in which they are tried
	Quiet       Quiet         `yaml:"quiet"`
	Accents     bool          `yaml:"accents"`       // SMS with Vietnamese diacritics: 70 characters a part in place of 160; a very long one has none
	LookUp      string        `yaml:"lookup"`        // where people find their ticket; default http://1022.haiphong.gov.vn
	Staff       string        `yaml:"staff"`         // where staff open this application: their messages lead to the ticket; "": they name its code alone
	GiveUpAfter time.Duration `yaml:"give_up_after"` // a message that could not be sent for so long has failed; 1h to 7 days, default 24h
}

// Map is what staff set a matter's place on. Without tiles a plain grid with coordinates is drawn.
type Map struct {
	Tiles       string `yaml:"tiles"`       // address of a tile with {z}, {x} and {y}; browsers fetch it; default "": none
	Attribution string `yaml:"attribution"` // whose map it is, as its licence wants it said
}

// Origin is where tiles come from, as a Content-Security-Policy names it; "": from nowhere.
func (m Map) Origin() string {
	u, err := url.Parse(strings.NewReplacer("{z}", "0", "{x}", "0", "{y}", "0").Replace(m.Tiles))
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Quiet is when no SMS wakes anybody, but in an emergency; times of day in Vietnam.
type Quiet struct {
	From string `yaml:"from"` // default 22:00
	To   string `yaml:"to"`   // default 06:00; the same as From: never
}

// Documents are official replies with a digital signature (Điều 17.6).
type Documents struct {
	// Roots are the authorities whose word counts on who signed: certificates in PEM, a
	// file, or a directory of *.pem and *.crt. Intermediate ones that documents leave out
	// may stand there too. "": nobody's word counts; that a document is intact is checked
	// all the same, and its signer shown as not vouched for.
	Roots string `yaml:"roots"`
}

type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn, error
	Format string `yaml:"format"` // text, json
}
