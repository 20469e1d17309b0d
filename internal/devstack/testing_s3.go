package devstack

import "testing"

// S3 is a server of one test that an archive can lie in.
type S3 struct {
	Name      string // MinIO or versitygw
	Endpoint  string // host:port, plain HTTP
	AccessKey string
	SecretKey string
	Region    string // "": it is asked for it
}

// S3 is what whoever uses it as one S3 among others knows of it.
func (m *MinIOService) S3() S3 {
	return S3{Name: "MinIO", Endpoint: m.Endpoint, AccessKey: m.AccessKey, SecretKey: m.SecretKey}
}

// S3 is the same of versitygw.
func (v *VersityService) S3() S3 {
	return S3{Name: "versitygw", Endpoint: v.Endpoint, AccessKey: v.AccessKey, SecretKey: v.SecretKey, Region: "us-east-1"}
}

// OnEachS3 does a test on each S3 that we know, one after the other, as the restic project tests its back ends: those tests that go by what an S3 does
// (versions, delete markers, locks and holds, the order of lists, checksums). Others are content with MinIO.
func OnEachS3(t *testing.T, do func(*testing.T, S3)) {
	t.Helper()
	t.Run("MinIO", func(t *testing.T) { do(t, MinIO(t).S3()) })
	t.Run("versitygw", func(t *testing.T) { do(t, VersityGW(t).S3()) })
}
