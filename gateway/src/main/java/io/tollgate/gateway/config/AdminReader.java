package io.tollgate.gateway.config;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.gateway.roles.AdminTokens;
import io.tollgate.gateway.roles.Role;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;

/** Reads who may use the admin API. */
final class AdminReader {

  private static final YamlType<String> DIGEST =
      YamlType.text("64 hexadecimal digits", text -> text.matches("[0-9a-f]{64}"));
  static final YamlType<Role> ROLE = YamlType.oneOf(Role.values(), Role::key);
  static final YamlType<Scope> SCOPE =
      YamlType.of("a scope such as team:search", Scope.EVERYTHING, Scope::parse);

  private AdminReader() {}

  static AdminSettings read(YamlMap map, SecretReader secrets) {
    return new AdminSettings(
        new AdminTokens(map.listOrEmpty("tokens").eachMap(AdminReader::token)),
        map.has("oidc") ? SignInReader.read(map.map("oidc"), secrets) : null);
  }

  private static AdminToken token(YamlMap map) {
    return new AdminToken(
        map.required("name", ConfigFile.NAME),
        map.required("sha256", DIGEST),
        map.required("role", ROLE),
        map.optional("scope", SCOPE));
  }
}
