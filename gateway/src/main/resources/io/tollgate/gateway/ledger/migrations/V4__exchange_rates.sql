-- Dollars that a unit of the currency of a price was worth when it was charged. Each node makes its rows anew from its
-- journal, which has had the rates from the beginning. Of a node that is gone for good they stay unknown.

alter table sku add column usd_times bigint;
alter table sku add column usd_over bigint;
update sku set usd_times = 1, usd_over = 1 where currency = 'USD';
