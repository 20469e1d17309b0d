package auth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/pquerna/otp/totp"
)

type tries struct {
	n          int
	at, locked time.Time
}

// here is from where everybody tries.
var here = From{Source: "10.0.0.1"}

// accounts keeps accounts as the contract of Accounts says, in memory.
type accounts struct {
	mu       sync.Mutex
	list     map[string]*Account
	identity map[string]string
	failed   map[string]tries // by name and source
	factors  map[string]*Factor
	last     map[string]int64
	recovery map[string][][32]byte
	err      error
}

func (a *accounts) Account(_ context.Context, username string) (Account, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	acc, ok := a.list[username]
	if !ok {
		return Account{}, errors.Join(a.err, ErrUnknown)
	}
	out := *acc
	f := a.factors[username]
	out.Factor = f != nil && f.Secret != nil
	return out, a.err
}

func (a *accounts) ByIdentity(ctx context.Context, identity string) (Account, error) {
	return a.Account(ctx, a.identity[identity])
}

func (a *accounts) Attempt(_ context.Context, username string, limits ...Limit) (until time.Time, allowed bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, l := range limits {
		if t := a.failed[username+" "+l.Source]; t.locked.After(l.Now) {
			return t.locked, false, a.err
		}
	}
	for _, l := range limits {
		t := a.failed[username+" "+l.Source]
		if !t.locked.IsZero() || !t.at.After(l.Since) {
			t = tries{}
		}
		if t.n, t.at = t.n+1, l.Now; t.n >= l.Most {
			t.locked = l.Until
		}
		if t.locked.After(until) {
			until = t.locked
		}
		a.failed[username+" "+l.Source] = t
	}
	return until, true, a.err
}

func (a *accounts) Right(_ context.Context, username string, sources ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, source := range sources {
		t := a.failed[username+" "+source]
		t.n, t.locked = t.n-1, time.Time{}
		a.failed[username+" "+source] = t
	}
	return a.err
}

func (a *accounts) Succeeded(_ context.Context, username string, sources ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, source := range sources {
		delete(a.failed, username+" "+source)
	}
	return a.err
}

func (a *accounts) Factor(_ context.Context, username string) (Factor, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if f := a.factors[username]; f != nil {
		return *f, a.err
	}
	return Factor{}, errors.Join(a.err, ErrNoFactor)
}

func (a *accounts) Propose(_ context.Context, username string, sealed []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.factors[username] == nil {
		a.factors[username] = &Factor{}
	}
	a.factors[username].Pending = sealed
	return a.err
}

func (a *accounts) Confirm(_ context.Context, username string, sealed []byte, step int64, recovery [][32]byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !bytes.Equal(a.factors[username].Pending, sealed) {
		return ErrNoFactor
	}
	a.factors[username] = &Factor{Secret: sealed}
	a.last[username], a.recovery[username] = step, recovery
	return a.err
}

func (a *accounts) UseStep(_ context.Context, username string, step int64) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	fresh := step > a.last[username]
	a.last[username] = max(step, a.last[username])
	return fresh, a.err
}

func (a *accounts) UseRecovery(_ context.Context, username string, sum [32]byte) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	before := len(a.recovery[username])
	a.recovery[username] = slices.DeleteFunc(a.recovery[username], func(s [32]byte) bool { return s == sum })
	return len(a.recovery[username]) < before, a.err
}

func (a *accounts) Recovery(_ context.Context, username string, recovery [][32]byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.recovery[username] = recovery
	return a.err
}

const right = "đúng mật khẩu"

var hashed = sync.OnceValues(func() (string, error) { return Hash(right) })

// doors is a way in whose clock the test turns.
type doors struct {
	*SignIn
	t        *testing.T
	accounts *accounts
	now      time.Time
}

func newDoors(t *testing.T, opts Options) *doors {
	t.Helper()
	hash, err := hashed()
	if err != nil {
		t.Fatal(err)
	}
	a := &accounts{
		failed: map[string]tries{}, factors: map[string]*Factor{}, last: map[string]int64{}, recovery: map[string][][32]byte{},
		identity: map[string]string{"mai.nt": "op01", "hai.bv": "canbo", "gone": "gone", "demo": "demo"},
		list: map[string]*Account{
			"op01":  {Username: "op01", Role: RoleOperator, PasswordHash: hash},
			"canbo": {Username: "canbo", Role: RoleOfficer, PasswordHash: hash},
			"gone":  {Username: "gone", Role: RoleOperator, PasswordHash: hash, Disabled: true},
			"demo":  {Username: "demo", Role: RoleOfficer, PasswordHash: hash, Demonstration: true},
		},
	}
	d := &doors{t: t, accounts: a, now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	if opts.Key == nil {
		opts.Key = bytes.Repeat([]byte{1}, KeyBytes)
	}
	opts.Now = func() time.Time { return d.now }
	if d.SignIn, err = NewSignIn(a, opts); err != nil {
		t.Fatal(err)
	}
	return d
}

// code is what an authenticator application shows, by the library's own reckoning.
func (d *doors) code(secret string, at time.Time) string {
	d.t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

// enrolled sets a second factor up, and lets its first code grow old.
func (d *doors) enrolled(username string) (secret string, recovery []string) {
	d.t.Helper()
	e, err := d.Enrol(d.t.Context(), username)
	if err != nil {
		d.t.Fatal(err)
	}
	if recovery, err = d.Confirm(d.t.Context(), username, d.code(e.Secret, d.now), here); err != nil {
		d.t.Fatal(err)
	}
	d.now = d.now.Add(2 * time.Minute)
	return e.Secret, recovery
}

// wrong is a code that is none within the window.
func (d *doors) wrong(secret string) string {
	for _, code := range []string{"000000", "111111", "222222", "333333"} {
		if !slices.ContainsFunc([]time.Duration{-30, 0, 30}, func(s time.Duration) bool { return d.code(secret, d.now.Add(s*time.Second)) == code }) {
			return code
		}
	}
	panic("four codes within three steps")
}

func TestPassword(t *testing.T) {
	d := newDoors(t, Options{})
	if acc, step, err := d.Password(t.Context(), "op01", right, here); err != nil || acc.Role != RoleOperator || step != StepDone {
		t.Fatalf("%+v, %s, %v", acc, step, err)
	}
	for name, try := range map[string][2]string{
		"wrong password":                  {"op01", "sai mật khẩu"},
		"empty password":                  {"op01", ""},
		"unknown account":                 {"nobody", right},
		"disabled account":                {"gone", right},
		"demonstration's account":         {"demo", right},
		"password of unreasonable length": {"op01", strings.Repeat("a", 10_000)},
	} {
		if _, _, err := d.Password(t.Context(), try[0], try[1], here); !errors.Is(err, ErrWrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.accounts.err = errors.New("database away")
	if _, _, err := d.Password(t.Context(), "op01", right, here); errors.Is(err, ErrWrong) || err == nil {
		t.Errorf("a database that is away is no wrong password: %v", err)
	}
}

// Accounts are kept safe by two factors from the officers upwards.
func TestDieu17_3_WhoNeedsASecondFactor(t *testing.T) {
	for role, needs := range map[Role]bool{
		RoleOperator: false, RoleLeader: true, RoleOfficer: true, RoleHead: true, RoleOffice: true, RoleAuditor: true, RoleAdmin: true,
	} {
		d := newDoors(t, Options{})
		d.accounts.list["canbo"].Role = role
		want := StepDone
		if needs {
			want = StepEnrol
		}
		if _, step, err := d.Password(t.Context(), "canbo", right, here); err != nil || step != want {
			t.Errorf("%s: %s, %v", role, step, err)
		}
		d.enrolled("canbo")
		if _, step, err := d.Password(t.Context(), "canbo", right, here); err != nil || step != StepCode {
			t.Errorf("%s with one: %s, %v", role, step, err)
		}
	}
}

// The published password alone opens the demonstration's accounts, there and nowhere else.
func TestDieu17_3_PasswordAloneInTheDemonstration(t *testing.T) {
	for name, tc := range map[string]struct {
		opts Options
		user string
		step Step
		err  error
	}{
		"switched on":                    {Options{Demonstration: true, PasswordAlone: true}, "demo", StepDone, nil},
		"switched off":                   {Options{Demonstration: true}, "demo", StepEnrol, nil},
		"outside the demonstration":      {Options{PasswordAlone: true}, "demo", "", ErrWrong},
		"not the demonstration's own":    {Options{Demonstration: true, PasswordAlone: true}, "canbo", StepEnrol, nil},
		"without a key, by who needs it": {Options{Key: []byte{}}, "canbo", "", ErrNoKey},
		"without a key, by an operator":  {Options{Key: []byte{}}, "op01", StepDone, nil},
	} {
		d := newDoors(t, tc.opts)
		if _, step, err := d.Password(t.Context(), tc.user, right, here); step != tc.step || !errors.Is(err, tc.err) {
			t.Errorf("%s: %q, %v", name, step, err)
		}
	}
	d := newDoors(t, Options{Demonstration: true, PasswordAlone: true})
	d.enrolled("demo")
	if _, step, _ := d.Password(t.Context(), "demo", right, here); step != StepCode {
		t.Errorf("who has set one up is asked for it all the same: %s", step)
	}
}

func TestEnrolment(t *testing.T) {
	d := newDoors(t, Options{})
	e, err := d.Enrol(t.Context(), "canbo")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(e.Address)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Hotline 1022:canbo" || u.Query().Get("secret") != e.Secret || u.Query().Get("issuer") != "Hotline 1022" {
		t.Errorf("address %s, %v", e.Address, err)
	}
	if _, err := png.Decode(bytes.NewReader(e.QR)); err != nil {
		t.Error(err)
	}
	if raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(e.Secret); err != nil || len(raw) != 20 {
		t.Errorf("secret %s, %v", e.Secret, err)
	}
	if bytes.Contains(d.accounts.factors["canbo"].Pending, []byte(e.Secret)) {
		t.Error("the secret is kept in clear")
	}
	if _, err := d.Confirm(t.Context(), "canbo", d.wrong(e.Secret), here); !errors.Is(err, ErrWrongCode) {
		t.Errorf("confirmed by a wrong code: %v", err)
	}
	if _, err := d.Code(t.Context(), "canbo", d.code(e.Secret, d.now), here); !errors.Is(err, ErrNoFactor) {
		t.Errorf("a factor that is not confirmed counts: %v", err)
	}
	recovery, err := d.Confirm(t.Context(), "canbo", d.code(e.Secret, d.now), here)
	if err != nil || len(recovery) != RecoveryCodes {
		t.Fatalf("%v, %v", recovery, err)
	}
	if _, err := d.Confirm(t.Context(), "canbo", d.code(e.Secret, d.now), here); !errors.Is(err, ErrNoFactor) {
		t.Errorf("confirmed twice: %v", err)
	}
	if _, err := d.Code(t.Context(), "canbo", d.code(e.Secret, d.now), here); !errors.Is(err, ErrWrongCode) {
		t.Errorf("the code that confirmed it signs in: %v", err)
	}
}

// A factor that is to replace another leaves it in force until it is confirmed.
func TestFactorReplaced(t *testing.T) {
	d := newDoors(t, Options{})
	old, _ := d.enrolled("canbo")
	e, err := d.Enrol(t.Context(), "canbo")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Code(t.Context(), "canbo", d.code(old, d.now), here); err != nil {
		t.Errorf("the old one: %v", err)
	}
	if _, err := d.Confirm(t.Context(), "canbo", d.code(e.Secret, d.now), here); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(time.Minute)
	if _, err := d.Code(t.Context(), "canbo", d.code(old, d.now), here); !errors.Is(err, ErrWrongCode) {
		t.Errorf("the old one afterwards: %v", err)
	}
	if _, err := d.Code(t.Context(), "canbo", d.code(e.Secret, d.now), here); err != nil {
		t.Errorf("the new one: %v", err)
	}
}

func TestCodeOnceAndInItsTime(t *testing.T) {
	d := newDoors(t, Options{})
	secret, _ := d.enrolled("canbo")
	for _, tc := range []struct {
		name string
		off  time.Duration // of the telephone's clock
		good bool
	}{
		{"two steps late", -60 * time.Second, false},
		{"a step late", -30 * time.Second, true},
		{"of now", 0, true},
		{"of now again", 0, false},
		{"a step late, after that of now", -30 * time.Second, false},
		{"two steps early", 60 * time.Second, false},
		{"a step early", 30 * time.Second, true},
	} {
		_, err := d.Code(t.Context(), "canbo", d.code(secret, d.now.Add(tc.off)), here)
		if tc.good != (err == nil) || !tc.good && !errors.Is(err, ErrWrongCode) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	d.now = d.now.Add(2 * time.Minute)
	code := d.code(secret, d.now)
	if _, err := d.Code(t.Context(), "canbo", " "+code[:3]+" "+code[3:], here); err != nil {
		t.Errorf("typed in two groups: %v", err)
	}
}

// RFC 6238, appendix B, cut to six digits.
func TestCodesOfTheStandard(t *testing.T) {
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if step, err := findStep([]byte("12345678901234567890"), code, time.Unix(at, 0)); err != nil || step != at/30 {
			t.Errorf("at %d: step %d, %v", at, step, err)
		}
	}
}

func TestRecoveryCodeOnce(t *testing.T) {
	d := newDoors(t, Options{})
	_, recovery := d.enrolled("canbo")
	for _, kept := range d.accounts.recovery["canbo"] {
		if slices.ContainsFunc(recovery, func(c string) bool { return bytes.Equal(kept[:], []byte(c)) }) {
			t.Error("kept in clear")
		}
	}
	typed := strings.ToLower(strings.ReplaceAll(recovery[3], "-", " "))
	if _, err := d.Code(t.Context(), "canbo", typed, here); err != nil {
		t.Errorf("typed as %s: %v", typed, err)
	}
	if _, err := d.Code(t.Context(), "canbo", recovery[3], here); !errors.Is(err, ErrWrongCode) {
		t.Errorf("used twice: %v", err)
	}
	fresh, err := d.Recover(t.Context(), "canbo")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Code(t.Context(), "canbo", recovery[4], here); !errors.Is(err, ErrWrongCode) {
		t.Errorf("replaced, and good: %v", err)
	}
	if _, err := d.Code(t.Context(), "canbo", fresh[0], here); err != nil {
		t.Errorf("new: %v", err)
	}
}

// Failures of both steps are one count; a right password in between forgets none.
func TestLockIsSharedByBothSteps(t *testing.T) {
	d := newDoors(t, Options{})
	secret, recovery := d.enrolled("canbo")
	ctx := t.Context()
	password := func(p string) error { _, _, err := d.Password(ctx, "canbo", p, here); return err }
	code := func(c string) error { _, err := d.Code(ctx, "canbo", c, here); return err }
	var locked *LockedError
	for i, err := range []error{password("sai"), password(right), code(d.wrong(secret)), password(right), code("AAAA-AAAA-AAAA-AAAA"), code(d.wrong(secret))} {
		if errors.As(err, &locked) {
			t.Fatalf("locked at %d", i)
		}
	}
	if err := code(d.wrong(secret)); !errors.As(err, &locked) || !locked.Until.Equal(d.now.Add(LockFor)) {
		t.Fatalf("the fifth failure: %v", err)
	}
	for name, err := range map[string]error{"password": password(right), "code": code(d.code(secret, d.now)), "recovery code": code(recovery[0])} {
		if !errors.As(err, &locked) {
			t.Errorf("a right %s while locked: %v", name, err)
		}
	}
	if _, _, err := d.Identity(ctx, "hai.bv", true); err != nil {
		t.Errorf("by single sign-on, where nobody guesses: %v", err)
	}
	d.now = d.now.Add(LockFor)
	if err := errors.Join(password(right), code(d.code(secret, d.now))); err != nil {
		t.Errorf("after the lock: %v", err)
	}
	for i := range MaxFailures - 1 {
		if err := code(d.wrong(secret)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("failure %d of a new count: %v", i+1, err)
		}
	}
}

// cheap lets op01's password, and that of nobody, be compared fast.
func (d *doors) cheap() {
	d.t.Helper()
	hash, err := argon2id.CreateHash(right, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		d.t.Fatal(err)
	}
	d.accounts.list["op01"].PasswordHash, d.passwords.decoy = hash, hash
}

// Who tries somebody's password over and over keeps them out nowhere but at their own address, and by many
// addresses out of no device on which they have signed in before.
func TestNobodyIsKeptOutByOthers(t *testing.T) {
	d := newDoors(t, Options{})
	d.cheap()
	ctx := t.Context()
	try := func(from From, password string) error {
		_, _, err := d.Password(ctx, "op01", password, from)
		return err
	}
	device := From{Source: "device:1", Known: true}
	var locked *LockedError
	for range MaxFailures {
		_ = try(here, "sai")
	}
	if err := try(here, right); !errors.As(err, &locked) {
		t.Errorf("from where it was tried: %v", err)
	}
	if err := try(From{Source: "10.0.0.2"}, right); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	tried := 0
	for i := 10; !errors.As(try(From{Source: fmt.Sprint("10.0.1.", i/3)}, "sai"), &locked) || locked.Until.Equal(d.now.Add(LockFor)); i++ {
		if tried++; tried > MaxAnywhere {
			t.Fatal("as often as somebody has addresses")
		}
	}
	if err := try(From{Source: "10.0.0.9"}, right); tried != MaxAnywhere-1 || !errors.As(err, &locked) || !locked.Until.Equal(d.now.Add(LockAnywhere)) {
		t.Errorf("%d were judged; then %v", tried, err)
	}
	if err := try(device, right); err != nil {
		t.Errorf("on their own device: %v", err)
	}
	for range MaxFailures {
		_ = try(device, "sai")
	}
	if err := try(device, right); !errors.As(err, &locked) {
		t.Errorf("on a device that is tried out: %v", err)
	}
	d.now = d.now.Add(LockAnywhere)
	if err := errors.Join(try(device, right), try(From{Source: "10.0.0.9"}, right)); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A name that is no account's is answered as one that is, however often it is tried.
func TestNoAnswerTellsWhichAccountsThereAre(t *testing.T) {
	d := newDoors(t, Options{})
	d.cheap()
	for i := range MaxAnywhere + 5 {
		from := From{Source: fmt.Sprint("10.0.1.", i/6)}
		_, _, is := d.Password(t.Context(), "op01", "sai", from)
		_, _, none := d.Password(t.Context(), "nobody", "sai", from)
		if fmt.Sprint(is) != fmt.Sprint(none) {
			t.Fatalf("try %d: %v, and %v", i+1, is, none)
		}
	}
}

// Who tries many at once has no more tries than who tries one after another.
func TestTriesAtOnce(t *testing.T) {
	d := newDoors(t, Options{})
	secret, _ := d.enrolled("canbo")
	wrong := d.wrong(secret)
	var judged sync.Map
	var tries sync.WaitGroup
	for i := range 50 {
		tries.Go(func() {
			if _, err := d.Code(t.Context(), "canbo", wrong, here); errors.Is(err, ErrWrongCode) {
				judged.Store(i, true)
			}
		})
	}
	tries.Wait()
	n := 0
	judged.Range(func(_, _ any) bool { n++; return true })
	if n != MaxFailures-1 { // the last locks
		t.Errorf("%d codes were judged wrong", n)
	}
}

func TestIdentity(t *testing.T) {
	d := newDoors(t, Options{})
	for name, tc := range map[string]struct {
		identity string
		strong   bool
		step     Step
		err      error
	}{
		"who needs none":                    {"mai.nt", false, StepDone, nil},
		"who needs one and has none":        {"hai.bv", false, StepEnrol, nil},
		"who has shown one there":           {"hai.bv", true, StepDone, nil},
		"nobody's":                          {"la.lam", true, "", ErrUnknown},
		"of a disabled account":             {"gone", true, "", ErrUnknown},
		"of a demonstration's account here": {"demo", true, "", ErrUnknown},
	} {
		if _, step, err := d.Identity(t.Context(), tc.identity, tc.strong); step != tc.step || !errors.Is(err, tc.err) {
			t.Errorf("%s: %q, %v", name, step, err)
		}
	}
	d.enrolled("canbo")
	if _, step, err := d.Identity(t.Context(), "hai.bv", false); step != StepCode || err != nil {
		t.Errorf("who has one here: %q, %v", step, err)
	}
}

func TestSealed(t *testing.T) {
	one, err := newVault(bytes.Repeat([]byte{1}, KeyBytes), nil)
	if err != nil {
		t.Fatal(err)
	}
	two, _ := newVault(bytes.Repeat([]byte{2}, KeyBytes), nil)
	secret := []byte("bí mật")
	sealed := one.seal("canbo", secret)
	if bytes.Equal(sealed, one.seal("canbo", secret)) {
		t.Error("the same twice")
	}
	if got, err := one.open("canbo", sealed); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("%q, %v", got, err)
	}
	broken := slices.Clone(sealed)
	broken[len(broken)-1] ^= 1
	for name, try := range map[string]func() ([]byte, error){
		"another key":      func() ([]byte, error) { return two.open("canbo", sealed) },
		"another account":  func() ([]byte, error) { return one.open("quantri", sealed) },
		"changed":          func() ([]byte, error) { return one.open("canbo", broken) },
		"cut off":          func() ([]byte, error) { return one.open("canbo", sealed[:5]) },
		"nothing":          func() ([]byte, error) { return one.open("canbo", nil) },
		"of another day":   func() ([]byte, error) { return one.open("canbo", append([]byte{9}, sealed[1:]...)) },
		"a hash of itself": func() ([]byte, error) { sum := sha256.Sum256(sealed); return one.open("canbo", sum[:]) },
	} {
		if got, err := try(); err == nil {
			t.Errorf("%s opens it: %q", name, got)
		}
	}
	for _, keys := range [][2][]byte{{[]byte("short"), nil}, {bytes.Repeat([]byte{1}, KeyBytes), []byte("short")}, {nil, bytes.Repeat([]byte{1}, KeyBytes)}} {
		if _, err := newVault(keys[0], keys[1]); err == nil {
			t.Errorf("keys of %d and %d bytes", len(keys[0]), len(keys[1]))
		}
	}
}

// A key is changed without anybody's second factor being lost: first both open, then
// everything is put under the new one, then the old one opens nothing.
func TestKeyIsChanged(t *testing.T) {
	before, after := bytes.Repeat([]byte{1}, KeyBytes), bytes.Repeat([]byte{2}, KeyBytes)
	old, _ := newVault(before, nil)
	both, err := newVault(after, before)
	if err != nil {
		t.Fatal(err)
	}
	alone, _ := newVault(after, nil)
	secret := []byte("bí mật")
	sealed := old.seal("canbo", secret)
	if got, err := both.open("canbo", sealed); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("between: %q, %v", got, err)
	}
	reseal, err := Resealer(after, before)
	if err != nil {
		t.Fatal(err)
	}
	again, err := reseal("canbo", sealed)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alone.open("canbo", again); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("under the new one: %q, %v", got, err)
	}
	if _, err := old.open("canbo", again); err == nil {
		t.Error("the old one opens it still")
	}
	if got, err := reseal("canbo", again); err != nil || !bytes.Equal(got, again) {
		t.Errorf("a second time: %v", err)
	}
	if got, err := alone.open("canbo", both.seal("canbo", secret)); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("what is new: %q, %v", got, err)
	}
	if _, err := reseal("quantri", sealed); err == nil {
		t.Error("of another account")
	}
}

// What is typed for a name may be a password. Every node counts it by the same sum, which says nothing without the key.
func TestANameThatIsNoAccountsIsKeptAsASum(t *testing.T) {
	kept := map[string]bool{}
	for _, key := range []byte{1, 1, 2} {
		a := &accounts{list: map[string]*Account{"op01": {Username: "op01"}}, failed: map[string]tries{}, factors: map[string]*Factor{}}
		s, err := NewSignIn(a, Options{Key: bytes.Repeat([]byte{key}, 32), Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		const typed = "Mật khẩu của tôi 1"
		if _, _, err := s.Password(t.Context(), typed, "x", here); !errors.Is(err, ErrWrong) {
			t.Fatal(err)
		}
		name, err := s.Named(t.Context(), typed)
		if _, counted := a.failed[name+" "+here.Source]; err != nil || !counted || strings.Contains(name, "khẩu") || len(a.failed) != 2 {
			t.Errorf("%q, %v: %v", name, err, a.failed)
		}
		kept[name] = true
		if name, err := s.Named(t.Context(), "op01"); err != nil || name != "op01" {
			t.Errorf("%q, %v", name, err)
		}
	}
	if len(kept) != 2 {
		t.Errorf("two keys give %d sums", len(kept))
	}
}
