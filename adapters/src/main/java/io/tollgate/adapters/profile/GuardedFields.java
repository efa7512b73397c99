package io.tollgate.adapters.profile;

import java.util.Locale;
import java.util.Set;

/**
 * Members of a request by which a client would choose an upstream address, a credential or a price.
 *
 * <p>Some gateways honour them, and one may sit behind this one, so they are refused and not
 * forwarded. {@code organization} is none of them: it is the provider's own parameter.
 */
public final class GuardedFields {

  private static final Set<String> ADDRESSES_AND_CREDENTIALS =
      Set.of(
          "api_base",
          "api_key",
          "api_version",
          "aws_access_key_id",
          "aws_bedrock_runtime_endpoint",
          "aws_secret_access_key",
          "aws_session_token",
          "azure_ad_token",
          "azure_endpoint",
          "base_url",
          "custom_llm_provider",
          "extra_headers",
          "provider_url",
          "vertex_credentials");

  private static final Set<String> PRICES = Set.of("cost", "price", "usage");

  private static final int LONGEST = 64;

  private GuardedFields() {}

  /** Whether a top-level member of this name is refused; upper and lower case are alike. */
  public static boolean refuses(String name) {
    if (name.length() > LONGEST) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return ADDRESSES_AND_CREDENTIALS.contains(lower)
        || PRICES.contains(lower)
        || lower.contains("cost_per_");
  }
}
