package io.tollgate.gateway.config;

import io.tollgate.policies.catalog.CatalogFile;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a configuration uses a document for, which says what has to be in it. */
public enum DocumentUse {
  /** Units, keys, budgets and limits. */
  KEYS,
  /** Routing policies. */
  POLICIES,
  /** A price file. */
  PRICES,
  /** A model catalogue. */
  MODELS;

  /** All that a configuration uses a document for; nothing where it does not name it. */
  public static Set<DocumentUse> of(GatewayConfig config, String name) {
    Path copy = config.mirror().resolve(name);
    Set<DocumentUse> uses = EnumSet.noneOf(DocumentUse.class);
    if (!config.documents().contains(name)) {
      return uses;
    }
    if (config.keyFile().equals(copy)) {
      uses.add(KEYS);
    }
    if (copy.equals(config.policyFile())) {
      uses.add(POLICIES);
    }
    if (config.priceFiles().contains(copy)) {
      uses.add(PRICES);
    }
    if (config.catalogFiles().contains(copy)) {
      uses.add(MODELS);
    }
    return uses;
  }

  /**
   * The mistakes of a file that is to be such a document.
   *
   * @param around what it is checked against: for policies, the models and prices that there are
   */
  public List<Problem> problems(Path file, String text, RoutingFiles around, Instant now) {
    Parsed<?> parsed =
        switch (this) {
          case KEYS -> KeyFile.parse(file.toString(), text);
          case POLICIES -> around.withPolicies(file).read(now);
          case PRICES -> PriceFile.parse(file.toString(), text);
          case MODELS -> CatalogFile.parse(file.toString(), text);
        };
    return switch (parsed) {
      case Parsed.Ok<?> _ -> List.of();
      case Parsed.Failed<?> failed -> new ArrayList<>(failed.problems());
    };
  }
}
