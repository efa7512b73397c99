package io.tollgate.gateway.config;

import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.CatalogFile;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.routing.PolicyFile;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.Router;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files that decisions are made from: model catalogues, prices, policies.
 *
 * @param catalogs catalogues laid over the built-in one, later ones override
 * @param prices price files laid over the built-in one, later ones override
 * @param policies the policies, or {@code null} for the built-in ones
 * @param providers names of the configured providers; deployments of others are left out. Empty
 *     keeps all, for checks without a configuration
 */
public record RoutingFiles(
    List<Path> catalogs, List<Path> prices, @Nullable Path policies, Set<String> providers) {

  private static final Catalog BUILT_IN_CATALOG = BuiltIn.catalog();
  private static final PriceBook BUILT_IN_PRICES = BuiltIn.prices();

  public RoutingFiles {
    catalogs = List.copyOf(catalogs);
    prices = List.copyOf(prices);
    providers = Set.copyOf(providers);
  }

  /** The files that a configuration names. */
  public static RoutingFiles of(GatewayConfig config) {
    return new RoutingFiles(
        config.catalogFiles(),
        config.priceFiles(),
        config.policyFile(),
        config.providers().stream().map(p -> p.name()).collect(Collectors.toSet()));
  }

  /** All files, for watching. */
  public List<Path> all() {
    List<Path> all = new ArrayList<>(catalogs);
    all.addAll(prices);
    if (policies != null) {
      all.add(policies);
    }
    return all;
  }

  /** Reads all files into one snapshot, or names every mistake in them. */
  public Parsed<RoutingState> read(Instant now) {
    List<Problem> problems = new ArrayList<>();
    Catalog catalog =
        overlay(BUILT_IN_CATALOG, catalogs, CatalogFile::parse, Catalog::plus, problems);
    PriceBook book = overlay(BUILT_IN_PRICES, prices, PriceFile::parse, PriceBook::plus, problems);
    Catalog reachable =
        providers.isEmpty()
            ? catalog
            : Catalog.of(
                catalog.deployments().stream()
                    .filter(deployment -> providers.contains(deployment.provider()))
                    .toList());
    PolicySet set = readPolicies(reachable, problems);
    if (set == null || !problems.isEmpty()) {
      return new Parsed.Failed<>(problems);
    }
    Router router = Router.of(set, reachable, book);
    return new Parsed.Ok<>(
        new RoutingState(router, book, new LinkedHashSet<>(router.names()), now));
  }

  private @Nullable PolicySet readPolicies(Catalog catalog, List<Problem> problems) {
    Parsed<PolicySet> parsed =
        policies == null
            ? PolicyFile.shipped(catalog)
            : parse(policies, (file, text) -> PolicyFile.parse(file, text, catalog));
    return switch (parsed) {
      case Parsed.Ok<PolicySet>(PolicySet value) -> value;
      case Parsed.Failed<PolicySet> failed -> {
        problems.addAll(failed.problems());
        yield null;
      }
    };
  }

  private static <T> T overlay(
      T base, List<Path> files, Parser<T> parser, BinaryOperator<T> plus, List<Problem> problems) {
    T result = base;
    for (Path file : files) {
      switch (parse(file, parser)) {
        case Parsed.Ok<T>(T value) -> result = plus.apply(result, value);
        case Parsed.Failed<T> failed -> problems.addAll(failed.problems());
      }
    }
    return result;
  }

  private static <T> Parsed<T> parse(Path file, Parser<T> parser) {
    try {
      return parser.parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      return new Parsed.Failed<>(
          List.of(
              new Problem(
                  file.toString(),
                  1,
                  1,
                  "",
                  "the file cannot be read (" + e.getClass().getSimpleName() + ")",
                  "check that it exists, is UTF-8 and may be read")));
    }
  }

  /** Turns the text of a named file into what it describes. */
  @FunctionalInterface
  private interface Parser<T> {
    Parsed<T> parse(String file, String text);
  }
}
