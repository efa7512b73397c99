package io.tollgate.gateway.analysis;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A day on which an account spent much more or less than it was to be expected.
 *
 * @param account whose spend it is
 * @param day the UTC day
 * @param amountUsd exact dollars spent on it, without corrections of the books
 * @param expectedUsd an estimate of what was to be expected, in cents
 * @param score how many robust standard deviations the day is off, of the logarithm of spend
 * @param typicalDay the day of the same weekday that it is compared with to find the driver
 * @param driver what makes the largest part of the difference to that day
 * @param driverUsd exact dollars of it
 * @param deployment where most of that happened
 */
public record DayAnomaly(
    String account,
    LocalDate day,
    BigDecimal amountUsd,
    BigDecimal expectedUsd,
    double score,
    LocalDate typicalDay,
    Effect driver,
    BigDecimal driverUsd,
    String deployment) {}
