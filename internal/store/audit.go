package store

import (
	"encoding/json"
	"fmt"
	"time"

	"hotline1022/internal/store/db"
)

// Act is a row of the audit log: who did what to which object, and what else there is
// to say of it. What is done and its row are written in one transaction.
func Act(at time.Time, actor, action, object string, detail map[string]any) (db.AuditAppendParams, error) {
	if detail == nil {
		detail = map[string]any{}
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		return db.AuditAppendParams{}, fmt.Errorf("store: audit detail: %w", err)
	}
	return db.AuditAppendParams{At: at, Actor: actor, Action: action, Object: Text(object), Detail: raw}, nil
}
