-- What a node may use of one bound of a rate limit. Shares of all running nodes together are never
-- more than the bound: a share grows by what is free only, while the bound is locked. What nodes
-- say is absolute, so that it can be said twice; what they said before counts no longer.
create table rate_share (
  limit_id text not null,
  scope text not null,
  kind text not null check (kind in ('requests', 'tokens', 'concurrent')),
  node_id uuid not null references node on delete cascade,
  incarnation uuid not null,
  said bigint not null default 0,
  share bigint not null default 0 check (share >= 0),
  demand bigint not null default 0,
  need bigint not null default 0,
  primary key (limit_id, scope, kind, node_id)
);

-- Lets a node say of bounds what it holds and what it would have, grants what is free of that, and
-- gives all shares of these bounds; no rows where the node is not known as running. Each statement
-- of a function sees what was committed before it began: so all look only once the bounds are
-- locked, in one order.
create function exchange_rate_shares(
  me uuid, my_incarnation uuid, my_said bigint,
  limit_ids text[], scopes text[], kinds text[], names text[],
  bounds bigint[], helds bigint[], demands bigint[], needs bigint[], wants bigint[]
) returns table (
  item int, node_id uuid, share bigint, demand bigint, need bigint, nodes int, seconds bigint
) language plpgsql as $$
#variable_conflict use_column
declare
  one record;
  mine rate_share;
  free bigint;
  granted bigint;
  told text[] := '{}';
begin
  -- Nobody gives it up while this goes on.
  perform 1 from node n where n.id = me and n.incarnation = my_incarnation and n.state = 'running'
    for share;
  if not found then
    return;
  end if;
  for one in
    select u.limit_id, u.scope, u.kind, u.name, u.bound, u.held, u.demand, u.need, u.wanted
    from unnest(limit_ids, scopes, kinds, names, bounds, helds, demands, needs, wants)
      as u (limit_id, scope, kind, name, bound, held, demand, need, wanted)
    order by 1, 2, 3
  loop
    perform pg_advisory_xact_lock(
      hashtextextended(concat_ws(' ', 'rate_share', one.limit_id, one.scope, one.kind), 0));
    delete from rate_share r using node n
    where r.limit_id = one.limit_id and r.scope = one.scope and r.kind = one.kind
      and n.id = r.node_id and (n.state <> 'running' or n.incarnation <> r.incarnation);
    insert into rate_share (limit_id, scope, kind, node_id, incarnation)
    values (one.limit_id, one.scope, one.kind, me, my_incarnation)
    on conflict do nothing;
    select * into mine from rate_share r
    where r.limit_id = one.limit_id and r.scope = one.scope and r.kind = one.kind
      and r.node_id = me;
    -- What was said before and comes only now is of no interest to anybody.
    continue when mine.said >= my_said;
    select one.bound - coalesce(sum(r.share), 0) into free from rate_share r
    where r.limit_id = one.limit_id and r.scope = one.scope and r.kind = one.kind
      and r.node_id <> me;
    granted := least(mine.share, one.held);
    granted := greatest(granted, least(one.wanted, free));
    update rate_share r
    set said = my_said, share = granted, demand = one.demand, need = one.need
    where r.limit_id = one.limit_id and r.scope = one.scope and r.kind = one.kind
      and r.node_id = me;
    -- Those who have too much are to look, and those who have too little.
    if granted < one.wanted or granted < mine.share and exists (
      select 1 from rate_share r
      where r.limit_id = one.limit_id and r.scope = one.scope and r.kind = one.kind
        and r.node_id <> me and r.demand > r.share)
    then
      told := told || one.name;
    end if;
  end loop;
  if cardinality(told) > 0 then
    -- As many as a notice takes; who is not named looks again within a second.
    perform pg_notify('tollgate', 'RATES ' || me || ' ' || array_to_string(told[1:180], ' '));
  end if;
  return query
    select u.item::int, r.node_id, r.share, r.demand, r.need,
      (select count(*)::int from node n where n.state = 'running'),
      extract(epoch from clock_timestamp())::bigint
    from unnest(limit_ids, scopes, kinds) with ordinality as u (limit_id, scope, kind, item)
    join rate_share r on r.limit_id = u.limit_id and r.scope = u.scope and r.kind = u.kind
    order by u.item, r.node_id;
end
$$;
