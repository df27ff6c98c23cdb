package postgres

import "officerportal/officer"

// portalShopColumns are a shop's as a person sees it: of a closed organisation
// every shop is closed.
const portalShopColumns = shopColumns + `, case when h.status = 'active' then s.status else 'closed' end as status_now, h.name as house,
	coalesce(c.joined_at, '0001-01-01Z') as entered_at, coalesce(c.left_at, '0001-01-01Z') as left_at, coalesce(c.left_why, '') as left_why`

const portalShopTables = ` join organisations h on h.id = s.organisation_id
	left join shop_customers c on c.organisation_id = s.organisation_id and c.shop_id = s.id and c.account_id = $1 `

type portalShopRow struct {
	officer.PortalShop
	Invoice   []byte
	StatusNow string
}

func (r portalShopRow) portalShop() (officer.PortalShop, error) {
	s := r.PortalShop
	var err error
	s.Shop, err = shopRow{Shop: s.Shop, Invoice: r.Invoice}.shop()
	s.Status = r.StatusNow
	return s, err
}

// PortalShop finds a shop that the person whose scope this is may see, wherever
// it is: the public one, those they entered, those where they applied or that
// released something to them. Whether they may order there is asked of it.
func (tx *Tx) PortalShop(id officer.ShopID) (officer.PortalShop, error) {
	list, err := tx.portalShops(`from shops s`+portalShopTables+`where s.id = $2`, tx.Scope.Account, id)
	if err == nil && len(list) == 0 {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	if err != nil {
		return officer.PortalShop{}, err
	}
	return list[0], nil
}

// PortalShops lists the shops that stand in the person's portal: those they
// entered, by name, and the public one at the end.
func (tx *Tx) PortalShops() ([]officer.PortalShop, error) {
	return tx.portalShops(`from (select organisation_id, shop_id from shop_customers where account_id = $1 and left_at is null
			union select organisation_id, id from shops where public) x
		join shops s on s.organisation_id = x.organisation_id and s.id = x.shop_id`+portalShopTables+`order by s.public, s.name, s.id limit 100`, tx.Scope.Account)
}

// PortalShopNames lists as many of the same shops, by id and name alone, as a
// menu has room for.
func (tx *Tx) PortalShopNames(limit int) (list []officer.Shop, err error) {
	err = tx.list(&list, `select s.id, s.name, s.public from (select organisation_id, shop_id from shop_customers where account_id = $1 and left_at is null
			union select organisation_id, id from shops where public) x
		join shops s on s.organisation_id = x.organisation_id and s.id = x.shop_id where s.status = 'open' order by s.public, s.name, s.id limit $2`,
		tx.Scope.Account, limit)
	return list, err
}

func (tx *Tx) portalShops(from string, args ...any) ([]officer.PortalShop, error) {
	var rows []portalShopRow
	if err := tx.list(&rows, `select `+portalShopColumns+` `+from, args...); err != nil {
		return nil, err
	}
	list := make([]officer.PortalShop, len(rows))
	shops := make([]officer.Shop, len(rows))
	for i, r := range rows {
		var err error
		if list[i], err = r.portalShop(); err != nil {
			return nil, err
		}
		shops[i] = list[i].Shop
	}
	if err := tx.fillOffers(shops); err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Shop = shops[i]
	}
	return list, nil
}

// LeaveShop takes a shop out of the person's portal, by their own wish.
func (tx *Tx) LeaveShop(id officer.ShopID) error {
	return tx.one(officer.Fail(officer.Conflict, "shop.not_entered"), `update shop_customers set left_at = $3, left_why = 'left'
		where account_id = $1 and shop_id = $2 and left_at is null`, tx.Scope.Account, id, tx.Now)
}
