package io.tollgate.policies.routing;

import io.tollgate.policies.quality.Forecasts;
import java.util.Set;

/**
 * What a quality budget says about one request, at the moment it is decided.
 *
 * @param forecasts what is expected of each model
 * @param shadowPicoPerPpm what a millionth of quality lost is worth now, in pico-dollars
 * @param frozen whether the budget is used up, so that only the reference may answer
 * @param quarantined models that have become worse than predicted, by id: none of them may take the
 *     reference's place
 */
public record Guidance(
    Forecasts forecasts, long shadowPicoPerPpm, boolean frozen, Set<String> quarantined) {

  /** Nothing is known, so only the reference may answer. */
  public static final Guidance REFERENCE_ONLY = new Guidance(Forecasts.NONE, 0, true, Set.of());

  public Guidance {
    quarantined = Set.copyOf(quarantined);
  }

  /** Gives guidance where a policy with a quality budget decides. */
  @FunctionalInterface
  public interface Source {

    /** Knows nothing: policies with a quality budget keep to their reference. */
    Source NONE = policy -> REFERENCE_ONLY;

    /** The guidance for the request at hand under a policy; never throws. */
    Guidance under(String policy);
  }
}
