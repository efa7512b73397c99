package io.tollgate.bench.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The heads of the answers that the SDKs get, by the thread that asks. */
final class Observed {

  private static final ThreadLocal<List<Outcome.Head>> HEADS =
      ThreadLocal.withInitial(ArrayList::new);

  private Observed() {}

  /** Begins anew for a case on this thread. */
  static void begin() {
    HEADS.set(new ArrayList<>());
  }

  /** Those of the case on this thread. */
  static List<Outcome.Head> heads() {
    return HEADS.get();
  }

  /**
   * A head for whoever asked.
   *
   * @param header a header's value by its name; empty where there is none
   */
  static Outcome.Head head(int status, UnaryOperator<String> header) {
    return new Outcome.Head(
        status,
        header.apply("x-tollgate-request-id"),
        header.apply("x-tollgate-warnings"),
        header.apply("retry-after"));
  }
}
