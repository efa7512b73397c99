package io.tollgate.policies.quality;

/**
 * What was learnt of three models as one: the first two are asked, and where they do not agree the
 * third.
 *
 * @param one place of a model
 * @param other place of another
 * @param third place of the one that decides
 * @param quality expected score of the answer that comes of it, 0 to 1
 * @param agreement probability that the first two agree, 0 to 1
 */
record LearntArm(int one, int other, int third, LinearHead quality, LinearHead agreement) {}
