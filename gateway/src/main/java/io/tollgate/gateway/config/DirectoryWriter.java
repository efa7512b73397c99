package io.tollgate.gateway.config;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.KeyTerms;
import io.tollgate.gateway.keys.NamePattern;
import io.tollgate.gateway.keys.Network;
import io.tollgate.gateway.keys.Unit;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.limit.RateLimit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the YAML that {@link DirectoryYaml} reads. */
final class DirectoryWriter {

  private final StringBuilder yaml =
      new StringBuilder(
          "# Virtual keys. Only digests are kept: a lost key is replaced, not found.\n");

  /** The next field begins an item of a list. */
  private boolean first;

  <T> void section(String name, List<T> items, Consumer<T> writing) {
    yaml.append(name).append(items.isEmpty() ? ": []\n" : ":\n");
    for (T item : items) {
      first = true;
      writing.accept(item);
    }
  }

  void unit(Unit unit) {
    field("id", quoted(unit.scope().id()));
    field("name", quoted(unit.name()));
    if (unit.parent() != null) {
      field(unit.parent().kind().key(), quoted(unit.parent().id()));
    }
    grants(unit.grants());
  }

  void key(VirtualKey key) {
    KeyTerms terms = key.terms();
    field("id", quoted(key.id()));
    field("name", quoted(key.name()));
    field("sha256", quoted(key.secretSha256()));
    field("revoked_at", key.revokedAt());
    field("owner", terms.owner() == null ? null : quoted(terms.owner().text()));
    field("user", terms.user() == null ? null : quoted(terms.user()));
    if (!terms.tags().isEmpty()) {
      field("tags", "");
      terms
          .tags()
          .forEach((name, value) ->
              yaml.append("      ")
                  .append(quoted(name))
                  .append(": ")
                  .append(quoted(value))
                  .append('\n'));
    }
    grants(terms.grants());
    field("max_cost_usd", terms.maxCost() == null ? null : terms.maxCost().toPlainDollars());
    field("open_mode", terms.openMode() ? "true" : null);
    field("expires_at", terms.expiresAt() == null ? null : terms.expiresAt().toString());
    KeyTerms.Previous previous = terms.previous();
    if (previous != null) {
      field("previous_sha256", quoted(previous.secretSha256()));
      field("previous_until", previous.until().toString());
    }
  }

  void budget(Budget budget) {
    field("id", quoted(budget.id()));
    field("scope", quoted(budget.scope().text()));
    field("limit_usd", budget.limit().toPlainDollars());
    field("every", budget.window().every().key());
    field("zone", quoted(budget.window().zoneName()));
    field("alerts_percent", budget.alertsPercent().toString());
    field("stops", Boolean.toString(budget.stops()));
  }

  void limit(RateLimit limit) {
    field("id", quoted(limit.id()));
    field("scope", quoted(limit.scope().text()));
    field("requests_per_minute", bound(limit.requestsPerMinute()));
    field("tokens_per_minute", bound(limit.tokensPerMinute()));
    field("concurrent", bound(limit.concurrent()));
    if (!limit.longestWait().isZero()) {
      field("wait", limit.longestWait().toMillis() + "ms");
    }
  }

  private static @Nullable String bound(long bound) {
    return bound == 0 ? null : Long.toString(bound);
  }

  private void grants(Grants grants) {
    list("models", grants.models().stream().map(NamePattern::text).toList());
    list("policies", grants.policies().stream().map(NamePattern::text).toList());
    list("routes", grants.routes().stream().map(NamePattern::text).toList());
    list("networks", grants.networks().stream().map(Network::text).toList());
  }

  private void list(String name, List<String> items) {
    if (!items.isEmpty()) {
      field(
          name,
          "[" + String.join(", ", items.stream().map(DirectoryWriter::quoted).toList()) + "]");
    }
  }

  private void field(String name, @Nullable String value) {
    if (value != null) {
      yaml.append(first ? "  - " : "    ").append(name).append(':');
      yaml.append(value.isEmpty() ? "" : " ").append(value).append('\n');
      first = false;
    }
  }

  /** A double-quoted YAML text; what YAML cannot hold as it is, is escaped. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (isPlain(c)) {
            quoted.appendCodePoint(c);
          } else {
            quoted.append(String.format("\\U%08X", c));
          }
        });
    return quoted.append('"').toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return yaml.toString();
  }
}
