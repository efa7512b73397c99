package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Looks at options for one request: checks them, estimates them and keeps the best in order.
 *
 * <p>One is made per decision and used by one thread. The cheap checks come first; an option that
 * fails one is never priced.
 */
final class Appraiser {

  /** An answer is reserved for at this many times its expected length, if the caller set none. */
  private static final long HOLD_FACTOR = 4;

  /** How many times the longest answer that was seen the next one is allowed for. */
  private static final long LONGEST_TIMES = 2;

  /** Thirty years: forecasts are cut there, so that times can be added without overflow. */
  private static final long MAX_TTFT_MS = 1L << 40;

  private static final int PPM = 1_000_000;

  /** What is worth avoiding a deployment whose quota is used up: one twice as dear again. */
  private static final int SCARCITY_TIMES = 2;

  private final RequestProfile profile;
  private final Outlook outlook;
  private final Allowance allowance;
  private final Instant now;
  private final PriceBook prices;
  private final long input;
  private final long choices;
  private final boolean embeddings;
  private final boolean media;

  Appraiser(
      RequestProfile profile, Outlook outlook, Allowance allowance, Instant now, PriceBook prices) {
    this.profile = profile;
    this.outlook = outlook;
    this.allowance = allowance;
    this.now = now;
    this.prices = prices;
    this.input = Math.clamp(profile.inputTokens(), 0, Usage.MAX_TOKENS);
    this.choices = Math.max(1, profile.choices());
    this.media =
        profile.needs().contains(Capability.AUDIO) || profile.needs().contains(Capability.IMAGES);
    this.embeddings = profile.needs().contains(Capability.EMBEDDINGS);
  }

  /** Appraises every option of a list by what is known of them beforehand. */
  Ranking rank(Shortlist shortlist) {
    return rank(shortlist, Expectation.PRIORS);
  }

  /** Appraises every option of a list by what is expected for this very prompt. */
  Ranking rank(Shortlist shortlist, Expectation expectation) {
    Option[] options = shortlist.options(embeddings);
    Ranking ranking = new Ranking(options.length);
    if (options.length == 0) {
      for (Option other : shortlist.options(!embeddings)) {
        ranking.reject(other, Reasons.otherKind(other));
      }
    }
    Outlook.Forecast[] forecasts = new Outlook.Forecast[options.length];
    for (int i = 0; i < options.length; i++) {
      forecasts[i] = outlook.of(options[i].deployment);
    }
    long usual = usualOutput(forecasts, shortlist.terms);
    for (int i = 0; i < options.length; i++) {
      Option option = options[i];
      Outlook.Forecast forecast = forecasts[i];
      Allowance.Objection objection = allowance.toDeployment(option.deployment);
      String misfit =
          objection == null ? misfit(option, expectation, shortlist.terms.limits()) : null;
      if (objection != null) {
        ranking.object(option, objection);
      } else if (misfit != null) {
        ranking.reject(option, misfit);
      } else if (!forecast.availability().takesRequests()) {
        ranking.pause(option, forecast);
      } else {
        appraise(option, expectation, forecast, usual, shortlist.terms, ranking);
      }
    }
    return ranking;
  }

  /**
   * The tokens of a usual answer: the mean of what was seen of the options, else what the terms
   * expect. It is one figure for all of them, because the length of an answer is mostly up to the
   * question: judged each by its own past, an option that was once asked something short would look
   * cheap for good, and one that was never asked would never be.
   */
  private static long usualOutput(Outlook.Forecast[] forecasts, Terms terms) {
    long sum = 0;
    long seen = 0;
    for (Outlook.Forecast forecast : forecasts) {
      long tokens = forecast.outputTokens();
      if (tokens >= 0) {
        sum += Math.min(tokens, Usage.MAX_TOKENS);
        seen++;
      }
    }
    return seen == 0 ? terms.expectedOutputTokens() : sum / seen;
  }

  /**
   * The appraisal of the one deployment that the caller named, which is not held to any terms, but
   * has to do what is asked at all.
   */
  Ranking only(Option option, Terms terms) {
    Ranking ranking = new Ranking(1);
    Outlook.Forecast forecast = outlook.of(option.deployment);
    Allowance.Objection objection = allowance.toDeployment(option.deployment);
    if (objection != null) {
      ranking.object(option, objection);
    } else if (option.embeds != embeddings) {
      ranking.reject(option, Reasons.otherKind(option));
    } else if (!forecast.availability().takesRequests()) {
      ranking.pause(option, forecast);
    } else {
      long usual =
          forecast.outputTokens() >= 0 ? forecast.outputTokens() : terms.expectedOutputTokens();
      appraise(option, Expectation.PRIORS, forecast, usual, terms, ranking);
    }
    return ranking;
  }

  /** Why an option cannot answer at all or is under the floor, or {@code null}. */
  private @Nullable String misfit(Option option, Expectation expectation, Limits limits) {
    if (!option.supports(profile.needs())) {
      return Reasons.lacking(option.lacking(profile.needs()));
    }
    if (embeddings) {
      // A context holds each text of a request and not all of them, and a floor is one of answers.
      return null;
    }
    long output = Math.max(1, profile.maxOutputTokens());
    if (output > option.contextWindow - input) {
      return Reasons.contextTooSmall(option.contextWindow, input, output);
    }
    if (output > option.maxOutput) {
      return Reasons.answersTooShort(option.maxOutput, output);
    }
    int qualityPpm = expectation.qualityPpm(option);
    if (qualityPpm < limits.minQualityPpm()) {
      return Reasons.underTheFloor(qualityPpm, limits.minQualityPpm());
    }
    return null;
  }

  private void appraise(
      Option option,
      Expectation expectation,
      Outlook.Forecast forecast,
      long usual,
      Terms terms,
      Ranking ranking) {
    Limits limits = terms.limits();
    long most = profile.maxOutputTokens() >= 0 ? profile.maxOutputTokens() : option.maxOutput;
    long output = Math.min(expectation.outputTokens(option, usual), most);
    long ttftMs = ttftMs(option, forecast, forecast.ttftMs());
    long totalMs = totalMs(option, ttftMs, output, forecast.outputTokensPerSecond());
    // A limit is to be kept by more than every other answer.
    long slowTtftMs = ttftMs(option, forecast, forecast.slowTtftMs());
    long slowTotalMs = totalMs(option, slowTtftMs, output, forecast.slowOutputTokensPerSecond());
    if (slowTtftMs > limits.maxTtftMs()) {
      ranking.reject(option, Reasons.tooSlow(slowTtftMs, "first", limits.maxTtftMs()));
      return;
    }
    if (slowTotalMs > limits.maxTotalMs()) {
      ranking.reject(option, Reasons.tooSlow(slowTotalMs, "last", limits.maxTotalMs()));
      return;
    }
    Usage uncached = Usage.of(input, timesChoices(output));
    Usage usage = cached(uncached, forecast.cacheReadSharePpm());
    Picodollars cost = prices.total(option.id, usage, now, now);
    if (cost == null && !usage.equals(uncached)) {
      // The price of cache reads is unknown: without them it costs no less.
      usage = uncached;
      cost = prices.total(option.id, usage, now, now);
    }
    if (cost == null
        && !terms.allowUnpriced()
        && prices.rate(option.id, usage, now, now) instanceof Rating.Unpriced(String reason)) {
      ranking.reject(option, reason);
      return;
    }
    Picodollars maxCost = limits.maxCost();
    if (cost != null && maxCost != null && cost.compareTo(maxCost) > 0) {
      ranking.reject(option, Reasons.tooDear(cost, maxCost));
      return;
    }
    int qualityPpm = expectation.qualityPpm(option);
    long score =
        expectation
            .objective(terms)
            .score(
                cost == null ? 0 : scarce(cost.pico(), forecast.scarcityPpm()),
                totalMs,
                qualityPpm);
    boolean lastResort = forecast.availability() == Outlook.Availability.EJECTED;
    Appraisal appraisal =
        new Appraisal(
            option,
            usage,
            timesChoices(Math.min(most, likelyOutput(forecast, usual))),
            timesChoices(allowance.capsCost() ? most : worstOutput(forecast, most)),
            media,
            cost,
            ttftMs,
            totalMs,
            qualityPpm,
            score,
            lastResort);
    Allowance.Objection objection = objectionToCost(appraisal);
    if (objection != null) {
      ranking.object(option, objection);
    } else {
      ranking.add(appraisal);
    }
  }

  private Allowance.@Nullable Objection objectionToCost(Appraisal appraisal) {
    if (appraisal.cost() == null) {
      return allowance.toCost(null, null, null);
    }
    if (!allowance.limitsCost()) {
      return null;
    }
    Picodollars hold = appraisal.hold(prices, now);
    return allowance.toCost(appraisal.cost(), hold, appraisal.worst(hold, prices, now));
  }

  /**
   * What an answer is not thought to exceed at all: what is allowed, or, where enough was seen to
   * tell, some times the longest of it.
   */
  private static long worstOutput(Outlook.Forecast forecast, long most) {
    long longest = forecast.longestOutputTokens();
    return longest < 0 ? most : Math.min(most, LONGEST_TIMES * Math.min(longest, Usage.MAX_TOKENS));
  }

  /**
   * What an answer is not likely to exceed: what was seen of the deployment lately, or what the
   * caller allows, where nothing was seen and the caller says.
   */
  private long likelyOutput(Outlook.Forecast forecast, long usual) {
    if (forecast.longOutputTokens() >= 0) {
      return Math.max(forecast.longOutputTokens(), Math.min(usual, Usage.MAX_TOKENS));
    }
    return profile.maxOutputTokens() >= 0
        ? profile.maxOutputTokens()
        : HOLD_FACTOR * Math.min(usual, Usage.MAX_TOKENS);
  }

  /**
   * Expected time to the first token, or the prior where none was seen, and the wait for a place
   * there.
   */
  private static long ttftMs(Option option, Outlook.Forecast forecast, long seenMs) {
    return (seenMs >= 0 ? Math.min(seenMs, MAX_TTFT_MS) : option.priorTtftMs)
        + Math.clamp(forecast.queueMs(), 0, MAX_TTFT_MS);
  }

  private static long totalMs(Option option, long ttftMs, long output, long seenSpeed) {
    long speed = seenSpeed > 0 ? seenSpeed : option.priorTokensPerSecond;
    return ttftMs + Math.min(output, Usage.MAX_TOKENS) * 1000 / speed;
  }

  /** The same usage, if the provider's cache serves as much of the input as it has lately. */
  private static Usage cached(Usage uncached, int sharePpm) {
    long read = uncached.inUncached() * Math.clamp(sharePpm, 0, PPM) / PPM;
    return read == 0
        ? uncached
        : new Usage(uncached.inUncached() - read, read, 0, 0, 0, 0, uncached.outVisible(), 0, 0);
  }

  /**
   * A cost with the shadow price of a quota: as scarcity grows from nothing to all, up to {@value
   * #SCARCITY_TIMES} times the cost is added. It moves scores and is never booked.
   */
  private static long scarce(long costPico, int scarcityPpm) {
    long added = SCARCITY_TIMES * (long) Math.clamp(scarcityPpm, 0, PPM);
    long cost = Math.min(costPico, Long.MAX_VALUE / (2 * (SCARCITY_TIMES + 1)));
    return cost + cost / PPM * added + cost % PPM * added / PPM;
  }

  private long timesChoices(long tokens) {
    return Math.min(Math.min(tokens, Usage.MAX_TOKENS) * choices, Usage.MAX_TOKENS);
  }
}
