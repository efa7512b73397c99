package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.UsageCounters;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * How Cohere counts.
 *
 * <p>A report has two pairs of counters: {@code tokens}, what the model read and wrote, and {@code
 * billed_units}, what is charged. The former contain the preambles and templates that Cohere puts
 * around a prompt, which it does not charge, and so can be many times the latter (recorded: 13
 * billed of 542). The invoice is by billed units, so these are what is priced. {@code
 * cached_tokens} is a part of {@code tokens} and can be more than what is billed; there is no price
 * of its own for it, so it is no part of the usage.
 */
final class CohereUsage {

  private CohereUsage() {}

  /** The report in a whole document; {@code null} where it has none. */
  static @Nullable ReportedUsage inDocument(byte[] document, int offset, int length) {
    try {
      return of(Nodes.object(JsonDocument.read(document, offset, length), "usage"));
    } catch (JacksonException e) {
      return null;
    }
  }

  /** What a usage object comes to; {@code null} where there is none or it is empty. */
  static @Nullable ReportedUsage of(@Nullable JsonNode usage) {
    JsonNode billed = Nodes.object(usage, "billed_units");
    JsonNode tokens = Nodes.object(usage, "tokens");
    if (hasTokens(billed)) {
      UsageCounters counters = new UsageCounters(billed);
      // Units of 0 may be left out.
      Usage priced =
          Usage.of(counters.optional("input_tokens"), counters.optional("output_tokens"));
      return counters.reported(priced, UsageQuality.PROVIDER_REPORTED);
    }
    if (hasTokens(tokens)) {
      UsageCounters counters = new UsageCounters(tokens);
      counters.doubt("billed_units are missing and taken from tokens");
      Usage read = Usage.of(counters.required("input_tokens"), counters.required("output_tokens"));
      return counters.reported(read, UsageQuality.PROVIDER_REPORTED);
    }
    return null;
  }

  private static boolean hasTokens(@Nullable JsonNode counters) {
    return Nodes.get(counters, "input_tokens") != null
        || Nodes.get(counters, "output_tokens") != null;
  }
}
