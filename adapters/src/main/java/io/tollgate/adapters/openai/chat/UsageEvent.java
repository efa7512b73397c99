package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.json.Segments;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * The event of a stream that reports the usage, to be held until the ledger has settled.
 *
 * <p>It refers to the bytes it was read from, and stays valid as long as nobody writes to them.
 */
public final class UsageEvent {

  private final byte[] array;
  private final int offset;
  private final int length;
  private final UsageFields fields;
  private final boolean usageOnly;

  UsageEvent(byte[] array, int offset, int length, UsageFields fields, boolean usageOnly) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.fields = fields;
    this.usageOnly = usageOnly;
  }

  /**
   * Whether the event carries nothing but the usage ({@code choices} empty), and so is to be left
   * out where the caller did not ask for it. Any other event is a part of the answer.
   */
  public boolean isUsageOnly() {
    return usageOnly;
  }

  /** The bytes of the event as it came, blank line included. */
  public int length() {
    return length;
  }

  /**
   * The event with {@code "cost"} in its usage.
   *
   * @param cost the cost in dollars, or {@code null} where the model has no price: then the event
   *     is as it came
   */
  public Segments withCost(@Nullable Picodollars cost) {
    return CostSplice.apply(array, offset, length, fields, cost);
  }
}
