package auth

import (
	"errors"
	"testing"
)

func TestDieu17_3_APasswordThatAnybodyWouldTryIsRefused(t *testing.T) {
	for _, p := range []string{
		"password", "Password1!", "P@ssw0rd2026", "12345678", "987654321", "aaaaaaaa", "abababab", "11112222", "qwertyui", "1q2w3e4r", "matkhau123",
		"Mật Khẩu 123", "sxd2sxd2", "SXD2-2026", "1022-demo", "1022hotline", "Haiphong@2026", "hotline1022", "vietnam123", "admin123456", "iloveyou1", "lan.nguyen1",
	} {
		if _, err := Chosen("sxd2", p); !errors.Is(err, ErrGuessable) && p != "lan.nguyen1" {
			t.Errorf("%q: %v", p, err)
		}
	}
	if _, err := Chosen("lan.nguyen", "lan.nguyen1"); !errors.Is(err, ErrGuessable) {
		t.Errorf("%v", err)
	}
	for _, p := range []string{"tự chọn mật khẩu này", "correct horse battery", "Bến phà Gót 7h", "kT9#vLq2", "lan.nguyen1"} {
		if _, err := Chosen("sxd2", p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	if _, err := Chosen("sxd2", "kT9#vL"); !errors.Is(err, ErrWeak) {
		t.Errorf("%v", err)
	}
}
