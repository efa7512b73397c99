-- Amounts are pico-dollars. What nodes say of themselves is absolute, so that it can be said twice.

-- A gateway and its ledger. Whoever starts with a ledger's identity takes it over: the incarnation
-- of whoever had it before is no longer the present one.
create table node (
  id uuid primary key,
  name text not null,
  incarnation uuid not null,
  state text not null check (state in ('running', 'left', 'gone')),
  signs_of_life bigint not null default 0,
  seen_at timestamptz not null default clock_timestamp()
);

-- One window of one account. Its row is locked while its money is shared out.
create table account_window (
  id bigint generated always as identity primary key,
  account text not null,
  every text not null,
  zone text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  limit_pico bigint,
  recall bigint not null default 0,
  unique (account, every, zone, starts_at)
);
create index account_window_ends on account_window (ends_at);

-- What a node has of a window. It is billed spent, at most exposure once all that runs has ended,
-- and says so again before that goes beyond announced; nobody else spends what is leased to it.
create table lease (
  window_id bigint not null references account_window on delete cascade,
  node_id uuid not null references node,
  spent_pico bigint not null default 0,
  exposure_pico bigint not null default 0,
  announced_pico bigint not null default 0,
  lease_pico bigint not null default 0,
  answered bigint not null default 0,
  primary key (window_id, node_id),
  check (announced_pico <= lease_pico)
);
create index lease_node on lease (node_id);

-- Somebody is told of these once, whichever node saw them first.
create table budget_event (
  budget text not null,
  starts_at timestamptz not null,
  what text not null,
  told_at timestamptz not null default clock_timestamp(),
  primary key (budget, starts_at, what)
);

-- Files that all nodes go by. A change names the version that it changes.
create table document (
  name text primary key,
  version bigint not null,
  body text not null,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by text not null
);
