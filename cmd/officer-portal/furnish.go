package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"officerportal/officer"
	"officerportal/officer/demo"
	"officerportal/officer/desk"
	"officerportal/officer/job"
	"officerportal/officer/secret"
	"officerportal/officer/web"
	"officerportal/officer/web/page"
	"officerportal/officer/web/static"
)

// A house is the portal with everything in it.
type house struct {
	server *web.Server
	worker *job.Worker
	people []officer.DemoPerson // of the demo
	all    *services
}

// services are the use cases, sharing one counter.
type services struct {
	counter  *desk.Counter
	jobs     *desk.Jobs
	outbox   *desk.Outbox
	signIn   *desk.SignIn
	accounts *desk.Accounts
	papers   *desk.Papers
	codes    *desk.Codes

	production *desk.Production
	parcels    *desk.Parcels
	demoCA     *desk.DemoAuthority // of the demo
	hooks      *desk.Webhooks
	remind     *desk.Reminders
	digests    *desk.Digests
}

// settings are what the use cases need to know of the configuration.
type settings struct {
	keys    *secret.Keys
	address string // of the portal, for links
	mailer  desk.Mailer
	demo    bool
	limits  officer.SessionLimits
	anchors []*x509.Certificate // whom the provider trusts for cards
	folder  string              // of hand-over to the personaliser; empty for none
	calls   bool                // a personaliser may call
	dataDir string              // of the demo's authority; empty: it lives as long as the program
}

func newServices(d *database, s settings) (*services, error) {
	passwords, err := secret.NewPasswords()
	if err != nil {
		return nil, err
	}
	c := &desk.Counter{DB: d.db, Keys: s.keys, Passwords: passwords, Address: s.address, Demo: s.demo}
	texts := desk.Texts{Of: page.Translate, Country: page.Country, Nationality: page.Nationality}
	production, demoCA, err := s.production(c)
	if err != nil {
		return nil, err
	}
	papers, codes := &desk.Papers{Counter: c, Texts: texts}, &desk.Codes{Counter: c, Texts: texts}
	return &services{
		counter:  c,
		papers:   papers,
		codes:    codes,
		jobs:     &desk.Jobs{Counter: c, Kinds: map[string]desk.Work{desk.PapersJob: papers.Work, desk.CodesJob: codes.Work, desk.ProductionJob: production.Work}},
		outbox:   &desk.Outbox{Counter: c, Mailer: s.mailer, Keep: s.demo},
		signIn:   &desk.SignIn{Counter: c, Limits: s.limits},
		accounts: &desk.Accounts{Counter: c},

		production: production, parcels: &desk.Parcels{Counter: c}, demoCA: demoCA,
		hooks:   &desk.Webhooks{Counter: c, Sender: job.NewWebhooks(job.WebhookOptions{Loopback: s.demo}), Loopback: s.demo},
		remind:  &desk.Reminders{Counter: c},
		digests: &desk.Digests{Counter: c},
	}, nil
}

// postmen is how many receivers of webhooks are posted to at once: one that hangs
// keeps one postman waiting.
const postmen = 4

// worker gives the clockwork: how often each kind of work is looked for.
func (s *services) worker(log *slog.Logger) *job.Worker {
	posts := slices.Repeat([]job.Task{{Name: "webhooks", Every: 2 * time.Second, Do: s.hooks.Deliver}}, postmen)
	return &job.Worker{Log: log, Tasks: append(posts, []job.Task{
		{Name: "mail", Every: 2 * time.Second, Do: s.outbox.Deliver},
		{Name: "jobs", Every: time.Second, Do: s.jobs.Work},
		{Name: "production", Every: 5 * time.Second, Do: s.production.Produce},
		{Name: "overdue parcels", Every: 10 * time.Minute, Do: s.parcels.WarnOverdue},
		job.Periodic("tidy production", time.Hour, s.production.Tidy),
		job.Periodic("tidy jobs", time.Hour, s.jobs.Tidy),
		job.Periodic("tidy lists of codes", time.Hour, s.codes.Tidy),
		job.Periodic("tidy sign-ins", time.Hour, s.signIn.Tidy),
		job.Periodic("drafts", time.Hour, (&desk.Ordering{Counter: s.counter}).TendDrafts),
		{Name: "reminders", Every: 10 * time.Minute, Do: s.remind.Remind},
		{Name: "digests", Every: time.Minute, Do: s.digests.Send},
		job.Periodic("tidy mails", time.Hour, s.outbox.Tidy),
		job.Periodic("tidy digests", time.Hour, s.digests.Tidy),
		job.Periodic("tidy webhooks", time.Hour, s.hooks.Tidy),
	}...)}
}

// csrfPurpose derives the key that forms are signed with from the portal's keys,
// so that every instance has the same.
const csrfPurpose = "csrf_key"

// furnish puts the house together.
func (s *serveCommand) furnish(ctx context.Context, p plan, d *database) (*house, error) {
	assets, err := static.New()
	if err != nil {
		return nil, err
	}
	if missing := assets.Missing(); len(missing) > 0 {
		return nil, fmt.Errorf("front-end files are missing (%s): build with 'make build', which brings them", strings.Join(missing, ", "))
	}
	mailer, err := s.mailer(p.password)
	if err != nil {
		return nil, err
	}
	all, err := newServices(d, settings{keys: p.keys, address: s.BaseURL, mailer: mailer, demo: s.Demo, limits: officer.SessionLimits{Idle: p.idle, Absolute: p.most},
		anchors: p.anchors, folder: s.ProductionFolder, calls: len(p.personalisers) > 0, dataDir: p.dataDir})
	if err != nil {
		return nil, err
	}
	h := &house{worker: all.worker(p.log), all: all}
	if s.Demo {
		if h.people, err = fillDemo(ctx, all); err != nil {
			return nil, err
		}
	}
	h.server, err = web.New(web.Config{
		Log: p.log, TLS: strings.HasPrefix(s.BaseURL, "https:"), TrustedProxies: s.TrustedProxy, Demo: s.Demo,
		DemoCodes:     page.DemoCodes{Order: demo.OrderCode(), Shop: demo.ShopCode()},
		Personalisers: p.personalisers,
		CSRFKey:       []byte(p.keys.Digests.Digest(csrfPurpose, secret.Of("web"))),
		Services: web.Services{
			Sessions: all.signIn, SignIn: all.signIn, Accounts: all.accounts, SetLanguage: all.accounts.SetLanguage, Assets: assets, Ready: d.db.Ping, Mailbox: all.outbox,
			Registration: &desk.Registration{Counter: all.counter, SignIn: all.signIn}, Enquiries: &desk.Enquiries{Counter: all.counter},
			Catalogue: &desk.Catalogue{Counter: all.counter}, Shops: &desk.Shops{Counter: all.counter}, ShopCodes: &desk.ShopCodes{Counter: all.counter},
			PortalShops: &desk.PortalShops{Counter: all.counter}, Notices: &desk.Notices{Counter: all.counter}, WorkList: &desk.WorkList{Counter: all.counter},
			Intake: &desk.Intake{Counter: all.counter}, Applying: &desk.Applying{Counter: all.counter, Again: all.counter}, Papers: all.papers, Jobs: all.jobs,
			Codes: all.codes, Redeeming: &desk.Redeeming{Counter: all.counter}, Ordering: &desk.Ordering{Counter: all.counter},
			People: &desk.People{Counter: all.counter}, Organisations: &desk.Organisations{Counter: all.counter},
			Incidents: &desk.Incidents{Counter: all.counter}, Trail: &desk.Trail{Counter: all.counter},
			Portal: &desk.Portal{Counter: all.counter}, Production: all.production, Parcels: all.parcels, DemoCA: all.demoCA,
			Mails: &desk.Mails{Counter: all.counter}, Webhooks: all.hooks, Complaints: &desk.Complaints{Counter: all.counter}, Clerks: &desk.Clerks{Counter: all.counter},
		},
	})
	return h, err
}

// mailer gives what takes mails out of the house; the demo has none.
func (m mailFlags) mailer(password string) (desk.Mailer, error) {
	if m.SMTPHost == "" {
		return job.Mailbox{}, nil
	}
	host, port := m.SMTPHost, 587
	if h, p, err := net.SplitHostPort(m.SMTPHost); err == nil {
		host = h
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("mail server: %q is no port", p)
		}
	}
	return job.NewSMTP(job.SMTPOptions{Host: host, Port: port, User: m.SMTPUser, Password: password, TLS: m.SMTPTLS, From: m.MailFrom})
}

// greet says where the portal is and, in the demo, who can sign in.
func (s *serveCommand) greet(people []officer.DemoPerson, took time.Duration) {
	fmt.Printf("\nOfficer Portal: %s  (ready after %.1f s; stop with Ctrl+C)\n", s.BaseURL, took.Seconds())
	if s.Demo {
		fmt.Println("\nDemo: sign in by one click on the sign-in page. Mails are at " + s.BaseURL + "/demo/mailbox")
		listDemo(os.Stdout, people)
		fmt.Println()
	}
}
