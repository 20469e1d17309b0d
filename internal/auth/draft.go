package auth

// OfDraft is what a draft is bound to: a row copied to another person, or to another place of the same, opens nothing.
func OfDraft(owner, key string) string { return "draft\x00" + owner + "\x00" + key }

// SealDraft seals a draft for the database, under the key of second factors; ErrNoKey.
func (s *SignIn) SealDraft(owner, key string, draft []byte) ([]byte, error) {
	if s.vault == nil {
		return nil, ErrNoKey
	}
	return s.vault.seal(OfDraft(owner, key), draft), nil
}

// OpenDraft opens what SealDraft sealed; ErrNoKey, and an error for what is another's or under another key.
func (s *SignIn) OpenDraft(owner, key string, sealed []byte) ([]byte, error) {
	if s.vault == nil {
		return nil, ErrNoKey
	}
	return s.vault.open(OfDraft(owner, key), sealed)
}
