package io.tollgate.gateway.config;

import io.tollgate.adapters.openai.chat.ModelList;
import io.tollgate.gateway.quality.Knowledge;
import io.tollgate.gateway.quality.MeasurementTerms;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.Policy;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.Router;
import java.time.Instant;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What decisions are made from at a moment: an immutable snapshot that is swapped as a whole, so
 * that no request ever sees half of an edit.
 *
 * @param router decides by the catalogue, the prices and the policies of this snapshot
 * @param policies the policies it decides by
 * @param prices the price book requests admitted now are rated by
 * @param predictor what is expected of each model for a prompt
 * @param modelNames every name a caller may ask for, in the order of the list
 * @param pools the machines of one's own that models run on
 * @param loadedAt when it was read
 */
public record RoutingState(
    Router router,
    PolicySet policies,
    PriceBook prices,
    Function<Prompt, Forecasts> predictor,
    SequencedSet<String> modelNames,
    List<Pool> pools,
    Instant loadedAt) {

  /** What budgets go by. */
  public Knowledge knowledge() {
    return new Knowledge(policies, prices, predictor);
  }

  /** What a policy says of measurement; {@code null} where its answers are not measured. */
  public @Nullable MeasurementTerms measurement(String name) {
    Policy policy = policies.budgeted(name);
    QualityBudget budget = policy == null ? null : policy.qualityBudget();
    return policy == null || budget == null
        ? null
        : new MeasurementTerms(
            budget.references(),
            budget.judges(),
            policy.terms().candidates(),
            budget.judgedSharePpm(),
            budget.measurementPerDay());
  }

  /** The models as the model list names them. */
  public List<ModelList.Entry> models() {
    return modelNames.stream().map(this::model).toList();
  }

  /** One of {@link #modelNames()} as the model list names it. */
  public ModelList.Entry model(String name) {
    return new ModelList.Entry(name, "tollgate", loadedAt.getEpochSecond());
  }
}
