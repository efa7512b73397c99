package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The counters of a provider's usage report as they are read, and what is odd about them. A report
 * with an implausible counter is not believed at all.
 */
public final class UsageCounters {

  private static final long ABSENT = -1;
  private static final long INVALID = -2;

  private final @Nullable JsonNode report;
  private final List<String> doubts = new ArrayList<>();
  private boolean implausible;

  /** The counters of an object. */
  public UsageCounters(@Nullable JsonNode report) {
    this.report = report;
  }

  /** A counter without which the report says nothing; 0 where it is missing or no counter. */
  public long required(String name) {
    if (Nodes.get(report, name) == null) {
      contradict(name + " is missing");
      return 0;
    }
    return optional(name);
  }

  /** A counter that may be missing or null, and then is 0. */
  public long optional(String name) {
    return in(report, name);
  }

  /** A counter of an object within the report, which may be missing and then is 0. */
  public long in(@Nullable JsonNode object, String name) {
    if (Nodes.get(object, name) == null) {
      return 0;
    }
    long tokens = Nodes.integer(object, name, INVALID);
    if (tokens <= ABSENT || tokens > Usage.MAX_TOKENS) {
      contradict(name + " is no plausible whole number");
      return 0;
    }
    return tokens;
  }

  /** Something is odd, but not so much that the report is not believed. */
  public void doubt(String why) {
    doubts.add(why);
  }

  /** The report cannot be so. */
  public void contradict(String why) {
    doubts.add(why);
    implausible = true;
  }

  /** Whether the report cannot be so. */
  public boolean isImplausible() {
    return implausible;
  }

  /**
   * What the report comes to.
   *
   * @param usage what its counters say if they are believed
   * @param quality how the usage is known if they are
   */
  public ReportedUsage reported(Usage usage, UsageQuality quality) {
    return implausible
        ? new ReportedUsage(null, UsageQuality.TOKENIZER_ESTIMATED, doubts)
        : new ReportedUsage(usage, quality, doubts);
  }
}
