package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads results of Anthropic's {@code GET /v1/organizations/cost_report} and {@code
 * /v1/organizations/usage_report/messages}.
 *
 * <p>After the Admin API reference ("Get Cost Report", "Get Messages Usage Report"): buckets with
 * {@code starting_at} and {@code ending_at} in RFC 3339; a cost's {@code amount} is a decimal text
 * in cents ({@code "123.45"} is $1.2345); {@code cost_type}, {@code model}, {@code token_type} and
 * {@code service_tier} are there only with {@code group_by[]=description}. Costs state no
 * quantities: give the usage report of the same days with them. Costs of the Priority Tier are in
 * no cost report.
 */
final class AnthropicReport implements JsonBuckets.BucketReader {

  private static final String PROVIDER = "anthropic";
  private static final String TOKENS = "tokens";

  @Override
  public void read(
      Figures figures,
      String start,
      @Nullable String end,
      JsonNode result,
      Consumer<InvoiceLine> to)
      throws InvoiceException {
    LocalDate day = figures.day(start);
    LocalDate lastDay = end == null ? day : justBefore(figures, end);
    String key = JsonBuckets.text(result, "api_key_id");
    Draft draft =
        new Draft(
            figures,
            day,
            lastDay.isBefore(day) ? day : lastDay,
            PROVIDER,
            key.isEmpty() ? JsonBuckets.text(result, "workspace_id") : key);
    if (result.has("amount")) {
      cost(draft, result, to);
    } else if (result.has("uncached_input_tokens")) {
      usage(draft, result, to);
    } else {
      throw figures.bad(
          "a result with neither amount nor uncached_input_tokens. Only the cost report and the"
              + " messages usage report can be read.");
    }
  }

  private static LocalDate justBefore(Figures figures, String end) throws InvoiceException {
    try {
      return OffsetDateTime.parse(end)
          .withOffsetSameInstant(ZoneOffset.UTC)
          .minus(Duration.ofSeconds(1))
          .toLocalDate();
    } catch (DateTimeParseException malformed) {
      throw figures.bad("ending_at is no RFC 3339 time");
    }
  }

  private static void cost(Draft draft, JsonNode result, Consumer<InvoiceLine> to)
      throws InvoiceException {
    BigDecimal cents = draft.number(result, "amount");
    if (cents == null) {
      throw draft.figures().bad("a cost without an amount");
    }
    String type = JsonBuckets.text(result, "cost_type");
    String text = JsonBuckets.text(result, "description");
    String token = JsonBuckets.text(result, "token_type");
    boolean tokens = type.isEmpty() || type.equals(TOKENS);
    Meter meter = meter(token);
    // A kind of token that is not known must not stand for all kinds, nor must it be lost.
    boolean understood = tokens && (token.isEmpty() || meter != null);
    to.accept(
        draft.line(
            understood ? JsonBuckets.text(result, "model") : "",
            understood ? JsonBuckets.text(result, "service_tier") : "",
            meter,
            null,
            cents.movePointLeft(2),
            Figures.currency(JsonBuckets.text(result, "currency")),
            tokens ? Kind.USAGE : Kind.FEE,
            !text.isEmpty() ? text : tokens ? token : type));
  }

  private static @Nullable Meter meter(String token) {
    return switch (token) {
      case "uncached_input_tokens" -> Meter.IN_UNCACHED;
      case "output_tokens" -> Meter.OUT_VISIBLE;
      case "cache_read_input_tokens" -> Meter.IN_CACHE_READ;
      case "cache_creation.ephemeral_1h_input_tokens" -> Meter.IN_CACHE_WRITE_1H;
      case "cache_creation.ephemeral_5m_input_tokens" -> Meter.IN_CACHE_WRITE_5M;
      default -> null;
    };
  }

  private static void usage(Draft draft, JsonNode result, Consumer<InvoiceLine> to)
      throws InvoiceException {
    String model = JsonBuckets.text(result, "model");
    String tier = JsonBuckets.text(result, "service_tier");
    JsonNode written = result.path("cache_creation");
    draft.quantity(
        model, tier, Meter.IN_UNCACHED, draft.count(result, "uncached_input_tokens"), to);
    draft.quantity(
        model, tier, Meter.IN_CACHE_READ, draft.count(result, "cache_read_input_tokens"), to);
    draft.quantity(
        model,
        tier,
        Meter.IN_CACHE_WRITE_5M,
        draft.count(written, "ephemeral_5m_input_tokens"),
        to);
    draft.quantity(
        model,
        tier,
        Meter.IN_CACHE_WRITE_1H,
        draft.count(written, "ephemeral_1h_input_tokens"),
        to);
    draft.quantity(model, tier, Meter.OUT_VISIBLE, draft.count(result, "output_tokens"), to);
  }
}
