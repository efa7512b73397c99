package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A period that is closed.
 *
 * @param period its name, e.g. {@code 2026-11}
 * @param end from when on there is another period
 * @param closedAt when it was closed
 * @param seq the record by which it was closed
 * @param rootHash the journal's hash at the last record that is in it
 * @param spentUsd what it cost, exactly
 * @param reportHash the SHA-256 of its report
 */
public record PeriodRow(
    String period,
    Instant end,
    Instant closedAt,
    long seq,
    String rootHash,
    BigDecimal spentUsd,
    String reportHash) {}
