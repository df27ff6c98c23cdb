-- What an applicant began and did not send is kept for thirty days after they worked on it last; they are told before it goes.

-- +goose Up

alter table applications add column draft_warned_at timestamptz;
create index applications_drafts on applications (changed_at, id) where status = 'draft' and created_by = account_id;

-- +goose Down

drop index applications_drafts;
alter table applications drop column draft_warned_at;
