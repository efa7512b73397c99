package io.tollgate.policies.quality;

/**
 * What was learnt of one model.
 *
 * @param id its provider-neutral name
 * @param outcomes judged outcomes it was learnt from
 * @param optimism what is to be added to its forecast loss where it is chosen in place of the
 *     reference
 * @param quality expected score of an answer, 0 to 1
 * @param length natural logarithm of one plus the expected output tokens
 * @param evidence by kind of request
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
record LearntModel(
    String id,
    int outcomes,
    float optimism,
    LinearHead quality,
    LinearHead length,
    KindEvidence[] evidence) {}
