package io.tollgate.gateway.config;

import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.provider.DialectProfile;
import io.tollgate.adapters.provider.ProviderProfile;
import io.tollgate.adapters.provider.ProviderProfiles;
import io.tollgate.adapters.provider.Variables;
import io.tollgate.gateway.upstream.Deadlines;
import io.tollgate.gateway.upstream.Provider;
import io.tollgate.gateway.upstream.SpokenDialect;
import io.tollgate.policies.yaml.YamlList;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlNode;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider of {@code tollgate.yaml}: what its profile says, and what is said otherwise.
 *
 * <p>The profile is the one that {@code profile} names, or the one of the provider's own name
 * unless it says where it is by {@code base_url}.
 */
final class ProviderReader {

  private static final YamlType<Duration> TIME =
      YamlType.duration(Duration.ofMillis(1), Duration.ofHours(24));
  private static final YamlType<String> BASE_URL =
      YamlType.of(
          "an http or https base URL such as https://api.openai.com/v1",
          "http://localhost",
          text -> {
            url(text);
            return text;
          });
  private static final YamlType<String> VARIABLE =
      YamlType.of(
          "letters, digits, dots, dashes and underscores",
          "x",
          text -> {
            if (!text.matches("[A-Za-z0-9._-]{1,200}")) {
              throw new IllegalArgumentException("found other characters");
            }
            return text;
          });
  private static final YamlType<String> HEADER_VALUE =
      YamlType.text("a header's value", text -> text.matches("[ -~]{1,4096}"));

  /** Headers that the gateway sets by itself. */
  private static final Set<String> OURS =
      Set.of(
          "authorization",
          "host",
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "accept-encoding",
          "x-client-request-id");

  private final Path folder;
  private final SecretReader secrets;
  private final FileStates files;

  ProviderReader(Path folder, SecretSource secrets, FileStates files) {
    this.folder = folder;
    this.secrets = new SecretReader(secrets, folder, files);
    this.files = files;
  }

  Provider read(YamlMap map) {
    String name = map.required("name", ConfigFile.NAME);
    ProviderProfile profile = profile(map, name);
    Variables variables = variables(map, profile);
    List<DialectProfile> dialects = dialects(map, profile);
    return new Provider(
        name,
        baseUrl(map, profile, variables),
        dialects.stream()
            .map(dialect -> new SpokenDialect(dialect.speak(variables), dialect.models()))
            .toList(),
        new AccountsReader(new AuthenticationReader(secrets, folder, files))
            .read(map, profile, variables),
        headers(map, profile),
        deadlines(map.mapOrEmpty("deadlines")),
        map.optional("connections", YamlType.integer(1, 100_000), Provider.CONNECTIONS),
        map.optional(
            "keep_alive",
            YamlType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Provider.KEEP_ALIVE),
        new CertificatesReader(folder, files).read(map),
        ResilienceReader.read(map));
  }

  private static @Nullable ProviderProfile profile(YamlMap map, String name) {
    ProviderProfiles profiles = ProviderProfiles.shipped();
    String said = map.optional("profile", YamlType.text());
    if (said != null) {
      ProviderProfile profile = profiles.find(said);
      if (profile == null && !said.isEmpty()) {
        map.problem("profile", "there is no profile \"" + said + "\"", profiles.advice(said));
      }
      return profile;
    }
    if (map.has("base_url") || name.isEmpty()) {
      return null;
    }
    ProviderProfile profile = profiles.find(name);
    if (profile == null) {
      map.problem(
          "missing key \"base_url\", and there is no profile \"" + name + "\"",
          profiles.advice(name));
    }
    return profile;
  }

  private static Variables variables(YamlMap map, @Nullable ProviderProfile profile) {
    if (profile == null) {
      return Variables.NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String variable : profile.variables()) {
      String fallback = profile.defaults().get(variable);
      if (fallback != null) {
        values.put(variable, map.optional(variable, VARIABLE, fallback));
      } else if (map.has("base_url") && !map.has(variable)) {
        // Whoever says where it is has left out what would have said so.
        map.allow(variable);
      } else {
        values.put(variable, map.required(variable, VARIABLE));
      }
    }
    return new Variables(values);
  }

  private static URI baseUrl(YamlMap map, @Nullable ProviderProfile profile, Variables variables) {
    String said = map.optional("base_url", BASE_URL);
    if (said == null) {
      // What is missing was said when the profile was looked for.
      said = profile == null ? "http://localhost" : variables.fill(profile.baseUrl());
    }
    return url(said);
  }

  private static List<DialectProfile> dialects(YamlMap map, @Nullable ProviderProfile profile) {
    List<DialectProfile> dialects =
        map.node("dialects") == null
            ? profile == null ? List.of(DialectProfile.of("openai-chat")) : profile.dialects()
            : chosen(map, profile);
    if (map.has("usage")) {
      UsageRule rule = map.required("usage", DialectProfile.USAGE);
      dialects = dialects.stream().map(dialect -> dialect.withUsage(rule)).toList();
    }
    return dialects;
  }

  private static List<DialectProfile> chosen(YamlMap map, @Nullable ProviderProfile profile) {
    List<DialectProfile> chosen = new ArrayList<>();
    YamlList list = map.list("dialects");
    if (list.isEmpty()) {
      map.problem("dialects", "there is no dialect", "name at least one, or leave the list out");
      chosen.add(DialectProfile.of("openai-chat"));
    }
    for (YamlNode item : list.items()) {
      switch (item) {
        case YamlScalar name -> chosen.addAll(named(name.as(DialectProfile.name()), profile));
        case YamlMap own -> chosen.add(DialectProfile.read(own));
        case YamlList nested ->
            nested.problem("found a list", "expected: a dialect's name, or a map");
      }
    }
    return chosen;
  }

  private static List<DialectProfile> named(String name, @Nullable ProviderProfile profile) {
    List<DialectProfile> known =
        profile == null
            ? List.of()
            : profile.dialects().stream().filter(d -> d.dialect().equals(name)).toList();
    return known.isEmpty() ? List.of(DialectProfile.of(name)) : known;
  }

  private static Map<String, String> headers(YamlMap map, @Nullable ProviderProfile profile) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (profile != null) {
      headers.putAll(profile.headers());
    }
    YamlMap own = map.mapOrEmpty("headers");
    for (Map.Entry<String, String> header : own.each(HEADER_VALUE).entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.matches("[a-z0-9][a-z0-9_-]*") || OURS.contains(name)) {
        own.keyProblem(
            header.getKey(),
            "this header cannot be set here",
            "keys belong in key and auth; what describes the message is set by the gateway");
      }
      headers.put(name, header.getValue());
    }
    return headers;
  }

  private static Deadlines deadlines(YamlMap map) {
    Deadlines defaults = Deadlines.DEFAULTS;
    return new Deadlines(
        map.optional("connect", TIME, defaults.connect()),
        map.optional("first_token", TIME, defaults.firstToken()),
        map.optional("between_events", TIME, defaults.betweenEvents()),
        map.optional("total", TIME, defaults.total()));
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean plain =
          url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
      if (http && url.getHost() != null && plain) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below: neither the text nor a message that quotes it, for a password may be in it.
    }
    throw new IllegalArgumentException("not a base URL");
  }
}
