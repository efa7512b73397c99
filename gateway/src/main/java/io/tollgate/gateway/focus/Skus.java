package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.FocusRow.Sku;
import io.tollgate.gateway.ledger.ChargeLine;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was sold, as identifiers that stay the same from month to month.
 *
 * <p>{@code SkuId} is provider, model and meter; {@code SkuPriceId} adds service tier and region,
 * on which the price depends, and is not there without a price. Neither has the price or its
 * version in it, which change. The properties of tokens get standard names only after FOCUS 1.4 and
 * begin with {@code x_} until then.
 */
final class Skus {

  private Skus() {}

  /** The SKU of a charge that was metered. */
  static Sku of(ChargeLine line, SkuUnit unit, String meterKey, Party party) {
    String id = line.provider() + "/" + line.servedModel() + "/" + unit.slug();
    String tier = line.serviceTier().isBlank() ? "standard" : line.serviceTier();
    String region = line.region().isBlank() ? "default" : line.region();
    if (line.isUnpriced()) {
      return new Sku(id, unit.meter(), null, null);
    }
    return new Sku(
        id,
        unit.meter(),
        id + "/" + tier + "/" + region,
        details(line, unit, meterKey, party.publisher()));
  }

  private static String details(
      ChargeLine line, SkuUnit unit, String meterKey, String modelDeveloper) {
    TreeMap<String, String> details = new TreeMap<>();
    details.put("x_ModelDeveloper", modelDeveloper);
    put(details, "x_ModelId", line.servedModel());
    put(details, "x_Region", line.region());
    put(details, "x_ServiceTier", line.serviceTier());
    if (unit.isTokens()) {
      boolean input = meterKey.startsWith("in_");
      details.put("x_TokenDirection", input ? "Input" : "Output");
      details.put("x_TokenModality", modality(meterKey));
      if (input) {
        details.put("x_TokenCacheAction", cacheAction(meterKey));
      }
      if (meterKey.endsWith("_5m") || meterKey.endsWith("_1h")) {
        details.put("x_CacheTimeToLive", meterKey.substring(meterKey.length() - 2));
      }
      if (meterKey.equals("out_reasoning")) {
        details.put("x_TokenPurpose", "Reasoning");
      }
    }
    return FlatJson.of(details);
  }

  private static void put(Map<String, String> details, String key, String value) {
    if (!value.isBlank()) {
      details.put(key, value);
    }
  }

  private static String cacheAction(String meterKey) {
    return meterKey.contains("cache_read")
        ? "Read"
        : meterKey.contains("cache_write") ? "Write" : "Uncached";
  }

  private static String modality(String meterKey) {
    return meterKey.contains("audio")
        ? "Audio"
        : meterKey.contains("image") ? "Image" : meterKey.contains("video") ? "Video" : "Text";
  }
}
