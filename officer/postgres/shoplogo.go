package postgres

import "officerportal/officer"

// ShopLogo reads a shop's picture by its digest: for the organisation, or for a
// person who may see the shop.
func (tx *Tx) ShopLogo(shop officer.ShopID, digest string) (l officer.Logo, err error) {
	err = tx.get(&l, `select l.media_type, l.content, l.digest from shops s
		join shop_logos l on l.organisation_id = s.organisation_id and l.shop_id = s.id
		where s.id = $1 and l.digest = $2 and ($3 = '' or s.organisation_id = $3)`, shop, digest, tx.Organisation())
	return l, err
}

// SaveShopLogo gives a shop its picture, in place of the one before.
func (tx *Tx) SaveShopLogo(shop officer.ShopID, l officer.Logo) error {
	return tx.exec(`insert into shop_logos (organisation_id, shop_id, media_type, content, digest) values ($1, $2, $3, $4, $5)
		on conflict (organisation_id, shop_id) do update set media_type = excluded.media_type, content = excluded.content, digest = excluded.digest`,
		tx.Organisation(), shop, l.MediaType, l.Content, l.Digest)
}

// DropShopLogo takes a shop's picture away.
func (tx *Tx) DropShopLogo(shop officer.ShopID) error {
	return tx.one(officer.Fail(officer.NotFound, "page.not_found"), `delete from shop_logos where organisation_id = $1 and shop_id = $2`, tx.Organisation(), shop)
}
