package io.tollgate.bench.routing.replay;

/**
 * What became of a stream, or the mean over several.
 *
 * @param cost what was paid for answers, relative to the reference answering alone
 * @param measurement what was paid for judging and probing, relative to the same
 * @param loss mean score of the reference less that of what was released
 * @param secondHalfLoss the same over the second half
 * @param worstWindowLoss the highest mean loss of 1,000 requests in a row, windows of 1,000 apart
 * @param judgedShare share of requests that were judged, probes included
 * @param frozenShare share of requests at which only the reference was allowed
 * @param quarantineDelay requests from the regression to the first quarantine of a model that had
 *     regressed; NaN where there was none
 * @param falseQuarantines quarantines of models that had not changed
 */
public record ReplayResult(
    double cost,
    double measurement,
    double loss,
    double secondHalfLoss,
    double worstWindowLoss,
    double judgedShare,
    double frozenShare,
    double quarantineDelay,
    double falseQuarantines) {}
