package io.tollgate.bench.routing.learn;

/**
 * A candidate made of three models: the first two are asked at one time; if their answers agree,
 * that of the first is taken, else the third answers. All calls are paid for.
 *
 * @param first column of a model
 * @param second column of another
 * @param third column of the one that decides
 */
public record Agreement(int first, int second, int third) {}
