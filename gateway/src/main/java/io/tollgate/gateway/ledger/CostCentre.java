package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * Who bears the cost of a request: exactly one for each, so that what cost centres bear adds up to
 * what was spent.
 *
 * <p>It is what the tag {@code cost-centre} says; without one, the narrowest of project, team and
 * organisation that the key belongs to; without any of these, the key.
 */
final class CostCentre {

  /** Begins the names under which sums of cost centres are kept beside those of accounts. */
  static final String PREFIX = "cost-centre:";

  /** The spellings of the tag, the first that a request has counts. */
  private static final List<String> TAGS =
      List.of("tag:cost-centre=", "tag:cost_centre=", "tag:cost-center=", "tag:cost_center=");

  private static final List<String> UNITS = List.of("project:", "team:", "organization:");

  private CostCentre() {}

  /** The name of the cost centre of a request with a key and accounts. */
  static String of(String key, List<String> accounts) {
    // By index, as every bill is asked for its cost centre.
    for (int i = 0; i < TAGS.size(); i++) {
      String tag = TAGS.get(i);
      for (int j = 0; j < accounts.size(); j++) {
        String account = accounts.get(j);
        if (account.startsWith(tag) && account.length() > tag.length()) {
          return account.substring(tag.length());
        }
      }
    }
    for (int i = 0; i < UNITS.size(); i++) {
      String unit = UNITS.get(i);
      for (int j = 0; j < accounts.size(); j++) {
        String account = accounts.get(j);
        if (account.startsWith(unit)) {
          return account;
        }
      }
    }
    return key;
  }
}
