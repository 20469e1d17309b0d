package api

import (
	"net/http"

	"github.com/google/uuid"

	"hotline1022/internal/lang"
	"hotline1022/internal/ticket"
)

// pathID reads the ID of a path. What is none is answered like one that never was.
func pathID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, refuse(http.StatusNotFound, lang.NotFound)
	}
	return id, nil
}

// ofTicket reads a list's filter by a ticket's code; nil for none.
func ofTicket(text string) (*string, error) {
	if text == "" {
		return nil, nil
	}
	code, err := ticket.ParseCode(text)
	if err != nil {
		return nil, invalid("query.ticket", lang.BadTicketCode)
	}
	return orNull(string(code)), nil
}
