package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads results of OpenAI's {@code GET /v1/organization/costs} and {@code
 * /v1/organization/usage/completions}.
 *
 * <p>After the API reference, "Usage" (costs object, completions usage object): buckets with {@code
 * start_time} and {@code end_time} in Unix seconds; costs have {@code amount.value}, {@code
 * amount.currency}, {@code line_item}, {@code project_id} and in newer answers {@code api_key_id}
 * and {@code quantity}. Input tokens of a usage result include cached ones. Ask for the costs by
 * {@code group_by=line_item}: without it a day's costs can only be compared as a whole.
 */
final class OpenAiReport implements JsonBuckets.BucketReader {

  private static final String PROVIDER = "openai";

  @Override
  public void read(
      Figures figures,
      String start,
      @Nullable String end,
      JsonNode result,
      Consumer<InvoiceLine> to)
      throws InvoiceException {
    LocalDate day = figures.day(seconds(figures, start));
    LocalDate lastDay = end == null ? day : figures.day(seconds(figures, end) - 1);
    Draft draft =
        new Draft(figures, day, lastDay.isBefore(day) ? day : lastDay, PROVIDER, account(result));
    if (result.has("amount")) {
      cost(draft, result, to);
    } else if (result.has("input_tokens")) {
      usage(draft, result, to);
    } else {
      throw figures.bad(
          "a result with neither amount nor input_tokens. Only costs and completions usage can be"
              + " read.");
    }
  }

  private static long seconds(Figures figures, String text) throws InvoiceException {
    return Draft.whole(figures, "the time", figures.decimal("the time", text));
  }

  private static String account(JsonNode result) {
    String key = JsonBuckets.text(result, "api_key_id");
    return key.isEmpty() ? JsonBuckets.text(result, "project_id") : key;
  }

  private static void cost(Draft draft, JsonNode result, Consumer<InvoiceLine> to)
      throws InvoiceException {
    JsonNode amount = result.path("amount");
    BigDecimal value = draft.number(amount, "value");
    if (value == null) {
      throw draft.figures().bad("a cost without amount.value");
    }
    String currency = Figures.currency(JsonBuckets.text(amount, "currency"));
    String text = JsonBuckets.text(result, "line_item");
    LineItem item = text.isEmpty() ? null : LineItem.of(text);
    if (item == null) {
      to.accept(draft.line("", "", null, null, value, currency, kind(text, value), text));
      return;
    }
    BigDecimal quantity = draft.number(result, "quantity");
    BigDecimal unit = TokenUnit.tokens(JsonBuckets.text(result, "quantity_unit"));
    to.accept(
        draft.line(
            item.model(),
            item.tier(),
            item.meter(),
            quantity == null || unit == null ? null : quantity.multiply(unit),
            value,
            currency,
            Kind.USAGE,
            text));
  }

  /** What a line is that names no model. */
  static Kind kind(String text, BigDecimal value) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (value.signum() < 0 && (lower.contains("credit") || lower.contains("discount"))) {
      return Kind.CREDIT;
    }
    return lower.equals("tax") || lower.endsWith(" tax") || lower.startsWith("vat")
        ? Kind.TAX
        : Kind.USAGE;
  }

  private static void usage(Draft draft, JsonNode result, Consumer<InvoiceLine> to)
      throws InvoiceException {
    BigDecimal cached = draft.count(result, "input_cached_tokens");
    BigDecimal written = draft.count(result, "input_cache_write_tokens");
    BigDecimal uncached =
        result.path("input_uncached_tokens").isNumber()
            ? draft.count(result, "input_uncached_tokens")
            : draft.count(result, "input_tokens").subtract(cached).subtract(written);
    String model = JsonBuckets.text(result, "model");
    String tier =
        result.path("batch").asBoolean(false) ? "batch" : JsonBuckets.text(result, "service_tier");
    draft.quantity(model, tier, Meter.IN_UNCACHED, uncached, to);
    draft.quantity(model, tier, Meter.IN_CACHE_READ, cached, to);
    draft.quantity(model, tier, Meter.IN_CACHE_WRITE_OTHER, written, to);
    draft.quantity(model, tier, Meter.OUT_VISIBLE, draft.count(result, "output_tokens"), to);
  }
}
