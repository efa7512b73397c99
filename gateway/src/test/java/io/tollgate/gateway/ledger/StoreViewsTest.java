package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.store.Postgres;
import io.tollgate.gateway.store.StoreSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreViewsTest {

  private static final String SPEND =
      "CAST(day AS text), deployment, provider, class, policy, purpose, requests, attempts,"
          + " unpriced_attempts, unpriced_tokens, tokens_in, tokens_cached, tokens_out,"
          + " tokens_reasoning, CAST(amount_usd AS text), CAST(list_usd AS text),"
          + " CAST(estimated_usd AS text)";

  private static final String TAX =
      "CAST(day AS text), deployment, policy, bucket, CAST(amount_usd AS text)";

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private StoreSettings store;

  @BeforeEach
  void fill() throws Exception {
    store = Postgres.database();
    SharedStores.live(directory, new Lives(new SplittableRandom(11), "r"), 600);
    SharedStores.project(store, SharedStores.node(1), directory);
  }

  private void assertSame(String query) throws SQLException {
    List<String> own = SharedStores.rows(directory, query);
    assertThat(own).as(query).isNotEmpty();
    assertThat(SharedStores.rows(store, query)).as(query).isEqualTo(own);
  }

  @Test
  void both_stores_show_the_same_under_the_same_names() throws Exception {
    for (String by : List.of("by_day", "by_account", "by_cost_centre")) {
      String first = by.equals("by_day") ? "" : by.substring(3) + ", ";
      assertSame("SELECT " + first + SPEND + " FROM v_spend_" + by);
      assertSame("SELECT " + first + TAX + " FROM v_tax_" + by);
    }
    assertSame(
        "SELECT CAST(day AS text), deployment, served_model, meter, key, policy, quantity, lines,"
            + " amount_usd FROM v_unpriced");
    assertSame(
        "SELECT CAST(day AS text), CAST(charged_for AS text), kind, key, accounts, policy,"
            + " purpose, deployment, class, served_model, tier, region, meter, price_version,"
            + " currency, paid_from, usage_quality, quantity, lines, CAST(list_usd AS text),"
            + " CAST(amount_usd AS text), first_seq, last_seq FROM v_line");
  }

  @Test
  void the_views_add_up_to_the_ledger() throws Exception {
    BigDecimal spent;
    try (FinanceReport report = FinanceReport.open(directory)) {
      spent =
          report
              .spendOf(
                  FinanceReport.EVERYTHING,
                  FinanceReport.By.ACCOUNT,
                  LocalDate.parse("2026-01-01"),
                  LocalDate.parse("2027-01-01"))
              .getFirst()
              .amountUsd();
    }
    for (String view : List.of("v_spend_by_day", "v_spend_by_cost_centre", "v_line")) {
      assertThat(new BigDecimal(sum(view))).as(view).isEqualByComparingTo(spent);
    }
    assertThat(new BigDecimal(sum("v_tax_by_day")))
        .isEqualByComparingTo(sum("v_tax_by_cost_centre"));
  }

  private String sum(String view) throws SQLException {
    return SharedStores.rows(store, "SELECT sum(amount_usd) FROM " + view).getFirst().substring(1);
  }

  @Test
  void what_has_no_price_has_tokens_and_no_amount_in_either_store() throws Exception {
    String query = "SELECT count(*), count(amount_usd), sum(quantity) > 0 FROM v_unpriced";
    assertThat(SharedStores.rows(store, query).getFirst()).endsWith("|0|t");
    assertThat(SharedStores.rows(directory, query).getFirst()).endsWith("|0|1");
    String nothingKnown =
        "SELECT count(*) > 0 FROM v_spend_by_day WHERE amount_usd IS NULL"
            + " AND attempts = unpriced_attempts AND attempts > 0";
    assertThat(SharedStores.rows(store, nothingKnown)).containsExactly("|t");
  }

  @Test
  void a_reader_sees_the_views_and_nothing_behind_them() throws Exception {
    try (Connection connection = SharedStores.connect(store);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE reader_of_views");
      try {
        statement.execute("GRANT USAGE ON SCHEMA tollgate_bi TO reader_of_views");
        statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA tollgate_bi TO reader_of_views");
        statement.execute("SET ROLE reader_of_views");
        statement.execute("SELECT * FROM tollgate_bi.v_spend_by_day");
        assertThatThrownBy(() -> statement.execute("SELECT * FROM tollgate_ledger.hold"))
            .hasMessageContaining("permission denied");
      } finally {
        statement.execute("RESET ROLE");
        statement.execute("DROP OWNED BY reader_of_views");
        statement.execute("DROP ROLE reader_of_views");
      }
    }
  }

  @Test
  void the_tables_of_sums_are_those_of_the_enum() throws Exception {
    for (Rollup rollup : Rollup.values()) {
      assertThat(
              SharedStores.rows(
                  store,
                  """
                  SELECT ordinal_position - 1, column_name, data_type, is_nullable, collation_name
                  FROM information_schema.columns
                  WHERE table_schema = 'tollgate_ledger' AND table_name = '%s' AND column_name <> 'node'
                  """
                      .formatted(rollup.table())))
          .as(rollup.table())
          .isEqualTo(expected(rollup));
      assertThat(
              SharedStores.rows(
                  store,
                  """
                  SELECT a.attname FROM pg_index i
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
                  WHERE i.indisprimary AND i.indrelid = 'tollgate_ledger.%s'::regclass
                  """
                      .formatted(rollup.table())))
          .as(rollup.table())
          .isEqualTo(
              Stream.concat(Stream.of("|node"), rollup.keys().stream().map(key -> "|" + key))
                  .sorted()
                  .toList());
    }
  }

  /** What SQLite has for the same table. */
  private List<String> expected(Rollup rollup) throws SQLException {
    return SharedStores.rows(
        directory,
        """
        SELECT cid + 1, name, CASE type WHEN 'TEXT' THEN 'text' ELSE 'bigint' END,
          CASE "notnull" WHEN 1 THEN 'NO' ELSE 'YES' END, CASE type WHEN 'TEXT' THEN 'C' END
        FROM pragma_table_info('%s')
        """
            .formatted(rollup.table()));
  }
}
