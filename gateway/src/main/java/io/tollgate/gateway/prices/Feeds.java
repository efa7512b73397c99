package io.tollgate.gateway.prices;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bytes of a feed, packed by gzip or not, and finds out by itself whose they are. */
public final class Feeds {

  /** What a packed feed may unpack to: 256 MiB, a hundred times the largest that is published. */
  static final int UNPACKED_MAX = 256 << 20;

  /** Decimals are read as they are written. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Pattern DAY = Pattern.compile("(20\\d\\d-[01]\\d-[0-3]\\d)");

  private Feeds() {}

  /**
   * Reads a feed.
   *
   * @param format whose it is, or {@code null} to find out
   * @param asOf the day of which it is
   * @throws IllegalArgumentException with a sentence, if it is no feed that is known
   */
  public static Feed read(byte[] bytes, @Nullable FeedFormat format, LocalDate asOf) {
    byte[] plain = unpacked(bytes);
    if (TarArchive.isTar(plain)) {
      if (format != null && format != FeedFormat.MODELS_DEV) {
        throw new IllegalArgumentException(
            "a tar archive, which is no format of " + format.source());
      }
      return checked(ModelsDevReader.readFiles(TarArchive.files(plain), asOf));
    }
    JsonNode root;
    try {
      root = JSON.readTree(plain);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "neither JSON nor a tar archive: " + e.getOriginalMessage(), e);
    }
    FeedFormat found = format != null ? format : detect(root);
    return checked(
        switch (found) {
          case LITELLM -> LiteLlmReader.read(root, asOf);
          case GENAI_PRICES -> GenAiPricesReader.read(root, asOf);
          case MODELS_DEV -> ModelsDevReader.readApi(root, asOf);
          case OPENROUTER -> OpenRouterReader.read(root, asOf);
        });
  }

  /** The day that a file's name says, as in {@code genai-prices.v2.2026-08-21.json.gz}. */
  public static Optional<LocalDate> day(String fileName) {
    Matcher day = DAY.matcher(fileName);
    try {
      return day.find() ? Optional.of(LocalDate.parse(day.group(1))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A feed without a single price is a file of another kind, or of a format that has changed. */
  private static Feed checked(Feed feed) {
    if (feed.prices().isEmpty()) {
      throw new IllegalArgumentException(
          "no price in it that can be read as "
              + feed.source()
              + ": is it another format, or a newer one?");
    }
    return feed;
  }

  private static FeedFormat detect(JsonNode root) {
    if (root.isArray() && root.path(0).has("models")) {
      return FeedFormat.GENAI_PRICES;
    }
    if (root.path("data").path(0).has("pricing")) {
      return FeedFormat.OPENROUTER;
    }
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (entry.getValue().has("litellm_provider")) {
        return FeedFormat.LITELLM;
      }
      if (entry.getValue().path("models").isObject()) {
        return FeedFormat.MODELS_DEV;
      }
    }
    throw new IllegalArgumentException("no feed that is known: say which with --format");
  }

  private static byte[] unpacked(byte[] bytes) {
    boolean packed = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    if (!packed) {
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] plain = in.readNBytes(UNPACKED_MAX);
      if (in.read() >= 0) {
        throw new IllegalArgumentException(
            "unpacks to more than " + UNPACKED_MAX + " bytes: that is no price list");
      }
      return plain;
    } catch (IOException e) {
      throw new IllegalArgumentException("packed by gzip and damaged: fetch it again", e);
    }
  }
}
