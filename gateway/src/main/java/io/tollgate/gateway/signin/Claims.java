package io.tollgate.gateway.signin;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ID token says of somebody: texts and lists of texts; the rest of it is not kept.
 *
 * @param subject who it is, for ever and by no other name, at the issuer
 * @param values each claim's texts
 */
record Claims(String subject, Map<String, List<String>> values) {

  private static final String EMAIL = "email";
  private static final String EMAIL_VERIFIED = "email_verified";
  private static final String TRUE = "true";

  Claims {
    values = Map.copyOf(values);
  }

  static Claims of(String subject, JWTClaimsSet token) {
    Map<String, List<String>> values = new HashMap<>();
    token
        .getClaims()
        .forEach((claim, value) -> {
          List<String> texts =
              switch (value) {
                case String text -> List.of(text);
                case Boolean truth -> List.of(truth.toString());
                case List<?> list ->
                    list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
                case null, default -> List.of();
              };
          if (!texts.isEmpty()) {
            values.put(claim, texts);
          }
        });
    return new Claims(subject, values);
  }

  /**
   * Whether a claim is a text or has it in its list. An address that the issuer has not verified
   * says nothing: at some of them everybody writes there what he likes.
   */
  boolean say(String claim, String text) {
    return (!claim.equals(EMAIL) || hasVerifiedEmail()) && texts(claim).contains(text);
  }

  /** Who it is in the audit log: his address, or else his subject, marked as that. */
  String who() {
    List<String> emails = texts(EMAIL);
    return hasVerifiedEmail() && emails.size() == 1 && isAddress(emails.getFirst())
        ? emails.getFirst()
        : "sub:" + subject;
  }

  /** Roughly what it takes in memory. */
  int chars() {
    return values.values().stream().flatMap(List::stream).mapToInt(String::length).sum();
  }

  private boolean hasVerifiedEmail() {
    return texts(EMAIL_VERIFIED).equals(List.of(TRUE));
  }

  private List<String> texts(String claim) {
    return values.getOrDefault(claim, List.of());
  }

  /** Names of tokens have no {@code @}: nobody is taken for one of them. */
  private static boolean isAddress(String text) {
    return text.length() <= 254 && text.matches("[^\\s\\p{Cntrl}@]+@[^\\s\\p{Cntrl}@]+");
  }
}
