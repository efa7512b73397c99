package io.tollgate.adapters.provider;

import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The profiles that Tollgate comes with: facts with source and date. */
public final class ProviderProfiles {

  private static final String FILE = "/io/tollgate/adapters/providers.yaml";

  /** Read once, when first asked for. */
  private static final class Shipped {
    private static final ProviderProfiles ALL = load();
  }

  private final Map<String, ProviderProfile> byName = new LinkedHashMap<>();
  private final Map<String, ProviderProfile> byAlias = new LinkedHashMap<>();

  ProviderProfiles(List<ProviderProfile> profiles) {
    for (ProviderProfile profile : profiles) {
      byName.put(profile.name(), profile);
      profile.aliases().forEach(alias -> byAlias.put(alias, profile));
    }
  }

  /** All of them. */
  public static ProviderProfiles shipped() {
    return Shipped.ALL;
  }

  private static ProviderProfiles load() {
    try (InputStream in =
        Objects.requireNonNull(ProviderProfiles.class.getResourceAsStream(FILE), FILE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (ProfileFile.parse(FILE, text)) {
        case Parsed.Ok<List<ProviderProfile>> ok -> new ProviderProfiles(ok.value());
        case Parsed.Failed<List<ProviderProfile>> failed ->
            throw new IllegalStateException("shipped file with mistakes: " + failed.problems());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /** In the order of the file. */
  public List<ProviderProfile> all() {
    return List.copyOf(byName.values());
  }

  /** The profile of a name or an alias, or {@code null} where there is none. */
  public @Nullable ProviderProfile find(String name) {
    ProviderProfile profile = byName.get(name);
    return profile == null ? byAlias.get(name) : profile;
  }

  /** What to say to somebody who asked for one that is not there. */
  public String advice(String name) {
    List<String> names = new ArrayList<>(byName.keySet());
    names.addAll(byAlias.keySet());
    return Spelling.advice(name, names, "`tollgate providers list` names all profiles");
  }
}
