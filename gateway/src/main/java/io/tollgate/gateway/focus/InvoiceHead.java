package io.tollgate.gateway.focus;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says as a whole: no format of lines has it, so that whoever imports them does.
 *
 * @param id the invoice's number
 * @param reference the number of the invoice that it changes, or {@code null} where it changes none
 * @param issued the day on which it was sent, or {@code null} while it is open
 * @param due the day on which it has to be paid, or {@code null} where nobody said
 * @param terms of payment, e.g. {@code Net 30}
 * @param purchaseOrder our number for it, or {@code null}
 */
public record InvoiceHead(
    String id,
    @Nullable String reference,
    @Nullable LocalDate issued,
    @Nullable LocalDate due,
    String terms,
    @Nullable String purchaseOrder) {

  /** The terms of payment where nobody said: the data set has no null there. */
  public static final String TERMS_UNKNOWN = "Not stated";

  /**
   * Refuses what contradicts itself.
   *
   * @throws IllegalArgumentException where the number or the terms are blank, or it has to be paid
   *     before it was sent
   */
  public InvoiceHead {
    if (id.isBlank() || terms.isBlank()) {
      throw new IllegalArgumentException(
          "invoice: number \"%s\", terms \"%s\" (expected: both say something)"
              .formatted(id, terms));
    }
    if (issued != null && due != null && due.isBefore(issued)) {
      throw new IllegalArgumentException(
          "invoice %s: due %s (expected: not before it was issued, %s)".formatted(id, due, issued));
    }
  }
}
