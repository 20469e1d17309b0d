package main

import (
	"hotline1022/internal/callback"
	"hotline1022/internal/directory"
	"hotline1022/telephony"
)

// reach tells calls what the store will make of a number, so that callers are promised
// only what can be kept.
type reach struct{}

var _ telephony.Reach = reach{}

func (reach) CallBack(raw string) string {
	number, err := directory.Number(raw)
	if err != nil || !callback.Callable(number) {
		return ""
	}
	return number
}

func (reach) SMS(raw string) bool {
	number, err := directory.Number(raw)
	return err == nil && directory.Mobile(number)
}
