package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hotline1022/internal/devstack"
	"hotline1022/internal/evidence"
)

// What goes by what an S3 does is named on another than MinIO as well (of which TestTamperingIsNamed is): untouched, altered in the archive, altered on its
// disk, and without any row of a manifest.
func TestTamperingIsNamedOnVersityGW(t *testing.T) {
	v := devstack.VersityGW(t)
	p := newProvenOn(t, v.S3())
	p.expect(t, []string{"--deep"})
	p.tamperedInTheArchive(t)
	object := "object:" + p.object(1)
	t.Run("one bit flipped on its disk", func(t *testing.T) {
		// It keeps no checksum of a file's blocks, and gives what is there: other bytes, and not none.
		path := filepath.Join(v.Disk, p.archive(t).Bucket(), p.object(1))
		b := read(t, path)
		b[len(b)/2] ^= 1
		f, err := os.OpenFile(path, os.O_WRONLY, 0) // in its place: what it knows of the file stands in the file's attributes
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		p.expect(t, []string{"--deep"}, "object_changed "+object)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		p.expect(t, nil, "object_missing "+object)
	})
	p.withoutManifests(t)
	t.Run("an archive that is away proves nothing", func(t *testing.T) {
		v.Stop()
		if code, _, r := p.verify(); code != 2 || len(r.Faults) != 0 || len(r.Unread) == 0 {
			t.Errorf("exit %d, %+v", code, r)
		}
	})
}

// tamperedInTheArchive is what somebody does who has its key; each is undone.
func (p *proven) tamperedInTheArchive(t *testing.T) {
	t.Helper()
	deep, id := []string{"--deep"}, p.ids[1].String()
	object := "object:" + p.object(1)
	covered := []string{"object_covered " + object}
	if p.minio == nil {
		// versitygw tells of no lock of a version that lies under another, though it keeps it: that is named as well, until what lies over it is gone.
		covered = append([]string{"object_unlocked " + object}, covered...)
	}
	t.Run("other bytes put over it", func(t *testing.T) {
		// A new version: ours is there all the same, locked, and what lies over it is named.
		version, remove := p.over(t)
		p.expect(t, deep, covered...)
		remove(version)
		p.expect(t, nil)
		remove("") // puts a delete marker there
		if _, faults, r := p.verify(); !slices.Equal(faults, covered) || !strings.Contains(r.Faults[len(r.Faults)-1].Detail, "delete marker") {
			t.Errorf("%+v", r.Faults)
		}
		archive := p.archive(t)
		layers, err := archive.Versions(t.Context(), archive.Bucket(), p.object(1))
		if err != nil {
			t.Fatal(err)
		}
		remove(layers[p.object(1)][0].Version)
	})
	t.Run("a lock shorter than its row promises, and none", func(t *testing.T) {
		p.superuser("UPDATE recordings SET retain_until = retain_until + interval '1 year' WHERE id = '" + id + "'")
		p.expect(t, nil, "object_unlocked "+object)
		p.superuser("UPDATE recordings SET retain_until = retain_until - interval '1 year' WHERE id = '" + id + "'")
		p.expect(t, nil)
		key := p.unlocked(t)
		p.expect(t, nil, "object_unlocked object:"+key)
		p.superuser("DELETE FROM recordings WHERE call_id = 'c9'", "DELETE FROM calls WHERE id = 'c9'")
		p.expect(t, nil)
	})
	t.Run("in a bucket of before another was configured", func(t *testing.T) {
		key := p.unlocked(t)
		version, remove := p.over(t)
		now := *p
		now.config = filepath.Join(t.TempDir(), "another.yaml")
		if err := os.WriteFile(now.config, bytes.Replace(read(t, p.config), []byte("storage: {"), []byte("storage: {bucket: another, "), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := now.archive(t).EnsureBucket(t.Context()); err != nil {
			t.Fatal(err)
		}
		now.expect(t, deep, append(slices.Clone(covered), "object_unlocked object:"+key)...)
		remove(version)
		p.superuser("DELETE FROM recordings WHERE call_id = 'c9'", "DELETE FROM calls WHERE id = 'c9'")
		now.expect(t, nil)
		p.superuser("CREATE TABLE kept AS SELECT * FROM manifests", "DELETE FROM manifests")
		for _, day := range p.days {
			if code, got, r := now.verify(); code != 1 || !slices.Contains(got, "manifest_missing manifest:"+string(day)) {
				t.Errorf("%s is not named: exit %d, %+v", day, code, r)
			}
		}
		if code, stdout, _ := hotline(t, "", "audit", "verify", "--config", now.config); code != 1 || strings.Count(stdout, "manifest_missing\t") != 3 || !strings.Contains(stdout, "compared with 3 signed manifests") {
			t.Errorf("%d, %s", code, stdout)
		}
		p.superuser("INSERT INTO manifests SELECT * FROM kept", "DROP TABLE kept")
		now.expect(t, nil)
	})
}

// withoutManifests is all of their rows removed; each is named all the same.
func (p *proven) withoutManifests(t *testing.T) {
	t.Helper()
	second := "manifest:" + string(p.days[1])
	t.Run("all manifests removed", func(t *testing.T) {
		p.superuser("CREATE TABLE kept AS SELECT * FROM manifests", "DELETE FROM manifests")
		all := []string{"manifest_missing manifest:" + string(p.days[0]), "manifest_missing " + second, "manifest_missing manifest:" + string(p.days[2])}
		for _, want := range all {
			if code, got, r := p.verify(); code != 1 || !slices.Contains(got, want) {
				t.Errorf("%s is not named: exit %d, %+v", want, code, r)
			}
		}
		code, stdout, _ := hotline(t, "", "audit", "verify", "--config", p.config)
		if code != 1 || strings.Count(stdout, "manifest_missing\t") != 3 || !strings.Contains(stdout, "compared with 3 signed manifests") {
			t.Errorf("%d, %s", code, stdout)
		}
		// hotline goes on as if there had never been one: what it signs then hides nothing either.
		if made, err := p.keeper.MakeDue(t.Context()); err != nil || made != 1 {
			t.Fatalf("%d made, %v", made, err)
		}
		p.superuser("DELETE FROM manifest_objects WHERE day = '" + string(p.days[2]) + "'")
		if made, err := p.keeper.MakeDue(t.Context()); err != nil || made != 0 {
			t.Fatalf("%d made, %v", made, err)
		}
		if code, got, r := p.verify(); code != 1 || !slices.Contains(got, all[0]) || !slices.Contains(got, all[1]) || !slices.Contains(got, "manifest_object_changed object:"+p.days[2].Object()) {
			t.Errorf("%d, %+v", code, r)
		}
		p.superuser("DELETE FROM manifests", "INSERT INTO manifests SELECT * FROM kept", "DROP TABLE kept")
	})
}

// unlocked puts a recording of a call c9 into the archive that nothing keeps from being removed, and its row.
func (p *proven) unlocked(t *testing.T) (key string) {
	t.Helper()
	archive, body, key := p.archive(t), []byte("not locked"), "2026/01/01/c9/call.wav"
	version, err := archive.Put(t.Context(), key, "audio/wav", bytes.NewReader(body), int64(len(body)), evidence.SumOf(body).String())
	if err != nil {
		t.Fatal(err)
	}
	p.superuser("INSERT INTO calls (id, node, state, started_at) VALUES ('c9', 'test1', 'arriving', now())",
		"INSERT INTO recordings (call_id, leg, state, sha256, bytes, duration_ms, channels, bucket, object, version, created_at, spooled_at, archived_at) VALUES ('c9', 'call', 'archived', '"+
			evidence.SumOf(body).String()+"', 10, 1000, 2, '"+archive.Bucket()+"', '"+key+"', '"+version+"', now(), now(), now())")
	return key
}

// over puts other bytes over a recording; remove removes a version of it, or none, which puts a delete marker there.
func (p *proven) over(t *testing.T) (version string, remove func(version string)) {
	t.Helper()
	archive, other := p.archive(t), []byte("other bytes")
	version, err := archive.Put(t.Context(), p.object(1), "audio/wav", bytes.NewReader(other), int64(len(other)), evidence.SumOf(other).String())
	if err != nil {
		t.Fatal(err)
	}
	plain, err := minio.New(p.s3.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(p.s3.AccessKey, p.s3.SecretKey, ""), Region: p.s3.Region})
	if err != nil {
		t.Fatal(err)
	}
	return version, func(version string) {
		t.Helper()
		if err := plain.RemoveObject(t.Context(), archive.Bucket(), p.object(1), minio.RemoveObjectOptions{VersionID: version}); err != nil {
			t.Fatal(err)
		}
	}
}
