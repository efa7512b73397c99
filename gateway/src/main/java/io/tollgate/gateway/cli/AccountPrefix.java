package io.tollgate.gateway.cli;

import io.tollgate.gateway.ledger.FinanceReport;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A kind of accounts that people name on the command line.
 *
 * @param name as it was named
 * @param prefix what the names of its accounts begin with; empty for all there is, as one account
 */
record AccountPrefix(String name, String prefix) {

  static final String KINDS =
      "feature, team, project, organization, user, cost-centre, everything, tag:NAME or"
          + " account:PREFIX";

  private static final List<String> UNITS =
      List.of("organization", "team", "project", "user", "key");

  private static final String TAG = "tag:";
  private static final String ACCOUNT = "account:";

  /** Reads the option of a command. */
  static final class Converter implements ITypeConverter<AccountPrefix> {

    @Override
    public AccountPrefix convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * The kind that a text names.
   *
   * @throws IllegalArgumentException with a sentence, if it names none
   */
  static AccountPrefix parse(String text) {
    String kind = text.toLowerCase(Locale.ROOT);
    if (UNITS.contains(kind)) {
      return new AccountPrefix(kind, kind + ":");
    }
    if (text.startsWith(TAG) && text.length() > TAG.length() && text.indexOf('=') < 0) {
      return new AccountPrefix(text, text + "=");
    }
    if (text.startsWith(ACCOUNT)) {
      return new AccountPrefix(text, text.substring(ACCOUNT.length()));
    }
    return switch (kind) {
      case "feature" -> new AccountPrefix(kind, "tag:feature=");
      case "cost-centre", "cost-center" ->
          new AccountPrefix("cost-centre", FinanceReport.COST_CENTRES);
      case "everything" -> new AccountPrefix(kind, FinanceReport.EVERYTHING);
      default ->
          throw new IllegalArgumentException("found \"" + text + "\" (expected: " + KINDS + ")");
    };
  }

  /** Whether what its accounts spend adds up to what was spent. */
  boolean isPartition() {
    return prefix.equals(FinanceReport.COST_CENTRES) || prefix.isEmpty();
  }

  /** The account that a text names, as the ledger has it: {@code everything} is all there is. */
  static String account(String name) {
    return name.equals("everything") ? FinanceReport.EVERYTHING : name;
  }
}
