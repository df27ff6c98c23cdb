package desk

import (
	"context"
	"time"

	"officerportal/officer/ca"
	"officerportal/officer/postgres"
)

// A DemoAuthority answers for the demo's certificates: what was issued and what
// is revoked stands in the database, so that every instance says the same.
type DemoAuthority struct {
	*Counter
	Authority *ca.Authority
}

// RevokeCertificate puts a certificate on the list, by its serial number in
// hexadecimal digits, since a time. Reason is a CRLReason of RFC 5280. Once more
// changes nothing.
func (d *DemoAuthority) RevokeCertificate(ctx context.Context, serial string, reason int, at time.Time) error {
	return d.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		provider, err := tx.Provider()
		if err != nil {
			return err
		}
		return tx.Within(provider.ID, func() error {
			return tx.AddDemoRevocation(postgres.DemoRevocation{Serial: serial, Reason: reason, RevokedAt: at})
		})
	})
}

// RootPEM is the root, to be trusted for practice.
func (d *DemoAuthority) RootPEM() []byte { return d.Authority.RootPEM() }

// CRL lists what is revoked, signed now.
func (d *DemoAuthority) CRL(ctx context.Context) (der []byte, err error) {
	err = d.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		list, err := tx.DemoRevocations()
		if err != nil {
			return err
		}
		revoked := make([]ca.Revocation, len(list))
		for i, r := range list {
			revoked[i] = ca.Revocation{Serial: r.Serial, Reason: r.Reason, At: r.RevokedAt}
		}
		der, err = d.Authority.CRL(revoked, tx.Now)
		return err
	})
	return der, err
}

// OCSP answers a request; [ca.ErrRequest] for what is none.
func (d *DemoAuthority) OCSP(ctx context.Context, request []byte) (answer []byte, err error) {
	err = d.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		answer, err = d.Authority.OCSP(request, func(serial string) (bool, *ca.Revocation, error) {
			issued, r, err := tx.DemoStatus(serial)
			if r == nil || err != nil {
				return issued, nil, err
			}
			return issued, &ca.Revocation{Serial: r.Serial, Reason: r.Reason, At: r.RevokedAt}, nil
		}, tx.Now)
		return err
	})
	return answer, err
}

// ErrNoOCSP says that something is no OCSP request, or about another authority's
// certificates.
var ErrNoOCSP = ca.ErrRequest
