-- The house: organisations and their people, the catalogue, cases, orders, the book of events.
--
-- Tenancy. Every table of an organisation carries organisation_id first in its primary key, its unique keys and its
-- foreign keys, so that the schema can be sharded by organisation; ids are made by the portal, nothing counts across
-- organisations, and no tenant table has a trigger. Accounts belong to natural persons and not to organisations:
-- tenant tables name them by id, without a foreign key.
--
-- Row level security is the second lock behind the desk. A transaction says for whom it works in app.scope:
--   organisation  one organisation's rows (app.organisation)
--   account       one natural person's rows (app.account)
--   tsp           the trust service provider's back office: every row
--   system        sign-in, jobs and housekeeping, before or without a person: every row
-- The app's role neither owns the tables nor is a superuser, and the policies are forced.

-- +goose Up

-- +goose StatementBegin
do $$
begin
  if not exists (select from pg_roles where rolname = 'officer_portal_app') then
    create role officer_portal_app login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
end $$;
-- +goose StatementEnd

-- Shared, small tables --------------------------------------------------------------------------------------------

create table organisations (
  id             text primary key,
  number         integer not null,
  kind           text not null,
  name           text not null,
  legal_form     text not null default '',
  street         text not null default '',
  postal_code    text not null default '',
  locality       text not null default '',
  country        text not null default 'DE',
  register_court text not null default '',
  register_number text not null default '',
  vat_id         text not null default '',
  evidence_on    date,
  evidence_note  text not null default '',
  email_domains  text[] not null default '{}',
  document_types text[] not null default '{identity_card,passport,residence_permit}',
  second_check   boolean not null default false,
  purchase_order_required boolean not null default false,
  status         text not null default 'active',
  created_at     timestamptz not null,
  version        integer not null default 1,
  constraint organisation_number_once unique (number),
  constraint organisation_kind_known check (kind in ('company', 'authority', 'tsp')),
  constraint organisation_status_known check (status in ('active', 'closed')),
  constraint organisation_number_range check (number between 1000 and 999999)
);
create unique index organisation_one_provider on organisations (kind) where kind = 'tsp';

create table products (
  id             text primary key,
  code           text not null,
  family         text not null,
  variant        text not null,
  generation     text not null,
  algorithm      text not null,
  term_years     integer not null,
  test           boolean not null default false,
  needs_organisation boolean not null default false,
  allows_organisation boolean not null default false,
  allows_quantity boolean not null default false,
  allows_attribute boolean not null default false,
  name_de        text not null,
  name_en        text not null,
  purpose_de     text not null default '',
  purpose_en     text not null default '',
  active         boolean not null default true,
  position       integer not null default 0,
  version        integer not null default 1,
  constraint product_code_once unique (code),
  constraint product_family_known check (family in ('signature', 'seal', 'officer')),
  constraint product_algorithm_known check (algorithm in ('RSA', 'ECC')),
  constraint product_term_positive check (term_years between 1 and 10),
  constraint product_signature_single check (not allows_quantity or test or family = 'seal')
);

create table product_procedures (
  product_id text not null references products (id),
  procedure  text not null,
  primary key (product_id, procedure),
  constraint procedure_known check (procedure in ('postident_branch', 'postident_eid', 'notarident', 'botschaftsident', 'officerident', 'behoerdenident', 'dtrust_ident'))
);

create table announcements (
  id         text primary key,
  places     text[] not null,
  level      text not null default 'info',
  text_de    text not null,
  text_en    text not null,
  starts_at  timestamptz not null,
  ends_at    timestamptz,
  version    integer not null default 1,
  constraint announcement_level_known check (level in ('info', 'warning')),
  constraint announcement_period_forward check (ends_at is null or ends_at > starts_at)
);

-- Operator's texts: imprint, privacy, accessibility statement, support contact.
create table site_texts (
  key      text not null,
  language text not null,
  body     text not null,
  version  integer not null default 1,
  primary key (key, language),
  constraint site_text_language_known check (language in ('de', 'en'))
);

-- Accounts --------------------------------------------------------------------------------------------------------

create table accounts (
  id             text primary key,
  email          text not null,
  email_key      text not null,
  given_names    text not null,
  family_name    text not null,
  language       text not null default 'de',
  password_hash  text not null default '',
  totp_sealed    bytea,
  totp_confirmed_at timestamptz,
  totp_last_step bigint not null default 0,
  status         text not null,
  created_at     timestamptz not null,
  version        integer not null default 1,
  constraint account_email_once unique (email_key),
  constraint account_status_known check (status in ('invited', 'active', 'closed')),
  constraint account_language_known check (language in ('de', 'en'))
);

create table recovery_codes (
  account_id text not null references accounts (id),
  digest     text not null,
  used_at    timestamptz,
  primary key (account_id, digest)
);

create table sessions (
  id             text primary key,
  digest         text not null,
  account_id     text not null references accounts (id),
  organisation_id text,
  second_factor_at timestamptz,
  created_at     timestamptz not null,
  seen_at        timestamptz not null,
  idle_until     timestamptz not null,
  expires_at     timestamptz not null,
  address        text not null default '',
  user_agent     text not null default '',
  device         text not null default '', -- keyed digest of the browser's device cookie: where this person has been before
  totp_pending_sealed bytea,               -- an authenticator that is being set up in this session
  ended_at       timestamptz,
  ended_why      text not null default '',
  constraint session_digest_once unique (digest)
);
create index sessions_account on sessions (account_id, created_at desc);

-- One-time links: a token of one purpose is unknown in every other flow, since the purpose is part of its digest.
create table links (
  digest     text primary key,
  purpose    text not null,
  account_id text,
  organisation_id text,
  subject    text not null default '',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index links_account on links (account_id);

-- Throttles count tries per keyed digest of what is tried and from where; no address and no name is readable here.
-- No try is let through before free_at; those that came anyway are counted as refused and prolong nothing.
create table throttles (
  key        text primary key,
  tries      integer not null,
  refused    integer not null default 0,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  free_at    timestamptz not null
);
create index throttles_last on throttles (last_at);

create table account_events (
  account_id text not null,
  id         text not null,
  at         timestamptz not null,
  kind       text not null,
  details    jsonb not null default '{}',
  request    text not null default '',
  primary key (account_id, id)
);
create index account_events_at on account_events (account_id, at desc, id desc);

-- People of an organisation ---------------------------------------------------------------------------------------

create table branches (
  organisation_id text not null references organisations (id),
  id          text not null,
  name        text not null,
  street      text not null default '',
  postal_code text not null default '',
  locality    text not null default '',
  country     text not null default 'DE',
  closed_at   timestamptz,
  version     integer not null default 1,
  primary key (organisation_id, id),
  constraint branch_name_once unique (organisation_id, name)
);

create table members (
  organisation_id text not null references organisations (id),
  account_id  text not null,
  name        text not null,
  email       text not null,
  search_name text not null default '',
  branch_id   text,
  joined_at   timestamptz not null,
  left_at     timestamptz,
  primary key (organisation_id, account_id),
  constraint member_branch foreign key (organisation_id, branch_id) references branches (organisation_id, id)
);
create index members_account on members (account_id);

create table role_assignments (
  organisation_id text not null,
  account_id  text not null,
  role        text not null,
  granted_by  text not null,
  granted_at  timestamptz not null,
  ended_by    text,
  ended_at    timestamptz,
  primary key (organisation_id, account_id, role, granted_at),
  constraint role_member foreign key (organisation_id, account_id) references members (organisation_id, account_id),
  constraint role_known check (role in ('officer', 'checker', 'shop_admin', 'ra_manager', 'auditor', 'clerk', 'operator')),
  constraint role_not_by_oneself check (granted_by <> account_id)
);
create unique index role_once on role_assignments (organisation_id, account_id, role) where ended_at is null;
create index role_assignments_account on role_assignments (account_id) where ended_at is null;
-- An auditor holds no other role: an exclusion over "is auditor" differing for the same person.
create extension if not exists btree_gist;
alter table role_assignments add constraint auditor_alone
  exclude using gist (organisation_id with =, account_id with =, (case when role = 'auditor' then 1 else 0 end) with <>)
  where (ended_at is null);
-- The provider's clerk, its operator and an organisation's desk are different people.
alter table role_assignments add constraint provider_apart
  exclude using gist (organisation_id with =, account_id with =, (case when role in ('clerk', 'operator') then role else 'desk' end) with <>)
  where (ended_at is null and role <> 'auditor');

-- Questions whether somebody will take a role; the answer yes makes the member and the assignment.
create table invitations (
  organisation_id text not null references organisations (id),
  id          text not null,
  role        text not null,
  email       text not null,
  name        text not null,
  search_name text not null default '',
  branch_id   text,
  status      text not null default 'open',
  invited_by  text not null,
  invited_at  timestamptz not null,
  account_id  text,
  ended_at    timestamptz,
  version     integer not null default 1,
  primary key (organisation_id, id),
  constraint invitation_branch foreign key (organisation_id, branch_id) references branches (organisation_id, id),
  constraint invitation_role_known check (role in ('checker', 'shop_admin', 'ra_manager', 'auditor', 'clerk', 'operator')),
  constraint invitation_status_known check (status in ('open', 'accepted', 'declined', 'withdrawn')),
  constraint invitation_accepted_by_somebody check (status <> 'accepted' or account_id is not null),
  constraint invitation_not_by_oneself check (account_id is null or account_id <> invited_by)
);
create unique index invitation_once on invitations (organisation_id, email, role) where status = 'open';

create table appointments (
  organisation_id text not null references organisations (id),
  id             text not null,
  account_id     text,
  email          text not null,
  name           text not null,
  search_name    text not null default '',
  branch_id      text,
  status         text not null,
  nominated_by   text not null,
  nominated_at   timestamptz not null,
  accepted_at    timestamptz,
  background_checked_on date,
  background_checked_by text,
  background_note text not null default '',
  trained_on     date,
  training_recorded_by text,
  training_until date,
  card_serial    text not null default '',
  card_until     date,
  activated_by   text,
  activated_at   timestamptz,
  suspended_by   text,
  suspended_at   timestamptz,
  suspended_why  text not null default '',
  ended_by       text,
  ended_at       timestamptz,
  ended_why      text not null default '',
  version        integer not null default 1,
  primary key (organisation_id, id),
  constraint appointment_branch foreign key (organisation_id, branch_id) references branches (organisation_id, id),
  constraint appointment_status_known check (status in ('nominated', 'accepted', 'active', 'suspended', 'left')),
  constraint appointment_not_by_oneself check (account_id is null
    or (activated_by is distinct from account_id and background_checked_by is distinct from account_id and training_recorded_by is distinct from account_id)),
  constraint appointment_accepted_by_somebody check (status in ('nominated', 'left') or (account_id is not null and accepted_at is not null)),
  constraint appointment_training_forward check (training_until is null or training_until > trained_on),
  constraint appointment_suspended_why check (status <> 'suspended' or (suspended_at is not null and suspended_why <> '')),
  constraint appointment_ended_why check (status <> 'left' or (ended_at is not null and ended_why <> '')),
  constraint appointment_active_complete check (status <> 'active' or (account_id is not null and accepted_at is not null
    and background_checked_on is not null and trained_on is not null and activated_by is not null))
);
create unique index appointment_once on appointments (organisation_id, account_id) where status <> 'left';
create unique index appointment_address_once on appointments (organisation_id, email) where status <> 'left';
create index appointments_account on appointments (account_id) where status <> 'left';

-- Shops -----------------------------------------------------------------------------------------------------------

create table shops (
  organisation_id text not null references organisations (id),
  id          text not null,
  name        text not null,
  greeting_de text not null default '',
  greeting_en text not null default '',
  public      boolean not null default false,
  status      text not null default 'open',
  created_at  timestamptz not null,
  version     integer not null default 1,
  primary key (organisation_id, id),
  constraint shop_name_once unique (organisation_id, name),
  constraint shop_status_known check (status in ('open', 'closed'))
);

create table shop_products (
  organisation_id text not null,
  shop_id    text not null,
  product_id text not null references products (id),
  procedures text[] not null,
  primary key (organisation_id, shop_id, product_id),
  constraint shop_product_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id)
);

-- People at the desk ----------------------------------------------------------------------------------------------

create table persons (
  organisation_id text not null references organisations (id),
  id          text not null,
  account_id  text,
  title       text not null default '',
  given_names text not null default '',
  family_name text not null,
  birth_name  text not null default '',
  birth_date  date,
  birth_place text not null default '',
  nationality text not null default '',
  street      text not null default '',
  postal_code text not null default '',
  locality    text not null default '',
  country     text not null default '',
  email       text not null default '',
  mobile      text not null default '',
  search_name text not null,
  created_at  timestamptz not null,
  version     integer not null default 1,
  primary key (organisation_id, id)
);
create index persons_search on persons (organisation_id, search_name collate "C", id);
create index persons_birth on persons (organisation_id, birth_date, id);

-- Cases: an application and the identification that belongs to it -------------------------------------------------

create table applications (
  organisation_id text not null references organisations (id),
  id          text not null,
  shop_id     text not null,
  product_id  text not null references products (id),
  person_id   text not null,
  account_id  text,
  identification_id text,
  procedure   text not null,
  status      text not null,
  quantity    integer not null default 1,
  language    text not null default 'de',
  form        jsonb not null default '{}',
  revocation_password_hash text not null default '',
  security_answer_hash text not null default '',
  family_name text not null default '',
  given_names text not null default '',
  search_name text not null default '',
  birth_date  date,
  document_expires_on date,
  created_by  text not null,
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  status_since timestamptz not null,
  claimed_by  text,
  claimed_name text not null default '',
  claimed_at  timestamptz,
  content_digest text not null default '',
  closed_why  text not null default '',
  version     integer not null default 1,
  primary key (organisation_id, id),
  constraint application_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id),
  constraint application_person foreign key (organisation_id, person_id) references persons (organisation_id, id),
  constraint application_status_known check (status in ('draft', 'submitted', 'identification_due', 'in_identification', 'identified',
    'check_due', 'checked', 'transmitted', 'rejected', 'withdrawn', 'expired', 'aborted')),
  constraint application_quantity_range check (quantity between 1 and 100)
);
create index applications_status on applications (organisation_id, status, status_since, id);
create index applications_open on applications (organisation_id, status_since, id)
  where status in ('draft', 'identification_due', 'in_identification', 'identified', 'check_due', 'checked');
create index applications_search on applications (organisation_id, search_name collate "C", id);
create index applications_waiting on applications (organisation_id, search_name collate "C", id) where status = 'identification_due';
create index applications_birth on applications (organisation_id, birth_date, id);
create index applications_person on applications (organisation_id, person_id);
create index applications_claimed on applications (organisation_id, claimed_by) where claimed_by is not null;
create index applications_account on applications (account_id, created_at desc) where account_id is not null;
create index applications_expiring on applications (organisation_id, document_expires_on, id)
  where status not in ('transmitted', 'rejected', 'withdrawn', 'expired', 'aborted');

create table identifications (
  organisation_id text not null references organisations (id),
  id             text not null,
  application_id text not null,
  person_id      text not null,
  subject_account_id text,
  officer_account_id text not null,
  officer_name   text not null,
  appointment_id text not null,
  procedure      text not null,
  place          text not null default '',
  status         text not null,
  document_type  text not null default '',
  document_number_sealed bytea,
  document_issuer text not null default '',
  document_country text not null default '',
  document_issued_on date,
  document_expires_on date,
  capture        jsonb not null default '{}',
  drawn_features text[] not null default '{}',
  started_at     timestamptz not null,
  completed_at   timestamptz,
  aborted_at     timestamptz,
  aborted_why    text not null default '',
  checked_by     text,
  checked_name   text not null default '',
  checked_at     timestamptz,
  check_note     text not null default '',
  version        integer not null default 1,
  primary key (organisation_id, id),
  constraint identification_application foreign key (organisation_id, application_id) references applications (organisation_id, id),
  constraint identification_person foreign key (organisation_id, person_id) references persons (organisation_id, id),
  constraint identification_status_known check (status in ('started', 'signed', 'checked', 'sent_back', 'undone', 'aborted')),
  constraint identification_not_of_oneself check (subject_account_id is null or subject_account_id <> officer_account_id),
  constraint identification_four_eyes check (checked_by is null or (checked_by <> officer_account_id and checked_by is distinct from subject_account_id))
);
create index identifications_application on identifications (organisation_id, application_id);
create index identifications_person on identifications (organisation_id, person_id);

-- What an officer signed. Append-only: the app may insert and read, never change.
create table identification_records (
  organisation_id text not null,
  identification_id text not null,
  sequence   integer not null,
  record     bytea not null,
  digest     bytea not null,
  signature  bytea not null,
  key_id     text not null,
  content_digest text not null,
  signed_by  text not null,
  signed_at  timestamptz not null,
  primary key (organisation_id, identification_id, sequence),
  constraint record_identification foreign key (organisation_id, identification_id) references identifications (organisation_id, id)
);

create table incidents (
  organisation_id text not null references organisations (id),
  id             text not null,
  kind           text not null,
  application_id text,
  identification_id text,
  reported_by    text not null,
  reported_name  text not null,
  reported_at    timestamptz not null,
  note           text not null,
  status         text not null default 'open',
  closed_by      text,
  closed_at      timestamptz,
  outcome        text not null default '',
  outcome_note   text not null default '',
  version        integer not null default 1,
  primary key (organisation_id, id),
  constraint incident_outcome_known check (outcome in ('', 'confirmed', 'unfounded', 'unresolved')),
  constraint incident_closed_with_outcome check (status <> 'closed' or (closed_by is not null and closed_at is not null and outcome <> '' and outcome_note <> '')),
  constraint incident_status_known check (status in ('open', 'closed')),
  constraint incident_kind_known check (kind in ('suspected_forgery'))
);
create index incidents_status on incidents (organisation_id, status, reported_at desc);

-- Orders ----------------------------------------------------------------------------------------------------------

create table orders (
  organisation_id text not null references organisations (id),
  id             text not null,
  number         text not null,
  application_id text not null,
  shop_id        text not null,
  product_id     text not null references products (id),
  person_id      text not null,
  account_id     text,
  procedure      text not null,
  quantity       integer not null default 1,
  family_name    text not null,
  given_names    text not null,
  search_name    text not null,
  birth_date     date,
  status         text not null default 'open',
  status_since   timestamptz not null,
  submitted_by   text not null,
  created_at     timestamptz not null,
  version        integer not null default 1,
  primary key (organisation_id, id),
  constraint order_number_once unique (organisation_id, number),
  constraint order_application_once unique (organisation_id, application_id),
  constraint order_application foreign key (organisation_id, application_id) references applications (organisation_id, id),
  constraint order_shop foreign key (organisation_id, shop_id) references shops (organisation_id, id),
  constraint order_person foreign key (organisation_id, person_id) references persons (organisation_id, id),
  constraint order_status_known check (status in ('open', 'waiting', 'in_production', 'dispatched', 'completed', 'withdrawn', 'rejected'))
);
create index orders_created on orders (organisation_id, created_at desc, id desc);
create index orders_status on orders (organisation_id, status, created_at desc, id desc);
create index orders_search on orders (organisation_id, search_name collate "C", id);
create index orders_birth on orders (organisation_id, birth_date, id);
create index orders_account on orders (account_id, created_at desc) where account_id is not null;

-- The book of events: append-only by grants -----------------------------------------------------------------------

create table events (
  organisation_id text not null references organisations (id),
  id         text not null,
  at         timestamptz not null,
  kind       text not null,
  noun       text not null generated always as (split_part(kind, '.', 1)) stored, -- a column, since row level security lets no function into an index
  subject    text not null,
  actor      text not null,
  actor_name text not null default '',
  actor_role text not null default '',
  details    jsonb not null default '{}',
  request    text not null default '',
  primary key (organisation_id, id)
);
create index events_at on events (organisation_id, at desc, id desc);
create index events_subject on events (organisation_id, subject, at desc, id desc);
-- The trail's filters: by what kind of thing it is about, and by who did it.
create index events_noun on events (organisation_id, noun, at desc, id desc);
create index events_actor on events (organisation_id, actor, at desc, id desc);

-- Work that runs later --------------------------------------------------------------------------------------------

create table jobs (
  organisation_id text not null references organisations (id),
  id          text not null,
  kind        text not null,
  status      text not null default 'queued',
  payload     jsonb not null default '{}',
  total       integer not null default 0,
  done        integer not null default 0,
  attempts    integer not null default 0,
  run_at      timestamptz not null,
  locked_until timestamptz,
  result      bytea,
  result_name text not null default '',
  problem     text not null default '',
  created_by  text not null,
  created_at  timestamptz not null,
  ended_at    timestamptz,
  primary key (organisation_id, id),
  constraint job_status_known check (status in ('queued', 'running', 'done', 'failed', 'cancelled'))
);
create index jobs_due on jobs (run_at) where status in ('queued', 'running');
create index jobs_owner on jobs (organisation_id, created_by, created_at desc);

create table mails (
  id          text primary key,
  organisation_id text,
  recipient   text not null,
  language    text not null,
  template    text not null,
  args        jsonb not null default '{}',
  message_id  text not null,
  status      text not null default 'queued',
  attempts    integer not null default 0,
  due_at      timestamptz not null,
  created_at  timestamptz not null,
  sent_at     timestamptz,
  problem     text not null default '',
  constraint mail_message_once unique (message_id),
  constraint mail_status_known check (status in ('queued', 'sent', 'dead'))
);
create index mails_due on mails (due_at) where status = 'queued';
create index mails_created on mails (created_at desc, id desc);

-- Row level security ----------------------------------------------------------------------------------------------

grant usage on schema public to officer_portal_app;

-- +goose StatementBegin
do $$
declare
  t text;
  org constant text := $q$organisation_id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation'$q$;
  own constant text := $q$account_id = nullif(current_setting('app.account', true), '') and current_setting('app.scope', true) = 'account'$q$;
  all_rows constant text := $q$current_setting('app.scope', true) in ('tsp', 'system')$q$;
  person constant text := $q$account_id = nullif(current_setting('app.account', true), '')$q$;
begin
  -- an organisation's own rows
  foreach t in array array['branches', 'members', 'role_assignments', 'invitations', 'appointments', 'shops', 'shop_products', 'persons', 'applications',
      'identifications', 'identification_records', 'incidents', 'orders', 'events', 'jobs'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy organisation_rows on %I using (%s) with check (%s)', t, org, org);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
  -- of those, what a natural person may see of their own
  foreach t in array array['members', 'role_assignments', 'appointments', 'applications', 'orders'] loop
    execute format('create policy account_rows on %I using (%s) with check (%s)', t, own, own);
  end loop;
  -- a natural person's rows, at whichever place they work
  foreach t in array array['recovery_codes', 'sessions', 'links', 'account_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy person_rows on %I using (%s) with check (%s)', t, person, person);
    execute format('create policy all_rows on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
  -- shared tables: everybody reads, the back office writes
  foreach t in array array['products', 'product_procedures', 'announcements', 'site_texts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy everybody_reads on %I for select using (true)', t);
    execute format('create policy back_office_writes on %I using (%s) with check (%s)', t, all_rows, all_rows);
  end loop;
end $$;
-- +goose StatementEnd

alter table organisations enable row level security;
alter table organisations force row level security;
create policy organisation_rows on organisations
  using (id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation')
  with check (id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation');
create policy all_rows on organisations using (current_setting('app.scope', true) in ('tsp', 'system')) with check (current_setting('app.scope', true) in ('tsp', 'system'));
create policy person_reads on organisations for select using (current_setting('app.scope', true) = 'account');

alter table accounts enable row level security;
alter table accounts force row level security;
create policy person_rows on accounts using (id = nullif(current_setting('app.account', true), '')) with check (id = nullif(current_setting('app.account', true), ''));
create policy all_rows on accounts using (current_setting('app.scope', true) in ('tsp', 'system')) with check (current_setting('app.scope', true) in ('tsp', 'system'));

-- A desk may write a link to somebody for its own organisation; whoever holds the link uses it, through the system.
create policy organisation_adds on links for insert
  with check (organisation_id = nullif(current_setting('app.organisation', true), '') and current_setting('app.scope', true) = 'organisation');

alter table throttles enable row level security;
alter table throttles force row level security;
create policy system_rows on throttles using (current_setting('app.scope', true) = 'system') with check (current_setting('app.scope', true) = 'system');

-- Everybody's transaction may queue a mail; only the system reads and sends them.
alter table mails enable row level security;
alter table mails force row level security;
create policy system_rows on mails using (current_setting('app.scope', true) = 'system') with check (current_setting('app.scope', true) = 'system');
create policy anybody_queues on mails for insert with check (status = 'queued' and current_setting('app.scope', true) in ('organisation', 'account', 'tsp'));

grant select, insert, update on organisations, products, announcements, site_texts, accounts, sessions, branches, members, role_assignments, invitations,
  appointments, shops, persons, applications, identifications, incidents, orders, jobs, mails, links, recovery_codes, throttles to officer_portal_app;
grant select, insert, delete on product_procedures, shop_products to officer_portal_app;
grant update on shop_products to officer_portal_app;
grant delete on recovery_codes, links, sessions, throttles, announcements, jobs to officer_portal_app;
grant select, insert on events, account_events, identification_records to officer_portal_app;

-- +goose Down
-- The house is not torn down: a database with identification records is restored from a backup, never rolled back.
select 1;
