package io.tollgate.gateway.ledger;

import io.tollgate.policies.usage.Meter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of sums in the store: what they are by, what is counted, what is added up.
 *
 * <p>Whatever a table here says, the projection adds to and the verifier compares. An amount has
 * two columns, {@code _usd} and {@code _pico}, see {@link SplitAmount}.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are immutable, which their type does not say
enum Rollup {
  /** Attempts by the hour in which they ended, what has no price apart. */
  HOUR(
      "rollup_hour",
      List.of(
          "hour", "key", "policy", "deployment", "provider", "class", "usage_quality", "purpose"),
      List.of("priced"),
      Stream.concat(
              Stream.of("requests", "attempts", "voided"),
              Arrays.stream(Meter.values()).map(Meter::key))
          .toList(),
      List.of("amount"),
      false),
  /**
   * Attempts by the day in which they ended, for every account, each cost centre and everything.
   */
  DAY(
      "rollup_day",
      List.of("account", "day", "deployment", "provider", "class", "policy", "purpose"),
      List.of(),
      List.of(
          "requests",
          "attempts",
          "unpriced",
          "unpriced_tokens",
          "tokens_in",
          "tokens_cached",
          "tokens_out",
          "tokens_reasoning"),
      List.of("amount", "list", "estimated"),
      false),
  /** The same by the month, so that a year of months is not read day by day. */
  MONTH(
      "rollup_month",
      List.of("account", "month", "deployment", "provider", "class", "policy"),
      List.of(),
      List.of(
          "requests",
          "attempts",
          "unpriced",
          "unpriced_tokens",
          "tokens_in",
          "tokens_cached",
          "tokens_out",
          "tokens_reasoning"),
      List.of("amount", "list", "estimated"),
      false),
  /** The compute tax by the hour. */
  TAX_HOUR(
      "rollup_tax_hour",
      List.of("hour", "key", "policy", "deployment", "bucket"),
      List.of(),
      List.of(),
      List.of("amount"),
      false),
  /** The compute tax by the day, for every account, each cost centre and everything. */
  TAX_DAY(
      "rollup_tax_day",
      List.of("account", "day", "deployment", "policy", "bucket"),
      List.of(),
      List.of(),
      List.of("amount"),
      false),
  /** Lines of bills by the day and all that their price depends on. */
  LINE(
      "rollup_line",
      List.of("day", "charged_for", "kind"),
      List.of("payer_id", "sku_id"),
      List.of("quantity", "lines", "first_hour", "last_hour"),
      List.of("list", "amount"),
      true),
  /** What accounts were charged, by the quarter hour in which the money was held. */
  CHARGE(
      "rollup_charge",
      List.of("account", "quarter"),
      List.of(),
      List.of("attempts", "unpriced"),
      List.of("amount"),
      false),
  /** Memos by the hour in which the request ended. */
  MEMO(
      "rollup_memo",
      List.of("hour", "key", "policy", "deployment", "provider", "class"),
      List.of(),
      List.of("requests", "displaced", "unpriced", "loss_ppm"),
      List.of("reference", "spent"),
      false),
  /** Judgements by their hour. */
  JUDGED(
      "rollup_judged",
      List.of("hour", "key", "policy", "deployment", "provider", "source"),
      List.of(),
      List.of(
          "judged",
          "weight",
          "score_weighted",
          "paired",
          "paired_weight",
          "loss_weighted",
          "loss_squares"),
      List.of(),
      false),
  /** What callers said of answers, by the day. */
  OUTCOME(
      "rollup_outcome",
      List.of("account", "day", "deployment", "policy"),
      List.of(),
      List.of("outcomes", "successes", "valued"),
      List.of("value"),
      false);

  private static final String PER_DOLLAR = "1000000000000";

  private final String table;
  private final List<String> texts;
  private final List<String> numbers;
  private final List<String> counts;
  private final List<String> amounts;
  private final boolean spanned;

  /**
   * Of a table.
   *
   * @param texts the columns of its key that are texts
   * @param numbers the columns of its key that are numbers
   * @param spanned whether it says the first and the last record that it sums up
   */
  Rollup(
      String table,
      List<String> texts,
      List<String> numbers,
      List<String> counts,
      List<String> amounts,
      boolean spanned) {
    this.table = table;
    this.texts = texts;
    this.numbers = numbers;
    this.counts = counts;
    this.amounts = amounts;
    this.spanned = spanned;
  }

  String table() {
    return table;
  }

  /** The columns of its key, in order. */
  List<String> keys() {
    return Stream.concat(texts.stream(), numbers.stream()).toList();
  }

  /** The columns of its sums, in order. */
  List<String> sums() {
    List<String> columns = new ArrayList<>(counts);
    for (String amount : amounts) {
      columns.add(amount + "_usd");
      columns.add(amount + "_pico");
    }
    if (spanned) {
      columns.add("first_seq");
      columns.add("last_seq");
    }
    return columns;
  }

  /** The statement that makes the table. */
  String create() {
    List<String> columns = new ArrayList<>();
    texts.forEach(column -> columns.add(column + " TEXT NOT NULL"));
    numbers.forEach(column -> columns.add(column + " INTEGER NOT NULL"));
    counts.forEach(column -> columns.add(column + " INTEGER NOT NULL"));
    for (String amount : amounts) {
      columns.add(amount + "_usd INTEGER");
      columns.add(amount + "_pico INTEGER");
    }
    if (spanned) {
      columns.add("first_seq INTEGER NOT NULL");
      columns.add("last_seq INTEGER NOT NULL");
    }
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s)) STRICT, WITHOUT ROWID"
        .formatted(table, String.join(", ", columns), String.join(", ", keys()));
  }

  /** The statement that adds the sums of a batch to a row, whose parameters are key and sums. */
  String add(StoreDialect dialect) {
    List<String> changes = new ArrayList<>();
    for (String count : counts) {
      changes.add("%2$s = %1$s.%2$s + excluded.%2$s".formatted(table, count));
    }
    for (String amount : amounts) {
      changes.add(
          "%2$s_usd = %1$s.%2$s_usd + excluded.%2$s_usd + (%1$s.%2$s_pico + excluded.%2$s_pico) / %3$s"
              .formatted(table, amount, PER_DOLLAR));
      changes.add(
          "%2$s_pico = (%1$s.%2$s_pico + excluded.%2$s_pico) %% %3$s"
              .formatted(table, amount, PER_DOLLAR));
    }
    if (spanned) {
      changes.add("last_seq = excluded.last_seq");
    }
    return "%s ON CONFLICT (%s) DO UPDATE SET %s"
        .formatted(
            dialect.insert(table, columns()),
            dialect.key(String.join(", ", keys())),
            String.join(", ", changes));
  }

  /** The statement that reads all rows. */
  String select() {
    return "SELECT " + columns() + " FROM " + table;
  }

  private String columns() {
    return Stream.concat(keys().stream(), sums().stream()).collect(Collectors.joining(", "));
  }
}
