package io.tollgate.gateway.upstream;

import io.tollgate.policies.routing.Outlook.Availability;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that one deployment can be used with, and which of them a request is sent with.
 *
 * <p>One account without limits is no choice: nothing is counted for it. Safe for use by several
 * threads.
 */
final class AccountPlaces {

  /** A new request counts one part in this many, where the usual size is kept. */
  private static final int WINDOW = 16;

  private final AccountPlace[] places;
  private final boolean pool;
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;

  /** Tokens of a usual request. One that another thread overwrites is no loss. */
  private volatile long usualInput;

  private volatile long usualOutput;

  AccountPlaces(
      String deployment, ProviderHealth provider, LongSupplier nanoTime, DoubleSupplier random) {
    List<AccountHealth> accounts = provider.accounts();
    this.places = accounts.stream().map(each -> each.at(deployment)).toArray(AccountPlace[]::new);
    this.pool = provider.isPool();
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** Whether there is anything to choose or to keep to. */
  boolean isPool() {
    return pool;
  }

  /** How many there are. */
  int size() {
    return places.length;
  }

  /** The only one, where there is no choice. */
  AccountPlace first() {
    return places[0];
  }

  /**
   * Books a request with the account that it would rather be sent with, of those that take it now;
   * {@code null} where none does.
   *
   * @param affinity what the requests have in common that should stay together; 0 where there is
   *     nothing
   * @param not the account that it is not to be sent with, or {@code null}
   */
  @Nullable Booking tryTake(long input, long output, long affinity, @Nullable AccountHealth not) {
    usualInput = blend(usualInput, input);
    usualOutput = blend(usualOutput, output);
    long seed =
        affinity == 0
            ? Double.doubleToRawLongBits(random.getAsDouble())
            : AccountChoice.seed(affinity, nanoTime.getAsLong());
    // A bit for each account that has been asked: there are not more than a long has bits.
    long out = 0;
    while (true) {
      int best = -1;
      double lowest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < places.length; i++) {
        AccountHealth account = places[i].account();
        if ((out & 1L << i) == 0 && !account.equals(not)) {
          double draw = AccountChoice.draw(seed, account.number(), account.account().weight());
          if (draw < lowest) {
            lowest = draw;
            best = i;
          }
        }
      }
      if (best < 0) {
        return null;
      }
      Booking booking = places[best].tryTake(input, output);
      if (booking != null) {
        return booking;
      }
      out |= 1L << best;
    }
  }

  private static long blend(long usual, long now) {
    return usual == 0 ? now : usual + Math.floorDiv(now - usual + WINDOW / 2, (long) WINDOW);
  }

  /** Whether any of them takes a request of the usual size now, and if not, why. */
  Availability availability() {
    if (pool) {
      return availability(usualInput, usualOutput);
    }
    long now = nanoTime.getAsLong();
    if (first().account().restNanos(now) > 0) {
      return Availability.PAUSED;
    }
    return first().pauseNanos(now) > 0 ? Availability.THROTTLED : Availability.AVAILABLE;
  }

  private Availability availability(long input, long output) {
    Availability all = Availability.PAUSED;
    for (AccountPlace place : places) {
      if (place.unusableNanos() <= 0) {
        if (place.throttleNanos(input, output) == 0) {
          return Availability.AVAILABLE;
        }
        all = Availability.THROTTLED;
      }
    }
    return all;
  }

  /** Nanoseconds until the first of them may take a request of the usual size; 0 where one does. */
  long pauseNanos() {
    if (pool) {
      return pauseNanos(usualInput, usualOutput);
    }
    long rest = first().account().restNanos();
    return Math.max(0, rest > 0 ? rest : first().pauseNanos());
  }

  private long pauseNanos(long input, long output) {
    long least = Long.MAX_VALUE;
    for (AccountPlace place : places) {
      long throttle = place.throttleNanos(input, output);
      least = Math.min(least, Math.max(place.unusableNanos(), throttle));
    }
    return least;
  }

  /**
   * Nanoseconds until a request fits into what is left of a rate; 0 where that is not the matter.
   */
  long shortageNanos(long input, long output) {
    return pool && availability(input, output) == Availability.THROTTLED
        ? pauseNanos(input, output)
        : 0;
  }

  /** How scarce the quota of the account is that has most, of those in use; in millionths. */
  int scarcityPpm() {
    if (!pool) {
      return first().scarcityPpm();
    }
    int least = Integer.MAX_VALUE;
    for (AccountPlace place : places) {
      if (place.unusableNanos() <= 0) {
        least = Math.min(least, place.scarcityPpm());
      }
    }
    return least == Integer.MAX_VALUE ? 0 : least;
  }
}
