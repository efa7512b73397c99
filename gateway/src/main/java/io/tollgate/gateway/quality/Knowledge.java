package io.tollgate.gateway.quality;

import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.PolicySet;
import java.util.function.Function;

/**
 * What budgets go by at a moment.
 *
 * @param policies whose budgets they are
 * @param prices what a budget's first price of quality is guessed from
 * @param predictor what is expected of each model for a prompt; may throw
 */
public record Knowledge(
    PolicySet policies, PriceBook prices, Function<Prompt, Forecasts> predictor) {}
