package io.tollgate.gateway.quality;

import io.tollgate.policies.quality.Forecasts;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Forecasts less what judged answers have shown them to be off by, and for all but the references
 * less what is expected too much of a choice. Where they throw, nothing is known from then on, and
 * whoever counts failures is told once. For one thread.
 */
final class GuardedForecasts implements Forecasts {

  private static final int PPM = Judgement.PPM;

  private final ToIntFunction<String> correctionPpm;
  private final Predicate<String> isReference;
  private final Runnable failed;
  private Forecasts forecasts;
  private boolean broken;

  /**
   * Forecasts to be guarded.
   *
   * @param correctionPpm what a model's expected quality is too high by
   */
  GuardedForecasts(
      Forecasts forecasts,
      ToIntFunction<String> correctionPpm,
      Predicate<String> isReference,
      Runnable failed) {
    this.forecasts = forecasts;
    this.correctionPpm = correctionPpm;
    this.isReference = isReference;
    this.failed = failed;
  }

  private <T> T guarded(Supplier<T> asked, T otherwise) {
    try {
      return asked.get();
    } catch (RuntimeException fault) {
      if (!broken) {
        broken = true;
        forecasts = Forecasts.NONE;
        failed.run();
      }
      return otherwise;
    }
  }

  @Override
  public int qualityPpm(String model) {
    int raw = guarded(() -> forecasts.qualityPpm(model), UNKNOWN);
    return raw < 0
        ? UNKNOWN
        : Math.clamp((long) raw - correctionPpm.applyAsInt(model) - optimismPpm(model), 0, PPM);
  }

  @Override
  public int optimismPpm(String model) {
    return isReference.test(model) ? 0 : guarded(() -> forecasts.optimismPpm(model), 0);
  }

  @Override
  public int outputTokens(String model) {
    return guarded(() -> forecasts.outputTokens(model), UNKNOWN);
  }

  @Override
  public boolean mayDisplace(String model, String reference, int maxLossPpm) {
    int worse = correctionPpm.applyAsInt(model) - correctionPpm.applyAsInt(reference);
    return guarded(() -> forecasts.mayDisplace(model, reference, maxLossPpm - worse), false);
  }

  @Override
  public List<Agreement> agreements() {
    List<Agreement> all = guarded(() -> forecasts.agreements(), List.of());
    return all.stream().map(this::corrected).toList();
  }

  /** Where two agree the answer is that of the first, else that of the third. */
  private Agreement corrected(Agreement arm) {
    long agreed = Math.clamp(arm.agreementPpm(), 0, PPM);
    long off =
        (agreed * correctionPpm.applyAsInt(arm.one())
                + (PPM - agreed) * correctionPpm.applyAsInt(arm.third()))
            / PPM;
    return new Agreement(
        arm.one(),
        arm.other(),
        arm.third(),
        Math.clamp(arm.qualityPpm() - off - optimismPpm(arm.one()), 0, PPM),
        arm.agreementPpm());
  }
}
