package io.tollgate.bench.load;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes part in a comparison.
 *
 * @param target where it is, asked for plain answers
 * @param models what to ask it for by the kind of answer; a kind that is missing is not asked
 * @param measures the loads it is put under
 * @param settles whether it gets faster while it runs, as a JVM does
 */
public record Contestant(
    LoadTarget target, Map<Asked, String> models, Set<Measure> measures, boolean settles) {

  /** The provider itself, which all others are held against. */
  static final String DIRECT = "direct";

  /** The bare proxy of the same framework. */
  static final String BARE = "bare";

  /** HAProxy as a plain proxy. */
  static final String HAPROXY = "haproxy";

  /** nginx as a plain proxy. */
  static final String NGINX = "nginx";

  /** Our gateway. */
  static final String TOLLGATE = "tollgate";

  /** Our gateway with every settlement on disk before it is acknowledged. */
  static final String TOLLGATE_DISK = "tollgate-disk";

  public Contestant {
    models = Map.copyOf(models);
    measures = Set.copyOf(measures);
  }

  /** A server we know nothing about: one model answers plain and streamed. */
  static Contestant foreign(LoadTarget target) {
    return new Contestant(
        target,
        Map.of(Asked.PLAIN, target.model(), Asked.STREAMED, target.model()),
        EnumSet.allOf(Measure.class),
        true);
  }

  /** How reports call it. */
  String name() {
    return target.name();
  }

  /** Where to ask for a kind of answer, or {@code null} where it is not asked for that. */
  @Nullable LoadTarget target(Asked asked) {
    String model = models.get(asked);
    return model == null ? null : target.asking(model);
  }
}
