package io.tollgate.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is left of a quota from the headers of an answer: OpenAI's {@code
 * x-ratelimit-{limit,remaining,reset}-{requests,tokens}}, which many others send too, and
 * Anthropic's {@code anthropic-ratelimit-…-{limit,remaining,reset}}.
 *
 * <p>Tolerant: what it does not understand it takes for not said.
 */
final class QuotaHeaders {

  /** With names whose hashes are known: each of them is looked for in the head of each answer. */
  private record Names(
      Quota.Kind kind, CharSequence remaining, CharSequence limit, CharSequence reset) {

    static Names openAi(Quota.Kind kind, String of) {
      return named(
          kind,
          "x-ratelimit-remaining-" + of,
          "x-ratelimit-limit-" + of,
          "x-ratelimit-reset-" + of);
    }

    static Names anthropic(Quota.Kind kind, String of) {
      String prefix = "anthropic-ratelimit-" + of;
      return named(kind, prefix + "-remaining", prefix + "-limit", prefix + "-reset");
    }

    private static Names named(Quota.Kind kind, String remaining, String limit, String reset) {
      return new Names(
          kind,
          HttpHeaders.createOptimized(remaining),
          HttpHeaders.createOptimized(limit),
          HttpHeaders.createOptimized(reset));
    }
  }

  private static final List<Names> NAMES =
      List.of(
          Names.openAi(Quota.Kind.REQUESTS, "requests"),
          Names.openAi(Quota.Kind.TOKENS, "tokens"),
          Names.anthropic(Quota.Kind.REQUESTS, "requests"),
          Names.anthropic(Quota.Kind.TOKENS, "tokens"),
          Names.anthropic(Quota.Kind.INPUT_TOKENS, "input-tokens"),
          Names.anthropic(Quota.Kind.OUTPUT_TOKENS, "output-tokens"));

  /** Characters of a value that is looked at; and a number of so many digits times 1e6 fits. */
  private static final int CHARS_MAX = 40;

  private static final long NUMBER_MAX = 1_000_000_000_000L;

  /** Where a provider did not say when; quotas are mostly by the minute. */
  private static final long RESET_MS = 60_000;

  private static final long RESET_MS_MAX = 86_400_000;

  /** A number from here on is a date in seconds, or in milliseconds, since 1970. */
  private static final double SECONDS_EPOCH = 1e9;

  private static final double MILLIS_EPOCH = 1e12;

  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:([\\d.]+)s)?(?:([\\d.]+)ms)?");

  private QuotaHeaders() {}

  /**
   * What the headers say, or {@code null} where they say nothing of a quota.
   *
   * @param clock the wall clock, for dates
   * @param nanoTime the monotonic clock
   */
  static @Nullable Quota read(MultiMap headers, InstantSource clock, LongSupplier nanoTime) {
    List<Quota.Window> windows = null;
    for (Names names : NAMES) {
      long remaining = number(headers.get(names.remaining()));
      if (remaining >= 0) {
        long limit = number(headers.get(names.limit()));
        windows = windows == null ? new ArrayList<>(NAMES.size()) : windows;
        windows.add(
            new Quota.Window(
                names.kind(),
                remaining,
                limit == 0 ? -1 : limit,
                resetMs(headers.get(names.reset()), clock)));
      }
    }
    return windows == null ? null : new Quota(windows, nanoTime.getAsLong());
  }

  /** A number, or -1. */
  private static long number(@Nullable String text) {
    double number = decimal(text);
    return number < 0 ? -1 : (long) Math.min(number, NUMBER_MAX);
  }

  private static double decimal(@Nullable String text) {
    if (text == null || text.isBlank() || text.length() > CHARS_MAX) {
      return -1;
    }
    try {
      double number = Double.parseDouble(text.strip());
      return number >= 0 ? number : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static long resetMs(@Nullable String text, InstantSource clock) {
    if (text == null || text.isBlank() || text.length() > CHARS_MAX) {
      return RESET_MS;
    }
    double number = decimal(text);
    double millis =
        number < 0
            ? millis(text.strip().toLowerCase(Locale.ROOT), clock)
            : number >= MILLIS_EPOCH
                ? number - clock.millis()
                : number >= SECONDS_EPOCH ? number * 1e3 - clock.millis() : number * 1e3;
    return Double.isNaN(millis) ? RESET_MS : (long) Math.clamp(millis, 1, RESET_MS_MAX);
  }

  /** Milliseconds that {@code 6m0s}, {@code 1.5s}, {@code 20ms} or a date says; or NaN. */
  private static double millis(String text, InstantSource clock) {
    Matcher duration = DURATION.matcher(text);
    if (duration.matches()) {
      return 86_400e3 * part(duration, 1)
          + 3_600e3 * part(duration, 2)
          + 60e3 * part(duration, 3)
          + 1e3 * part(duration, 4)
          + part(duration, 5);
    }
    try {
      return Instant.parse(text.toUpperCase(Locale.ROOT)).toEpochMilli() - clock.millis();
    } catch (DateTimeException | ArithmeticException e) {
      return Double.NaN;
    }
  }

  private static double part(Matcher duration, int group) {
    String text = duration.group(group);
    return text == null ? 0 : Math.max(0, decimal(text));
  }
}
