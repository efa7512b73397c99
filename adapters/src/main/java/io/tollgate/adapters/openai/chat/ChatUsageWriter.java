package io.tollgate.adapters.openai.chat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import org.jspecify.annotations.Nullable;

/** Writes what an answer consumed in OpenAI's counters, in which the parts lie within the sums. */
final class ChatUsageWriter {

  private ChatUsageWriter() {}

  /**
   * The usage object.
   *
   * @param cost in dollars, or {@code null} where there is no price
   */
  static String write(Usage usage, @Nullable Picodollars cost) {
    long cacheWrites = usage.inCacheWrite5m() + usage.inCacheWrite1h() + usage.inCacheWriteOther();
    StringBuilder json = new StringBuilder(256);
    json.append("{\"prompt_tokens\":").append(usage.totalInput());
    json.append(",\"completion_tokens\":").append(usage.totalOutput());
    json.append(",\"total_tokens\":").append(usage.totalInput() + usage.totalOutput());
    json.append(",\"prompt_tokens_details\":{\"cached_tokens\":").append(usage.totalCacheRead());
    if (cacheWrites > 0) {
      json.append(",\"cache_write_tokens\":").append(cacheWrites);
    }
    json.append("},\"completion_tokens_details\":{\"reasoning_tokens\":");
    json.append(usage.outReasoning()).append('}');
    if (cost != null) {
      json.append(",\"cost\":").append(cost.toPlainDollars());
    }
    return json.append('}').toString();
  }
}
