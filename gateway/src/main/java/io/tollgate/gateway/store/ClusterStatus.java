package io.tollgate.gateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with all nodes and with what they are leased, as the store knows it.
 *
 * @param nodes all that ever were, those that run first
 * @param windows the present windows of budgets, those with least left first
 */
public record ClusterStatus(List<Node> nodes, List<Window> windows) {

  private static final String NODES =
      """
      select n.id, n.name, n.state, n.seen_at,
        extract(epoch from clock_timestamp() - n.seen_at)::bigint as silent_s,
        (select count(*) from lease l join account_window w on w.id = l.window_id
          where l.node_id = n.id and w.ends_at > clock_timestamp()) as windows
      from node n order by n.state = 'running' desc, n.name, n.id
      """;

  private static final String WINDOWS =
      """
      select w.account, w.every, w.zone, w.starts_at, w.ends_at, w.limit_pico,
        coalesce(sum(l.spent_pico), 0) as spent, coalesce(sum(l.exposure_pico), 0) as exposure,
        coalesce(sum(l.lease_pico), 0) as leased,
        coalesce(sum(l.lease_pico - l.exposure_pico) filter (where n.state = 'gone'), 0) as doubtful
      from account_window w join lease l on l.window_id = w.id join node n on n.id = l.node_id
      where w.ends_at > clock_timestamp()
      group by w.id
      order by (w.limit_pico - coalesce(sum(l.exposure_pico), 0)) nulls last, w.account, w.id
      """;

  /**
   * A node.
   *
   * @param state {@code running}; {@code left} when it was stopped; {@code gone} when it gave no
   *     sign of life
   * @param silentSeconds since its last sign of life, by the store's clock
   * @param windows how many present windows it has leases of
   */
  public record Node(
      UUID id, String name, String state, Instant seenAt, long silentSeconds, long windows) {}

  /**
   * A window of an account. Amounts are in pico-dollars.
   *
   * @param limit of the tightest budget that stops requests, or {@code null} where none does
   * @param spent what was billed on all nodes
   * @param held what may be billed to requests that run
   * @param leased what nodes have for themselves, what is spent and held included
   * @param doubtful what nodes that are gone may have spent beyond what they said
   */
  public record Window(
      String account,
      String every,
      String zone,
      Instant startsAt,
      Instant endsAt,
      @Nullable Long limit,
      long spent,
      long held,
      long leased,
      long doubtful) {}

  /** Reads it. */
  public static ClusterStatus read(StoreConnections store) throws SQLException {
    List<Node> nodes = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    try (Connection connection = store.open();
        PreparedStatement selectNodes = connection.prepareStatement(NODES);
        PreparedStatement selectWindows = connection.prepareStatement(WINDOWS)) {
      try (ResultSet rows = selectNodes.executeQuery()) {
        while (rows.next()) {
          nodes.add(
              new Node(
                  rows.getObject("id", UUID.class),
                  rows.getString("name"),
                  rows.getString("state"),
                  rows.getTimestamp("seen_at").toInstant(),
                  rows.getLong("silent_s"),
                  rows.getLong("windows")));
        }
      }
      try (ResultSet rows = selectWindows.executeQuery()) {
        while (rows.next()) {
          long spent = rows.getLong("spent");
          windows.add(
              new Window(
                  rows.getString("account"),
                  rows.getString("every"),
                  rows.getString("zone"),
                  rows.getTimestamp("starts_at").toInstant(),
                  rows.getTimestamp("ends_at").toInstant(),
                  rows.getObject("limit_pico", Long.class),
                  spent,
                  rows.getLong("exposure") - spent,
                  rows.getLong("leased"),
                  rows.getLong("doubtful")));
        }
      }
    }
    return new ClusterStatus(nodes, windows);
  }

  /**
   * A node will not come back: what it may have spent beyond what it said is given to others. If it
   * does come back, what it spent counts nevertheless.
   *
   * @param node its id, or its name where only one node that does not run has it
   * @return the node
   * @throws IllegalArgumentException with a sentence, if there is no such node, more than one, or
   *     it runs
   */
  public static Node forget(StoreConnections store, String node) throws SQLException {
    List<Node> meant = new ArrayList<>();
    for (Node each : read(store).nodes()) {
      if (each.id().toString().equals(node)
          || (each.name().equals(node) && !each.state().equals("left"))) {
        meant.add(each);
      }
    }
    if (meant.size() != 1) {
      throw new IllegalArgumentException(
          meant.isEmpty()
              ? "no node " + node + " is missing; `tollgate cluster status` lists them"
              : "several nodes are called " + node + ": name one by its id");
    }
    Node found = meant.getFirst();
    if (found.state().equals("running")) {
      throw new IllegalArgumentException(
          node + " gave a sign of life " + found.silentSeconds() + " s ago: stop it first");
    }
    try (Connection connection = store.open()) {
      connection.setAutoCommit(false);
      try (PreparedStatement leave =
              connection.prepareStatement(
                  "update node set state = 'left' where id = ? and state <> 'running'");
          PreparedStatement release =
              connection.prepareStatement(
                  "update lease set lease_pico = exposure_pico, announced_pico = exposure_pico"
                      + " where node_id = ?")) {
        leave.setObject(1, found.id());
        if (leave.executeUpdate() == 0) {
          throw new IllegalArgumentException(node + " has just come back");
        }
        release.setObject(1, found.id());
        release.executeUpdate();
      }
      connection.commit();
    }
    return found;
  }
}
