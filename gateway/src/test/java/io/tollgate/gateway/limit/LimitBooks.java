package io.tollgate.gateway.limit;

import io.tollgate.gateway.budget.Scope;
import java.time.Duration;
import java.util.List;

/** What tests of limits need again and again. */
final class LimitBooks {

  static final Scope TEAM = Scope.parse("team:search");
  static final Scope KEY = Scope.parse("key:0123456789ab");

  private LimitBooks() {}

  static RateLimit requests(Scope scope, long perMinute) {
    return new RateLimit("r-" + scope.kind().key(), scope, perMinute, 0, 0, Duration.ZERO);
  }

  static RateLimit tokens(Scope scope, long perMinute) {
    return new RateLimit("t-" + scope.kind().key(), scope, 0, perMinute, 0, Duration.ZERO);
  }

  static RateLimit concurrent(Scope scope, long count, Duration wait) {
    return new RateLimit("c-" + scope.kind().key(), scope, 0, 0, count, wait);
  }

  static LimitBook book(RateLimit... limits) {
    LimitBook book = new LimitBook();
    book.limits(List.of(limits), 0);
    return book;
  }

  static Passage granted(Admittance admittance) {
    return switch (admittance) {
      case Admittance.Granted(Passage passage) -> passage;
      default -> throw new AssertionError("expected to be granted: " + admittance);
    };
  }

  static Objection refused(Admittance admittance) {
    return switch (admittance) {
      case Admittance.Refused(Objection objection) -> objection;
      default -> throw new AssertionError("expected to be refused: " + admittance);
    };
  }
}
