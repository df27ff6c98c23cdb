package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"officerportal/officer"
	"officerportal/officer/demo"
	"officerportal/officer/postgres/cluster"
	"officerportal/officer/secret"
	"officerportal/officer/web/page"
)

// demoCommand fills a database with the demo, without serving it.
type demoCommand struct {
	databaseFlags
	logFlags
}

// Run fills and lists who is there.
func (c *demoCommand) Run(ctx context.Context) error {
	var f faults
	address, log := c.address(&f), c.logger(&f)
	if err := f.err(); err != nil {
		return err
	}
	dataDir := orDefault(c.DataDir, cluster.DefaultDataDir())
	d, err := openDatabase(ctx, address, dataDir, log)
	if err != nil {
		return err
	}
	defer d.close()
	keys, err := demoKeys(dataDir)
	if err != nil {
		return err
	}
	all, err := newServices(d, settings{keys: keys, demo: true, dataDir: dataDir})
	if err != nil {
		return err
	}
	people, err := fillDemo(ctx, all)
	if err != nil {
		return err
	}
	return listDemo(os.Stdout, people)
}

// demoKeys are kept beside the data, since what they sealed is there.
func demoKeys(dataDir string) (*secret.Keys, error) {
	return secret.LoadOrGenerate(filepath.Join(dataDir, "demo-keys.json"))
}

// fillDemo puts the demo in, unless it is there, and says who can sign in.
func fillDemo(ctx context.Context, all *services) ([]officer.DemoPerson, error) {
	if err := demo.Fill(ctx, all.counter, time.Now()); err != nil {
		return nil, err
	}
	if err := demo.MakeCards(ctx, all.production, all.demoCA.Authority); err != nil {
		return nil, err
	}
	return demo.SignIns(ctx, all.counter.DB)
}

// listDemo prints who can sign in by one click.
func listDemo(w io.Writer, people []officer.DemoPerson) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	organisation := officer.OrganisationID("none yet")
	for _, p := range people {
		if p.Organisation != organisation {
			organisation = p.Organisation
			fmt.Fprintf(t, "\n  %s\n", cmp.Or(p.Name, "Applicants"))
		}
		fmt.Fprintf(t, "    %s %s\t%s\n", p.GivenNames, p.FamilyName, strings.Join(aboutDemo(p), ", "))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n  To try as an applicant: order code %s, shop code %s\n", demo.OrderCode().Grouped(), demo.ShopCode().Grouped())
	return err
}

// aboutDemo says what somebody of the demo does, and what is special about them.
func aboutDemo(p officer.DemoPerson) (about []string) {
	for _, r := range p.Roles {
		about = append(about, page.Translate("en", "role."+string(r), nil))
	}
	if p.Note != "" {
		about = append(about, page.Translate("en", p.Note, nil))
	}
	return about
}
