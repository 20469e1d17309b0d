package api

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// writeEvidence streams the package: each file once, its checksum as it goes by.
func writeEvidence(w io.Writer, e evidenceOf, sound []heard) error {
	z := zip.NewWriter(w)
	var sums strings.Builder
	put := func(name string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: e.note.At})
	}
	add := func(name string, from io.Reader) (string, error) {
		f, err := put(name)
		if err != nil {
			return "", err
		}
		h := sha256.New()
		if _, err := io.Copy(io.MultiWriter(f, h), from); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		sum := hex.EncodeToString(h.Sum(nil))
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
		return sum, nil
	}
	for _, h := range sound {
		sum, err := add("am-thanh/"+h.leg+".wav", h.sound)
		if err == nil && sum != h.sum {
			err = fmt.Errorf("leg %s: its bytes have %s, its row says %s", h.leg, sum, h.sum)
		}
		if err != nil {
			return err
		}
	}
	record, err := json.MarshalIndent(e.call, "", "  ")
	if err != nil {
		return err
	}
	type file struct {
		name string
		body []byte
	}
	files := []file{{"cuoc-goi.json", record}, {"cuoc-goi.txt", []byte(e.record())}, {"HUONG-DAN.txt", []byte(e.instruction())}}
	for code, c := range e.tickets {
		files = append(files, file{"phan-anh-" + code + ".zip", c})
	}
	for _, m := range e.manifests {
		for ending, body := range map[string][]byte{".json": m.Body, ".json.sig": m.Signature, ".pub.pem": []byte(m.PublicKey)} {
			files = append(files, file{"bang-ke/" + m.Day + ending, body})
		}
	}
	for _, c := range e.deletions {
		for ending, body := range map[string][]byte{".json": c.Body, ".json.sig": c.Signature, ".pub.pem": []byte(c.PublicKey)} {
			files = append(files, file{deletionName(c) + ending, body})
		}
	}
	for fact, body := range e.sealed {
		files = append(files, file{sealedName(fact), body})
	}
	if e.sign != nil {
		files = append(files, file{"SHA256SUMS.pub.pem", []byte(e.key)})
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) }) // two packages of one call are laid beside each other
	for _, f := range files {
		if _, err := add(f.name, bytes.NewReader(f.body)); err != nil {
			return err
		}
	}
	last := []file{{"SHA256SUMS", []byte(sums.String())}}
	if e.sign != nil {
		signature, err := e.sign(last[0].body)
		if err != nil {
			return fmt.Errorf("the list of files: %w", err)
		}
		last = append(last, file{"SHA256SUMS.sig", signature})
	}
	for _, f := range last { // these are in no list: they are it
		to, err := put(f.name)
		if err == nil {
			_, err = to.Write(f.body)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}
