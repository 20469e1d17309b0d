package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"hotline1022/internal/lang"
)

// What huma finds wrong with a request it says in English sentences, which stand in
// variables. In their place it says our keys, each with what belongs into its text.

// argument parts a key from it.
const argument = "|"

func init() {
	for words, key := range map[*string]lang.Key{
		&validation.MsgUnexpectedProperty:       lang.UnknownProperty,
		&validation.MsgExpectedRFC3339DateTime:  lang.NoTime,
		&validation.MsgExpectedRFC3339Date:      lang.BadDay,
		&validation.MsgExpectedBoolean:          lang.NoBoolean,
		&validation.MsgExpectedNumber:           lang.NoNumber,
		&validation.MsgExpectedInteger:          lang.NoInteger,
		&validation.MsgExpectedString:           lang.NoText,
		&validation.MsgExpectedBase64String:     lang.BadValue,
		&validation.MsgExpectedArray:            lang.NoList,
		&validation.MsgExpectedObject:           lang.NoObject,
		&validation.MsgExpectedArrayItemsUnique: lang.BadValue,
	} {
		*words = string(key)
	}
	for words, key := range map[*string]lang.Key{
		&validation.MsgExpectedRequiredProperty:       lang.Missing,
		&validation.MsgExpectedOneOf:                  lang.NoneOf,
		&validation.MsgExpectedMinimumNumber:          lang.TooLittle,
		&validation.MsgExpectedMaximumNumber:          lang.TooMuch,
		&validation.MsgExpectedMinLength:              lang.TooShort,
		&validation.MsgExpectedMaxLength:              lang.TooLong,
		&validation.MsgExpectedMatchPattern:           lang.BadForm,
		&validation.MsgExpectedBePattern:              lang.BadForm,
		&validation.MsgExpectedMinItems:               lang.TooFew,
		&validation.MsgExpectedMaxItems:               lang.TooMany,
		&validation.MsgExpectedRFC4122UUID:            lang.BadForm,
		&validation.MsgExpectedRFC5322Email:           lang.BadForm,
		&validation.MsgExpectedExclusiveMinimumNumber: lang.TooLittle,
		&validation.MsgExpectedExclusiveMaximumNumber: lang.TooMuch,
	} {
		*words = string(key) + argument + "%v"
	}
}

// ofParameters are huma's words that stand in no variable: those about parameters.
var ofParameters = map[string]lang.Key{
	"invalid integer": lang.NoInteger, "invalid boolean": lang.NoBoolean, "invalid float": lang.NoNumber,
	"unknown query parameter": lang.UnknownProperty, "required query parameter is missing": lang.Missing,
	"required header parameter is missing": lang.Missing,
}

// items is what huma found wrong in one place, in a person's words.
func items(l lang.Lang, d *huma.ErrorDetail) []Item {
	if found, ours := foundIn(d.Message); ours {
		list := make([]Item, 0, len(found))
		for _, f := range found {
			list = append(list, Item{Location: f.Location, Code: string(f.Key), Message: lang.Say(l, f.Key)})
		}
		return list
	}
	item := Item{Location: d.Location}
	word, arg, told := strings.Cut(d.Message, argument)
	key := lang.Key(word)
	if known, ok := ofParameters[d.Message]; ok {
		key = known
	}
	switch {
	case key == lang.Missing && told:
		item.Location += "." + arg
		item.Message = lang.Say(l, key)
	case !lang.Known(key):
		key = lang.BadValue
		item.Message = lang.Say(l, key)
	case told:
		item.Message = lang.Say(l, key, arg)
	default:
		item.Message = lang.Say(l, key)
	}
	item.Code = string(key)
	return []Item{item}
}
