package web

import (
	"context"
	"mime"
	"path"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// jobRoutes are one's own long work: how far it is, what came of it.
func (s *Server) jobRoutes(r *router) {
	r.get("/jobs", rbac.JobRead, s.jobs).inMenu("job.menu")
	r.get("/jobs/:job", rbac.JobRead, s.job)
	r.get("/jobs/:job/events", rbac.JobRead, s.jobEvents)
	r.get("/jobs/:job/result", rbac.JobRead, s.jobResult)
	r.post("/jobs/:job/cancel", rbac.JobCancel, s.cancelJob)
}

func (s *Server) jobID(c *fiber.Ctx) (officer.JobID, error) {
	return officer.ParseID[officer.JobID](c.Params("job"))
}

func (s *Server) jobs(c *fiber.Ctx) error {
	list, err := s.Jobs.Mine(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "job.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Jobs(f, list)
	})
}

func (s *Server) ownJob(c *fiber.Ctx) (officer.Job, error) {
	id, err := s.jobID(c)
	if err != nil {
		return officer.Job{}, err
	}
	return s.Jobs.Job(c.UserContext(), id)
}

func (s *Server) job(c *fiber.Ctx) error {
	j, err := s.ownJob(c)
	if err != nil {
		return err
	}
	f := s.frame(c, "job.title")
	f.Title = f.JobTitle(j)
	if j.Running() {
		f.Refresh = 2 * time.Second
	}
	return s.render(c, page.JobPage(f, page.JobView{Job: j, Until: j.EndedAt.Add(desk.JobsKept)}))
}

// jobEvents tells the page of a job how far it is, until it has ended.
func (s *Server) jobEvents(c *fiber.Ctx) error {
	j, err := s.ownJob(c)
	if err != nil {
		return err
	}
	f := &page.Frame{Language: s.language(c)}
	return s.stream(c, func(ctx context.Context) (Step, error) {
		j, err := s.Jobs.Job(ctx, j.ID)
		return Step{Value: j.Done, Max: max(j.Total, 1), Text: f.JobProgress(j), Done: !j.Running()}, err
	})
}

// jobResult gives what a job made. A PDF opens in the browser; anything else is
// to be saved.
func (s *Server) jobResult(c *fiber.Ctx) error {
	id, err := s.jobID(c)
	if err != nil {
		return err
	}
	name, content, err := s.Jobs.Result(c.UserContext(), id)
	if err != nil {
		return err
	}
	if path.Ext(name) == ".pdf" {
		return sendPDF(c, name, content)
	}
	c.Set(fiber.HeaderContentType, orElse(mime.TypeByExtension(path.Ext(name)), fiber.MIMEOctetStream))
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(content)
}

func (s *Server) cancelJob(c *fiber.Ctx) error {
	id, err := s.jobID(c)
	if err != nil {
		return err
	}
	if err := s.Jobs.Cancel(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, "/jobs/"+string(id), "job.stopped")
}
