package io.tollgate.gateway.signin;

import org.jspecify.annotations.Nullable;

/**
 * What a browser sends along.
 *
 * @param from its address
 * @param jar its {@code cookie} headers as one, or empty
 * @param origin where the page is from that makes it call, or empty where it does not say
 */
public record Browser(String from, String jar, String origin) {

  /**
   * The value of the one of a name; {@code null} where there is none, or more than one of that
   * name.
   */
  @Nullable String cookie(String name) {
    String found = null;
    for (String pair : jar.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
        if (found != null) {
          return null;
        }
        found = pair.substring(equals + 1).strip();
      }
    }
    return found;
  }
}
