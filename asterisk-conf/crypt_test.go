package asteriskconf

import (
	"os/exec"
	"strings"
	"testing"
)

// The examples of Drepper's specification ("Unix crypt using SHA-256 and SHA-512").
func TestSHA512Crypt(t *testing.T) {
	for _, c := range []struct {
		salt, password string
		rounds         int
		want           string
	}{
		{
			"saltstringsaltstring", "Hello world!", 10000,
			"$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
		},
		{
			"toolongsaltstring", "This is just a test", 5000,
			"$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7oGDZxUhx1yxdYcz/e1JSbq3y6JMxxl8audkUEm0",
		},
		{
			"anotherlongsaltstring", "a very much longer text to encrypt.  This one even stretches over morethan one line.", 1400,
			"$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1",
		},
		{
			"short", "we have a short salt string but not a short password", 77777,
			"$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
		},
		{
			"asaltof16chars..", "a short string", 123456,
			"$6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPwcelCjmw2kSYu.Ec6ycULevoBK25fs2xXgMNrCzIMVcgEJAstJeonj1",
		},
	} {
		if got := sha512Crypt([]byte(c.password), c.salt, c.rounds); got != c.want {
			t.Errorf("%q: %s, want %s", c.password, got, c.want)
		}
	}
}

// OpenSSL as a second witness, at every length where the algorithm's loops differ.
func TestSHA512CryptAgreesWithOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Logf("no openssl on this machine: the specification's examples must do")
		return
	}
	for _, n := range []int{1, 2, 15, 16, 63, 64, 65, 127, 128} {
		password := strings.Repeat("pä", n)[:n]
		out, err := exec.Command(openssl, "passwd", "-6", "-salt", "rounds=1000$abcdefgh", password).Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := sha512Crypt([]byte(password), "abcdefgh", 1000); got != strings.TrimSpace(string(out)) {
			t.Errorf("length %d: %s, openssl %s", n, got, out)
		}
	}
}

func TestSaltDiffersByNodeAndUser(t *testing.T) {
	a, b, c := salt("n1", "u"), salt("n2", "u"), salt("n1", "v")
	if a == b || a == c || len(a) != 16 {
		t.Errorf("salts %q %q %q", a, b, c)
	}
}
