package io.tollgate.policies.builtin;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.CatalogFile;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The catalogue and the prices that Tollgate comes with: facts with source and date, which an
 * operator's own files extend and override.
 *
 * <p>Each call reads the files of the class path anew; keep the result.
 */
public final class BuiltIn {

  private static final String MODELS = "/io/tollgate/catalog/models.yaml";
  private static final String PRICES = "/io/tollgate/catalog/prices.yaml";

  private BuiltIn() {}

  /** Models and where they are sold. */
  public static Catalog catalog() {
    return value(CatalogFile.parse(MODELS, text(MODELS)));
  }

  /** What the deployments of {@link #catalog} cost. */
  public static PriceBook prices() {
    return value(PriceFile.parse(PRICES, text(PRICES)));
  }

  private static <T> T value(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Ok<T> ok -> ok.value();
      case Parsed.Failed<T> failed ->
          throw new IllegalStateException("shipped file with mistakes: " + failed.problems());
    };
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(BuiltIn.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
