package io.tollgate.gateway.exchange;

import io.tollgate.adapters.bridge.Bridge;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ways of one request into the dialects of the deployments of its plan, each found when it is
 * first asked for. A deployment that cannot be told what the policy does not let go is no way.
 */
final class Crossings {

  private record Found(Deployment deployment, Crossing crossing) {}

  private final ClientCall call;
  private final Tolerance mayLose;
  private final Upstreams upstreams;
  private final ReasoningMemory memory;

  /** A few at most: one for each deployment of the plan that was asked for. */
  private final List<Found> found = new ArrayList<>(2);

  private @Nullable ClientError refusal;

  Crossings(ClientCall call, Tolerance mayLose, Upstreams upstreams, ReasoningMemory memory) {
    this.call = call;
    this.mayLose = mayLose;
    this.upstreams = upstreams;
    this.memory = memory;
  }

  /**
   * The way to a deployment, or {@code null} where there is none; then {@link #refusal} says why.
   */
  @Nullable Crossing to(Candidate candidate) {
    Deployment deployment = candidate.deployment();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).deployment().equals(deployment)) {
        return found.get(i).crossing();
      }
    }
    try {
      Crossing crossing =
          Bridge.cross(call, upstreams.dialects(deployment), deployment.upstreamModel(), memory);
      List<Loss> unbearable =
          crossing.losses().isEmpty()
              ? List.of()
              : crossing.losses().stream().filter(this::isUnbearable).toList();
      if (unbearable.isEmpty()) {
        found.add(new Found(deployment, crossing));
        return crossing;
      }
      refuse(unbearable(deployment, unbearable));
    } catch (MalformedRequest e) {
      refuse(new ClientError(e.status(), e.code(), e.param(), e.message(), null));
    }
    return null;
  }

  /** The best of the plan is the one whose refusal says most. */
  private void refuse(ClientError error) {
    if (refusal == null) {
      refusal = error;
    }
  }

  /** Why there was no way where there was none; {@code null} where there was always one. */
  @Nullable ClientError refusal() {
    return refusal;
  }

  private boolean isUnbearable(Loss loss) {
    return switch (mayLose) {
      case NOTHING -> true;
      case HINTS -> loss.weight() == Loss.Weight.MEANING;
      case ANYTHING -> false;
    };
  }

  private ClientError unbearable(Deployment deployment, List<Loss> losses) {
    return new ClientError(
        400,
        "untranslatable",
        losses.getFirst().field(),
        deployment.id()
            + " cannot be told "
            + losses.stream()
                .map(loss -> loss.field() + " (" + loss.reason() + ")")
                .collect(Collectors.joining(", "))
            + "; ask for another model, leave it out, or let the policy lose it (may_lose: "
            + (mayLose == Tolerance.NOTHING ? "hints" : "anything")
            + ").",
        null);
  }
}
