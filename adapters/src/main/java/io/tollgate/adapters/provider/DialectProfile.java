package io.tollgate.adapters.provider;

import io.tollgate.adapters.bridge.Dialects;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A dialect as a provider speaks it. In files:
 *
 * <pre>{@code
 * - dialect: openai-chat
 *   below: /v1                     # put before the paths that the dialect has by itself
 *   path: /v1/chat/completions     # or the path itself; {model} stands for the model's name
 *   stream_path: /v1/stream        # where streams are asked for elsewhere
 *   usage: deepseek                # how it counts; openai where nothing is said
 *   quirks: [no_developer_role]    # where it differs
 *   version: "2023-06-01"          # of the API, for dialects that name it in a header
 *   models: ["claude-*"]           # the models it is for; all where nothing is said
 * }</pre>
 *
 * @param dialect its name, one of {@link Dialects#names}
 * @param usage how it counts, where that differs between the providers of one dialect
 * @param endpoints where requests are taken, with variables still in them
 * @param version of the API, for dialects that name it in a header; else empty
 * @param models patterns of models' names it is for, with {@code *} for any characters; empty for
 *     all
 */
public record DialectProfile(
    String dialect,
    UsageRule usage,
    Set<Quirk> quirks,
    Endpoints endpoints,
    String version,
    List<String> models) {

  /** The usage rules by their names in files. */
  public static final YamlType<UsageRule> USAGE =
      YamlType.oneOf(UsageRule.values(), rule -> rule.name().toLowerCase(Locale.ROOT));

  private static final YamlType<Quirk> QUIRK = YamlType.oneOf(Quirk.values(), Quirk::key);
  private static final YamlType<String> PATH =
      YamlType.text("a path such as /v1/messages", text -> text.matches("/[!-~]*"));
  private static final YamlType<String> PREFIX =
      YamlType.text("a path such as /v1", text -> text.matches("(/[!-~]*[^/?])?"));
  private static final YamlType<String> VERSION =
      YamlType.text("a version such as 2023-06-01", text -> text.matches("[!-~]{1,100}"));
  private static final YamlType<String> NAME =
      YamlType.oneOf(Dialects.names().toArray(String[]::new), name -> name);

  public DialectProfile {
    quirks = Set.copyOf(quirks);
    models = List.copyOf(models);
  }

  /** A dialect as its inventor speaks it. */
  public static DialectProfile of(String dialect) {
    return new DialectProfile(
        dialect,
        UsageRule.OPENAI,
        Set.of(),
        Dialects.endpoints(dialect),
        Dialects.version(dialect),
        List.of());
  }

  /** The type of a dialect's name in files. */
  public static YamlType<String> name() {
    return NAME;
  }

  /** Reads an entry of a file. */
  public static DialectProfile read(YamlMap map) {
    String dialect = map.required("dialect", NAME);
    Endpoints own = Dialects.endpoints(dialect);
    String below = map.optional("below", PREFIX, "");
    String plain = map.optional("path", PATH, own.plain());
    String streamed = map.optional("stream_path", PATH, map.has("path") ? plain : own.streamed());
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    quirks.addAll(map.listOrEmpty("quirks").each(QUIRK));
    return new DialectProfile(
        dialect,
        map.optional("usage", USAGE, UsageRule.OPENAI),
        quirks,
        new Endpoints(below + plain, below + streamed),
        map.optional("version", VERSION, Dialects.version(dialect)),
        map.listOrEmpty("models").each(YamlType.text()));
  }

  /** The same that counts otherwise. */
  public DialectProfile withUsage(UsageRule other) {
    return new DialectProfile(dialect, other, quirks, endpoints, version, models);
  }

  /** The dialect itself, its variables replaced by their values. */
  public ProviderDialect speak(Variables variables) {
    return Dialects.of(
        dialect,
        usage,
        quirks,
        new Endpoints(variables.fill(endpoints.plain()), variables.fill(endpoints.streamed())),
        version);
  }
}
