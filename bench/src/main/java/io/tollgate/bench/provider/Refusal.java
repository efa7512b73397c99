package io.tollgate.bench.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a provider does not answer, in no dialect's words.
 *
 * <p>Thrown while a request is read; it has no stack trace, because it tells of a caller's mistake
 * and not of ours.
 */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The HTTP status. */
  final int status;

  /** The field it is about, for dialects that name it; {@code null} for none. */
  final transient @Nullable String param;

  /** OpenAI's {@code code}, or another dialect's finer reason; {@code null} for none. */
  final transient @Nullable String code;

  /** Why a fault directive wants it; {@link Fault.Reason#USUAL} for a refusal of its own. */
  final transient Fault.Reason reason;

  /** How long to wait, none or several. */
  final transient List<Fault.Wait> waits;

  private Refusal(
      int status,
      String message,
      @Nullable String param,
      @Nullable String code,
      Fault.Reason reason,
      List<Fault.Wait> waits) {
    super(message, null, false, false);
    this.status = status;
    this.param = param;
    this.code = code;
    this.reason = reason;
    this.waits = List.copyOf(waits);
  }

  static Refusal of(int status, String message) {
    return new Refusal(status, message, null, null, Fault.Reason.USUAL, List.of());
  }

  static Refusal of(int status, String message, @Nullable String param, @Nullable String code) {
    return new Refusal(status, message, param, code, Fault.Reason.USUAL, List.of());
  }

  /** A mistake in the request. */
  static Refusal invalid(String message) {
    return of(400, message);
  }

  /** A mistake in a field. */
  static Refusal invalid(String param, String message) {
    return of(400, message, param, null);
  }

  /** The refusal that a fault directive asks for. */
  static Refusal of(Fault.Status fault) {
    return new Refusal(
        fault.status(),
        "Simulated status " + fault.status() + ".",
        null,
        null,
        fault.reason(),
        fault.waits());
  }

  /** The breakdown that a fault directive asks for. */
  static Refusal of(Fault.ErrorEvent fault) {
    return of(fault.status(), "The model broke down.", null, "model_error");
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
