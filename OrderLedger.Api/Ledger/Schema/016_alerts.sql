-- Who is told of what is wrong in a store, and of what. digest_day is the last day whose digest was made.
create table ledger.ol_alert_setting (
    store       varchar   not null primary key,
    emails      varchar[] not null,
    kinds       varchar[] not null,
    refused_max int       not null,
    digest_at   time,
    digest_day  date
);

-- What was wrong, from when until when. While it lasts there is one row, so that it is told once.
create table ledger.ol_alert (
    id        uuid        not null primary key,
    store     varchar     not null,
    kind      varchar     not null,
    subject   varchar     not null,
    text      varchar     not null,
    link      varchar     not null,
    opened_at timestamptz not null default now(),
    closed_at timestamptz
);

create unique index ol_alert_open on ledger.ol_alert (store, kind, subject) where closed_at is null;

-- Mails on their way, one for each address.
create table ledger.ol_mail (
    id       uuid        not null primary key,
    store    varchar     not null,
    address  varchar     not null,
    title    varchar     not null,
    text     varchar     not null,
    state    varchar     not null default 'waiting' check (state in ('waiting', 'sent', 'given_up')),
    attempts int         not null default 0,
    due_at   timestamptz not null default now(),
    until    timestamptz not null,
    made_at  timestamptz not null default now(),
    tried_at timestamptz,
    answer   varchar
);

create index ol_mail_waiting on ledger.ol_mail (due_at) where state = 'waiting';
create index ol_mail_by_store on ledger.ol_mail (store, made_at desc);
