package io.tollgate.policies.pacing;

/**
 * What a judged sample changed about a model.
 *
 * @param standing of the model from now on
 * @param quarantined whether it was quarantined by this sample
 * @param released whether it was released by this sample
 * @param damagePpm where it was quarantined by this sample: estimate of what was lost beyond
 *     prediction since it got worse, in millionths times requests, at least 0; to be {@linkplain
 *     QualityPacer#charged charged} to the budgets that it answered for, by their shares of its
 *     requests
 */
public record Finding(
    WatchState.Standing standing, boolean quarantined, boolean released, long damagePpm) {}
