package main

import (
	"testing"
	"time"
)

// Whoever writes to the database before a manifest lists a row can have it listed by none: by a word in the row that it is listed already, or that its time
// was over. It is named, whichever days are looked at.
func TestWhatIsHiddenFromManifestsIsNamed(t *testing.T) {
	p := newProven(t)
	today := p.days[2].Next()
	p.archived(t.Context(), p.archive(t), -9, today.Begin().Add(8*time.Hour+30*time.Minute))
	id, recording := p.ids[3].String(), "recording:"+p.ids[3].String()
	last := []string{"--since", string(today)}
	kept := func(table, which string) (back []string) {
		p.superuser("DROP TABLE IF EXISTS kept_"+table, "CREATE TABLE kept_"+table+" AS SELECT * FROM "+table+" WHERE "+which)
		return []string{"DELETE FROM " + table + " WHERE " + which, "INSERT INTO " + table + " SELECT * FROM kept_" + table}
	}
	back := kept("recordings", "id = '"+id+"'")

	p.superuser("UPDATE recordings SET manifest = '" + string(p.days[0]) + "' WHERE id = '" + id + "'")
	for _, flags := range [][]string{nil, last} {
		p.expect(t, flags, "recording_unlisted "+recording)
	}
	p.superuser(back...)
	for _, deleted := range []string{"now()", "'2020-01-01'", "'2099-01-01'"} {
		p.superuser("UPDATE recordings SET state = 'deleted', deleted_at = " + deleted + ", released_at = now() WHERE id = '" + id + "'")
		for _, flags := range [][]string{nil, last} {
			p.expect(t, flags, "deletion_unproven "+recording)
		}
		p.superuser(back...)
	}

	// The hour's manifest lists the call, and the day's would have.
	p.superuser("DELETE FROM calls_unlisted WHERE call_id = 'c9'", "INSERT INTO call_seals (call_id, salt, manifest) VALUES ('c9', '0123456789abcdef', '"+string(p.days[0])+"')")
	for _, flags := range [][]string{nil, {"--since", string(p.days[2])}} {
		p.expect(t, flags, "call_unlisted call:c9")
	}
	p.superuser("DELETE FROM call_seals WHERE call_id = 'c9'", "INSERT INTO calls_unlisted VALUES ('c9')")

	// And a word in the row that another lists it, of what is listed.
	first := "id = '" + p.ids[0].String() + "'"
	back = kept("recordings", first)
	for _, day := range []string{"NULL", "'" + string(p.days[1]) + "'"} {
		p.superuser("UPDATE recordings SET manifest = " + day + " WHERE " + first)
		p.expect(t, nil, "recording_changed recording:"+p.ids[0].String())
		p.superuser(back...)
	}
	back = kept("call_seals", "call_id = 'c3'")
	for _, day := range []string{"NULL", "'" + string(p.days[1]) + "'"} {
		p.superuser("UPDATE call_seals SET manifest = " + day + " WHERE call_id = 'c3'")
		if _, faults, r := p.verify(); len(faults) == 0 || faults[0] != "call_changed call:c3" {
			t.Errorf("%s: %+v", day, r)
		}
		p.superuser(back...)
	}
	p.expect(t, nil)
}
