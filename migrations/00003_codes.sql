-- Codes, shops as applicants see them, the applicant's own portal.
--
-- What a natural person does in their portal happens in the scope of their account. Within an organisation's shop that
-- scope names the organisation as well (app.organisation), so that its book can say what they did; it opens no row
-- that is not theirs.

-- +goose Up

-- Shops -----------------------------------------------------------------------------------------------------------

alter table shops
  add column contact_name  text not null default '',
  add column contact_email text not null default '',
  add column contact_phone text not null default '',
  add column opens_at      timestamptz,
  add column closes_at     timestamptz,
  add column delivery_to   text not null default 'any',        -- where cards may be sent
  add column paid_by       text not null default 'applicant',  -- whose address the invoice has
  add column invoice       jsonb not null default '{}',        -- recipient and address where the organisation pays
  add column purchase_order_required boolean not null default false,
  add column cost_centre_required boolean not null default false;
alter table shops add constraint shop_delivery_known check (delivery_to in ('any', 'applicant', 'desk'));
alter table shops add constraint shop_paid_by_known check (paid_by in ('applicant', 'organisation'));
alter table shops add constraint shop_period_forward check (closes_at is null or opens_at is null or closes_at > opens_at);

-- found by their id alone where a person opens them; the few that are for everybody
create index shops_id on shops (id);
create index shops_public on shops (organisation_id, id) where public;

create table shop_logos (
  organisation_id text not null,
  shop_id    text not null,
  media_type text not null,
  content    bytea not null,
  digest     text not null, -- of the content, for the address under which browsers keep it
  primary key (organisation_id, shop_id),
  constraint logo_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id),
  constraint logo_media_type_known check (media_type in ('image/png', 'image/jpeg'))
);

-- A shop code opens a shop to whoever enters it. Only a keyed digest is kept.
create table shop_codes (
  organisation_id text not null,
  id         text not null,
  shop_id    text not null,
  digest     text not null,
  label      text not null,           -- what the organisation calls it: the poster in the canteen
  quota      integer,                 -- how many people may enter by it; null for any number
  used       integer not null default 0,
  expires_at timestamptz,
  status     text not null default 'active',
  replaces   text,                    -- the code in whose stead it was drawn
  created_by text not null,
  created_at timestamptz not null,
  ended_at   timestamptz,
  version    integer not null default 1,
  primary key (organisation_id, id),
  constraint shop_code_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id),
  constraint shop_code_once unique (organisation_id, digest),
  -- replaced: another was drawn in its stead, and whoever entered by it stays
  constraint shop_code_status_known check (status in ('active', 'paused', 'revoked', 'replaced')),
  constraint shop_code_quota check (used >= 0 and (quota is null or (quota >= 1 and used <= quota)))
);
create index shop_codes_digest on shop_codes (digest);
create index shop_codes_shop on shop_codes (organisation_id, shop_id, created_at desc, id desc);

-- Who entered a shop, and has it in their portal until they leave it, are taken
-- out of it, or the code they came by is revoked.
create table shop_customers (
  organisation_id text not null,
  shop_id    text not null,
  account_id text not null,
  code_id    text not null,
  name       text not null,
  email      text not null,
  search_name text not null,
  joined_at  timestamptz not null,
  left_at    timestamptz,
  left_why   text not null default '',
  primary key (organisation_id, shop_id, account_id),
  constraint customer_left_why_known check (left_why in ('', 'left', 'removed', 'revoked') and (left_at is null) = (left_why = '')),
  constraint customer_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id),
  constraint customer_code foreign key (organisation_id, code_id) references shop_codes (organisation_id, id)
);
create index shop_customers_account on shop_customers (account_id) where left_at is null;
create index shop_customers_joined on shop_customers (organisation_id, shop_id, joined_at desc, account_id desc);
create index shop_customers_code on shop_customers (organisation_id, code_id, joined_at desc, account_id desc);
create index shop_customers_search on shop_customers (organisation_id, shop_id, search_name collate "C", account_id);
create index shop_customers_email on shop_customers (organisation_id, shop_id, email collate "C", account_id);

-- Order codes -----------------------------------------------------------------------------------------------------

-- An order code releases one product of one shop. Only a keyed digest is kept.
create table order_codes (
  organisation_id text not null,
  id             text not null,
  shop_id        text not null,
  product_id     text not null references products (id),
  batch          text not null default '', -- the job that drew it from a list of people; empty for one drawn alone
  digest         text not null,
  uses           integer not null,
  used           integer not null default 0,
  expires_at     timestamptz,
  email          text not null default '', -- bound to this address, or to this domain; empty for anybody
  email_key      text not null default '',
  domain         text not null default '',
  recipient      text not null default '', -- whom it is for, as the letter and the list name them
  procedures     text[] not null default '{}', -- of those that the shop offers; empty for all
  purchase_order text not null default '',
  cost_centre    text not null default '',
  note           text not null default '',
  status         text not null default 'active',
  created_by     text not null,
  created_at     timestamptz not null,
  ended_at       timestamptz,
  version        integer not null default 1,
  primary key (organisation_id, id),
  constraint order_code_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id),
  constraint order_code_once unique (organisation_id, digest),
  constraint order_code_status_known check (status in ('active', 'paused', 'revoked')),
  constraint order_code_uses check (uses between 1 and 10000 and used between 0 and uses),
  constraint order_code_bound_once check (email = '' or domain = '')
);
create index order_codes_digest on order_codes (digest);
create index order_codes_created on order_codes (organisation_id, created_at desc, id desc);
create index order_codes_status on order_codes (organisation_id, status, created_at desc, id desc);
create index order_codes_batch on order_codes (organisation_id, batch, created_at desc, id desc) where batch <> '';
create index order_codes_email on order_codes (organisation_id, email_key) where email_key <> '';

-- The words by whose beginnings a code is found. Rows of their own, since row level security lets no index answer that
-- works on arrays or texts as a whole. They come and stay with their code in one statement of the portal; a foreign key
-- would look it up fifty thousand times for a list of ten thousand people.
create table order_code_words (
  organisation_id text not null,
  word    text collate "C" not null,
  code_id text not null,
  primary key (organisation_id, word, code_id)
);

-- A list of people that somebody uploaded, checked and may confirm: each is to get a personal code. What the list says
-- and the seed from which its codes are drawn lie sealed, and are dropped after a day.
create table order_code_lists (
  organisation_id text not null references organisations (id),
  id         text not null, -- of the job that it becomes
  created_by text not null,
  created_at timestamptz not null,
  content    bytea not null,
  primary key (organisation_id, id)
);
create index order_code_lists_created on order_code_lists (created_at);

-- Who redeemed a code. Until there is an order of it, it keeps the product released to them.
create table redemptions (
  organisation_id text not null,
  id         text not null,
  code_id    text not null,
  account_id text not null,
  name       text not null,
  email      text not null,
  redeemed_at timestamptz not null,
  primary key (organisation_id, id),
  constraint redemption_code foreign key (organisation_id, code_id) references order_codes (organisation_id, id),
  constraint redemption_once unique (organisation_id, code_id, account_id)
);
create index redemptions_account on redemptions (account_id, redeemed_at desc);
create index redemptions_code on redemptions (organisation_id, code_id, redeemed_at desc, id desc);

-- Ordering --------------------------------------------------------------------------------------------------------

-- An applicant's draft is theirs alone: its organisation learns who they are when they submit it. What they say of their
-- identity document stands here, the number sealed, until an officer sees the document (identifications) or another
-- procedure does.
alter table applications
  add column redemption_id text, -- by which the product was released; null where the shop is open to them
  add column stated_type text not null default '',
  add column stated_number_sealed bytea,
  add column stated_issuer text not null default '',
  add column stated_country text not null default '',
  add column stated_issued_on date,
  add column stated_expires_on date;
alter table applications alter column person_id drop not null;
alter table applications add constraint application_person_known check (person_id is not null or status in ('draft', 'withdrawn', 'expired'));
alter table applications add constraint application_redemption foreign key (organisation_id, redemption_id) references redemptions (organisation_id, id);
create index applications_redemption on applications (organisation_id, redemption_id) where redemption_id is not null;
create unique index application_redemption_once on applications (organisation_id, redemption_id)
  where redemption_id is not null and status not in ('draft', 'withdrawn', 'expired', 'aborted', 'rejected');
create unique index application_draft_once on applications (organisation_id, account_id, shop_id, product_id) where status = 'draft' and created_by = account_id;
alter table orders add column closed_why text not null default ''; -- why the applicant gave it up
-- The provider's number of a PostIdent procedure, printed on the coupon.
alter table orders add column procedure_number text not null default '';
create unique index order_procedure_number_once on orders (organisation_id, procedure_number) where procedure_number <> '';
create index orders_account_status on orders (account_id, status, created_at desc, id desc) where account_id is not null;

-- How many weeks delivery takes at present, where an announcement is about that; the portal reckons with it.
alter table announcements add column delivery_weeks integer not null default 0;
alter table announcements add constraint announcement_delivery_range check (delivery_weeks between 0 and 52);
set local app.scope = 'system';
update announcements set delivery_weeks = 6 where id = 'ann_dejiverytimeaaaa';

-- Accounts --------------------------------------------------------------------------------------------------------

-- A registration waits for its link to be followed and its password to be typed once more; whoever registers
-- somebody else's address first gains nothing.
create table registrations (
  id            text primary key,
  email         text not null,
  email_key     text not null,
  given_names   text not null,
  family_name   text not null,
  language      text not null,
  password_hash text not null,
  return_path   text not null default '', -- where the person was on their way
  created_at    timestamptz not null,
  expires_at    timestamptz not null
);
create index registrations_email on registrations (email_key, created_at desc);
create index registrations_expiring on registrations (expires_at);

-- A change of address is done when both addresses confirmed it.
create table email_changes (
  account_id text not null references accounts (id),
  id         text not null,
  email      text not null,
  email_key  text not null,
  old_confirmed_at timestamptz,
  new_confirmed_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at   timestamptz,
  primary key (account_id, id)
);
create unique index email_change_one on email_changes (account_id) where ended_at is null;

-- A matter about an account that a clerk of the provider looks into.
create table enquiries (
  id          text primary key,
  kind        text not null,
  account_id  text not null,
  subject     text not null default '', -- what it is about besides the account: an application
  note        text not null default '',
  raised_at   timestamptz not null,
  status      text not null default 'open',
  handled_by  text,
  handled_name text not null default '',
  handled_at  timestamptz,
  outcome     text not null default '',
  outcome_note text not null default '',
  version     integer not null default 1,
  constraint enquiry_kind_known check (kind in ('account_deletion', 'two_identities')),
  constraint enquiry_status_known check (status in ('open', 'closed')),
  constraint enquiry_outcome_known check (outcome in ('', 'done', 'refused', 'unfounded', 'withdrawn')),
  constraint enquiry_closed_with_outcome check (status <> 'closed' or (handled_by is not null and handled_at is not null and outcome <> ''))
);
create unique index enquiry_once on enquiries (account_id, kind) where status = 'open';
create index enquiries_open on enquiries (raised_at, id) where status = 'open';
create index enquiries_closed on enquiries (handled_at desc, id desc) where status = 'closed';

-- Row level security ----------------------------------------------------------------------------------------------

-- +goose StatementBegin
do $$
declare
  t text;
  org constant text := $q$organisation_id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation'$q$;
  own constant text := $q$account_id = nullif(current_setting('app.account', true), '') and current_setting('app.scope', true) = 'account'$q$;
  all_rows constant text := $q$current_setting('app.scope', true) in ('tsp', 'system')$q$;
  person constant text := $q$account_id = nullif(current_setting('app.account', true), '')$q$;
begin
  foreach t in array array['shop_logos', 'shop_codes', 'shop_customers', 'order_codes', 'order_code_words', 'order_code_lists', 'redemptions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy organisation_rows on %I using (%s) with check (%s)', t, org, org);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
  -- of an organisation's rows, what a natural person has of their own
  foreach t in array array['persons', 'shop_customers', 'redemptions'] loop
    execute format('create policy account_rows on %I using (%s) with check (%s)', t, own, own);
  end loop;
  foreach t in array array['email_changes', 'enquiries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy person_rows on %I using (%s) with check (%s)', t, person, person);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
end $$;
-- +goose StatementEnd

alter table registrations enable row level security;
alter table registrations force row level security;
create policy system_rows on registrations using (current_setting('app.scope', true) = 'system') with check (current_setting('app.scope', true) = 'system');

-- What somebody is still filling in is nobody else's business: the organisation sees it when they submit it, and with it who they are.
create policy drafts_are_private on applications as restrictive using (current_setting('app.scope', true) not in ('organisation', 'tsp') or person_id is not null);

-- Which shops a person sees: the public one, those they entered, those that released a product to them, and those
-- where they applied. The tables asked here show a person only their own rows; the account is named nevertheless, since
-- nothing else leads to those few among an organisation's million.
create policy account_reads on shops for select using (current_setting('app.scope', true) = 'account' and (public
  or exists (select from shop_customers c where c.account_id = nullif(current_setting('app.account', true), '') and c.organisation_id = shops.organisation_id
    and c.shop_id = shops.id and c.left_at is null)
  or exists (select from applications a where a.account_id = nullif(current_setting('app.account', true), '') and a.organisation_id = shops.organisation_id and a.shop_id = shops.id)
  or exists (select from redemptions r join order_codes o on o.organisation_id = r.organisation_id and o.id = r.code_id
    where r.account_id = nullif(current_setting('app.account', true), '') and r.organisation_id = shops.organisation_id and o.shop_id = shops.id)));
create policy account_reads on shop_products for select using (current_setting('app.scope', true) = 'account'
  and exists (select from shops s where s.organisation_id = shop_products.organisation_id and s.id = shop_products.shop_id));
create policy account_reads on shop_logos for select using (current_setting('app.scope', true) = 'account'
  and exists (select from shops s where s.organisation_id = shop_logos.organisation_id and s.id = shop_logos.shop_id));
-- The code that somebody redeemed, for what it releases; its digest tells them nothing they did not type.
create policy account_reads on order_codes for select using (current_setting('app.scope', true) = 'account'
  and exists (select from redemptions r where r.account_id = nullif(current_setting('app.account', true), '') and r.organisation_id = order_codes.organisation_id and r.code_id = order_codes.id));
-- The sites to which a card can be sent, where the person applies.
create policy account_reads on branches for select using (current_setting('app.scope', true) = 'account'
  and exists (select from applications a where a.account_id = nullif(current_setting('app.account', true), '') and a.organisation_id = branches.organisation_id));
-- How they were identified for their own application, for the papers of their order.
create policy account_reads on identifications for select using (current_setting('app.scope', true) = 'account'
  and exists (select from applications a where a.organisation_id = identifications.organisation_id and a.id = identifications.application_id
    and a.account_id = nullif(current_setting('app.account', true), '')));
create policy account_reads on identification_records for select using (current_setting('app.scope', true) = 'account'
  and exists (select from identifications i where i.organisation_id = identification_records.organisation_id and i.id = identification_records.identification_id));
-- What a person does in a shop stands in its organisation's book.
create policy account_adds on events for insert with check (current_setting('app.scope', true) = 'account'
  and organisation_id = nullif(current_setting('app.organisation', true), '') and actor = nullif(current_setting('app.account', true), ''));
-- And of the book a person reads what is about their own application or order.
create policy account_reads on events for select using (current_setting('app.scope', true) = 'account'
  and (exists (select from orders o where o.organisation_id = events.organisation_id and o.id = events.subject)
    or exists (select from applications a where a.organisation_id = events.organisation_id and a.id = events.subject)));

grant select, insert, update on shop_logos, shop_codes, shop_customers, order_codes, order_code_words, order_code_lists, redemptions, registrations, email_changes, enquiries to officer_portal_app;
grant delete on shop_logos, order_code_words, order_code_lists, registrations, email_changes to officer_portal_app;

-- +goose Down
select 1;
