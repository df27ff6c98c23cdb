package web

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/httpsig"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// What the personaliser calls stands in an OpenAPI document that huma makes of the
// types below; it checks what comes by them, too. Every call is signed, see
// package httpsig, and one that changes something carries a key, so that a call
// that comes twice has one effect.

const (
	productionAPI = "/api/production"
	apiBodyLimit  = 8 << 20 // 500 results with their certificates
	idempotency   = "Idempotency-Key"
)

// apiRouter puts huma's routes into the portal's route table, so that they are
// observed and tested as all others.
type apiRouter struct {
	fiber.Router
	r *router
}

// Add makes a route for machines; who calls shows that by a signature.
func (a apiRouter) Add(method, path string, handlers ...fiber.Handler) fiber.Router {
	route := a.r.add(method, path, rbac.Public, handlers[0]).forMachines()
	if method == fiber.MethodPost {
		route.upTo(apiBodyLimit, listReadTime)
	}
	return a
}

// productionAPIRoutes are what the personaliser calls.
func (s *Server) productionAPIRoutes(r *router) {
	cfg := huma.DefaultConfig("Officer Portal: production", "1")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath, cfg.CreateHooks = productionAPI+"/openapi", "", "", nil
	cfg.Info.Description = "For the personaliser: fetch batches, report what was made and sent. " +
		"Requests are signed by RFC 9421 with Ed25519 over @method, @path, @query, for a body content-digest (RFC 9530), and idempotency-key where it is needed; created may differ by five minutes."
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"signature": {Type: "http", Scheme: "signature", Description: "HTTP Message Signatures, RFC 9421. keyid is the SHA-256 of the registered public key's DER as hexadecimal digits."}}
	api := humafiber.NewWithGroup(s.app, apiRouter{s.app, r}, cfg)
	api.UseMiddleware(func(ctx huma.Context, next func(huma.Context)) { s.signedCall(api, ctx, next) })
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: productionAPI + path, Summary: summary, MaxBodyBytes: apiBodyLimit, BodyReadTimeout: -1,
			Security: []map[string][]string{{"signature": {}}}, Errors: []int{401, 404, 409, 413, 422, 503}}
	}
	huma.Register(api, op("list-batches", "GET", "/batches", "Batches of which something is still to come"), s.apiBatches)
	huma.Register(api, op("fetch-batch", "GET", "/batches/{batch}", "A batch as it was signed"), s.apiBatch)
	huma.Register(api, op("post-results", "POST", "/results", "Cards that were made, sent, or could not be made"), s.apiResults)
	huma.Register(api, op("post-dispatch", "POST", "/dispatch", "Parcels that were sent"), s.apiDispatch)
}

// signedCall lets in who signed a call with a registered key.
func (s *Server) signedCall(api huma.API, ctx huma.Context, next func(huma.Context)) {
	c := humafiber.Unwrap(ctx)
	var headers []string
	if c.Method() == fiber.MethodPost {
		headers = append(headers, strings.ToLower(idempotency))
	}
	v := httpsig.Verifier{Keys: s.personalisers, Now: s.now}
	_, err := v.Verify(httpsig.Request{Method: c.Method(), Path: string(c.Context().URI().PathOriginal()), Query: string(c.Context().URI().QueryString()),
		Host: c.Hostname(), Header: func(name string) string { return c.Get(name) }, Body: c.Body()}, headers...)
	if err != nil {
		ctx.SetHeader("WWW-Authenticate", `Signature realm="production"`)
		_ = huma.WriteErr(api, ctx, fiber.StatusUnauthorized, strings.TrimPrefix(err.Error(), "httpsig: "))
		return
	}
	acting, err := s.Production.Personaliser(ctx.Context(), "personaliser")
	if err != nil {
		_ = huma.WriteErr(api, ctx, fiber.StatusServiceUnavailable, page.Translate("en", "refusal.unavailable_text", nil))
		return
	}
	next(huma.WithContext(ctx, acting))
}

// apiError tells a machine what a person would be told, in English.
func (s *Server) apiError(err error) error {
	var refusal *officer.Error
	if !errors.As(err, &refusal) || statuses[refusal.Kind] == 0 {
		s.log.Error("fault", "route", productionAPI, "error", err)
		return huma.Error500InternalServerError("a fault; it is in the portal's log")
	}
	detail := page.Translate("en", refusal.Key, refusal.Args)
	return huma.NewError(statuses[refusal.Kind], detail)
}

// An apiBatch is a batch in the list.
type apiBatch struct {
	Batch     officer.BatchID `json:"batch" doc:"Its id"`
	Status    string          `json:"status" enum:"open,closed" doc:"closed: each card was made or could not be; parcels may still have to be sent"`
	MadeAt    time.Time       `json:"made_at"`
	FetchedAt *time.Time      `json:"fetched_at,omitempty" doc:"When it was fetched first"`
	Cards     int             `json:"cards"`
	Produced  int             `json:"produced" doc:"Cards that were reported as made"`
}

type apiBatchList struct {
	Body struct {
		Batches []apiBatch `json:"batches"`
	}
}

func (s *Server) apiBatches(ctx context.Context, _ *struct{}) (*apiBatchList, error) {
	batches, err := s.Production.WaitingBatches(ctx)
	if err != nil {
		return nil, s.apiError(err)
	}
	out := &apiBatchList{}
	out.Body.Batches = []apiBatch{}
	for _, b := range batches {
		x := apiBatch{b.ID, b.Status, b.MadeAt, nil, b.Cards, b.Produced}
		if !b.FetchedAt.IsZero() {
			x.FetchedAt = &b.FetchedAt
		}
		out.Body.Batches = append(out.Body.Batches, x)
	}
	return out, nil
}

type apiFile struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *Server) apiBatch(ctx context.Context, in *struct {
	Batch string `path:"batch" doc:"The batch's id"`
}) (*apiFile, error) {
	id, err := officer.ParseID[officer.BatchID](in.Batch)
	if err != nil {
		return nil, s.apiError(err)
	}
	file, err := s.Production.FetchWaiting(ctx, id)
	if err != nil {
		return nil, s.apiError(err)
	}
	return &apiFile{fiber.MIMEApplicationJSON, file}, nil
}

// An apiSending is when a parcel was handed to the carrier.
type apiSending struct {
	At       string `json:"at" doc:"RFC 3339, or a day" example:"2026-03-02T15:00:00+01:00" maxLength:"40"`
	Tracking string `json:"tracking,omitempty" maxLength:"40" doc:"The carrier's number"`
}

// An apiResult is what the personaliser reports of one card; the desk holds it
// against the rules of files.
type apiResult struct {
	Card         string            `json:"card" maxLength:"40"`
	Serial       string            `json:"serial,omitempty" maxLength:"32" doc:"The chip's number (ICCSN), 8 to 32 digits or letters A to F"`
	Certificates map[string]string `json:"certificates,omitempty" doc:"By usage, qualified and authentication: PEM, or the DER's Base64"`
	Chain        []string          `json:"chain,omitempty" maxItems:"4" doc:"Certificates of the authorities above them, without the anchor"`
	ProducedOn   string            `json:"produced_on,omitempty" maxLength:"10" example:"2026-03-02"`
	CardSent     *apiSending       `json:"card_sent,omitempty"`
	PINSent      *apiSending       `json:"pin_letter_sent,omitempty"`
	Fault        *apiFault         `json:"fault,omitempty" doc:"Why the card cannot be made; then nothing else is said of it"`
}

type apiFault struct {
	Code string `json:"code" enum:"chip,key_generation,certificate,printing,data,address,other"`
	Text string `json:"text,omitempty" maxLength:"500"`
}

// An apiParcel is what was sent of one card.
type apiParcel struct {
	Card     string      `json:"card" maxLength:"40"`
	CardSent *apiSending `json:"card_sent,omitempty"`
	PINSent  *apiSending `json:"pin_letter_sent,omitempty"`
}

type apiResults struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"Names the call: sent again with the same content it is answered the same and does nothing, with other content it is refused (409). Kept for 30 days."`
	Body struct {
		Batch   string      `json:"batch" maxLength:"40"`
		Results []apiResult `json:"results" minItems:"1" maxItems:"500"`
	}
}

type apiDispatch struct {
	Key  string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$"`
	Body struct {
		Batch string      `json:"batch" maxLength:"40"`
		Sent  []apiParcel `json:"sent" minItems:"1" maxItems:"500"`
	}
}

// An apiReport says what became of each row.
type apiReport struct {
	Body struct {
		Taken     int      `json:"taken" doc:"Rows that changed something"`
		Unchanged int      `json:"unchanged" doc:"Rows that say what was known"`
		Refused   int      `json:"refused" doc:"Rows with problems; nothing of them was taken"`
		Faults    int      `json:"faults" doc:"Cards that cannot be made; their orders wait"`
		Rows      []apiRow `json:"rows"`
	}
}

type apiRow struct {
	Line     int          `json:"line" doc:"The row's place, from 1"`
	Card     string       `json:"card"`
	Outcome  string       `json:"outcome" enum:"taken,unchanged,fault,refused"`
	Problems []apiProblem `json:"problems,omitempty"`
}

type apiProblem struct {
	Field string `json:"field"`
	Key   string `json:"key" doc:"Stays the same; for programs"`
	Text  string `json:"text" doc:"What to do; for people"`
}

func (s *Server) apiResults(ctx context.Context, in *apiResults) (*apiReport, error) {
	return s.apiCall(ctx, "results "+in.Key, in.Body.Batch, in.Body.Results)
}

func (s *Server) apiDispatch(ctx context.Context, in *apiDispatch) (*apiReport, error) {
	return s.apiCall(ctx, "dispatch "+in.Key, in.Body.Batch, in.Body.Sent)
}

// apiCall hands rows to the desk as a file of them would be, and puts the answer
// into words.
func (s *Server) apiCall(ctx context.Context, key, batch string, rows any) (*apiReport, error) {
	id, err := officer.ParseID[officer.BatchID](batch)
	if err != nil {
		return nil, s.apiError(err)
	}
	file, err := json.Marshal(map[string]any{"results": rows})
	if err != nil {
		return nil, err
	}
	text, err := s.Production.Call(ctx, key, id, file)
	if err != nil {
		return nil, s.apiError(err)
	}
	var answer desk.CallAnswer
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, err
	}
	return report(answer), nil
}

func report(a desk.CallAnswer) *apiReport {
	out := &apiReport{}
	out.Body.Taken, out.Body.Unchanged, out.Body.Refused, out.Body.Faults = a.Taken, a.Unchanged, a.Refused, a.Faults
	for _, r := range a.Rows {
		row := apiRow{Line: r.Line, Card: string(r.Card), Outcome: string(r.Outcome)}
		for _, p := range r.Problems {
			row.Problems = append(row.Problems, apiProblem{p.Field, p.Key, page.Translate("en", p.Key, page.ProblemArgs("en", p))})
		}
		out.Body.Rows = append(out.Body.Rows, row)
	}
	return out
}
