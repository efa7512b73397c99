package io.tollgate.bench.load;

import io.tollgate.bench.ReportFolder;
import io.tollgate.gateway.cli.ProgressBar;
import io.tollgate.gateway.cli.Tollgate;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Compares OpenAI-compatible servers under load and prints tables. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Tollgate beside plain proxies in front of the same provider, or any servers named",
      "as targets: requests/s, CPU, streamed events/s, what each adds to the provider called",
      "directly, long prompts, memory. Without targets a simulated provider, a bare Vert.x proxy,",
      "HAProxy and nginx where they are installed, and gateways with everything switched on are",
      "started, each in a process of its own; afterwards every request must have a settled entry",
      "of the right amount in the ledger.",
      "The first target is the one the others are compared with: the provider itself.",
      "Writes load.md, load.json and plots."
    },
    footer = {
      "",
      "Examples:",
      "  tollgate bench load --quick",
      "  tollgate bench load --server bare,tollgate --measure plain,plain-open --rounds 3",
      "  tollgate bench load --target direct,http://127.0.0.1:9001/v1,k,sim,101 \\",
      "       --target gateway,http://127.0.0.1:8080/v1,tg_...,auto,102"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all requests were answered, and the ledger has all of them",
      "1:some were not, or it has not",
      "2:wrong usage"
    })
public final class LoadCommand implements Callable<Integer> {

  private static final List<String> SERVERS =
      List.of(
          Contestant.BARE,
          Contestant.HAPROXY,
          Contestant.NGINX,
          Contestant.TOLLGATE,
          Contestant.TOLLGATE_DISK);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--target",
      paramLabel = "NAME,URL,KEY,MODEL[,PID]",
      converter = TargetConverter.class,
      description = "A server to compare; its process id gives CPU and memory.")
  private List<LoadTarget> targets = new ArrayList<>();

  @Option(
      names = "--server",
      split = ",",
      paramLabel = "NAME",
      description =
          "Without targets, what to start beside the provider: bare, haproxy, nginx, tollgate,"
              + " tollgate-disk. Default: all; quick: all but the last.")
  private Set<String> servers = new TreeSet<>();

  @Mixin private LoadOptions options = new LoadOptions();

  @Mixin private CpuOption cpus = new CpuOption();

  @Option(
      names = "--gateway-setting",
      paramLabel = "LINE",
      description = "Further line of our gateways' configuration, e.g. 'durability: disk'.")
  private List<String> gatewaySettings = new ArrayList<>();

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "Further option of our gateways' JVMs, e.g. -Xmx256m.")
  private List<String> jvmOptions = new ArrayList<>();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Option(names = "--json", description = "Prints the figures as JSON in place of tables.")
  private boolean json;

  /** Reads one target. */
  static final class TargetConverter implements ITypeConverter<LoadTarget> {
    @Override
    public LoadTarget convert(String text) {
      List<String> parts = List.of(text.split(",", -1));
      if (parts.size() < 4 || parts.size() > 5) {
        throw new TypeConversionException("expected NAME,URL,KEY,MODEL or NAME,URL,KEY,MODEL,PID");
      }
      return new LoadTarget(
          parts.get(0),
          URI.create(parts.get(1)),
          parts.get(2),
          parts.get(3),
          parts.size() == 5 ? Long.parseLong(parts.get(4)) : 0);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter terminal = spec.commandLine().getErr();
    LoadRunPlan plan = plan();
    Set<String> names = new TreeSet<>();
    if (!targets.stream().map(LoadTarget::name).allMatch(names::add)) {
      throw new ParameterException(spec.commandLine(), "Give each target a name of its own.");
    }
    try (ProgressBar bar = ProgressBar.on(terminal, "load", json)) {
      return targets.isEmpty() ? ours(plan, bar) : theirs(plan, bar);
    }
  }

  private LoadRunPlan plan() {
    if (!SERVERS.containsAll(servers)) {
      throw new ParameterException(
          spec.commandLine(), "--server: say some of " + String.join(", ", SERVERS) + ".");
    }
    try {
      return options.plan(targets.isEmpty() ? OpenFiles.connectionsThroughProxyMax() : 0);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int theirs(LoadRunPlan plan, ProgressBar bar) throws IOException, InterruptedException {
    List<Contestant> contestants = targets.stream().map(Contestant::foreign).toList();
    LoadFindings findings = new LoadRun(contestants, plan, ProcessMeter.of(0), bar::at).run();
    tell(findings, Setting.FOREIGN, List.of(), bar);
    return findings.allAnswered() ? 0 : Tollgate.FOUND_WRONG;
  }

  private int ours(LoadRunPlan plan, ProgressBar bar) throws IOException, InterruptedException {
    bar.at("starting", 0);
    try (OwnTargets own = OwnTargets.start(wanted())) {
      LoadFindings findings = new LoadRun(own.contestants(), plan, own.loadSide(), bar::at).run();
      bar.at("auditing", 1);
      List<String> audit = new ArrayList<>();
      boolean sound = true;
      try {
        audit.addAll(own.stopAndAudit(findings));
      } catch (AuditException e) {
        sound = false;
        audit.add(e.getMessage());
        bar.close();
        spec.commandLine().getErr().println(e.getMessage());
      }
      tell(findings, own.setting(), audit, bar);
      return sound && findings.allAnswered() ? 0 : Tollgate.FOUND_WRONG;
    }
  }

  private OwnTargets.Wanted wanted() throws IOException {
    Set<String> wanted = new TreeSet<>(servers);
    if (wanted.isEmpty()) {
      wanted.addAll(SERVERS);
      if (options.quick()) {
        wanted.remove(Contestant.TOLLGATE_DISK);
      }
    }
    EnumSet<Measure> direct = EnumSet.allOf(Measure.class);
    if (options.quick()) {
      direct.removeIf(measure -> !measure.isOpen());
    }
    return new OwnTargets.Wanted(
        wanted,
        direct,
        cpus.placement(),
        OpenFiles.connectionsThroughProxyMax(),
        gatewaySettings,
        jvmOptions);
  }

  private void tell(LoadFindings findings, Setting setting, List<String> audit, ProgressBar bar)
      throws IOException {
    bar.close();
    String markdown = LoadMarkdown.text(findings, setting);
    String text = String.join("\n\n", markdown.stripTrailing(), String.join("\n\n", audit));
    String figures = LoadJson.text(findings, setting);
    Path directory = folder.directory();
    Files.writeString(
        directory.resolve("load.md"), "`" + folder.commandLine().strip() + "`\n\n" + text + "\n");
    Files.writeString(directory.resolve("load.json"), figures + "\n");
    LoadPlots.write(findings, directory);
    spec.commandLine().getOut().println(json ? figures : text);
  }
}
