package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Writes what was consumed, and what it cost, as this dialect counts. */
final class UsageWriter {

  private UsageWriter() {}

  /** The usage object; {@code null} where nothing is known. */
  static @Nullable ObjectNode write(@Nullable ReportedUsage reported, @Nullable Picodollars cost) {
    Usage usage = reported == null ? null : reported.usage();
    if (usage == null) {
      return null;
    }
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put("input_tokens", usage.totalInput());
    written
        .putObject("input_tokens_details")
        .put("cached_tokens", usage.totalCacheRead())
        .put(
            "cache_write_tokens",
            usage.inCacheWrite5m() + usage.inCacheWrite1h() + usage.inCacheWriteOther());
    written.put("output_tokens", usage.totalOutput());
    written.putObject("output_tokens_details").put("reasoning_tokens", usage.outReasoning());
    written.put("total_tokens", usage.totalInput() + usage.totalOutput());
    if (cost != null) {
      // As digits, since a small decimal would be written with an exponent.
      written.putRawValue("cost", new RawValue(cost.toPlainDollars()));
    }
    return written;
  }
}
