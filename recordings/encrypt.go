package recordings

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/encrypt"

	"hotline1022/internal/certs"
	"hotline1022/internal/config"
)

// secrecy is under which keys objects lie. The server encrypts with a key that comes with each
// request and that it does not keep (SSE-C): whoever takes its disks has nothing.
//
// Each object has a key of its own, HMAC-SHA-256 of its bucket and name under the master key,
// so that one that leaks opens one object. Which master key an object lies under is nowhere
// written: there are few, and they are tried, the newest first; what is older than encryption
// lies under none, which is tried last. A new master key is for new objects; under compliance
// lock the older versions could not be removed if they were stored again, so that an earlier
// key stays in the configuration for as long as something lies under it.
type secrecy struct{ keys [][]byte }

// label makes our keys differ from any other use of the master key.
const label = "hotline1022 archive object\x00"

// of is how an object is encrypted under a master key; nil: not at all.
func (s secrecy) of(master []byte, bucket, key string) (encrypt.ServerSide, error) {
	if master == nil {
		return nil, nil
	}
	mac := hmac.New(sha256.New, master)
	mac.Write([]byte(label + bucket + "\x00" + key))
	return encrypt.NewSSEC(mac.Sum(nil))
}

// fresh is how a new object is encrypted.
func (s secrecy) fresh(bucket, key string) (encrypt.ServerSide, error) {
	if len(s.keys) == 0 {
		return nil, nil
	}
	return s.of(s.keys[0], bucket, key)
}

// open asks for an object under each key until it is the right one. Its error is that of the
// first attempt: a password that is refused is refused under every key. But where the last attempt, under none, is
// answered with 400, the object lies under a key that is none of ours: [ErrNoKey].
func (s secrecy) open(bucket, key string, ask func(encrypt.ServerSide) error) error {
	var first, last error
	for _, master := range append(s.keys[:len(s.keys):len(s.keys)], nil) {
		sse, err := s.of(master, bucket, key)
		if err == nil {
			err = ask(sse)
		}
		if err == nil || !anotherKey(err) {
			return err
		}
		if last = err; first == nil {
			first = err
		}
	}
	if encrypted(last) {
		return fmt.Errorf("%w: %w", ErrNoKey, last)
	}
	return first
}

// ErrPlain: the archive takes no key of ours, and would keep what we send as it is.
var ErrPlain = errors.New("the archive pays no heed to the key that comes with what it is to keep (storage.key, SSE-C): it would lie there unencrypted")

// trialKey is what the archive is tried with; it is removed again.
const trialKey = "encryption-trial"

// encrypts tries once for each bucket's handle whether the archive encrypts: there are servers (versitygw over plain files) that take a key, answer as if all
// were well, and keep what they got as it came. What lies there under a key is given to nobody who comes without.
func (a *Archive) encrypts(ctx context.Context) error {
	if len(a.secrecy.keys) == 0 || a.tried.Load() {
		return nil
	}
	sse, err := a.secrecy.fresh(a.bucket, trialKey)
	if err != nil {
		return err
	}
	body := []byte(label)
	sum := sha256.Sum256(body)
	info, err := a.core.PutObject(ctx, a.bucket, trialKey, bytes.NewReader(body), int64(len(body)), "", hex.EncodeToString(sum[:]), minio.PutObjectOptions{
		ServerSideEncryption: sse, UserMetadata: map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(sum[:])}, DisableContentSha256: true,
	})
	if err != nil {
		return a.fault("try whether it encrypts", err)
	}
	_, plain := a.core.StatObject(ctx, a.bucket, trialKey, minio.StatObjectOptions{VersionID: info.VersionID})
	// What is left of it, where it cannot be removed, is nothing to anybody.
	_ = a.core.RemoveObject(ctx, a.bucket, trialKey, minio.RemoveObjectOptions{VersionID: info.VersionID})
	switch {
	case plain == nil:
		return fmt.Errorf("archive %s: %w", a.bucket, ErrPlain)
	case !encrypted(plain):
		return a.fault("try whether it encrypts", plain)
	}
	a.tried.Store(true)
	return nil
}

// encrypted says of the answer to whoever asked without a key that the object lies under one: InvalidRequest, and of a question for
// the headers alone, which has no body, the status (S3; MinIO names its code there too). Who answers so without a request's
// number is no S3, but a server that wants TLS.
func encrypted(err error) bool {
	var answer minio.ErrorResponse
	return errors.As(err, &answer) && answer.StatusCode == http.StatusBadRequest &&
		(answer.Code == "InvalidRequest" || answer.Code == "400 Bad Request" && answer.RequestID != "")
}

// anotherKey says whether an answer may mean that the object lies under another key, or none.
func anotherKey(err error) bool {
	var answer minio.ErrorResponse
	if !errors.As(err, &answer) {
		return false
	}
	return answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusBadRequest
}

// transportTLS makes connections trust the configured authority alone.
func transportTLS(c config.Storage) (*tls.Config, error) {
	t := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CA == "" {
		return t, nil
	}
	var err error
	if t.RootCAs, err = certs.File(c.CA); err != nil {
		return nil, fmt.Errorf("storage.ca: %w", err)
	}
	return t, nil
}

// misspoken says which setting is wrong where the archive is there and TLS with it is not; "" if it is not that.
func (a *Archive) misspoken(err error, answer minio.ErrorResponse) string {
	var unknown x509.UnknownAuthorityError
	var other x509.HostnameError
	switch {
	case errors.As(err, &unknown):
		return "its certificate is not one that storage.ca vouches for, or without that the system's authorities"
	case errors.As(err, &other):
		return "its certificate is for another name than storage.endpoint has"
	case errors.Is(err, http.ErrSchemeMismatch):
		return "storage.tls is on, and it speaks no TLS"
	case answer.StatusCode == http.StatusBadRequest && answer.RequestID == "" && a.core.EndpointURL().Scheme == "http":
		return "storage.tls is off, and it seems to speak TLS alone"
	}
	return ""
}

// stat asks what is kept under key, with its checksum.
func (a *Archive) stat(ctx context.Context, bucket, key, version string) (info minio.ObjectInfo, err error) {
	err = a.secrecy.open(bucket, key, func(sse encrypt.ServerSide) error {
		info, err = a.core.StatObject(ctx, bucket, key, minio.StatObjectOptions{VersionID: version, Checksum: true, ServerSideEncryption: sse})
		return err
	})
	if err != nil {
		return info, a.fault("ask for "+key, err)
	}
	return info, nil
}
