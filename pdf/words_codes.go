package pdf

// codeWords are the texts of a code's letter or poster.
type codeWords struct {
	Name, Title, Text, Code, Link string
	Open, Enter, Then             Step
	CareTitle, Care               string
}

var codesDE = map[CodeKind]codeWords{
	OrderCodeKind: {
		Name:      "Bestellcode-Brief 1.0",
		Title:     "Ihr Bestellcode: %s",
		Text:      "Mit diesem Code bestellen Sie das genannte Produkt im Officer-Portal. Sie brauchen dafür ein eigenes Konto im Portal und Ihren gültigen Ausweis.",
		Code:      "Bestellcode",
		Link:      "QR-Code: öffnet im Portal die Eingabe dieses Bestellcodes",
		Open:      Step{"Melden Sie sich an", "Öffnen Sie %s und melden Sie sich an. Wenn Sie noch kein Konto haben, registrieren Sie sich mit Ihrer persönlichen E-Mail-Adresse."},
		Enter:     Step{"Geben Sie den Code ein", "Wählen Sie „Bestellcode“ und geben Sie den Code ein, oder lesen Sie den QR-Code mit der Kamera. Groß- und Kleinschreibung, Leerzeichen und Striche sind gleichgültig."},
		Then:      Step{"Füllen Sie den Antrag aus", "Der Antrag für das Produkt öffnet sich sofort. Sie können ihn jederzeit unterbrechen und später fortsetzen."},
		CareTitle: "Geben Sie den Code nicht weiter",
		Care:      "Er ist für Sie bestimmt. Wer ihn kennt, kann ihn an Ihrer Stelle einlösen.",
	},
	ShopCodeKind: {
		Name:      "Shop-Code-Aushang 1.0",
		Title:     "Shop-Code: %s",
		Text:      "Mit diesem Code öffnen Sie den Shop Ihrer Organisation im Officer-Portal. Sie geben ihn einmal ein, danach steht der Shop in Ihrem Konto.",
		Code:      "Shop-Code",
		Link:      "QR-Code: öffnet im Portal die Eingabe dieses Shop-Codes",
		Open:      Step{"Melden Sie sich an", "Öffnen Sie %s und melden Sie sich an. Wenn Sie noch kein Konto haben, registrieren Sie sich mit Ihrer persönlichen E-Mail-Adresse."},
		Enter:     Step{"Geben Sie den Code ein", "Wählen Sie „+Shop“ und geben Sie den Code ein, oder lesen Sie den QR-Code mit der Kamera. Groß- und Kleinschreibung, Leerzeichen und Striche sind gleichgültig."},
		Then:      Step{"Wählen Sie Ihr Produkt", "Im Shop stehen die Produkte, die Ihre Organisation anbietet, und wie Sie dafür identifiziert werden."},
		CareTitle: "Nur für Angehörige der Organisation",
		Care:      "Hängen Sie den Code nur dort aus, wo ihn niemand sonst liest. Die Organisation sieht, wer den Shop mit dem Code geöffnet hat.",
	},
}

var codesEN = map[CodeKind]codeWords{
	OrderCodeKind: {
		Name:      "Order code letter 1.0",
		Title:     "Your order code: %s",
		Text:      "With this code you order the named product in the Officer Portal. You need an account of your own there and your valid identity document.",
		Code:      "Order code",
		Link:      "QR code: opens the page of the portal that takes this order code",
		Open:      Step{"Sign in", "Open %s and sign in. If you have no account yet, register with your personal e-mail address."},
		Enter:     Step{"Enter the code", "Choose “Order code” and enter the code, or read the QR code with a camera. Capitals, spaces and hyphens make no difference."},
		Then:      Step{"Fill in the application", "The application for the product opens at once. You can interrupt it at any time and go on later."},
		CareTitle: "Do not pass the code on",
		Care:      "It is meant for you. Whoever knows it can redeem it in your place.",
	},
	ShopCodeKind: {
		Name:      "Shop code poster 1.0",
		Title:     "Shop code: %s",
		Text:      "With this code you open your organisation’s shop in the Officer Portal. You enter it once; from then on the shop stands in your account.",
		Code:      "Shop code",
		Link:      "QR code: opens the page of the portal that takes this shop code",
		Open:      Step{"Sign in", "Open %s and sign in. If you have no account yet, register with your personal e-mail address."},
		Enter:     Step{"Enter the code", "Choose “+Shop” and enter the code, or read the QR code with a camera. Capitals, spaces and hyphens make no difference."},
		Then:      Step{"Choose your product", "The shop has the products that your organisation offers, and says how you are identified for them."},
		CareTitle: "For members of the organisation only",
		Care:      "Put the code up only where nobody else reads it. The organisation sees who opened the shop by the code.",
	},
}
