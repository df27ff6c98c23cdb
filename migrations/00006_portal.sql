-- What an applicant began and did not send is kept for thirty days after they worked on it last; they are told before it goes.
-- A code with which somebody came waits with their registration, sealed to its row, until their account is open.

-- +goose Up

alter table applications add column draft_warned_at timestamptz;
create index applications_drafts on applications (changed_at, id) where status = 'draft' and created_by = account_id;

alter table registrations add column code_sealed bytea;

-- +goose Down

alter table registrations drop column code_sealed;
drop index applications_drafts;
alter table applications drop column draft_warned_at;
