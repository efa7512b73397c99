package io.tollgate.gateway.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prices of models, as a file {@code model,in_usd_per_mtok,out_usd_per_mtok} has them. */
public final class PriceList {

  /** No model has a price. */
  public static final PriceList EMPTY = new PriceList(Map.of());

  private final Map<String, ModelPrice> prices;

  private PriceList(Map<String, ModelPrice> prices) {
    this.prices = Map.copyOf(prices);
  }

  /**
   * Price of one model.
   *
   * @param inputUsdPerMtok dollars for a million input tokens, at least 0
   * @param outputUsdPerMtok dollars for a million output tokens, at least 0
   */
  public record ModelPrice(double inputUsdPerMtok, double outputUsdPerMtok) {

    private static final double TOKENS = 1e6;

    /** Dollars for a request; NaN where a number of tokens is. */
    public double costUsd(double inputTokens, double outputTokens) {
      return (inputTokens * inputUsdPerMtok + outputTokens * outputUsdPerMtok) / TOKENS;
    }
  }

  /** The price of a model, or {@code null} where it is unknown. */
  public @Nullable ModelPrice of(String model) {
    return prices.get(model);
  }

  /** Names of the models that have a price. */
  public List<String> models() {
    return List.copyOf(new TreeMap<>(prices).keySet());
  }

  /** A list of given prices. */
  public static PriceList of(Map<String, ModelPrice> prices) {
    return new PriceList(prices);
  }

  /** Reads a file; a model with an empty price stays without one. */
  public static PriceList read(Path file) throws IOException {
    Map<String, ModelPrice> prices = new HashMap<>();
    try (CsvReader csv = CsvReader.open(file)) {
      int model = csv.column("model");
      int input = csv.column("in_usd_per_mtok");
      int output = csv.column("out_usd_per_mtok");
      while (csv.next()) {
        double inputUsd = csv.number(input, 0, Double.MAX_VALUE);
        double outputUsd = csv.number(output, 0, Double.MAX_VALUE);
        if (Double.isNaN(inputUsd) || Double.isNaN(outputUsd)) {
          continue;
        }
        if (prices.put(csv.text(model), new ModelPrice(inputUsd, outputUsd)) != null) {
          throw csv.error("model '" + csv.text(model) + "' stands here a second time");
        }
      }
    }
    return new PriceList(prices);
  }
}
