-- Deliveries that wait are read in the order of their events.
drop index ledger.ol_delivery_waiting;
create index ol_delivery_waiting on ledger.ol_delivery (subscription, seq_id) where state = 'waiting';

-- Whoever changes a subscription, or has something sent again, counts up its revision: the server that sends begins anew.
-- fill_after and fill_to: events of that range become deliveries step by step, as they are sent.
alter table ledger.ol_subscription
    add column revision   int not null default 0,
    add column fill_after bigint,
    add column fill_to    bigint;
