-- What BI tools read: a schema of its own, to be granted to readers as a whole. Amounts are exact dollars; an amount
-- that is not known is null, never 0. Nodes are summed up, but for lines and periods, which are of one node each.

create view tollgate_bi.v_spend_by_day as
select
  day::date as day, deployment, provider, class, policy, purpose,
  sum(requests) as requests, sum(attempts) as attempts, sum(unpriced) as unpriced_attempts,
  sum(unpriced_tokens) as unpriced_tokens, sum(tokens_in) as tokens_in,
  sum(tokens_cached) as tokens_cached, sum(tokens_out) as tokens_out,
  sum(tokens_reasoning) as tokens_reasoning,
  case when sum(unpriced) = 0 or sum(unpriced) < sum(attempts)
      or sum(amount_usd) + sum(amount_pico) * 0.000000000001 <> 0
    then sum(amount_usd) + sum(amount_pico) * 0.000000000001 end as amount_usd,
  sum(list_usd) + sum(list_pico) * 0.000000000001 as list_usd,
  sum(estimated_usd) + sum(estimated_pico) * 0.000000000001 as estimated_usd
from tollgate_ledger.rollup_day
where account = ''
group by day, deployment, provider, class, policy, purpose;

create view tollgate_bi.v_spend_by_account as
select
  account,
  day::date as day, deployment, provider, class, policy, purpose,
  sum(requests) as requests, sum(attempts) as attempts, sum(unpriced) as unpriced_attempts,
  sum(unpriced_tokens) as unpriced_tokens, sum(tokens_in) as tokens_in,
  sum(tokens_cached) as tokens_cached, sum(tokens_out) as tokens_out,
  sum(tokens_reasoning) as tokens_reasoning,
  case when sum(unpriced) = 0 or sum(unpriced) < sum(attempts)
      or sum(amount_usd) + sum(amount_pico) * 0.000000000001 <> 0
    then sum(amount_usd) + sum(amount_pico) * 0.000000000001 end as amount_usd,
  sum(list_usd) + sum(list_pico) * 0.000000000001 as list_usd,
  sum(estimated_usd) + sum(estimated_pico) * 0.000000000001 as estimated_usd
from tollgate_ledger.rollup_day
where account <> '' and not starts_with(account, 'cost-centre:')
group by account, day, deployment, provider, class, policy, purpose;

create view tollgate_bi.v_spend_by_cost_centre as
select
  substr(account, 13) as cost_centre,
  day::date as day, deployment, provider, class, policy, purpose,
  sum(requests) as requests, sum(attempts) as attempts, sum(unpriced) as unpriced_attempts,
  sum(unpriced_tokens) as unpriced_tokens, sum(tokens_in) as tokens_in,
  sum(tokens_cached) as tokens_cached, sum(tokens_out) as tokens_out,
  sum(tokens_reasoning) as tokens_reasoning,
  case when sum(unpriced) = 0 or sum(unpriced) < sum(attempts)
      or sum(amount_usd) + sum(amount_pico) * 0.000000000001 <> 0
    then sum(amount_usd) + sum(amount_pico) * 0.000000000001 end as amount_usd,
  sum(list_usd) + sum(list_pico) * 0.000000000001 as list_usd,
  sum(estimated_usd) + sum(estimated_pico) * 0.000000000001 as estimated_usd
from tollgate_ledger.rollup_day
where starts_with(account, 'cost-centre:')
group by account, day, deployment, provider, class, policy, purpose;

create view tollgate_bi.v_tax_by_day as
select
  day::date as day, deployment, policy, bucket,
  sum(amount_usd) + sum(amount_pico) * 0.000000000001 as amount_usd
from tollgate_ledger.rollup_tax_day
where account = ''
group by day, deployment, policy, bucket;

create view tollgate_bi.v_tax_by_account as
select
  account, day::date as day, deployment, policy, bucket,
  sum(amount_usd) + sum(amount_pico) * 0.000000000001 as amount_usd
from tollgate_ledger.rollup_tax_day
where account <> '' and not starts_with(account, 'cost-centre:')
group by account, day, deployment, policy, bucket;

create view tollgate_bi.v_tax_by_cost_centre as
select
  substr(account, 13) as cost_centre, day::date as day, deployment, policy, bucket,
  sum(amount_usd) + sum(amount_pico) * 0.000000000001 as amount_usd
from tollgate_ledger.rollup_tax_day
where starts_with(account, 'cost-centre:')
group by account, day, deployment, policy, bucket;

create view tollgate_bi.v_line as
select
  n.name as node, l.day::date as day, l.charged_for::date as charged_for, l.kind,
  p.key, p.accounts, p.policy, p.purpose,
  s.deployment, s.class, s.served_model, s.tier, s.region, s.meter, s.price_version,
  s.unit_price_p * 0.000000000001 as unit_price, s.currency, s.paid_from,
  s.quality as usage_quality, l.quantity, l.lines,
  l.list_usd + l.list_pico * 0.000000000001 as list_usd,
  l.amount_usd + l.amount_pico * 0.000000000001 as amount_usd,
  l.first_seq, l.last_seq
from tollgate_ledger.rollup_line l
  join tollgate_ledger.payer p on p.node = l.node and p.id = l.payer_id
  join tollgate_ledger.sku s on s.node = l.node and s.id = l.sku_id
  join tollgate_ledger.node n on n.node = l.node;

create view tollgate_bi.v_unpriced as
select
  l.day::date as day, s.deployment, s.served_model, s.meter, p.key, p.policy,
  sum(l.quantity) as quantity, sum(l.lines) as lines, null::numeric as amount_usd
from tollgate_ledger.rollup_line l
  join tollgate_ledger.payer p on p.node = l.node and p.id = l.payer_id
  join tollgate_ledger.sku s on s.node = l.node and s.id = l.sku_id
where l.amount_usd is null
group by l.day, s.deployment, s.served_model, s.meter, p.key, p.policy;

create view tollgate_bi.v_period as
select
  n.name as node, p.name as period, p.end_at::timestamptz as end_at,
  to_timestamp(p.at_ms / 1000.0) as closed_at, p.last_seq, p.root_hash,
  p.spent_pico::numeric * 0.000000000001 as spent_usd, p.report_hash
from tollgate_ledger.period p join tollgate_ledger.node n on n.node = p.node;

comment on view tollgate_bi.v_spend_by_account is
  'A request is charged in full to each of its accounts: these rows add up to more than was spent.';
comment on view tollgate_bi.v_unpriced is
  'What was used of models without a price. It is in no amount; its own is not known.';
