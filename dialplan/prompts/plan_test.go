package prompts_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	asteriskconf "hotline1022/asterisk-conf"
	"hotline1022/dialplan"
	"hotline1022/dialplan/planfile"
	"hotline1022/dialplan/prompts"
	"hotline1022/internal/devstack"
	"hotline1022/internal/wav"
)

func haiphong(t *testing.T) dialplan.Plan {
	t.Helper()
	p, err := planfile.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What the program says by itself, and what the plan says, are there once each.
func TestTexts(t *testing.T) {
	names := map[string]bool{prompts.Beep: true}
	for _, p := range append(prompts.All(), prompts.OfPlan(haiphong(t))...) {
		if names[p.Name] {
			t.Errorf("%s is there twice", p.Name)
		}
		if p.Vietnamese == "" || p.Spoken == "" || p.English == "" || p.When == "" {
			t.Errorf("incomplete: %+v", p)
		}
		names[p.Name] = true
	}
	for _, name := range append([]string{"greeting", "reconnecting", "num-42"}, asteriskconf.Prompts...) {
		if !names[name] {
			t.Errorf("there is no prompt %q", name)
		}
	}
	for name, want := range map[string]bool{"reconnecting": true, "num-7": true, prompts.Beep: true, prompts.Pause: true, "greeting": false} {
		if prompts.Reserved(name) != want {
			t.Errorf("%s reserved: %t", name, !want)
		}
	}
}

// Who does nothing is in the operators' queue soon, and who has an emergency is
// told the keys soon: measured on the sounds themselves.
func TestNobodyListensLong(t *testing.T) {
	p := haiphong(t)
	o := prompts.Options{Directory: t.TempDir(), Espeak: devstack.Espeak(t)}
	for _, text := range prompts.OfPlan(p) {
		if text.Name == "greeting" || text.Name == "chon-viec" || text.Name == "khan-cap" {
			o.Plan = append(o.Plan, text)
		}
	}
	if _, err := prompts.Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	length := func(name string) time.Duration {
		b, err := os.ReadFile(filepath.Join(o.Directory, name+".wav"))
		if err != nil {
			t.Fatal(err)
		}
		a, err := wav.ReadBytes(b)
		if err != nil {
			t.Fatal(err)
		}
		return time.Duration(len(a.Mono())) * time.Second / time.Duration(a.Rate)
	}
	menu := p.Nodes["chon-viec"].(dialplan.Menu)
	silent := length("greeting") + length("chon-viec") + menu.Timeout
	urgent := length("greeting") + length("khan-cap")
	if silent > 20*time.Second || urgent > 20*time.Second {
		t.Errorf("silent caller in the queue after %v, emergency keys told after %v", silent, urgent)
	}
	t.Logf("silent caller in the queue after %v, emergency keys told after %v", silent, urgent)
}
