package asteriskconf

import (
	"crypto/sha256"
	"crypto/sha512"
	"strconv"
)

// ariRounds is the work factor of the ARI password's hash, and the least that
// SHA-512-crypt knows. Asterisk computes the hash anew for every single REST
// request, so this is a part of every call's latency; against guessing the
// password is protected by being a machine's long random one, not by rounds.
const ariRounds = 1000

const cryptAlphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// salt is 16 characters that differ by node and user. It is derived, not
// random, so that rendering twice gives the same file; it is no secret.
func salt(node, user string) string {
	h := sha256.Sum256([]byte("hotline1022 ari " + node + " " + user))
	b := make([]byte, 16)
	for i := range b {
		b[i] = cryptAlphabet[h[i]&0x3f]
	}
	return string(b)
}

// sha512Crypt is Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512",
// revision 2008-04-03, in the form that crypt(3) verifies: $6$rounds=N$salt$hash.
// The numbers in the comments are that document's steps.
func sha512Crypt(password []byte, salt string, rounds int) string {
	salt = salt[:min(len(salt), 16)]

	b := sha512.New() // 4-8
	b.Write(password)
	b.Write([]byte(salt))
	b.Write(password)
	sumB := b.Sum(nil)

	a := sha512.New() // 1-3, 9-12
	a.Write(password)
	a.Write([]byte(salt))
	a.Write(repeat(sumB, len(password)))
	for n := len(password); n > 0; n >>= 1 {
		if n&1 != 0 {
			a.Write(sumB)
		} else {
			a.Write(password)
		}
	}
	sum := a.Sum(nil)

	dp := sha512.New() // 13-16
	for range password {
		dp.Write(password)
	}
	p := repeat(dp.Sum(nil), len(password))

	ds := sha512.New() // 17-20
	for range 16 + int(sum[0]) {
		ds.Write([]byte(salt))
	}
	s := repeat(ds.Sum(nil), len(salt))

	for i := range rounds { // 21
		c := sha512.New()
		if i&1 != 0 {
			c.Write(p)
		} else {
			c.Write(sum)
		}
		if i%3 != 0 {
			c.Write(s)
		}
		if i%7 != 0 {
			c.Write(p)
		}
		if i&1 != 0 {
			c.Write(sum)
		} else {
			c.Write(p)
		}
		sum = c.Sum(sum[:0])
	}
	return "$6$rounds=" + strconv.Itoa(rounds) + "$" + salt + "$" + cryptEncode(sum)
}

// repeat gives the first n bytes of block, block, …
func repeat(block []byte, n int) []byte {
	out := make([]byte, 0, n+len(block))
	for len(out) < n {
		out = append(out, block...)
	}
	return out[:n]
}

// cryptEncode is step 22: 64 bytes in a permuted order, six bits a character.
func cryptEncode(sum []byte) string {
	out := make([]byte, 0, 86)
	put := func(v uint32, n int) {
		for range n {
			out = append(out, cryptAlphabet[v&0x3f])
			v >>= 6
		}
	}
	i, j, k := 0, 21, 42
	for range 21 {
		put(uint32(sum[i])<<16|uint32(sum[j])<<8|uint32(sum[k]), 4)
		i, j, k = j+1, k+1, i+1
	}
	put(uint32(sum[63]), 2)
	return string(out)
}
