package officer

// Until documenttype.go and code.go land; whoever lands them deletes this file.
type (
	DocumentType string
	OrderNumber  string
)
