package io.tollgate.gateway.store;

/** The statements about nodes and leases. */
final class LeaseSql {

  static final String JOIN =
      """
      insert into node (id, name, incarnation, state) values (?, ?, ?, 'running')
      on conflict (id) do update set name = excluded.name, incarnation = excluded.incarnation,
        state = 'running', signs_of_life = node.signs_of_life + 1, seen_at = clock_timestamp()
      """;

  /**
   * Of a node that has joined before; the last parameter says whether it may have been given up.
   */
  static final String SIGN_OF_LIFE =
      """
      update node set state = 'running', signs_of_life = signs_of_life + 1,
        seen_at = clock_timestamp()
      where id = ? and incarnation = ? and (state = 'running' or ?)
      """;

  static final String ALIVE =
      "select id, signs_of_life from node where state = 'running' and id <> ?";

  static final String LEAVE = "update node set state = 'left' where id = ? and incarnation = ?";

  static final String GIVE_UP =
      "update node set state = 'gone' where id = ? and signs_of_life = ? and state = 'running'";

  static final String TAKE_BACK =
      "update lease set lease_pico = announced_pico where node_id = ? and lease_pico >"
          + " announced_pico";

  /** Windows that ended longer ago are of no use to anybody. */
  static final String FORGET =
      "delete from account_window where ends_at < clock_timestamp() - interval '40 days'";

  /** The windows of the present that a node has leases of. */
  static final String HELD =
      """
      select w.id, w.account, w.every, w.zone, w.starts_at, w.ends_at, w.recall, l.answered,
        l.lease_pico, l.announced_pico, coalesce(o.spent, 0) as others_spent,
        coalesce(o.held, 0) as others_held
      from lease l join account_window w on w.id = l.window_id
      left join lateral (
        select least(sum(spent_pico), 9223372036854775807)::bigint as spent,
          least(sum(exposure_pico - spent_pico), 9223372036854775807)::bigint as held
        from lease where window_id = w.id and node_id <> l.node_id
      ) o on true
      where l.node_id = ? and w.ends_at > clock_timestamp() - interval '1 hour'
      """;

  /** The same as {@code Escrow.reported}, of several windows. */
  static final String REPORT =
      """
      with said as (
        select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[],
          ?::bigint[]) as s (window_id, spent, exposure, announced, surrenders, answers)
      ), mine as (
        update lease l set
          spent_pico = s.spent,
          exposure_pico = s.exposure,
          lease_pico = case when s.surrenders then s.exposure
            else greatest(l.lease_pico, s.exposure) end,
          announced_pico = case when s.surrenders then s.exposure
            else least(greatest(l.lease_pico, s.exposure),
              greatest(s.exposure, l.announced_pico, s.announced)) end,
          answered = greatest(l.answered, s.answers)
        from said s, node n
        where l.window_id = s.window_id and l.node_id = n.id and n.id = ? and n.incarnation = ?
        returning l.window_id, l.lease_pico, l.announced_pico
      )
      select mine.*, coalesce(o.spent, 0) as others_spent, coalesce(o.held, 0) as others_held
      from mine left join lateral (
        select least(sum(spent_pico), 9223372036854775807)::bigint as spent,
          least(sum(exposure_pico - spent_pico), 9223372036854775807)::bigint as held
        from lease where window_id = mine.window_id and node_id <> ?
      ) o on true
      """;

  /**
   * Locks windows, always in the same order, and then reads all that is leased of them. Nodes that
   * join a window meanwhile need not wait: its key stays what it is.
   */
  static final String LOCK =
      """
      select id, recall from account_window where id = any(?) order by id for no key update;
      select window_id, node_id, spent_pico, exposure_pico, announced_pico, lease_pico, answered
      from lease where window_id = any(?);
      select count(*) from node where state = 'running'
      """;

  static final String SHARE =
      """
      update lease l set spent_pico = s.spent, exposure_pico = s.exposure,
        announced_pico = s.announced, lease_pico = s.lease
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        as s (window_id, spent, exposure, announced, lease), node n
      where l.window_id = s.window_id and l.node_id = n.id and n.id = ? and n.incarnation = ?
      """;

  static final String NOTE_WINDOWS =
      """
      update account_window w set recall = s.recall, limit_pico = s.limit_pico
      from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as s (id, recall, limit_pico)
      where w.id = s.id and (w.recall, w.limit_pico) is distinct from (s.recall, s.limit_pico)
      """;

  static final String NOTIFY =
      "select pg_notify('" + Notice.CHANNEL + "', t) from unnest(?::text[]) as t";

  private LeaseSql() {}
}
