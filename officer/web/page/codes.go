package page

import "officerportal/officer"

// A ShownCode is a code the one time it is shown, with what can be made of it
// while it is known. Nothing keeps it: the forms carry it along.
type ShownCode struct {
	Label  string // what it is: order code, shop code
	Code   string // in groups
	Link   string // enters it by itself
	Papers []CodePaper
	Back   Link
}

// A CodePaper is a paper on which a shown code can be put, posted as "code".
type CodePaper struct {
	Action, Label string
	Values        []Value // carried along
}

// codeFaces are the colours and icons of the states of codes.
var codeFaces = map[officer.CodeStatus]face{
	officer.CodeActive:   {Success, ""},
	officer.CodePaused:   {Warning, "visibility-off"},
	officer.CodeSpent:    {Info, "close"},
	officer.CodeExpired:  {Info, "close"},
	officer.CodeReplaced: {Info, "autorenew"},
	officer.CodeRevoked:  {Alarm, "close"},
}

// CodeStatus is a code's state in colour, icon and word.
func (f *Frame) CodeStatus(s officer.CodeStatus) Tag {
	x := codeFaces[s]
	return Tag{Text: f.text("code_status", string(s)), Tone: x.tone, Icon: x.icon}
}
