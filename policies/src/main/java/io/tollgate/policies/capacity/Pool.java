package io.tollgate.policies.capacity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Machines of one's own that serve models and cost the same whether they are used or not.
 *
 * @param name by which prices know it: {@code paid_from: owned:NAME}
 * @param gpus how many, at least 1
 * @param tenure how they are held
 * @param power what they draw; {@code null} where it is not known, and then their energy is not
 *     either. Bought machines have it
 * @param deployments what runs on them, {@code provider/model}
 * @param parallel requests that it serves at the same time at full load, at least 1: seconds of
 *     requests are that many times as many as those of the clock
 * @param throughput how fast it is under full load where that was measured apart, else {@code null}
 * @param from the first hour of its life; the hour that this instant is in
 * @param to the hour after the last, or {@code null} while no end is known
 * @param node the gateway that books its cost, or {@code null} where there is but one
 */
public record Pool(
    String name,
    int gpus,
    Tenure tenure,
    @Nullable Power power,
    List<String> deployments,
    int parallel,
    @Nullable Throughput throughput,
    Instant from,
    @Nullable Instant to,
    @Nullable String node) {

  public Pool {
    deployments = List.copyOf(deployments);
    from = from.truncatedTo(ChronoUnit.HOURS);
    to = to == null ? null : to.truncatedTo(ChronoUnit.HOURS);
    if (gpus < 1 || parallel < 1) {
      throw new IllegalArgumentException(
          name + ": gpus " + gpus + ", parallel " + parallel + " (expected: both >= 1)");
    }
    if (tenure instanceof Tenure.Bought && power == null) {
      throw new IllegalArgumentException(name + ": no power (expected: bought machines have it)");
    }
    if (to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException(
          name + ": to " + to + " (expected: at least an hour after " + from + ")");
    }
  }

  /** Whether an hour, named by its beginning, is in its life. */
  public boolean lives(Instant hour) {
    return !hour.isBefore(from) && (to == null || hour.isBefore(to));
  }

  /** How many hours of its life are in a stretch of time, both ends at whole hours. */
  public long hours(Instant start, Instant end) {
    Instant first = start.isBefore(from) ? from : start;
    Instant last = to != null && to.isBefore(end) ? to : end;
    return Math.max(0, Duration.between(first, last).toHours());
  }

  /** Whether a gateway of this name is the one that books its cost. */
  public boolean isBookedBy(String gateway) {
    return node == null || node.equals(gateway);
  }
}
