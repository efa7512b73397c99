package io.tollgate.gateway.quality;

import io.tollgate.gateway.metrics.QualityMeters;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What measurements on all event loops share.
 *
 * @param settings asked each time
 * @param budget what may be spent
 * @param events is told of verdicts
 * @param meters counts what becomes of measurements
 * @param clock the wall clock
 * @param random numbers from 0 to 1; called by several threads
 */
record MeasurementTools(
    Supplier<MeasurementSettings> settings,
    MeasurementBudget budget,
    QualityEvents events,
    QualityMeters meters,
    InstantSource clock,
    DoubleSupplier random) {

  /** A mark that no text can have foreseen. */
  String mark() {
    return Long.toString((long) (random.getAsDouble() * (1L << 40)), Character.MAX_RADIX);
  }
}
