package devstack

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// MinIOTLS is [MinIO] that is spoken to by TLS alone. authority is the file of the certificate that
// vouches for it: its own, made for the test.
func MinIOTLS(t testing.TB) (m *MinIOService, authority string) {
	t.Helper()
	cert, key := certificate(t)
	return minIO(t, func(dir string) func(context.Context, *MinIOService) bool {
		authority = filepath.Join(dir, ".certs", "public.crt")
		for path, content := range map[string][]byte{authority: cert, filepath.Join(dir, ".certs", "private.key"): key} {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatalf("devstack: %v", err)
			}
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(cert)
		return func(ctx context.Context, m *MinIOService) bool {
			client, err := minio.New(m.Endpoint, &minio.Options{
				Creds: credentials.NewStaticV4(m.AccessKey, m.SecretKey, ""), Secure: true, Region: "us-east-1", MaxRetries: 1,
				Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}},
			})
			if err != nil {
				return false
			}
			_, err = client.ListBuckets(ctx)
			return err == nil
		}
	}), authority
}

// certificate is one of 127.0.0.1 that vouches for itself, and its key (PEM).
func certificate(t testing.TB) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatalf("devstack: %v", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
}
