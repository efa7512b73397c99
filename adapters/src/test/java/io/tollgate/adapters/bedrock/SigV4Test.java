package io.tollgate.adapters.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.Endpoints;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and signatures are those of AWS's test suite for Signature Version 4 (aws-c-auth). */
class SigV4Test {

  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  private static final String HOST = "example.amazonaws.com";

  private static SigV4 key(@Nullable String token) {
    return new SigV4(
        "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token, "us-east-1", "service");
  }

  private static String authorization(
      @Nullable String token,
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body) {
    return key(token)
        .sign(method, HOST, path, query, headers, SigV4.sha256(body.getBytes(UTF_8)), NOW)
        .getOrDefault("Authorization", "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "get-vanilla,GET,/,``,``,``,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-relative,GET,/example/..,``,``,``,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-relative-relative,GET,/example1/example2/../..,``,``,``,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash,GET,//,``,``,``,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-dot-slash,GET,/./,``,``,``,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-pointless-dot,GET,/./example,``,``,``,ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5",
        "get-slashes,GET,//example//,``,``,``,9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "get-space,GET,/example"
            + " space/,``,``,``,652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "get-unreserved,GET,/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,``,``,``,07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "get-utf8,GET,/ሴ,``,``,``,8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "get-vanilla-empty-query-key,GET,/,Param1=value1,``,``,a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "get-vanilla-query-order-encoded,GET,/,Param-3=Value3&Param=Value2&%E1%88%B4=Value1,``,``,371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        "get-vanilla-query-order-key-case,GET,/,Param2=value2&Param1=value1,``,``,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-vanilla-utf8-query,GET,/,ሴ=bar,``,``,2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "get-header-key-duplicate,GET,/,``,`My-Header1:value2,value2,value1`,``,c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "get-header-value-trim,GET,/,``,`My-Header1: value1|My-Header2: \"a   b  "
            + " c\"`,``,acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "post-vanilla,POST,/,``,``,``,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "post-vanilla-query,POST,/,Param1=value1,``,``,28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        "post-header-key-sort,POST,/,``,My-Header1:value1,``,c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        "post-header-value-case,POST,/,``,My-Header1:VALUE1,``,cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        "post-x-www-form-urlencoded,POST,/,``,Content-Type:application/x-www-form-urlencoded|Content-Length:13|x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e,Param1=value1,d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
        "post-x-www-form-urlencoded-parameters,POST,/,``,Content-Type:application/x-www-form-urlencoded;"
            + " charset=utf-8|Content-Length:13|x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e,Param1=value1,328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422"
      })
  void a_request_of_the_test_suite_has_its_signature(
      String name,
      String method,
      String path,
      String query,
      String headers,
      String body,
      String signature) {
    Map<String, String> signed = new java.util.LinkedHashMap<>();
    for (String header : headers.isEmpty() ? new String[0] : headers.split("\\|", -1)) {
      int colon = header.indexOf(':');
      signed.put(header.substring(0, colon), header.substring(colon + 1));
    }
    assertThat(authorization(null, method, path, query, signed, body))
        .as(name)
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ")
        .endsWith(", Signature=" + signature);
  }

  @Test
  void a_session_token_is_signed_and_sent() {
    String token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    Map<String, String> headers =
        key(token).sign("POST", HOST, "/", "", Map.of(), SigV4.sha256(new byte[0]), NOW);
    assertThat(headers)
        .containsEntry("X-Amz-Security-Token", token)
        .containsEntry("X-Amz-Date", "20150830T123600Z");
    assertThat(headers.get("Authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature="
                + "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
  }

  @Test
  void a_path_with_escapes_is_escaped_once_more_in_what_is_signed() {
    String path =
        new Endpoints("/model/{model}/converse", "/model/{model}/converse-stream")
            .path("anthropic.claude-sonnet-4-5-20250929-v1:0", true);
    assertThat(path)
        .isEqualTo("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream");
    assertThat(CanonicalUri.path(path))
        .isEqualTo("/model/anthropic.claude-sonnet-4-5-20250929-v1%253A0/converse-stream");
    assertThat(CanonicalUri.path("/model/arn%3Aaws%3Abedrock%2Fx/converse"))
        .isEqualTo("/model/arn%253Aaws%253Abedrock%252Fx/converse");
  }

  @Test
  void a_key_does_not_show_its_secrets() {
    assertThat(key("token-of-a-session").toString())
        .contains("AKIDEXAMPLE")
        .doesNotContain("wJalr", "token-of");
  }
}
