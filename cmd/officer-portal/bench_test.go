package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkStart starts whole portals: cold makes PostgreSQL's data and fills in
// the demo, warm finds both.
func BenchmarkStart(b *testing.B) {
	var cold, warm []time.Duration
	for b.Loop() {
		p := newPortal(b)
		cold = append(cold, p.start(b))
		p.stop()
		warm = append(warm, p.start(b))
		p.stop()
	}
	b.ReportMetric(median(cold).Seconds(), "cold-s")
	b.ReportMetric(median(warm).Seconds(), "warm-s")
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// resident gives the portal's resident memory in MiB, without PostgreSQL.
func (p *portal) resident(tb testing.TB) float64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		tb.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	var kib float64
	if _, err := fmt.Sscan(after, &kib); err != nil {
		tb.Fatal(err)
	}
	return kib / 1024
}

// BenchmarkPages reads the pages of an officer's day from a whole portal over
// HTTP, one after the other and then from eight desks at once, and reports the
// time that 95 of 100 keep within, and the memory the portal holds.
func BenchmarkPages(b *testing.B) {
	p := newPortal(b)
	p.start(b)
	time.Sleep(2 * time.Second)
	idle := p.resident(b)
	db := p.owner(b)
	who, ids := signedCases(b, db, 1)
	db.Close()
	at := p.browser(b)
	at.signIn(b, who)
	base := "/desk/cases/" + string(ids[0])
	pages := []string{"/desk", searching, "/desk/orders", "/desk/cases/new", base, base + "/document", base + "/checks", base + "/person",
		base + "/certificate", base + "/review", base + "/sign"}
	for _, path := range pages {
		name := strings.TrimPrefix(strings.Replace(path, string(ids[0]), "CASE", 1), "/")
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				took = append(took, read(b, at, path))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
	b.Run("eight desks", func(b *testing.B) { eightDesks(b, p, who, pages, idle) })
}

// searching stands among the pages for a search of the work list, which is a form
// and the page it leads to.
const searching = "/desk search"

func read(tb testing.TB, at *browser, path string) time.Duration {
	start := time.Now()
	if path == searching {
		_, found, err := at.post("/desk", url.Values{"q": {"Müller"}})
		if path = found; err != nil {
			tb.Error(err)
		}
	}
	if status, _, err := at.get(path); err != nil || status != http.StatusOK {
		tb.Errorf("%s: %d %v", path, status, err)
	}
	return time.Since(start)
}

func eightDesks(b *testing.B, p *portal, who string, pages []string, idle float64) {
	var mu sync.Mutex
	var took []time.Duration
	peak := 0.0
	desks := make([]*browser, 8)
	for i := range desks {
		desks[i] = p.browser(b)
		desks[i].signIn(b, who)
	}
	b.ResetTimer()
	start := time.Now()
	var wg sync.WaitGroup
	for i, at := range desks {
		wg.Go(func() {
			for n := i; n < b.N; n += len(desks) {
				d := read(b, at, pages[n%len(pages)])
				mu.Lock()
				took = append(took, d)
				if n%200 == 0 {
					peak = max(peak, p.resident(b))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/time.Since(start).Seconds(), "pages/s")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(idle, "idle-MiB")
	b.ReportMetric(peak, "peak-MiB")
}
