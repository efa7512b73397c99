package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The views of an embedded store that are made for people and BI tools, under the names that a
 * shared store has them in its schema {@code tollgate_bi}.
 *
 * <p>SQLite has no decimal numbers: amounts are texts, exact to the pico-dollar. An amount that is
 * not known is NULL.
 */
final class StoreViews {

  private static final String UNPRICED =
      """
      CREATE VIEW v_unpriced AS SELECT
        l.day, s.deployment, s.served_model, s.meter, p.key, p.policy,
        sum(l.quantity) AS quantity, sum(l.lines) AS lines, NULL AS amount_usd
      FROM rollup_line l JOIN payer p ON p.id = l.payer_id JOIN sku s ON s.id = l.sku_id
      WHERE l.amount_usd IS NULL
      GROUP BY l.day, s.deployment, s.served_model, s.meter, p.key, p.policy
      """;

  private static final String PERIODS =
      """
      CREATE VIEW v_period AS SELECT
        name AS period, end_at, at_ms AS closed_at_ms, last_seq, root_hash, spent_pico, report_hash
      FROM period
      """;

  private static final String ALL = "account = ''";
  private static final String ACCOUNTS = "account <> '' AND account NOT GLOB 'cost-centre:*'";
  private static final String CENTRES = "account GLOB 'cost-centre:*'";
  private static final String CENTRE = "substr(account, 13) AS cost_centre,";

  private StoreViews() {}

  /** The statements that make them. */
  static List<String> statements() {
    return List.of(
        spend("v_spend_by_day", "", ALL),
        spend("v_spend_by_account", "account,", ACCOUNTS),
        spend("v_spend_by_cost_centre", CENTRE, CENTRES),
        tax("v_tax_by_day", "", ALL),
        tax("v_tax_by_account", "account,", ACCOUNTS),
        tax("v_tax_by_cost_centre", CENTRE, CENTRES),
        lines(),
        UNPRICED,
        PERIODS);
  }

  private static String lines() {
    return """
    CREATE VIEW v_line AS SELECT
      l.day, l.charged_for, l.kind, p.key, p.accounts, p.policy, p.purpose, s.deployment,
      s.class, s.served_model, s.tier, s.region, s.meter, s.price_version, s.unit_price_p,
      s.currency, s.paid_from, s.quality AS usage_quality, l.quantity, l.lines,
      %s AS list_usd, %s AS amount_usd, l.first_seq, l.last_seq
    FROM rollup_line l JOIN payer p ON p.id = l.payer_id JOIN sku s ON s.id = l.sku_id
    """
        .formatted(dollars("l.list"), dollars("l.amount"));
  }

  private static String spend(String name, String first, String which) {
    return """
    CREATE VIEW %s AS SELECT %s
      day, deployment, provider, class, policy, purpose, requests, attempts,
      unpriced AS unpriced_attempts, unpriced_tokens, tokens_in, tokens_cached, tokens_out,
      tokens_reasoning,
      CASE WHEN unpriced = 0 OR unpriced < attempts OR amount_usd <> 0 OR amount_pico <> 0
        THEN %s END AS amount_usd,
      %s AS list_usd, %s AS estimated_usd
    FROM rollup_day WHERE %s
    """
        .formatted(name, first, dollars("amount"), dollars("list"), dollars("estimated"), which);
  }

  private static String tax(String name, String first, String which) {
    return """
    CREATE VIEW %s AS SELECT %s day, deployment, policy, bucket, %s AS amount_usd
    FROM rollup_tax_day WHERE %s
    """
        .formatted(name, first, dollars("amount"), which);
  }

  /**
   * An amount in two columns as a decimal text: whole dollars are rounded down, see SplitAmount.
   */
  private static String dollars(String column) {
    return """
    CASE WHEN %1$s_usd >= 0 THEN printf('%%d.%%012d', %1$s_usd, %1$s_pico)
      WHEN %1$s_pico = 0 THEN printf('%%d.%%012d', %1$s_usd, 0)
      WHEN %1$s_usd < 0 THEN printf('-%%d.%%012d', -%1$s_usd - 1, 1000000000000 - %1$s_pico) END\
    """
        .formatted(column);
  }
}
