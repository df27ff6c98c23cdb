-- Telling people: how an organisation signs its mails, which mails somebody wants, reminders and daily digests, webhooks for
-- organisations, and complaints.

-- +goose Up

-- Mails -----------------------------------------------------------------------------------------------------------

-- How mails about an organisation's orders are signed. The address stays the portal's own, so that DMARC holds.
alter table organisations
  add column mail_sender    text not null default '', -- display name beside the portal's address
  add column mail_reply_to  text not null default '',
  add column mail_footer_de text not null default '',
  add column mail_footer_en text not null default '';

alter table accounts add column mail_choices text[] not null default '{}'; -- topics that the person turned round from what is usual

alter table mails drop constraint mail_status_known;
alter table mails add constraint mail_status_known check (status in ('queued', 'sent', 'dead', 'unwanted'));
create index mails_status on mails (status, created_at desc, id desc);
create index mails_old on mails (created_at) where status <> 'queued';

-- How often somebody was reminded of what is missing. A question to an order counts in its own row.
create table reminders (
  organisation_id text not null references organisations (id),
  subject  text not null,
  kind     text not null,
  sent     integer not null,
  last_at  timestamptz not null,
  primary key (organisation_id, subject, kind),
  constraint reminder_kind_known check (kind in ('order_papers', 'identification'))
);

-- Whose day has been looked at, whether there was something to say or not.
create table digests (
  organisation_id text not null references organisations (id),
  account_id text not null,
  day        date not null,
  mailed     boolean not null,
  primary key (organisation_id, account_id, day)
);

-- Webhooks --------------------------------------------------------------------------------------------------------

create table webhooks (
  organisation_id text not null references organisations (id),
  id           text not null,
  url          text not null,
  status       text not null default 'active',
  failures     integer not null default 0,  -- in a row
  rests_until  timestamptz,                 -- after failures the receiver is left in peace for a while
  created_by   text not null,
  created_name text not null,
  created_at   timestamptz not null,
  version      integer not null default 1,
  primary key (organisation_id, id),
  constraint webhook_status_known check (status in ('active', 'paused', 'ended'))
);
create unique index webhook_url_once on webhooks (organisation_id, url) where status <> 'ended';

-- The secrets that a webhook signs with: after a rotation the former one goes on for a while.
create table webhook_secrets (
  organisation_id text not null,
  webhook_id    text not null,
  id            text not null,
  secret_sealed bytea not null,
  made_at       timestamptz not null,
  until         timestamptz,
  primary key (organisation_id, webhook_id, id),
  constraint webhook_secret_webhook foreign key (organisation_id, webhook_id) references webhooks (organisation_id, id)
);

-- What was, or is still to be, told to one webhook. The body is fixed when it happens: every try carries the same.
create table webhook_deliveries (
  organisation_id text not null,
  webhook_id text not null,
  id         text not null,
  kind       text not null,
  body       text not null,
  status     text not null default 'queued',
  attempts   integer not null default 0,
  due_at     timestamptz not null,
  created_at timestamptz not null,
  tried_at   timestamptz,
  response   integer not null default 0,
  problem    text not null default '',
  primary key (organisation_id, webhook_id, id),
  constraint webhook_delivery_webhook foreign key (organisation_id, webhook_id) references webhooks (organisation_id, id),
  constraint webhook_delivery_status_known check (status in ('queued', 'delivered', 'dead'))
);
create index webhook_deliveries_due on webhook_deliveries (organisation_id, webhook_id, due_at, id) where status = 'queued';
create index webhook_deliveries_made on webhook_deliveries (organisation_id, webhook_id, created_at desc, id desc);
create index webhook_deliveries_old on webhook_deliveries (created_at) where status <> 'queued';

-- Complaints ------------------------------------------------------------------------------------------------------

create table complaints (
  organisation_id text not null,
  id          text not null,
  account_id  text not null,
  order_id    text not null,
  card_id     text,                     -- null where the order has no card that it could be about
  kind        text not null,
  contact     text not null default '', -- how else the person can be reached
  status      text not null default 'open',
  status_since timestamptz not null,
  raised_at   timestamptz not null,
  claimed_by  text,
  claimed_name text not null default '',
  claimed_at  timestamptz,
  outcome     text not null default '',
  closed_by   text,
  closed_name text not null default '',
  closed_at   timestamptz,
  replacement text,                     -- the order that replaces the card
  version     integer not null default 1,
  primary key (organisation_id, id),
  constraint complaint_order foreign key (organisation_id, order_id) references orders (organisation_id, id),
  constraint complaint_replacement foreign key (organisation_id, replacement) references orders (organisation_id, id),
  constraint complaint_kind_known check (kind in ('card_not_received', 'pin_not_received', 'pin_damaged', 'pin_used', 'card_defective', 'wrong_data', 'wrong_product')),
  constraint complaint_status_known check (status in ('open', 'asked', 'closed')),
  constraint complaint_outcome_known check (outcome in ('', 'answered', 'replaced', 'refused', 'withdrawn')),
  constraint complaint_closed_with_outcome check (status <> 'closed' or (closed_at is not null and closed_by is not null and outcome <> '')),
  constraint complaint_replaced_by check ((outcome = 'replaced') = (replacement is not null)),
  constraint complaint_not_own check (outcome in ('', 'withdrawn') or closed_by <> account_id)
);
create unique index complaint_once on complaints (organisation_id, order_id, kind, coalesce(card_id, '')) where status <> 'closed';
create unique index complaint_one_replacement on complaints (organisation_id, replacement) where replacement is not null;
create index complaints_work on complaints (status, status_since, id);
create index complaints_id on complaints (id);
create index complaints_account on complaints (account_id, raised_at desc, id desc);
create index complaints_raised on complaints (organisation_id, raised_at desc, id desc);

create table complaint_messages (
  organisation_id text not null,
  complaint_id text not null,
  id         text not null,
  account_id text not null, -- the person's, who may read it
  act        text not null,
  by_account text not null,
  by_name    text not null,
  by_clerk   boolean not null,
  body       text not null,
  at         timestamptz not null,
  primary key (organisation_id, complaint_id, id),
  constraint complaint_message_complaint foreign key (organisation_id, complaint_id) references complaints (organisation_id, id),
  constraint complaint_act_known check (act in ('raised', 'asked', 'replied', 'answered', 'replaced', 'refused', 'withdrawn'))
);
create index complaint_messages_at on complaint_messages (organisation_id, complaint_id, at, id);

-- An order that replaces another one's card, free of charge.
alter table applications add column replaces text; -- the application whose content it repeats
alter table orders
  add column replaces text,
  add column free_of_charge boolean not null default false;
create index orders_replaces on orders (organisation_id, replaces) where replaces is not null;

-- Row level security ----------------------------------------------------------------------------------------------

-- +goose StatementBegin
do $$
declare
  t text;
  org constant text := $q$organisation_id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation'$q$;
  own constant text := $q$account_id = nullif(current_setting('app.account', true), '') and current_setting('app.scope', true) = 'account'$q$;
  all_rows constant text := $q$current_setting('app.scope', true) in ('tsp', 'system')$q$;
begin
  foreach t in array array['reminders', 'digests', 'webhooks', 'webhook_secrets', 'webhook_deliveries', 'complaints', 'complaint_messages'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy organisation_rows on %I using (%s) with check (%s)', t, org, org);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
  foreach t in array array['complaints', 'complaint_messages'] loop
    execute format('create policy account_rows on %I using (%s) with check (%s)', t, own, own);
  end loop;
end $$;
-- +goose StatementEnd

-- What a person does in a shop is told to the organisation's webhooks as well: they may queue it, and for that see which
-- there are, but not with what they sign.
create policy account_reads on webhooks for select using (current_setting('app.scope', true) = 'account'
  and organisation_id = nullif(current_setting('app.organisation', true), ''));
create policy account_queues on webhook_deliveries for insert with check (status = 'queued' and current_setting('app.scope', true) = 'account'
  and organisation_id = nullif(current_setting('app.organisation', true), ''));

grant select, insert, update on reminders, digests, webhooks, webhook_secrets, webhook_deliveries, complaints to officer_portal_app;
grant select, insert on complaint_messages to officer_portal_app;
grant delete on webhook_secrets, webhook_deliveries, digests, mails to officer_portal_app;

-- +goose Down
select 1;
