-- A subscription of kind shop writes statuses to the store's own shop. It has no filter and no secret. A store has at most one.
alter table ledger.ol_subscription add column kind varchar not null default 'webhook' check (kind in ('webhook', 'shop'));
create unique index ol_subscription_of_shop on ledger.ol_subscription (store) where kind = 'shop';

-- Skipped: the receiver knew it already, or something newer was sent in its place.
alter table ledger.ol_delivery drop constraint ol_delivery_state_check;
alter table ledger.ol_delivery add constraint ol_delivery_state_check check (state in ('waiting', 'delivered', 'given_up', 'skipped'));

-- Counts how often it was asked to be sent again: an attempt that began before is not the last.
alter table ledger.ol_delivery add column again int not null default 0;

-- What the shop said last of an order that is written to it: hearing the same again is no change of the shop's.
-- writing: the status that is being written, until the shop has answered.
create table ledger.ol_shop_order (
    subscription uuid    not null references ledger.ol_subscription on delete cascade,
    stream_id    varchar not null,
    status       varchar not null,
    modified_at  timestamptz,
    writing      varchar,
    primary key (subscription, stream_id)
);
