package io.tollgate.gateway.focus;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is exported, and what the ledger does not know of it.
 *
 * @param from the first UTC day of the ledger's range
 * @param to the day after the last
 * @param rootHash the hash of the ledger's last record in it
 * @param nodeHashes where gateways share a store: what the root hash is made of, by node; else
 *     empty
 * @param parties names behind the providers, by the provider's name in the configuration
 * @param billingCurrency always USD, in which the ledger is kept
 * @param billingAccount the billing account of charges that no {@code organization:} account has
 * @param subAccountKinds kinds of accounts of which the first that a charge has is its sub-account
 * @param closedPeriods months whose invoices are all in
 * @param created when the export is made
 * @param temporary an existing directory for files of the export while it runs
 */
public record ExportOptions(
    FocusVersion version,
    FileFormat format,
    LocalDate from,
    LocalDate to,
    String rootHash,
    SortedMap<String, String> nodeHashes,
    Map<String, Party> parties,
    String billingCurrency,
    String billingAccount,
    List<String> subAccountKinds,
    Set<YearMonth> closedPeriods,
    Instant created,
    Path temporary) {

  /** The billing account where none is named. */
  public static final String DEFAULT_ACCOUNT = "tollgate";

  /** Kinds of accounts that make sub-accounts where none are named. */
  public static final List<String> DEFAULT_SUB_ACCOUNTS =
      List.of("team", "project", "user", "organization");

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException where the range is empty or the currency is not the ledger's
   */
  public ExportOptions {
    nodeHashes = Collections.unmodifiableSortedMap(new TreeMap<>(nodeHashes));
    parties = Map.copyOf(parties);
    subAccountKinds = List.copyOf(subAccountKinds);
    closedPeriods = Set.copyOf(closedPeriods);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "range: %s to %s (expected: the second is the day after the last)".formatted(from, to));
    }
    if (!billingCurrency.equals("USD")) {
      throw new IllegalArgumentException(
          "billing currency: " + billingCurrency + " (expected: USD, the currency of the ledger)");
    }
    if (billingAccount.isBlank()) {
      throw new IllegalArgumentException("billing account: empty (expected: a name)");
    }
  }

  /** The names behind a provider. */
  Party party(String provider) {
    Party configured = parties.get(provider);
    return configured == null ? Party.byDefault(provider) : configured;
  }
}
