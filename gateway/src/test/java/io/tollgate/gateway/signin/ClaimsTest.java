package io.tollgate.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.tollgate.gateway.roles.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClaimsTest {

  static final SignInSettings SETTINGS =
      settings(
          List.of(
              new RoleMapping("groups", "admins", Role.ADMIN, null),
              new RoleMapping("groups", "ops", Role.OPS, null),
              new RoleMapping("email", "ada@example.com", Role.FINANCE, null),
              new RoleMapping("sub", "7", Role.AUDITOR, null)));

  static SignInSettings settings(List<RoleMapping> roles) {
    return new SignInSettings(
        "https://login.example.com",
        "tollgate",
        null,
        URI.create("https://tollgate.example.com" + SignInSettings.CALLBACK),
        SignInSettings.SCOPES,
        roles,
        Duration.ofHours(1));
  }

  static Claims claims(String subject, Map<String, Object> values) {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().subject(subject);
    values.forEach(claims::claim);
    return Claims.of(subject, claims.build());
  }

  private static String role(Claims claims) {
    RoleMapping mapping = SETTINGS.mapping(claims);
    return mapping == null ? "" : mapping.role().key();
  }

  @Test
  void the_first_mapping_that_matches_counts() {
    assertThat(role(claims("1", Map.of("groups", List.of("x", "ops", "admins")))))
        .isEqualTo("admin");
    assertThat(role(claims("1", Map.of("groups", List.of("ops"))))).isEqualTo("ops");
    assertThat(role(claims("1", Map.of("groups", "ops")))).isEqualTo("ops");
    assertThat(role(claims("7", Map.of()))).isEqualTo("auditor");
  }

  @Test
  void nothing_but_the_very_text_matches() {
    for (Object groups :
        List.of(
            "ops2",
            "Ops",
            "ops ",
            "",
            List.of(),
            List.of(List.of("ops")),
            Map.of("ops", true),
            1)) {
      assertThat(role(claims("1", Map.of("groups", groups)))).as("%s", groups).isEmpty();
    }
    assertThat(role(claims("1", Map.of("roles", List.of("ops"))))).isEmpty();
  }

  @Test
  void an_address_that_the_issuer_has_not_verified_is_nobodys() {
    String email = "ada@example.com";
    assertThat(role(claims("1", Map.of("email", email)))).isEmpty();
    assertThat(role(claims("1", Map.of("email", email, "email_verified", false)))).isEmpty();
    assertThat(role(claims("1", Map.of("email", email, "email_verified", true))))
        .isEqualTo("finance");
    assertThat(role(claims("1", Map.of("email", email, "email_verified", "true"))))
        .isEqualTo("finance");
  }

  @Test
  void the_name_in_the_audit_log_is_a_verified_address_or_the_subject() {
    assertThat(claims("1", Map.of("email", "ada@example.com", "email_verified", true)).who())
        .isEqualTo("ada@example.com");
    assertThat(claims("1", Map.of("email", "ada@example.com")).who()).isEqualTo("sub:1");
    assertThat(claims("ops-bot", Map.of("email", "x", "email_verified", true)).who())
        .isEqualTo("sub:ops-bot");
    assertThat(claims("1", Map.of("email", "a@b\nroot@c", "email_verified", true)).who())
        .isEqualTo("sub:1");
  }
}
