package main

import "testing"

// A call-back is promised to nobody whom the store would not let be dialled.
func TestWhoCanBeCalledBack(t *testing.T) {
	for raw, want := range map[string]string{
		"0912345678": "0912345678", "+84912345678": "0912345678", "02253821234": "02253821234", "84 225 3821234": "02253821234",
		"": "", "anonymous": "", "+12125550123": "", "+85223456789": "", "1900545415": "", "18001091": "", "113": "", "02251022": "", "0412345678": "", "12": "",
	} {
		if got := (reach{}).CallBack(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestWhomAnSMSReaches(t *testing.T) {
	for raw, want := range map[string]bool{
		"0912345678": true, "+84912345678": true, "01212345678": true, "02253821234": false, "": false, "anonymous": false, "+85223456789": false, "113": false,
	} {
		if got := (reach{}).SMS(raw); got != want {
			t.Errorf("%q: %t", raw, got)
		}
	}
}
