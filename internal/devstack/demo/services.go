package demo

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/minio/minio-go/v7"

	"hotline1022/internal/devstack"
)

const (
	databaseRole = "hotline" // no superuser, as in production
	databaseName = "hotline"
)

// networkPlan is how the simulated telephone network answers: focal officers
// of each temper, and the emergency services.
var networkPlan = []string{
	"0225300001=answer:2s", "0225300002=busy", "0225300003=noanswer", "0225300004=reject", "02253000*=answer:3s",
	"111=answer:2s", "112=answer:2s", "113=answer:2s", "114=answer:2s", "115=answer:2s",
}

// officersPress is the key by which an officer whom an operator consults shows that a person
// is there, while the words that ask for it are said. To everybody else it is a key.
const officersPress = "3s:1"

// services lists the programs in the order in which they start.
func (d *Demo) services() []service {
	return []service{
		d.postgresService(),
		d.minioService(),
		d.networkService(),
		d.asteriskService(),
		d.hotlineService(),
		d.guardService(),
	}
}

func (d *Demo) postgresService() service {
	data := d.w.Path("var", "postgres")
	dsn := func(database string) string {
		return devstack.PostgresDSN(d.ports.Postgres, devstack.PostgresSuperuser, d.secrets.PostgresSuperuser, database)
	}
	return service{
		name: "postgres", title: fmt.Sprintf("PostgreSQL on port %d", d.ports.Postgres),
		prepare: func(ctx context.Context) error {
			if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
				return nil
			}
			if err := os.MkdirAll(filepath.Dir(data), 0o755); err != nil {
				return err
			}
			return d.postgres.Init(ctx, data, d.secrets.PostgresSuperuser)
		},
		launch: func() (devstack.Launch, error) { return d.postgres.Launch(data, "", d.ports.Postgres) },
		ready:  func(ctx context.Context) bool { return devstack.PostgresReady(ctx, dsn("postgres")) },
		finish: func(ctx context.Context) error { return d.ensureDatabase(ctx, dsn("postgres")) },
		limit:  30 * time.Second,
		polite: syscall.SIGINT, patience: 20 * time.Second, // "fast shutdown"
		remedy: "The cluster is " + data + ". Made by another major version, or broken? `make stop`, remove it, `make run` begins with an empty one.",
	}
}

// ensureDatabase makes the role and the database that hotline uses.
func (d *Demo) ensureDatabase(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var role, database bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1), EXISTS (SELECT FROM pg_database WHERE datname = $2)`,
		databaseRole, databaseName).Scan(&role, &database)
	if err != nil {
		return err
	}
	if !role {
		// The password is hexadecimal digits of ours.
		if _, err := conn.Exec(ctx, "CREATE ROLE "+databaseRole+" LOGIN PASSWORD '"+d.secrets.Database+"'"); err != nil {
			return err
		}
	}
	if !database {
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+databaseName+" OWNER "+databaseRole); err != nil {
			return err
		}
	}
	return nil
}

func (d *Demo) minioService() service {
	data := d.w.Path("var", "minio")
	return service{
		name: "minio", title: fmt.Sprintf("MinIO on port %d", d.ports.MinIO),
		prepare: func(context.Context) error { return devstack.PrepareMinIODir(data) },
		launch: func() (devstack.Launch, error) {
			args, env := devstack.MinIOCommand(d.minio, d.ports.MinIO, data, d.secrets.StorageAccess, d.secrets.StorageSecret)
			return devstack.Launch{Args: args, Env: env, Dir: data}, nil
		},
		ready: func(ctx context.Context) bool {
			return devstack.MinIOReady(ctx, d.ports.MinIO, d.secrets.StorageAccess, d.secrets.StorageSecret)
		},
		finish: d.ensureBucket,
		limit:  60 * time.Second,
		polite: syscall.SIGTERM, patience: 10 * time.Second,
		remedy: "Its objects are in " + data + ". Is there room on the disk (df)?",
	}
}

// ensureBucket makes the bucket with object lock, which brings versioning.
func (d *Demo) ensureBucket(ctx context.Context) error {
	client, err := devstack.MinIOClient(d.ports.MinIO, d.secrets.StorageAccess, d.secrets.StorageSecret)
	if err != nil {
		return err
	}
	found, err := client.BucketExists(ctx, bucket)
	if err != nil || found {
		return err
	}
	return client.MakeBucket(ctx, bucket, minio.MakeBucketOptions{ObjectLocking: true})
}

func (d *Demo) networkService() service {
	return service{
		name: "network", title: fmt.Sprintf("telephone network on port %d", d.ports.Network),
		launch: func() (devstack.Launch, error) {
			return devstack.Launch{Dir: d.w.Root, Args: []string{
				d.callsim, "officer",
				"--listen", fmt.Sprintf("127.0.0.1:%d", d.ports.Network),
				"--plan", strings.Join(networkPlan, ","), "--dtmf", officersPress,
			}}, nil
		},
		inputs: []string{d.callsim},
		ready:  func(context.Context) bool { return len(listeners("udp", d.ports.Network)) > 0 },
		limit:  10 * time.Second,
		polite: syscall.SIGTERM, patience: 5 * time.Second,
		remedy: "Without it nobody can be called; citizens can still call in.",
	}
}

func (d *Demo) asteriskService() service {
	conf := d.asteriskConf()
	return service{
		name: "asterisk", title: fmt.Sprintf("Asterisk on port %d", d.ports.SIP),
		launch: func() (devstack.Launch, error) {
			return devstack.Launch{Args: d.asterisk.RunCommand(conf), Dir: d.w.Path("var", "asterisk")}, nil
		},
		inputs: []string{conf},
		ready:  func(ctx context.Context) bool { return devstack.AsteriskReady(ctx, d.asterisk, conf) },
		limit:  60 * time.Second,
		polite: syscall.SIGTERM, patience: 10 * time.Second,
		remedy: "Its configuration is in " + conf + ", rendered from " + d.configPath() + ".",
	}
}

func (d *Demo) hotlineService() service {
	return service{
		name: "hotline", title: fmt.Sprintf("hotline on port %d", d.ports.Web),
		prepare: func(ctx context.Context) error {
			// Each does nothing where there is nothing to do.
			for _, step := range [][2]string{{"migrate", "up"}, {"demo", "seed"}, {"demo", "live"}} {
				if err := d.w.Run(ctx, d.hotline, step[0], step[1], "--config", d.configPath()); err != nil {
					return err
				}
			}
			return nil
		},
		launch: func() (devstack.Launch, error) {
			return devstack.Launch{Args: []string{d.hotline, "serve", "--config", d.configPath()}, Dir: d.w.Root}, nil
		},
		inputs: []string{d.hotline, d.configPath()},
		ready: func(ctx context.Context) bool {
			return devstack.HTTPOK(ctx, fmt.Sprintf("http://127.0.0.1:%d/readyz", d.ports.Web))
		},
		limit:  60 * time.Second,
		polite: syscall.SIGTERM, patience: 15 * time.Second,
		remedy: fmt.Sprintf("What it waits for: curl http://127.0.0.1:%d/readyz", d.ports.Web),
	}
}

func (d *Demo) guardService() service {
	began := time.Time{}
	return service{
		name: "guard", title: "guard of orphaned calls",
		launch: func() (devstack.Launch, error) {
			began = time.Now()
			return devstack.Launch{Args: []string{d.hotline, "guard", "--config", d.configPath()}, Dir: d.w.Root}, nil
		},
		inputs: []string{d.hotline, d.configPath()},
		// It listens nowhere: one that refuses its configuration ends at once.
		ready:  func(context.Context) bool { return time.Since(began) > 500*time.Millisecond },
		limit:  10 * time.Second,
		polite: syscall.SIGTERM, patience: 5 * time.Second,
		remedy: "Without it, calls of a hotline that died wait until it comes back.",
	}
}
