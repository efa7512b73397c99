package io.tollgate.bench.routing.measure;

/**
 * What a way of choosing comes to.
 *
 * @param costUsd mean dollars of a request
 * @param quality mean score
 */
public record Point(double costUsd, double quality) {}
