package devstack

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// VersityService is a versitygw of one test: an S3 that is not MinIO, over plain files.
type VersityService struct {
	*Service
	Endpoint  string // host:port, plain HTTP
	AccessKey string
	SecretKey string
	Disk      string // where its objects lie, a file each under bucket and key
}

// VersityGW starts one with versions, with no bucket, random credentials and its data in folders of the test.
func VersityGW(t testing.TB) *VersityService {
	t.Helper()
	program := install(t, func(w *Workspace, ctx context.Context) (string, error) { return w.Tool(ctx, "versitygw") })
	v := &VersityService{Endpoint: fmt.Sprintf("127.0.0.1:%d", FreeTCPPort(t)), AccessKey: "test" + RandomSecret(4), SecretKey: RandomSecret(16)}
	dir := t.TempDir()
	objects, versions, iam := filepath.Join(dir, "objects"), filepath.Join(dir, "versions"), filepath.Join(dir, "iam")
	for _, d := range []string{objects, versions, iam} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatalf("devstack: %v", err)
		}
	}
	v.Disk = objects
	v.Service = startService(t, &Service{
		name: "versitygw", patience: 5 * time.Second, limit: 60 * time.Second,
		launch: func() Launch {
			return Launch{
				Args: []string{program, "--port", v.Endpoint, "--iam-dir", iam, "posix", "--versioning-dir", versions, objects},
				Env:  []string{"ROOT_ACCESS_KEY=" + v.AccessKey, "ROOT_SECRET_KEY=" + v.SecretKey}, Dir: dir,
			}
		},
		ready: func(ctx context.Context) bool {
			client, err := minio.New(v.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(v.AccessKey, v.SecretKey, ""), Region: "us-east-1", MaxRetries: 1})
			if err != nil {
				return false
			}
			_, err = client.ListBuckets(ctx)
			return err == nil
		},
	})
	return v
}
