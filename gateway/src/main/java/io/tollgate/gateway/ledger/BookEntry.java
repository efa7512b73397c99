package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What concerns the books as a whole and no request that is open. */
public sealed interface BookEntry extends Entry {

  /**
   * Something that is in the books is put right, by an amount beside it: what was written stays.
   *
   * @param id names the correction, so that the same one is never booked twice
   * @param cause why
   * @param corrects sequence number of the record that it corrects, 0 where it is of no single one
   * @param chargedFor the UTC day that it is for
   * @param key the virtual key's public id, or empty
   * @param accounts the accounts that it is charged to
   * @param policy the policy that decided, or empty
   * @param deployment {@code provider/model}, or the provider's name alone
   * @param modelClass frontier, open-moe or local, or empty
   * @param funding what it is paid from
   * @param amount what the books say too little, or, negative, too much
   * @param released of an attempt whose outcome was lost: the estimate that is not in doubt any
   *     more; 0 otherwise
   * @param pricesUnpriced whether what it corrects had no price, and has one now
   * @param lines the bill as it is right, where it is known; its sum is the amount that is right
   * @param note for people
   */
  record Correct(
      Instant at,
      String id,
      Cause cause,
      long corrects,
      LocalDate chargedFor,
      String key,
      List<String> accounts,
      String policy,
      String deployment,
      String modelClass,
      Funding funding,
      Picodollars amount,
      Picodollars released,
      boolean pricesUnpriced,
      List<RatedLine> lines,
      String note)
      implements BookEntry {
    public Correct {
      accounts = AccountNames.checked(accounts);
      lines = List.copyOf(lines);
      id = Entry.clip(id);
      note = Entry.clip(note);
    }
  }

  /** Why the books are corrected; the keys are part of the file format. */
  enum Cause {
    /** A price became known, or another one, after it was recorded. */
    RERATED("rerated"),
    /** The provider's invoice says otherwise. */
    RECONCILED("reconciled"),
    /** What became of an attempt whose outcome was lost is known. */
    RESOLVED("resolved"),
    /** A person says so. */
    MANUAL("manual");

    private final String key;

    Cause(String key) {
      this.key = key;
    }

    /** Its name in the ledger. */
    public String key() {
      return key;
    }

    static Cause of(String key) {
      for (Cause cause : values()) {
        if (cause.key.equals(key)) {
          return cause;
        }
      }
      throw new IllegalArgumentException("\"" + key + "\" is not a cause of corrections");
    }
  }

  /**
   * Something is paid for before it is used.
   *
   * @param commitment the name by which prices know it
   * @param provider whom it is bought from
   * @param amount what was paid, more than 0
   */
  record Purchase(
      Instant at, String id, String commitment, String provider, Picodollars amount, String note)
      implements BookEntry {
    public Purchase {
      id = Entry.clip(id);
      note = Entry.clip(note);
    }
  }

  /**
   * What an hour of owned capacity cost, and how much of it the requests have been charged with.
   *
   * @param pool the pool's name
   * @param hour its beginning
   * @param cost what the pool cost in it
   * @param absorbed what requests were charged for the pool since the entry before: leaves the
   *     clearing account, which is empty then
   */
  record CapacityHour(Instant at, String pool, Instant hour, Picodollars cost, Picodollars absorbed)
      implements BookEntry {}

  /**
   * A period is closed: nothing is booked in it any more. What comes late is booked in the open
   * one.
   *
   * @param period its name, e.g. {@code 2026-11}
   * @param end the instant from which on there is another period
   * @param lastSeq the last record that is certainly in it
   * @param rootHash the hash of the journal there
   * @param spentPico what the period cost, in pico-dollars
   * @param reportHash the SHA-256 of the period's report, see {@link PeriodReport}
   */
  record PeriodClosed(
      Instant at,
      String period,
      Instant end,
      long lastSeq,
      String rootHash,
      BigInteger spentPico,
      String reportHash)
      implements BookEntry {}

  /**
   * Prices are in force from now on.
   *
   * @param book the hash of all of them, see {@link
   *     io.tollgate.policies.price.PriceBook#contentHash}
   * @param deployments how many deployments have a price
   * @param source the files they are of, or {@code null}
   */
  record PricesPublished(Instant at, String book, int deployments, @Nullable String source)
      implements BookEntry {
    public PricesPublished {
      source = source == null ? null : Entry.clip(source);
    }
  }
}
