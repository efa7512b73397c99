package io.tollgate.bench.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Amazon's signature of a request, version 4, from the verifier's side.
 *
 * <p>Source of the formula: "Create a signed AWS API request" in the IAM user guide.
 */
final class RequestSignature {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          ALGORITHM
              + " Credential=([^/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)");

  private RequestSignature() {}

  /**
   * Verifies a request.
   *
   * @throws Refusal if it was not signed by that pair of keys as it stands
   */
  static void verify(Call call, String keyId, String secret) {
    String header = call.header("authorization");
    Matcher parts = AUTHORIZATION.matcher(header == null ? "" : header);
    String date = call.header("x-amz-date");
    if (!parts.matches() || date == null) {
      throw Refusal.of(403, "Authorization header requires existence of all its parts.");
    }
    if (!parts.group(1).equals(keyId)) {
      throw Refusal.of(403, "The security token included in the request is invalid.");
    }
    List<String> scope = List.of(parts.group(2).split("/", -1));
    List<String> signed = List.of(parts.group(3).split(";", -1));
    if (scope.size() != 4 || !scope.get(3).equals("aws4_request") || !signed.contains("host")) {
      throw Refusal.of(403, "Credential should be scoped to a valid region and service.");
    }
    try {
      String request = canonical(call, signed, parts.group(3));
      String toSign =
          String.join("\n", ALGORITHM, date, parts.group(2), hex(sha256(utf8(request))));
      byte[] key = utf8("AWS4" + secret);
      for (String part : scope) {
        key = hmac(key, part);
      }
      if (!hex(hmac(key, toSign)).equals(parts.group(4))) {
        throw Refusal.of(
            403,
            "The request signature we calculated does not match the signature you provided. The"
                + " canonical string for this request should have been: "
                + request);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String canonical(Call call, List<String> signed, String names)
      throws GeneralSecurityException {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(call.method());
    // What is encoded on the wire is encoded once more.
    lines.add(
        Stream.of(call.path().split("/", -1))
            .map(RequestSignature::encode)
            .collect(Collectors.joining("/")));
    lines.add(Stream.of(call.query().split("&", -1)).sorted().collect(Collectors.joining("&")));
    for (String name : signed) {
      String value = call.header(name);
      lines.add(name + ":" + (value == null ? "" : value.strip().replaceAll(" +", " ")));
    }
    lines.add("").add(names).add(hex(sha256(call.body().getBytes())));
    return lines.toString();
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(utf8(text));
  }
}
