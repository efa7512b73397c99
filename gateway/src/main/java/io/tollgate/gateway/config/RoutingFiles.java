package io.tollgate.gateway.config;

import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.CatalogFile;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.PolicyFile;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.Router;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files that decisions are made from: model catalogues, prices, policies.
 *
 * @param catalogs catalogues laid over the built-in one, later ones override
 * @param prices price files laid over the built-in one, later ones override
 * @param policies the policies, or {@code null} for the built-in ones
 * @param qualityModel what is known of the quality of models, or {@code null} for what Tollgate
 *     brings
 * @param providers names of the configured providers; deployments of others are left out. Empty
 *     keeps all, for checks without a configuration
 */
public record RoutingFiles(
    List<Path> catalogs,
    List<Path> prices,
    @Nullable Path policies,
    @Nullable Path qualityModel,
    Set<String> providers) {

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
        config.qualityModelFile(),
        config.providers().stream().map(p -> p.name()).collect(Collectors.toSet()));
  }

  /** The same with other policies. */
  public RoutingFiles withPolicies(Path file) {
    return new RoutingFiles(catalogs, prices, file, qualityModel, providers);
  }

  /** Reads all files into one snapshot, or names every mistake in them. */
  public Parsed<RoutingState> read(Instant now) {
    return read(now, new FileStates());
  }

  /** The same, and notes the files that were read. */
  Parsed<RoutingState> read(Instant now, FileStates files) {
    List<Problem> problems = new ArrayList<>();
    Catalog catalog = BUILT_IN_CATALOG;
    for (Path file : catalogs) {
      catalog =
          overlay(
              catalog, ParsedFile.read(file, files, CatalogFile::parse), Catalog::plus, problems);
    }
    PriceBook book = BUILT_IN_PRICES;
    for (Path file : prices) {
      book =
          overlay(book, ParsedFile.read(file, files, PriceFile::parse), PriceBook::plus, problems);
    }
    Catalog reachable =
        providers.isEmpty()
            ? catalog
            : catalog.only(deployment -> providers.contains(deployment.provider()));
    PolicySet set = readPolicies(reachable, files, problems);
    Function<Prompt, Forecasts> predictor = readPredictor(set, files, problems);
    if (set == null || predictor == null || !problems.isEmpty()) {
      return new Parsed.Failed<>(problems);
    }
    Router router = Router.of(set, reachable, book);
    return new Parsed.Ok<>(
        new RoutingState(
            router,
            set,
            book,
            predictor,
            new LinkedHashSet<>(router.names()),
            List.copyOf(catalog.pools()),
            now));
  }

  /** Nothing is read that no policy asks for, unless a file is named. */
  private @Nullable Function<Prompt, Forecasts> readPredictor(
      @Nullable PolicySet set, FileStates files, List<Problem> problems) {
    if (qualityModel == null) {
      boolean needed =
          set != null && set.policies().stream().anyMatch(policy -> policy.qualityBudget() != null);
      return needed ? PredictorFile.shipped() : PredictorFile.NONE;
    }
    return switch (PredictorFile.read(qualityModel, files)) {
      case Parsed.Ok<Function<Prompt, Forecasts>>(Function<Prompt, Forecasts> value) -> value;
      case Parsed.Failed<Function<Prompt, Forecasts>> failed -> {
        problems.addAll(failed.problems());
        yield null;
      }
    };
  }

  private @Nullable PolicySet readPolicies(
      Catalog catalog, FileStates files, List<Problem> problems) {
    Parsed<PolicySet> parsed =
        policies == null
            ? PolicyFile.shipped(catalog)
            : ParsedFile.read(
                policies, files, (file, text) -> PolicyFile.parse(file, text, catalog));
    return switch (parsed) {
      case Parsed.Ok<PolicySet>(PolicySet value) -> value;
      case Parsed.Failed<PolicySet> failed -> {
        problems.addAll(failed.problems());
        yield null;
      }
    };
  }

  private static <T> T overlay(
      T base, Parsed<T> file, BinaryOperator<T> plus, List<Problem> problems) {
    return switch (file) {
      case Parsed.Ok<T>(T value) -> plus.apply(base, value);
      case Parsed.Failed<T> failed -> {
        problems.addAll(failed.problems());
        yield base;
      }
    };
  }
}
