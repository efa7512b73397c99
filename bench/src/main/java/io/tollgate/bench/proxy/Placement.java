package io.tollgate.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which CPUs run what: every proxy the same one, the provider and the load generator the others, so
 * that what makes the load takes nothing from what is measured.
 *
 * @param proxies CPUs of what is measured; empty where the system decides
 * @param load CPUs of the provider and the generator; empty where the system decides
 */
public record Placement(List<Integer> proxies, List<Integer> load) {

  /** The system decides. */
  public static final Placement NONE = new Placement(List.of(), List.of());

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  public Placement {
    proxies = List.copyOf(proxies);
    load = List.copyOf(load);
  }

  /** The first CPU for proxies and the others for the load, where there are at least two. */
  static Placement among(List<Integer> allowed) {
    return allowed.size() < 2
        ? NONE
        : new Placement(allowed.subList(0, 1), allowed.subList(1, allowed.size()));
  }

  /** The same on this machine, as far as its system has {@code taskset} and {@code /proc}. */
  public static Placement here(Programs programs) throws IOException {
    if (programs.find("taskset") == null || !Files.isReadable(STATUS)) {
      return NONE;
    }
    return among(
        Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(ALLOWED))
            .map(line -> cpus(line.substring(ALLOWED.length()).strip()))
            .findFirst()
            .orElse(List.of()));
  }

  /** Reads a list as Linux writes it, e.g. {@code 0-3,6}. */
  static List<Integer> cpus(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String[] ends = part.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }

  /** What a proxy's command starts with: set from its first instruction, a JVM counts right. */
  public List<String> proxyLauncher() {
    return launcher(proxies);
  }

  /** What a provider's command starts with. */
  public List<String> loadLauncher() {
    return launcher(load);
  }

  private static List<String> launcher(List<Integer> cpus) {
    return cpus.isEmpty() ? List.of() : List.of("taskset", "-c", text(cpus));
  }

  /** How many CPUs a proxy has. */
  public int proxyCpus() {
    return proxies.isEmpty() ? Runtime.getRuntime().availableProcessors() : proxies.size();
  }

  /** How many CPUs make the load. */
  public int loadCpus() {
    return load.isEmpty() ? Runtime.getRuntime().availableProcessors() : load.size();
  }

  /** Moves a process that runs, with all its threads, to the CPUs of the load. */
  public void moveToLoad(long pid) throws IOException, InterruptedException {
    move(pid, load);
  }

  /** Gives a process back all CPUs. */
  public void release(long pid) throws IOException, InterruptedException {
    List<Integer> all = new ArrayList<>(proxies);
    all.addAll(load);
    move(pid, all);
  }

  private static void move(long pid, List<Integer> cpus) throws IOException, InterruptedException {
    if (cpus.isEmpty()) {
      return;
    }
    int status =
        new ProcessBuilder("taskset", "-a", "-c", "-p", text(cpus), Long.toString(pid))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException(
          "taskset could not move process " + pid + " to CPUs " + text(cpus) + "; try --cpus none");
    }
  }

  /** A sentence for a report. */
  public String sentence() {
    return proxies.isEmpty()
        ? "All processes share all CPUs."
        : "Every proxy runs on CPU %s, the provider and the load generator on CPU %s."
            .formatted(text(proxies), text(load));
  }

  private static String text(List<Integer> cpus) {
    return cpus.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
