package gateway

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"testing"
	"time"
)

// envVictim names the folder that a process records into until it is killed.
const envVictim = "TAPE_VICTIM"

// TestTapeOfTheKilled: a process is killed -9 while it records. What it leaves lacks no more
// than the last second and a half, on either side (the one that is written second may lack a
// write more than the other), and nobody says that it is done: that is for who salvages it to say.
func TestTapeOfTheKilled(t *testing.T) {
	if dir := os.Getenv(envVictim); dir != "" {
		recordUntilKilled(t, dir)
	}
	dir := t.TempDir()
	victim := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTapeOfTheKilled$")
	victim.Env = append(os.Environ(), envVictim+"="+dir)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // killed
	sides := sidesIn(dir)("c1", "l")
	if _, err := os.Stat(sides.Done); err == nil {
		t.Error("it is said to be done")
	}
	heard, err := os.ReadFile(sides.Heard)
	if err != nil {
		t.Fatal(err)
	}
	said, err := os.ReadFile(sides.Said)
	if err != nil {
		t.Fatal(err)
	}
	least := int(position(killedAfter - lateness*time.Second/sampleRate - writeEvery))
	oneLess := int(position(2 * writeEvery)) // of a machine that writes late
	if len(heard) < least || len(said) > len(heard) || len(said)+oneLess < len(heard) {
		t.Errorf("%d samples heard, %d said, of %d", len(heard), len(said), position(killedAfter))
	}
	if got := bytes.Count(heard, []byte{1}); got < least/2 { // a machine that schedules late sends late
		t.Errorf("value and ms %v", runs(heard))
	}
}

// killedAfter is how long the victim records.
const killedAfter = 3 * time.Second

// recordUntilKilled is the victim.
func recordUntilKilled(t *testing.T, dir string) {
	g := deck(t, dir)
	g.Record("op01", "c1", "l", func() {})
	s := &source{st: g.lookup("op01"), side: sideHeard, id: 1}
	tick := time.NewTicker(20 * time.Millisecond)
	for range killedAfter / (20 * time.Millisecond) {
		<-tick.C
		s.send(1)
	}
	_, _ = os.Stdout.WriteString("recorded\n")
	select {}
}
