package api

import (
	"slices"
	"testing"
)

// Whoever may hand a ticket over is offered who can take it: of the units that have it, a head those of their own.
func TestDieu17_9_WhoCanTakeItOverIsOffered(t *testing.T) {
	h := build(t)
	h.ofUnit()
	_, err := h.store.Pool().Exec(t.Context(), `
		INSERT INTO units (code, name, kind, phone) VALUES ('STNMT', 'Sở Nông nghiệp và Môi trường', 'department', '0225300099');
		INSERT INTO users (username, name, role, password_hash, unit, disabled) SELECT n.username, n.name, 'officer', u.password_hash, n.unit, n.disabled
		FROM users u, (VALUES ('ba', 'Bùi Ba', 'SXD', false), ('an', 'An Ai', 'STNMT', false), ('cu', 'Cao Cũ', 'SXD', true)) AS n (username, name, unit, disabled)
		WHERE u.username = 'officer'`)
	if err != nil {
		t.Fatal(err)
	}
	op, officer, head, office := h.signedIn("op01"), h.signedIn("officer"), h.signedIn("head"), h.signedIn("office")
	tk := op.filedBy(op.ask("POST", "/api/v1/tickets", report("")).want(201))
	at := "/api/v1/tickets/" + tk.Code + "/colleagues"
	who := func(v *visitor) (names []string) {
		var found page[Colleague]
		v.ask("GET", at, nil).want(200).into(&found)
		for _, one := range found.Items {
			names = append(names, one.Unit+"/"+one.Username)
		}
		slices.Sort(names)
		return names
	}
	head.ask("GET", at, nil).problem(404, "not_found")
	if got := who(office); len(got) > 0 {
		t.Errorf("nobody has it yet, %v are offered", got)
	}
	op.done(&tk, "assign", map[string]any{"lead": "SXD", "cooperating": []string{"STNMT"}})
	officer.done(&tk, "accept", nil)
	if got, want := who(head), []string{"SXD/ba", "SXD/head"}; !slices.Equal(got, want) {
		t.Errorf("a head is offered %v, want %v", got, want)
	}
	if got, want := who(office), []string{"STNMT/an", "SXD/ba", "SXD/head"}; !slices.Equal(got, want) {
		t.Errorf("the Office is offered %v, want %v", got, want)
	}
	office.done(&tk, "hand-over", map[string]any{"unit": "STNMT", "to": "an", "reason": "Nghỉ hưu"})
	if got, want := who(office), []string{"SXD/ba", "SXD/head"}; !slices.Equal(got, want) {
		t.Errorf("afterwards the Office is offered %v, want %v", got, want)
	}
}
