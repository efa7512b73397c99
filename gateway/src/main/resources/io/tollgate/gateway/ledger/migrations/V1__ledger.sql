-- The ledgers of gateways that share a store: what each projects from its own journal, by node.
-- The tables are those of the embedded store (StoreSchema, Rollup). Amounts are pico-dollars in columns named _p, and
-- in sums whole dollars (_usd) and the pico-dollars beyond (_pico). Texts sort by code point, as they do in the journal.

create table node (
  node uuid primary key,
  name text not null,
  -- of the tables that it has filled: of another one, its rows are made anew
  version integer not null
);

create table checkpoint (
  node uuid primary key references node,
  segment integer not null,
  "offset" bigint not null,
  line bigint not null,
  closed integer not null,
  seq bigint not null,
  hash text not null
);

-- What is of a single request: by day, so that a day is dropped as a whole. A hold and its attempts are of the day
-- in which it was reserved, everything else of the day of its record.

create table entry (
  node uuid not null,
  seq bigint not null,
  type text collate "C" not null,
  at_ms bigint not null,
  hold_seq bigint not null,
  attempt bigint,
  day date not null,
  primary key (node, day, seq)
) partition by range (day);

create table entry_default partition of entry default;

create table hold (
  node uuid not null,
  seq bigint not null,
  request text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  rule text collate "C" not null,
  requested_model text collate "C" not null,
  stream bigint not null,
  amount_p bigint,
  opened_ms bigint not null,
  purpose text collate "C" not null,
  tactic text collate "C" not null,
  reference text collate "C",
  reference_p bigint,
  loss_ppm bigint,
  shadow_p bigint,
  propensity_ppm bigint,
  accounts text collate "C" not null,
  resolved_seq bigint,
  day date not null,
  primary key (node, day, seq)
) partition by range (day);

create table hold_default partition of hold default;

create index hold_request on hold using hash (request);
create index hold_open on hold (node, seq) where resolved_seq is null;

create table attempt (
  node uuid not null,
  seq bigint not null,
  hold_seq bigint not null,
  attempt bigint not null,
  deployment text collate "C" not null,
  provider text collate "C" not null,
  class text collate "C" not null,
  reason text collate "C" not null,
  estimated_p bigint,
  dispatched_ms bigint not null,
  ended_seq bigint,
  ended_ms bigint,
  state text collate "C" not null,
  outcome text collate "C",
  status bigint,
  served_model text collate "C",
  tier text collate "C",
  region text collate "C",
  provider_request text collate "C",
  quality text collate "C" not null,
  in_uncached bigint not null,
  in_cache_read bigint not null,
  in_cache_write_5m bigint not null,
  in_cache_write_1h bigint not null,
  in_cache_write_other bigint not null,
  in_tool bigint not null,
  out_visible bigint not null,
  out_reasoning bigint not null,
  out_other bigint not null,
  extras text collate "C",
  amount_p bigint,
  price_version text collate "C",
  paid_from text collate "C",
  floor_p bigint,
  carried bigint,
  ttft_ms bigint,
  total_ms bigint,
  day date not null,
  primary key (node, day, seq),
  -- In this order: beginning with node and day it would look as good as the primary key to a planner without statistics.
  unique (hold_seq, attempt, node, day)
) partition by range (day);

create table attempt_default partition of attempt default;

create table line (
  node uuid not null,
  seq bigint not null,
  n bigint not null,
  meter text collate "C" not null,
  quantity bigint not null,
  unit_price_p bigint not null,
  times bigint not null,
  over bigint not null,
  amount_p bigint not null,
  list_p bigint not null,
  day date not null,
  primary key (node, day, seq, n)
) partition by range (day);

create table line_default partition of line default;

create table posting (
  node uuid not null,
  seq bigint not null,
  n bigint not null,
  account_id bigint not null,
  amount_p bigint,
  currency text collate "C" not null,
  day date not null,
  primary key (node, day, seq, n)
) partition by range (day);

create table posting_default partition of posting default;

-- What is kept.

create table account (
  node uuid not null,
  id bigint not null,
  name text collate "C" not null,
  currency text collate "C" not null,
  postings bigint not null,
  unpriced bigint not null,
  amount_usd bigint not null,
  amount_pico bigint not null,
  primary key (node, id),
  unique (node, name)
);

create table judgement (
  node uuid not null,
  seq bigint not null,
  request text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  deployment text collate "C" not null,
  served bigint not null,
  source text collate "C" not null,
  score_ppm bigint not null,
  reference_ppm bigint,
  propensity_ppm bigint not null,
  at_ms bigint not null,
  primary key (node, seq)
);

create index judgement_request on judgement using hash (request);

create table outcome (
  node uuid not null,
  seq bigint not null,
  request text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  deployment text collate "C" not null,
  accounts text collate "C" not null,
  success bigint not null,
  value_p bigint,
  at_ms bigint not null,
  primary key (node, seq)
);

create index outcome_request on outcome using hash (request);

create table correction (
  node uuid not null,
  seq bigint not null,
  id text collate "C" not null,
  cause text collate "C" not null,
  corrects bigint not null,
  charged_for text collate "C" not null,
  key text collate "C" not null,
  accounts text collate "C" not null,
  deployment text collate "C" not null,
  amount_p bigint not null,
  released_p bigint not null,
  prices_unpriced bigint not null,
  note text collate "C" not null,
  at_ms bigint not null,
  primary key (node, seq),
  unique (node, id)
);

create table purchase (
  node uuid not null,
  seq bigint not null,
  id text collate "C" not null,
  commitment text collate "C" not null,
  provider text collate "C" not null,
  amount_p bigint not null,
  note text collate "C" not null,
  at_ms bigint not null,
  primary key (node, seq),
  unique (node, id)
);

create table capacity_hour (
  node uuid not null,
  seq bigint not null,
  pool text collate "C" not null,
  hour text collate "C" not null,
  cost_p bigint not null,
  absorbed_p bigint not null,
  primary key (node, seq),
  unique (node, pool, hour)
);

create table period (
  node uuid not null,
  seq bigint not null,
  name text collate "C" not null,
  end_at text collate "C" not null,
  last_seq bigint not null,
  root_hash text collate "C" not null,
  spent_pico text collate "C" not null,
  report_hash text collate "C" not null,
  at_ms bigint not null,
  primary key (node, seq)
);

create table price_book (
  node uuid not null,
  seq bigint not null,
  book text collate "C" not null,
  deployments bigint not null,
  source text collate "C",
  at_ms bigint not null,
  primary key (node, seq)
);

-- What lines of bills are summed by, under the node's own numbers.

create table payer (
  node uuid not null,
  id bigint not null,
  key text collate "C" not null,
  accounts text collate "C" not null,
  policy text collate "C" not null,
  purpose text collate "C" not null,
  primary key (node, id)
);

create table sku (
  node uuid not null,
  id bigint not null,
  deployment text collate "C" not null,
  class text collate "C" not null,
  served_model text collate "C" not null,
  tier text collate "C" not null,
  region text collate "C" not null,
  meter text collate "C" not null,
  price_version text collate "C" not null,
  unit_price_p bigint not null,
  list_times bigint not null,
  list_over bigint not null,
  times bigint not null,
  over bigint not null,
  currency text collate "C" not null,
  paid_from text collate "C" not null,
  quality text collate "C" not null,
  primary key (node, id)
);

-- The sums. A test holds these tables against the enum Rollup.

create table rollup_hour (
  node uuid not null,
  hour text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  deployment text collate "C" not null,
  provider text collate "C" not null,
  class text collate "C" not null,
  usage_quality text collate "C" not null,
  purpose text collate "C" not null,
  priced bigint not null,
  requests bigint not null,
  attempts bigint not null,
  voided bigint not null,
  in_uncached bigint not null,
  in_cache_read bigint not null,
  in_cache_write_5m bigint not null,
  in_cache_write_1h bigint not null,
  in_cache_write_other bigint not null,
  in_tool bigint not null,
  out_visible bigint not null,
  out_reasoning bigint not null,
  out_other bigint not null,
  in_audio bigint not null,
  in_audio_cache_read bigint not null,
  in_image bigint not null,
  in_video bigint not null,
  out_audio bigint not null,
  out_image bigint not null,
  calls bigint not null,
  searches bigint not null,
  images bigint not null,
  audio_ms bigint not null,
  video_ms bigint not null,
  characters bigint not null,
  pages bigint not null,
  cache_token_hours bigint not null,
  minimum_charge bigint not null,
  amount_usd bigint,
  amount_pico bigint,
  primary key (node, hour, key, policy, deployment, provider, class, usage_quality, purpose, priced)
);

create index rollup_hour_read on rollup_hour (hour);

create table rollup_day (
  node uuid not null,
  account text collate "C" not null,
  day text collate "C" not null,
  deployment text collate "C" not null,
  provider text collate "C" not null,
  class text collate "C" not null,
  policy text collate "C" not null,
  purpose text collate "C" not null,
  requests bigint not null,
  attempts bigint not null,
  unpriced bigint not null,
  unpriced_tokens bigint not null,
  tokens_in bigint not null,
  tokens_cached bigint not null,
  tokens_out bigint not null,
  tokens_reasoning bigint not null,
  amount_usd bigint,
  amount_pico bigint,
  list_usd bigint,
  list_pico bigint,
  estimated_usd bigint,
  estimated_pico bigint,
  primary key (node, account, day, deployment, provider, class, policy, purpose)
);

create index rollup_day_read on rollup_day (account, day);

create table rollup_month (
  node uuid not null,
  account text collate "C" not null,
  month text collate "C" not null,
  deployment text collate "C" not null,
  provider text collate "C" not null,
  class text collate "C" not null,
  policy text collate "C" not null,
  requests bigint not null,
  attempts bigint not null,
  unpriced bigint not null,
  unpriced_tokens bigint not null,
  tokens_in bigint not null,
  tokens_cached bigint not null,
  tokens_out bigint not null,
  tokens_reasoning bigint not null,
  amount_usd bigint,
  amount_pico bigint,
  list_usd bigint,
  list_pico bigint,
  estimated_usd bigint,
  estimated_pico bigint,
  primary key (node, account, month, deployment, provider, class, policy)
);

create index rollup_month_read on rollup_month (account, month);

create table rollup_tax_hour (
  node uuid not null,
  hour text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  deployment text collate "C" not null,
  bucket text collate "C" not null,
  amount_usd bigint,
  amount_pico bigint,
  primary key (node, hour, key, policy, deployment, bucket)
);

create table rollup_tax_day (
  node uuid not null,
  account text collate "C" not null,
  day text collate "C" not null,
  deployment text collate "C" not null,
  policy text collate "C" not null,
  bucket text collate "C" not null,
  amount_usd bigint,
  amount_pico bigint,
  primary key (node, account, day, deployment, policy, bucket)
);

create index rollup_tax_day_read on rollup_tax_day (account, day);

create table rollup_line (
  node uuid not null,
  day text collate "C" not null,
  charged_for text collate "C" not null,
  kind text collate "C" not null,
  payer_id bigint not null,
  sku_id bigint not null,
  quantity bigint not null,
  lines bigint not null,
  first_hour bigint not null,
  last_hour bigint not null,
  list_usd bigint,
  list_pico bigint,
  amount_usd bigint,
  amount_pico bigint,
  first_seq bigint not null,
  last_seq bigint not null,
  primary key (node, day, charged_for, kind, payer_id, sku_id)
);

create index rollup_line_read on rollup_line (day);

create table rollup_charge (
  node uuid not null,
  account text collate "C" not null,
  quarter text collate "C" not null,
  attempts bigint not null,
  unpriced bigint not null,
  amount_usd bigint,
  amount_pico bigint,
  primary key (node, account, quarter)
);

create index rollup_charge_read on rollup_charge (account, quarter);

create table rollup_memo (
  node uuid not null,
  hour text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  deployment text collate "C" not null,
  provider text collate "C" not null,
  class text collate "C" not null,
  requests bigint not null,
  displaced bigint not null,
  unpriced bigint not null,
  loss_ppm bigint not null,
  reference_usd bigint,
  reference_pico bigint,
  spent_usd bigint,
  spent_pico bigint,
  primary key (node, hour, key, policy, deployment, provider, class)
);

create index rollup_memo_read on rollup_memo (hour);

create table rollup_judged (
  node uuid not null,
  hour text collate "C" not null,
  key text collate "C" not null,
  policy text collate "C" not null,
  deployment text collate "C" not null,
  provider text collate "C" not null,
  source text collate "C" not null,
  judged bigint not null,
  weight bigint not null,
  score_weighted bigint not null,
  paired bigint not null,
  paired_weight bigint not null,
  loss_weighted bigint not null,
  loss_squares bigint not null,
  primary key (node, hour, key, policy, deployment, provider, source)
);

create index rollup_judged_read on rollup_judged (hour);

create table rollup_outcome (
  node uuid not null,
  account text collate "C" not null,
  day text collate "C" not null,
  deployment text collate "C" not null,
  policy text collate "C" not null,
  outcomes bigint not null,
  successes bigint not null,
  valued bigint not null,
  value_usd bigint,
  value_pico bigint,
  primary key (node, account, day, deployment, policy)
);
