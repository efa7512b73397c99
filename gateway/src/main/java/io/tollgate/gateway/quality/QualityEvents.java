package io.tollgate.gateway.quality;

import java.util.List;

/** Is told how good answers were. Called by several threads, which it must not hold up. */
@FunctionalInterface
public interface QualityEvents {

  /** Is told in vain. */
  QualityEvents NONE = judgement -> {};

  /** An answer was judged. */
  void judged(Judgement judgement);

  /** Tells several, in this order. */
  static QualityEvents all(List<QualityEvents> listeners) {
    List<QualityEvents> fixed = List.copyOf(listeners);
    return judgement -> fixed.forEach(listener -> listener.judged(judgement));
  }
}
