package io.tollgate.adapters.provider;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it is known to everybody who has an account with it.
 *
 * @param name what it is called in deployments' ids
 * @param title what its vendor calls it
 * @param aliases other names it is found by
 * @param baseUrl what the paths of its dialects are below, with {@code {names}} of variables
 * @param defaults values of variables that need not be given
 * @param auth how it is told who calls
 * @param keyVariable the environment variable that usually holds its key; {@code null} where it
 *     wants none
 * @param headers sent with every request, by lower-case name
 * @param dialects what it speaks, the one it speaks best first
 * @param docs where its vendor describes it
 * @param source where this comes from
 * @param asOf when that was looked at
 * @param discontinued what became of it, where it is no more
 * @param notes what one should know, in whole sentences
 */
public record ProviderProfile(
    String name,
    String title,
    List<String> aliases,
    String baseUrl,
    Map<String, String> defaults,
    AuthScheme auth,
    @Nullable String keyVariable,
    Map<String, String> headers,
    List<DialectProfile> dialects,
    String docs,
    String source,
    LocalDate asOf,
    @Nullable String discontinued,
    List<String> notes) {

  public ProviderProfile {
    aliases = List.copyOf(aliases);
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    headers = Map.copyOf(headers);
    dialects = List.copyOf(dialects);
    notes = List.copyOf(notes);
  }

  /** Everything that may be said of where it is, those first that the base URL names. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>(Variables.in(baseUrl));
    for (DialectProfile dialect : dialects) {
      names.addAll(Variables.in(dialect.endpoints().plain()));
      names.addAll(Variables.in(dialect.endpoints().streamed()));
    }
    names.addAll(defaults.keySet());
    return names;
  }

  /** Whether it is reached on the machine itself unless something else is said. */
  public boolean isLocal() {
    return baseUrl.startsWith("http://127.0.0.1");
  }
}
