package io.tollgate.gateway.cli;

import io.tollgate.gateway.store.ClusterStatus;
import io.tollgate.gateway.store.StoreConnections;
import io.tollgate.policies.money.Picodollars;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tollgate cluster status}: which gateways run, and what they are leased. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows which gateways run, and how it stands with the budgets that they share.",
      "Exit code 1 where one is gone without having given back what it was leased."
    })
final class ClusterStatusCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NODE = "%-24s %-8s %12s %9s  %s%n";
  private static final String WINDOW = "%-40s %-8s %-17s %14s %14s %14s %14s %14s%n";

  @Mixin private StoreOption store;

  @Option(names = "--json", description = "Prints it as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ClusterStatusCommand() {}

  @Override
  public Integer call() throws Exception {
    ClusterStatus status;
    try (StoreConnections connections = store.open()) {
      status = ClusterStatus.read(connections);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(json(status)));
    } else {
      print(out, status);
    }
    return status.nodes().stream().anyMatch(ClusterStatusCommand::isGone)
        ? Tollgate.FOUND_WRONG
        : 0;
  }

  private static boolean isGone(ClusterStatus.Node node) {
    return node.state().equals("gone");
  }

  private static void print(PrintWriter out, ClusterStatus status) {
    out.printf(NODE, "gateway", "state", "silent for", "budgets", "id");
    for (ClusterStatus.Node node : status.nodes()) {
      out.printf(
          NODE, node.name(), node.state(), node.silentSeconds() + " s", node.windows(), node.id());
    }
    if (!status.windows().isEmpty()) {
      out.printf(
          "%n" + WINDOW,
          "account",
          "every",
          "until",
          "limit",
          "spent",
          "held",
          "leased",
          "in doubt");
    }
    for (ClusterStatus.Window window : status.windows()) {
      out.printf(
          WINDOW,
          window.account(),
          window.every(),
          window.every().equals("total") ? "-" : window.endsAt().toString().substring(0, 16) + "Z",
          dollars(window.limit()),
          dollars(window.spent()),
          dollars(window.held()),
          dollars(window.leased()),
          dollars(window.doubtful()));
    }
    for (ClusterStatus.Node node : status.nodes()) {
      if (isGone(node)) {
        out.printf(
            "%n%s is gone. When it is started again its journal settles what is in doubt; if it"
                + " never will be: tollgate cluster forget %s%n",
            node.name(), node.id());
      }
    }
  }

  private static String dollars(@Nullable Long pico) {
    return pico == null ? "-" : new Picodollars(pico).toString();
  }

  private static Map<String, Object> json(ClusterStatus status) {
    List<Map<String, Object>> nodes =
        status.nodes().stream()
            .map(node -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("name", node.name());
              one.put("id", node.id().toString());
              one.put("state", node.state());
              one.put("seen_at", node.seenAt().toString());
              one.put("silent_seconds", node.silentSeconds());
              one.put("budgets", node.windows());
              return one;
            })
            .toList();
    List<Map<String, @Nullable Object>> windows =
        status.windows().stream()
            .map(window -> {
              Map<String, @Nullable Object> one = new LinkedHashMap<>();
              one.put("account", window.account());
              one.put("every", window.every());
              one.put("zone", window.zone());
              one.put("window_start", window.startsAt().toString());
              one.put("window_end", window.endsAt().toString());
              one.put("limit_usd", usd(window.limit()));
              one.put("spent_usd", usd(window.spent()));
              one.put("held_usd", usd(window.held()));
              one.put("leased_usd", usd(window.leased()));
              one.put("in_doubt_usd", usd(window.doubtful()));
              return one;
            })
            .toList();
    return Map.of("nodes", nodes, "budgets", windows);
  }

  private static @Nullable String usd(@Nullable Long pico) {
    return pico == null ? null : new Picodollars(pico).toPlainDollars();
  }
}
