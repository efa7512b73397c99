package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.roles.Role;
import io.tollgate.gateway.signin.RoleMapping;
import io.tollgate.gateway.signin.SignInSettings;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.policies.yaml.Parsed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignInReaderTest {

  private static final String LEAST =
      """
      providers: [ { name: local, base_url: 'http://127.0.0.1:11434/v1' } ]
      admin:
        oidc:
          issuer: https://login.example.com/realm
          client_id: tollgate
          redirect: https://tollgate.example.com/admin/v1/sign-in/callback
          roles:
            - { claim: groups, value: platform-ops, role: ops }
      """;

  private static Parsed<GatewayConfig> parse(String text) {
    return ConfigFile.parse(
        Path.of("/etc/tollgate.yaml"), text, new SecretSource(Map.of("OIDC_SECRET", "s3cret")));
  }

  private static AdminSettings read(String text) {
    return switch (parse(text)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) -> config.admin();
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  @Test
  void what_is_not_said_is_the_default() {
    AdminSettings admin = read(LEAST);
    assertThat(admin.isOpen()).isFalse();
    assertThat(admin.signIn())
        .isEqualTo(
            new SignInSettings(
                "https://login.example.com/realm",
                "tollgate",
                null,
                URI.create("https://tollgate.example.com/admin/v1/sign-in/callback"),
                List.of("openid", "email", "profile"),
                List.of(new RoleMapping("groups", "platform-ops", Role.OPS, null)),
                Duration.ofHours(8)));
  }

  @Test
  void every_property_maps() {
    String text =
        LEAST.replace(
            "    roles:\n",
            """
                client_secret: env:OIDC_SECRET
                scopes: [openid, groups]
                session: 30m
                roles:
                  - { claim: email, value: ada@example.com, role: team-admin, scope: "team:search" }
            """);
    SignInSettings settings = Objects.requireNonNull(read(text).signIn());
    assertThat(settings.clientSecret()).isEqualTo(new Secret("s3cret"));
    assertThat(settings.scopes()).containsExactly("openid", "groups");
    assertThat(settings.session()).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.roles())
        .containsExactly(
            new RoleMapping(
                "email", "ada@example.com", Role.TEAM_ADMIN, Scope.parse("team:search")),
            new RoleMapping("groups", "platform-ops", Role.OPS, null));
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void without_it_nobody_signs_in() {
    assertThat(read(LEAST.substring(0, LEAST.indexOf("admin:")))).isEqualTo(AdminSettings.NONE);
    assertThat(AdminSettings.NONE.isOpen()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'https://login.example.com/realm', 'http://login.example.com/realm', admin.oidc.issuer",
    "'https://login.example.com/realm', 'http://127.evil.example.com', admin.oidc.issuer",
    "'https://login.example.com/realm', 'https://login.example.com/?a=b', admin.oidc.issuer",
    "'client_id: tollgate', 'client_id: \"\"', admin.oidc.client_id",
    "'client_id: tollgate', 'client_id: t\n    client_secret: plain', admin.oidc.client_secret",
    "'client_id: tollgate', 'client_id: t\n    client_secret: env:NONE', NONE is not set",
    "'/admin/v1/sign-in/callback', '/elsewhere', admin.oidc.redirect",
    "'redirect: https', 'redirect: http', admin.oidc.redirect",
    "'client_id: tollgate', 'client_id: t\n    scopes: [email]', openid is missing",
    "'client_id: tollgate', 'client_id: t\n    session: 25h', admin.oidc.session",
    "'client_id: tollgate', 'client_id: t\n    sesion: 1h', session",
    "'role: ops', 'role: owner', admin.oidc.roles[0].role",
    "'role: ops', 'role: member', 'expected for member: user:ID'",
    "'claim: groups, ', '', claim",
  })
  void a_mistake_is_named(String right, String wrong, String problem) {
    assertThat(LEAST).contains(right);
    switch (parse(LEAST.replace(right, wrong))) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) ->
          throw new AssertionError("taken: " + config.admin());
      case Parsed.Failed<GatewayConfig> failed ->
          assertThat(failed.problems().toString()).contains(problem);
    }
  }

  @Test
  void without_mappings_it_is_a_mistake() {
    String none = LEAST.substring(0, LEAST.indexOf("    roles:"));
    assertThat(parse(none).toString()).contains("roles");
    assertThat(parse(none + "    roles: []\n").toString()).contains("there is no mapping");
  }
}
