package job_test

import (
	"context"
	"fmt"
	"net"
	"sync/atomic"
	"testing"

	"github.com/emersion/go-smtp"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/job"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// queued puts mails into the outbox, some at a time.
func queued(b *testing.B, d *dbtest.Database, count int) {
	b.Helper()
	for done := 0; done < count; done += 500 {
		var list []officer.Mail
		for range min(500, count-done) {
			m := aMail()
			m.MessageID = string(m.ID) + "@portal.example"
			list = append(list, m)
		}
		if err := d.DB.Do(b.Context(), postgres.System, func(tx *postgres.Tx) error { return tx.QueueMails(list) }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMailsQueued(b *testing.B) {
	d := dbtest.New(b)
	b.ResetTimer()
	queued(b, d, b.N)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}

// Each mail is a transaction and a connection of its own to a mail server on
// loopback, by as many workers as the name says.
func BenchmarkMailsSent(b *testing.B) {
	for _, workers := range []int{1, 4} {
		b.Run(fmt.Sprint("workers=", workers), func(b *testing.B) {
			d, office := dbtest.New(b), &postOffice{}
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			server := smtp.NewServer(office)
			go server.Serve(l)
			b.Cleanup(func() { server.Close() })
			mailer, err := job.NewSMTP(job.SMTPOptions{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: "none", From: "portal@example.org"})
			if err != nil {
				b.Fatal(err)
			}
			outbox := &desk.Outbox{Counter: &desk.Counter{DB: d.DB}, Mailer: mailer}
			queued(b, d, b.N)
			var sent atomic.Int64
			b.ResetTimer()
			done := make(chan error, workers)
			for range workers {
				go func() {
					for {
						found, err := outbox.Deliver(context.Background())
						if err != nil || !found {
							done <- err
							return
						}
						sent.Add(1)
					}
				}()
			}
			for range workers {
				if err := <-done; err != nil {
					b.Error(err)
				}
			}
			if int(sent.Load()) != b.N || office.count() != b.N {
				b.Errorf("%d of %d sent, %d arrived", sent.Load(), b.N, office.count())
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}
