package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.Calibration;
import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.StrongShare;
import io.tollgate.bench.routing.measure.UnseenDomains;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one learner on one set.
 *
 * @param name the learner's name; with {@code +arms} where it chose among agreements, too
 * @param costQuality cost against quality
 * @param strongShare measures of two models, or {@code null} where there are more
 * @param fewLabels the same with few labels, or {@code null} where that was not run
 * @param calibration whether expected scores are what comes, or {@code null} where there are none
 * @param unseen categories left out of what was learnt, or {@code null} where that was not run
 * @param newcomer how a model that is new was placed, or {@code null} where none is
 */
public record LearnerReport(
    String name,
    CostQuality costQuality,
    StrongShare.@Nullable Figures strongShare,
    StrongShare.@Nullable Figures fewLabels,
    @Nullable Calibration calibration,
    UnseenDomains.@Nullable Result unseen,
    @Nullable Newcomer newcomer) {}
