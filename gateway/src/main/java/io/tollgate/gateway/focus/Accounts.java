package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.FocusRow.SubAccount;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the accounts of a charge are in an export: billing account, sub-account and tags. */
final class Accounts {

  private Accounts() {}

  /** The first account of the first of these kinds that there is one of. */
  static @Nullable SubAccount subAccount(List<String> accounts, List<String> kinds) {
    for (String kind : kinds) {
      String name = first(accounts, kind);
      if (name != null) {
        return new SubAccount(kind + ":" + name, name, kind);
      }
    }
    return null;
  }

  /** The organisation, or another where none is named. */
  static String billingAccount(List<String> accounts, String otherwise) {
    String name = first(accounts, "organization");
    return name == null ? otherwise : name;
  }

  private static @Nullable String first(List<String> accounts, String kind) {
    String prefix = kind + ":";
    for (String account : accounts) {
      if (account.startsWith(prefix) && account.length() > prefix.length()) {
        return account.substring(prefix.length());
      }
    }
    return null;
  }

  /**
   * The tags as a flat JSON object, ordered by key: {@code tag:feature=chat} is {@code "feature":
   * "chat"}. A tag without a value is {@code true}, as the specification has it. Of two values of
   * one key the first counts, since a key may be there once.
   */
  static String tags(List<String> accounts) {
    TreeMap<String, Object> tags = new TreeMap<>();
    for (String account : accounts) {
      if (account.startsWith("tag:")) {
        String tag = account.substring("tag:".length());
        int equals = tag.indexOf('=');
        String key = equals < 0 ? tag : tag.substring(0, equals);
        String value = equals < 0 ? "" : tag.substring(equals + 1);
        if (!key.isEmpty()) {
          if (value.isEmpty()) {
            tags.putIfAbsent(key, true);
          } else {
            tags.putIfAbsent(key, value);
          }
        }
      }
    }
    return FlatJson.of(tags);
  }
}
