package devstack

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// MinIOServer returns the MinIO server's program, built on first use from the
// module file of its own in .tools/minio.
func (w *Workspace) MinIOServer(ctx context.Context) (string, error) {
	return w.Tool(ctx, "minio")
}

// MinIOCommand is the command line and the environment of a server on
// 127.0.0.1 that keeps its objects in dir.
func MinIOCommand(program string, port int, dir, accessKey, secretKey string) (args, env []string) {
	args = []string{
		program, "server", "--quiet",
		"--address", fmt.Sprintf("127.0.0.1:%d", port),
		"--certs-dir", filepath.Join(dir, ".certs"),
		filepath.Join(dir, "objects"),
	}
	env = []string{
		"MINIO_ROOT_USER=" + accessKey,
		"MINIO_ROOT_PASSWORD=" + secretKey,
		"MINIO_BROWSER=off", // no second listener
		"MINIO_UPDATE=off",  // no question to the vendor at start
	}
	return args, env
}

// MinIOReady asks a server whether it serves this account. (Its health page
// answers 200 before the accounts are loaded, when requests still fail.)
func MinIOReady(ctx context.Context, port int, accessKey, secretKey string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	client, err := MinIOClient(port, accessKey, secretKey)
	if err != nil {
		return false
	}
	_, err = client.ListBuckets(ctx)
	return err == nil
}

// MinIOClient is a client that leaves no idle connection behind and asks once.
func MinIOClient(port int, accessKey, secretKey string) (*minio.Client, error) {
	return minio.New(fmt.Sprintf("127.0.0.1:%d", port), &minio.Options{
		Creds:      credentials.NewStaticV4(accessKey, secretKey, ""),
		Transport:  &http.Transport{DisableKeepAlives: true},
		Region:     "us-east-1", // MinIO's own, so that nobody has to ask for it
		MaxRetries: 1,
	})
}

// HTTPOK says whether url answers 200. It makes one request on a connection of its own, so that no idle one,
// and no goroutine of its, stays behind.
func HTTPOK(ctx context.Context, url string) bool {
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// PrepareMinIODir makes the folders that MinIOCommand names.
func PrepareMinIODir(dir string) error {
	for _, d := range []string{"objects", ".certs"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			return fmt.Errorf("MinIO's folder: %w", err)
		}
	}
	return nil
}
