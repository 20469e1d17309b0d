package store

//go:generate sqlc generate -f sqlc.yaml
