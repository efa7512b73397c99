package io.tollgate.gateway.store;

import io.tollgate.gateway.upstream.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that several gateways share.
 *
 * @param url {@code postgresql://host:port/database}, with the driver's parameters
 * @param user who connects
 * @param password his password, or {@code null} where none is needed
 * @param expiry how long a node gives no sign of life before others take back what it has not
 *     announced
 * @param ledger how ledgers are shared, or {@code null} where each gateway keeps its own alone
 */
public record StoreSettings(
    String url,
    String user,
    @Nullable Secret password,
    Duration expiry,
    @Nullable LedgerSharing ledger) {

  /**
   * What gateways share of their ledgers.
   *
   * @param retention how long what is of single requests is kept there, {@code null} for ever
   */
  public record LedgerSharing(@Nullable Duration retention) {}

  /** The expiry where none is configured. */
  public static final Duration EXPIRY = Duration.ofSeconds(15);

  /** A store without ledgers. */
  public StoreSettings(String url, String user, @Nullable Secret password, Duration expiry) {
    this(url, user, password, expiry, null);
  }

  /** How often a node gives a sign of life: several may be lost before it counts as gone. */
  public Duration beat() {
    return expiry.dividedBy(3);
  }

  /** How long keys in open mode go on without the store: others wait longer. */
  public Duration openFor() {
    return expiry.dividedBy(5).multipliedBy(4);
  }
}
