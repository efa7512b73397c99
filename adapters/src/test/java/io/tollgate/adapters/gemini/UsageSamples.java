package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;

/** Usage for tests, with every meter another figure. */
final class UsageSamples {

  static final ReportedUsage REPORT =
      new ReportedUsage(
          new Usage(3, 2, 1, 1, 2, 5, 8, 6, 2), UsageQuality.PROVIDER_REPORTED, List.of());

  private UsageSamples() {}
}
