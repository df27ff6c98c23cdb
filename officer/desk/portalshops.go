package desk

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// PortalShops are the shops in a person's portal: the public one, and those they
// entered by a code.
type PortalShops struct{ *Counter }

// A Visit is a shop as a person sees it.
type Visit struct {
	officer.PortalShop
	Products []officer.Product // what it sells, in the catalogue's order
	Now      time.Time
	Refusal  error // why nothing can be ordered here now; nil when it can
}

// List lists the shops in the actor's portal.
func (s *PortalShops) List(ctx context.Context) ([]officer.PortalShop, error) {
	return viewOwn(ctx, s.Counter, rbac.ShopEnter, (*postgres.Tx).PortalShops)
}

// inMenu is how many shops a menu names; the others stand in the list.
const inMenu = 4

// Names lists the open shops of the actor's portal for the menu, by id and name.
func (s *PortalShops) Names(ctx context.Context) ([]officer.Shop, error) {
	return viewOwn(ctx, s.Counter, rbac.ShopEnter, func(tx *postgres.Tx) ([]officer.Shop, error) { return tx.PortalShopNames(inMenu) })
}

// Shop shows one shop.
func (s *PortalShops) Shop(ctx context.Context, id officer.ShopID) (Visit, error) {
	return viewOwn(ctx, s.Counter, rbac.ShopEnter, func(tx *postgres.Tx) (v Visit, err error) {
		shop, err := tx.PortalShop(id)
		if err != nil {
			return v, err
		}
		return visit(tx, shop)
	})
}

func visit(tx *postgres.Tx, shop officer.PortalShop) (Visit, error) {
	v := Visit{PortalShop: shop, Now: tx.Now, Refusal: shop.Open(tx.Now)}
	all, err := tx.Products()
	for _, p := range all {
		if len(shop.Procedures(p)) > 0 {
			v.Products = append(v.Products, p)
		}
	}
	return v, err
}

// Logo gives a shop's picture by its digest.
func (s *PortalShops) Logo(ctx context.Context, id officer.ShopID, digest string) (officer.Logo, error) {
	return viewOwn(ctx, s.Counter, rbac.ShopEnter, func(tx *postgres.Tx) (officer.Logo, error) { return tx.ShopLogo(id, digest) })
}

// Enter puts the shop that a typed code opens into the actor's portal. A slip of
// the keyboard is told by the check symbol and costs no try. Whatever else keeps
// a code from opening a shop is one refusal, shopcode.unknown, after the same
// work; too many tries are TooMany.
func (s *PortalShops) Enter(ctx context.Context, typed string, from Visitor) (officer.ShopID, error) {
	actor, err := admit(ctx, rbac.ShopEnter)
	if err != nil {
		return "", err
	}
	code, err := readShopCode(typed)
	if err != nil {
		return "", err
	}
	digests := s.Keys.Digests.Candidates(shopCodeDigest, secret.Of(code.Reveal()))
	door, err := s.knock(ctx, actor.Account, digests, from)
	if err != nil {
		return "", err
	}
	return through(ctx, s.Counter, rbac.ShopEnter, inside(door.Shop.Organisation), func(tx *postgres.Tx) (officer.ShopID, error) {
		if err := s.letIn(tx, door.Code.ID, digests); err != nil {
			return "", err
		}
		return door.Shop.ID, giveBack(tx, s.shopTries(actor.Account, from))
	})
}

// readShopCode reads what was typed. An order code in its place is told, since
// it cannot be a slip.
func readShopCode(typed string) (officer.Code, error) {
	code, err := officer.ParseCode(typed, officer.ShopCodeSymbols)
	if err == nil {
		return code, nil
	}
	var p officer.Problems
	if _, other := officer.ParseCode(typed, officer.OrderCodeSymbols); other == nil {
		err = officer.Fail(officer.Invalid, "shopcode.is_order_code")
	}
	p.AddErr("code", err)
	return code, p.Err()
}

// inside is the scope in which somebody gets into a shop: they may not see its
// codes themselves. What is written stays in its organisation, and so does the
// line in its book.
func inside(id officer.OrganisationID) func(officer.Actor) postgres.Scope {
	return func(officer.Actor) postgres.Scope { return postgres.System.InOrganisation(id) }
}

// shopTries says where a try of a code is counted.
func (c *Counter) shopTries(id officer.AccountID, from Visitor) []count {
	byAddress := c.counted(officer.ThrottleShopAddress, network(from.Address))
	byAddress.shared = true
	return []count{byAddress, c.counted(officer.ThrottleShopCode, string(id))}
}

// knock counts a try and finds the door that a code opens. A refusal stands in
// the person's own book.
func (s *PortalShops) knock(ctx context.Context, id officer.AccountID, digests []string, from Visitor) (door officer.ShopDoor, err error) {
	err = s.settle(ctx, func(tx *postgres.Tx) error {
		for _, c := range s.shopTries(id, from) {
			if _, err := tx.Try(c.key, c.throttle); err != nil {
				return err
			}
		}
		door, err = tx.ShopDoor(digests, id)
		if errors.Is(err, officer.NotFound) {
			err = officer.ShopCodeUnknown()
		}
		if err == nil {
			err = door.Opens(tx.Now)
		}
		if errors.Is(err, officer.Invalid) {
			tx.Record("shop_code.refused", string(id))
		}
		return err
	})
	return door, err
}

// letIn takes a place of the code's quota, where one is needed, and puts the
// shop into the person's portal. Whoever enters by the same code at the same
// time waits here, so that the last place goes to one, and one person at two
// windows takes one place.
func (s *PortalShops) letIn(tx *postgres.Tx, id officer.ShopCodeID, digests []string) error {
	if err := tx.LockShopCode(id); err != nil {
		return err
	}
	door, err := tx.ShopDoor(digests, tx.Actor.Account)
	if err != nil {
		return err
	}
	if err := door.Opens(tx.Now); err != nil {
		return err
	}
	tx.Record("shop.entered", string(door.Shop.ID), "code", id, "again", door.CameBy != "")
	if door.In() {
		return nil
	}
	if door.Counts() {
		used, err := tx.UseShopCode(id)
		if err != nil {
			return err
		}
		if !used {
			return officer.ShopCodeUnknown()
		}
	}
	return s.welcome(tx, door)
}

// welcome writes the person down as a customer, under their account's name.
func (s *PortalShops) welcome(tx *postgres.Tx, door officer.ShopDoor) error {
	a, err := tx.Account(tx.Actor.Account)
	if err != nil {
		return err
	}
	if a.Status != officer.AccountActive { // closed since the request began
		return officer.Fail(officer.Unauthenticated, "signin.needed")
	}
	return tx.AddShopCustomer(officer.ShopCustomer{Shop: door.Shop.ID, Account: a.ID, Code: door.Code.ID, Name: a.Name(), Email: a.Email, JoinedAt: tx.Now},
		officer.SearchForm(a.FamilyName+" "+a.GivenNames))
}

// Leave takes a shop out of the actor's portal. What they ordered there goes on.
func (s *PortalShops) Leave(ctx context.Context, id officer.ShopID) error {
	return changeOwn(ctx, s.Counter, rbac.ShopEnter, func(tx *postgres.Tx) error {
		shop, err := tx.PortalShop(id)
		if err != nil {
			return err
		}
		if shop.Public {
			return officer.Fail(officer.Conflict, "shop.public_stays")
		}
		if err := tx.At(shop.Organisation); err != nil {
			return err
		}
		tx.Record("shop.left", string(id))
		return tx.LeaveShop(id)
	})
}
