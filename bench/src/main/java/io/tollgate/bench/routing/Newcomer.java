package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.Calibration;

/**
 * How a model was placed whose outcomes were hidden but for a few.
 *
 * @param labels judged prompts of it in each training part, on average
 * @param expected mean expected score
 * @param real mean real score
 * @param expectedRank its place among all models by mean expected score, from 1
 * @param realRank its place by mean real score, from 1
 * @param correlation of expected and real score over questions; NaN where either does not vary
 * @param calibration of its expected scores
 * @param share of the requests that it answers where 97 % of the best single model's quality is
 *     reached at the lowest cost; NaN where that is never reached
 */
public record Newcomer(
    double labels,
    double expected,
    double real,
    int expectedRank,
    int realRank,
    double correlation,
    Calibration calibration,
    double share) {}
