package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// orgCommand admits and lists organisations.
type orgCommand struct {
	Add  orgAddCommand  `cmd:"" help:"Admit an organisation, with a first branch at its address, a shop, and an invitation to its first manager. The provider itself (--kind tsp) comes first."`
	List orgListCommand `cmd:"" help:"List the organisations."`
}

type orgAddCommand struct {
	operatorFlags
	Kind           string `help:"company, authority, or tsp for the trust service provider itself." default:"company" enum:"company,authority,tsp"`
	Number         int    `help:"The organisation's number, 1000 to 999999, the first part of its order numbers. 0 takes the next free one." default:"0"`
	Name           string `help:"Name, as the register has it."`
	LegalForm      string `help:"Legal form, such as GmbH."`
	Street         string `help:"Street and house number."`
	PostalCode     string `help:"Postal code."`
	Locality       string `help:"Town."`
	Country        string `help:"Country, two letters." default:"DE"`
	RegisterCourt  string `help:"Register court."`
	RegisterNumber string `help:"Number in the commercial register."`
	VATID          string `name:"vat-id" help:"VAT identification number."`
	EvidenceOn     string `help:"Day of the evidence or register look-up, not older than six months, such as 2026-11-22." placeholder:"DATE"`
	EvidenceNote   string `help:"What the evidence is."`
	ManagerName    string `help:"Name of the first manager of its people."`
	ManagerEmail   string `help:"Their own e-mail address; the invitation goes there."`
}

// Run admits.
func (o *orgAddCommand) Run(ctx context.Context) error {
	evidence := officer.Date{}
	if o.EvidenceOn != "" {
		var err error
		if evidence, err = officer.ParseDate(o.EvidenceOn); err != nil {
			return faults{fmt.Sprintf("--evidence-on %q is not a day such as 2026-11-22", o.EvidenceOn)}
		}
	}
	return o.work(ctx, true, func(ctx context.Context, all *services) (err error) {
		organisations := &desk.Organisations{Counter: all.counter}
		if o.Number == 0 {
			if o.Number, err = organisations.NextNumber(ctx); err != nil {
				return err
			}
		}
		id, err := organisations.Admit(ctx, desk.Candidate{ManagerName: o.ManagerName, ManagerEmail: o.ManagerEmail, Organisation: officer.Organisation{
			Number: o.Number, Kind: officer.OrganisationKind(o.Kind), Name: o.Name, LegalForm: o.LegalForm,
			Address:       officer.Address{Street: o.Street, PostalCode: o.PostalCode, Locality: o.Locality, Country: o.Country},
			RegisterCourt: o.RegisterCourt, RegisterNumber: o.RegisterNumber, VATID: o.VATID, EvidenceOn: evidence, EvidenceNote: o.EvidenceNote,
		}})
		if err != nil {
			return err
		}
		fmt.Printf("%s is admitted as number %d (%s). %s gets an invitation by mail.\n", o.Name, o.Number, id, o.ManagerEmail)
		return nil
	})
}

type orgListCommand struct{ operatorFlags }

// Run lists.
func (o *orgListCommand) Run(ctx context.Context) error {
	return o.work(ctx, false, func(ctx context.Context, all *services) error {
		t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		organisations := &desk.Organisations{Counter: all.counter}
		for after := (officer.Cursor{}); ; {
			list, err := organisations.List(ctx, "", after)
			if err != nil {
				return err
			}
			for _, x := range list.Organisations {
				fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\n", x.Number, x.Kind, x.Status, x.ID, x.Name)
			}
			if after = list.Next; after.IsZero() {
				return t.Flush()
			}
		}
	})
}

// inWords says a refusal as the pages would, with each field by its option.
func inWords(err error) string {
	var refusal *officer.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) == 0 && !page.HasText(refusal.Key) {
		return err.Error()
	}
	lines := []string{page.Translate("en", refusal.Key, refusal.Args)}
	for _, p := range refusal.Fields {
		lines = append(lines, "  --"+strings.ReplaceAll(p.Field, "_", "-")+": "+page.Translate("en", p.Key, p.Args))
	}
	return strings.Join(lines, "\n")
}
