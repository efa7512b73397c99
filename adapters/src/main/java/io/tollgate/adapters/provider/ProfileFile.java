package io.tollgate.adapters.provider;

import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The format of profile files.
 *
 * <pre>{@code
 * providers:
 *   example:                       # the name in deployments' ids
 *     title: Example Inc.
 *     aliases: [sample]
 *     base_url: https://{region}.example/v1
 *     variables: { region: eu }    # values that need not be given
 *     auth: bearer                 # none, bearer, header:NAME, sigv4, google_service_account, azure_entra
 *     key: EXAMPLE_API_KEY         # the environment variable that usually holds it
 *     headers: { x-team: a }       # sent with every request
 *     dialects: [...]              # see DialectProfile
 *     docs: https://example/docs
 *     source: the vendor's documentation
 *     as_of: 2026-11-21
 *     discontinued: what became of it
 *     notes: [...]
 * }</pre>
 */
final class ProfileFile {

  /** A provider's name, as in a deployment's id. */
  static final YamlType<String> NAME =
      YamlType.text(
          "a name of lowercase letters, digits and dashes",
          text -> text.matches("[a-z0-9][a-z0-9-]{0,63}"));

  private static final YamlType<String> URL =
      YamlType.text(
          "an http or https URL without a slash at its end",
          text -> text.matches("https?://[!-~]*[^/ ]"));
  private static final YamlType<String> VARIABLE =
      YamlType.text("an environment variable's name", text -> text.matches("[A-Z][A-Z0-9_]*"));

  private ProfileFile() {}

  static Parsed<List<ProviderProfile>> parse(String fileName, String text) {
    return YamlReader.read(fileName, text, ProfileFile::profiles);
  }

  private static List<ProviderProfile> profiles(YamlMap root) {
    List<ProviderProfile> profiles = new ArrayList<>();
    Set<String> names = new HashSet<>();
    YamlMap map = root.map("providers");
    map.eachMap(provider -> provider)
        .forEach((name, provider) -> {
          ProviderProfile profile = profile(name, provider);
          if (!names.add(name) || !profile.aliases().stream().allMatch(names::add)) {
            provider.problem("a name or alias is taken", "give each provider its own");
          }
          if (profile.dialects().isEmpty()) {
            provider.problem("dialects", "there is no dialect", "name at least one");
          }
          profiles.add(profile);
        });
    return profiles;
  }

  private static ProviderProfile profile(String name, YamlMap map) {
    return new ProviderProfile(
        name,
        map.required("title", YamlType.text()),
        map.listOrEmpty("aliases").each(NAME),
        map.required("base_url", URL),
        map.mapOrEmpty("variables").each(YamlType.text()),
        map.required("auth", AuthScheme.TYPE),
        map.optional("key", VARIABLE),
        headers(map.mapOrEmpty("headers")),
        map.list("dialects").eachMap(DialectProfile::read),
        map.required("docs", URL),
        map.required("source", YamlType.text()),
        map.required("as_of", YamlType.date()),
        map.optional("discontinued", YamlType.text()),
        map.listOrEmpty("notes").each(YamlType.text()));
  }

  private static Map<String, String> headers(YamlMap map) {
    Map<String, String> headers = new LinkedHashMap<>();
    map.each(YamlType.text())
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }
}
