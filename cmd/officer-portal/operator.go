package main

import (
	"context"
	"fmt"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/cluster"
	"officerportal/officer/secret"
)

// operatorFlags are what every tool of the operator needs: the records, the keys
// that digest links, and the portal's address for the links in mails.
type operatorFlags struct {
	databaseFlags
	keyFlags
	logFlags
	BaseURL string `name:"base-url" help:"Address under which people reach the portal, for links in mails." placeholder:"URL"`
}

// work opens the database and does something in the name of whoever is at the
// command line: an operator, whom the book calls by the machine's account.
func (o *operatorFlags) work(ctx context.Context, needsKeys bool, f func(context.Context, *services) error) error {
	var wrong faults
	address, log := o.address(&wrong), o.logger(&wrong)
	var keys *secret.Keys
	if needsKeys {
		keys = o.keyFlags.load(&wrong)
		checkBaseURL(&wrong, o.BaseURL, false)
	}
	if err := wrong.err(); err != nil {
		return err
	}
	d, err := openDatabase(ctx, address, orDefault(o.DataDir, cluster.DefaultDataDir()), log)
	if err != nil {
		return err
	}
	defer d.close()
	all, err := newServices(d, settings{keys: keys, address: o.BaseURL})
	if err != nil {
		return err
	}
	return f(officer.WithActor(ctx, commandLineActor), all)
}

// commandLineActor is who the operator's tools work as: somebody with access to
// the machine and its keys, who therefore needs no account.
var commandLineActor = officer.Actor{Name: "command line", Language: "en", Place: officer.BackOffice, Roles: []officer.Role{officer.RoleOperator}, SecondFactor: true}

// accountCommand looks after accounts.
type accountCommand struct {
	Invite            accountInviteCommand   `cmd:"" help:"Open an account for a person. They get a link by mail and choose their password."`
	Operator          accountOperatorCommand `cmd:"" help:"Make a person an operator of the provider; without an account they are invited."`
	ResetSecondFactor accountResetCommand    `cmd:"" help:"Take somebody's second factor away, after they have proven who they are; they set up a new one at the next sign-in."`
	Close             accountCloseCommand    `cmd:"" help:"Close an account: its sessions end, nobody can sign in to it any more."`
}

type emailArgument struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// personFlags say who is to have an account.
type personFlags struct {
	emailArgument
	GivenNames string `help:"Given names."`
	FamilyName string `help:"Family name."`
	Language   string `help:"Language of mails and pages." enum:"de,en" default:"de"`
}

func (p personFlags) holder() desk.Holder {
	return desk.Holder{Email: p.Email, GivenNames: p.GivenNames, FamilyName: p.FamilyName, Language: p.Language}
}

type accountInviteCommand struct {
	operatorFlags
	personFlags
}

// Run invites.
func (a *accountInviteCommand) Run(ctx context.Context) error {
	return a.work(ctx, true, func(ctx context.Context, all *services) error {
		account, err := all.accounts.Invite(ctx, a.holder())
		if err != nil {
			return err
		}
		fmt.Printf("The account %s of %s is %s.\n", account.ID, account.Email, account.Status)
		return nil
	})
}

type accountOperatorCommand struct {
	operatorFlags
	personFlags
}

// Run appoints.
func (a *accountOperatorCommand) Run(ctx context.Context) error {
	return a.work(ctx, true, func(ctx context.Context, all *services) error {
		account, err := all.accounts.AppointOperator(ctx, a.holder())
		if err != nil {
			return err
		}
		fmt.Printf("%s is an operator. Their account is %s.\n", account.Email, account.Status)
		return nil
	})
}

type accountResetCommand struct {
	operatorFlags
	emailArgument
}

// Run takes the second factor away.
func (a *accountResetCommand) Run(ctx context.Context) error {
	return a.work(ctx, false, func(ctx context.Context, all *services) error {
		if err := all.accounts.ClearSecondFactor(ctx, a.Email); err != nil {
			return err
		}
		fmt.Println("The second factor is gone. A new one is set up at the next sign-in.")
		return nil
	})
}

type accountCloseCommand struct {
	operatorFlags
	emailArgument
}

// Run closes the account.
func (a *accountCloseCommand) Run(ctx context.Context) error {
	return a.work(ctx, false, func(ctx context.Context, all *services) error {
		if err := all.accounts.Close(ctx, a.Email); err != nil {
			return err
		}
		fmt.Println("The account is closed.")
		return nil
	})
}
