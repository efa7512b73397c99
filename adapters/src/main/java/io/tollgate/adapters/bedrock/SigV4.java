package io.tollgate.adapters.bedrock;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A signer of requests to AWS: Signature Version 4 with a key for one region and service. Immutable
 * and without a clock.
 *
 * <p>signature = HMAC(HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service),
 * "aws4_request"), text), where the text names the time, the scope and the SHA-256 of the canonical
 * request. Source: AWS Identity and Access Management, "Create a signed AWS API request".
 *
 * @param accessKeyId which key
 * @param secretAccessKey the key
 * @param sessionToken what goes with a key that was lent for a while; {@code null} for none
 * @param region e.g. {@code eu-central-1}
 * @param service e.g. {@value #BEDROCK}
 */
public record SigV4(
    String accessKeyId,
    String secretAccessKey,
    @Nullable String sessionToken,
    String region,
    String service) {

  /** The name by which requests to Bedrock's models are signed. */
  public static final String BEDROCK = "bedrock";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * The headers that sign a request, to be sent beside those that are signed: {@code
   * Authorization}, {@code X-Amz-Date} and, with a session token, {@code X-Amz-Security-Token}.
   *
   * @param method e.g. {@code POST}
   * @param host the {@code Host} header
   * @param path as it is sent, escapes included; they are escaped once more in what is signed, as
   *     AWS wants of every service but S3
   * @param query as it is sent, without its question mark; empty for none
   * @param headers others that are to be signed; a header that comes more than once has its values
   *     joined by commas
   * @param bodySha256 see {@link #sha256(byte[])}
   * @param now the time of signing; AWS takes five minutes to either side
   */
  public Map<String, String> sign(
      String method,
      String host,
      String path,
      String query,
      Map<String, String> headers,
      String bodySha256,
      Instant now) {
    String time = TIME.format(now);
    TreeMap<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), trimmed(value)));
    signed.put("host", host);
    signed.put("x-amz-date", time);
    if (sessionToken != null) {
      signed.put("x-amz-security-token", sessionToken);
    }
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder(512);
    canonical.append(method).append('\n');
    canonical.append(CanonicalUri.path(path)).append('\n');
    canonical.append(CanonicalUri.query(query)).append('\n');
    signed.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(bodySha256);

    String date = time.substring(0, 8);
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    String text =
        ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(utf8(canonical.toString()));
    byte[] key = hmac(utf8("AWS4" + secretAccessKey), date);
    for (String step : new String[] {region, service, "aws4_request"}) {
      key = hmac(key, step);
    }
    String signature = HexFormat.of().formatHex(hmac(key, text));

    Map<String, String> added = new LinkedHashMap<>();
    added.put(
        "Authorization",
        ALGORITHM
            + " Credential="
            + accessKeyId
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + signature);
    added.put("X-Amz-Date", time);
    if (sessionToken != null) {
      added.put("X-Amz-Security-Token", sessionToken);
    }
    return added;
  }

  /** The SHA-256 of a body, in small hexadecimal digits. */
  public static String sha256(byte[] body) {
    return HexFormat.of().formatHex(digest().digest(body));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Without spaces around it, and with one in the place of several. */
  private static String trimmed(String value) {
    return value.strip().replaceAll("\\s+", " ");
  }

  /** Names the key and shows nothing that is secret. */
  @Override
  public String toString() {
    return "SigV4[" + accessKeyId + " for " + service + " in " + region + "]";
  }
}
