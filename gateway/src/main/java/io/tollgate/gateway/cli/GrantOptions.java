package io.tollgate.gateway.cli;

import io.tollgate.gateway.keys.Grants;
import io.tollgate.gateway.keys.NamePattern;
import io.tollgate.gateway.keys.Network;
import java.util.List;
import picocli.CommandLine.Option;

/** What a key or a unit may use, as options. */
final class GrantOptions {

  @Option(
      names = "--model",
      paramLabel = "PATTERN",
      description =
          "A deployment that may answer, as PROVIDER/MODEL, or the beginning of some and a *."
              + " May be given several times; all where it is not.")
  private List<String> models = List.of();

  @Option(
      names = "--policy",
      paramLabel = "PATTERN",
      description =
          "A policy that may decide, 'direct' where a model is asked for by name. The same.")
  private List<String> policies = List.of();

  @Option(
      names = "--route",
      paramLabel = "PATTERN",
      description = "A path that may be called, such as /v1/embeddings. The same.")
  private List<String> routes = List.of();

  @Option(
      names = "--network",
      paramLabel = "CIDR",
      description = "Where calls may come from, such as 10.0.0.0/8. The same.")
  private List<String> networks = List.of();

  GrantOptions() {}

  Grants grants() {
    return new Grants(
        models.stream().map(NamePattern::new).toList(),
        policies.stream().map(NamePattern::new).toList(),
        routes.stream().map(NamePattern::new).toList(),
        networks.stream().map(Network::new).toList());
  }
}
