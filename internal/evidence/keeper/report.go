package keeper

import (
	"encoding/json"
	"fmt"
	"time"

	"hotline1022/internal/evidence"
)

// What can be wrong with recordings and manifests.
const (
	ManifestMissing    = "manifest_missing"        // there is none of the day
	ManifestChanged    = "manifest_changed"        // its row's bytes, sum or signature
	ManifestUnchained  = "manifest_unchained"      // it does not follow from the day before's
	ManifestObject     = "manifest_object_changed" // the archive has other bytes, or none
	RowRemoved         = "recording_removed"       // a manifest lists it, and there is no row
	RowChanged         = "recording_changed"       // the row differs from the manifest
	RowUnlisted        = "recording_unlisted"      // no manifest lists it, though one should
	CallRemoved        = "call_removed"            // a manifest lists it, and there is no row
	CallChanged        = "call_changed"            // the row differs from the manifest
	CallUnlisted       = "call_unlisted"           // no manifest lists it, though one should
	CallUnwitnessed    = "call_unwitnessed"        // listed long after it was over, and the journal tells nothing of it
	BucketMissing      = "bucket_missing"          // with all that lay in it
	ObjectMissing      = "object_missing"
	ObjectDamaged      = "object_damaged" // the archive answers, and cannot give it
	ObjectChanged      = "object_changed"
	ObjectThere        = "object_there" // it is certified as deleted
	CertificateMissing = "certificate_missing"
	CertificateChanged = "certificate_changed"        // its row's bytes, sum or signature
	CertificateObject  = "certificate_object_changed" // the archive has other bytes, or none
	DeletionUnproven   = "deletion_unproven"          // no certificate lists a recording that was deleted
	ObjectUnlocked     = "object_unlocked"            // it can be removed, and should not be
	ObjectCovered      = "object_covered"             // another version or a delete marker lies over it
)

// Report is what a look at recordings and manifests found.
type Report struct {
	Since      evidence.Day     `json:"since"`
	Until      evidence.Day     `json:"until"`      // the last day looked at
	Deep       bool             `json:"deep"`       // objects' bytes were read, not only asked about
	Manifests  int              `json:"manifests"`  // of whole days
	Hours      int              `json:"hours"`      // manifests of hours
	Calls      int              `json:"calls"`      // whose rows were compared
	Recordings int              `json:"recordings"` // whose objects were looked at
	Bytes      int64            `json:"bytes"`      // that were read
	Deleted    int              `json:"deleted"`    // whose time was over, as certificates say
	Faults     []evidence.Fault `json:"faults"`
	Unread     []evidence.Fault `json:"unread"`      // what could not be looked at: nothing is known of it
	Lost       []Note           `json:"lost"`        // recordings that never came, the first of them
	LostBeside int64            `json:"lost_beside"` // so many more came neither
	Salvaged   []Note           `json:"salvaged"`    // whose ends may be cut off
	Late       []Note           `json:"late"`        // calls that were listed long after they were over, or before their end was seen
}

// Note is a recording, or a call (without the recording's ID and leg), that is worth a look.
type Note struct {
	ID     string    `json:"id,omitempty"`
	Call   string    `json:"call"`
	Leg    string    `json:"leg,omitempty"`
	At     time.Time `json:"at"`
	Detail string    `json:"detail"`
}

func (r *Report) fault(kind, object, format string, args ...any) {
	r.Faults = append(r.Faults, evidence.Fault{Kind: kind, Object: object, Detail: fmt.Sprintf(format, args...)})
}

func (r Report) encode() ([]byte, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("evidence: report: %w", err)
	}
	return b, nil
}

// Summary is the report in one line.
func (r Report) Summary() string {
	how := "asked about"
	if r.Deep {
		how = fmt.Sprintf("read (%d bytes)", r.Bytes)
	}
	return fmt.Sprintf("%s to %s: %d manifests, %d of hours, %d calls, %d recordings %s, %d of them deleted by certificate; %d faults, %d could not be looked at; %d lost, %d salvaged, %d calls listed late",
		r.Since, r.Until, r.Manifests, r.Hours, r.Calls, r.Recordings, how, r.Deleted, len(r.Faults), len(r.Unread), int64(len(r.Lost))+r.LostBeside, len(r.Salvaged), len(r.Late))
}
