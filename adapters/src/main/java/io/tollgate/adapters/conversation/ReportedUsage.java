package io.tollgate.adapters.conversation;

import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said a call consumed, and how far that can be believed.
 *
 * @param usage the tokens, or {@code null} where what was said cannot be so: it is to be estimated
 * @param quality how the usage is known; {@link UsageQuality#TOKENIZER_ESTIMATED} where it is
 *     {@code null}, since an estimate must take its place
 * @param doubts what is odd about the report, each a short sentence without texts of the provider
 * @param region where the call was served, in the provider's words; {@code null} unsaid
 */
public record ReportedUsage(
    @Nullable Usage usage, UsageQuality quality, List<String> doubts, @Nullable String region) {
  public ReportedUsage {
    doubts = List.copyOf(doubts);
  }

  /** The report of a provider that does not say where the call was served. */
  public ReportedUsage(@Nullable Usage usage, UsageQuality quality, List<String> doubts) {
    this(usage, quality, doubts, null);
  }
}
