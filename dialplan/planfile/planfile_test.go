package planfile

import "testing"

func TestHaiphong(t *testing.T) {
	p, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	t.Log(p.Version)
}
