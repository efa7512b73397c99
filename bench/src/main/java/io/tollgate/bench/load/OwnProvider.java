package io.tollgate.bench.load;

import io.tollgate.bench.provider.CannedCharge;
import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.ProviderCommand;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.proxy.Placement;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The provider behind all that is compared, in a process of its own: it answers from memory, with a
 * model for each kind of answer, so that a ledger tells them apart.
 */
final class OwnProvider implements AutoCloseable {

  /** Events of a stream, {@code [DONE]} included. */
  static final int EVENTS = 50;

  /** Not a secret: it opens a server that exists only here and now. */
  static final String KEY = "sk-simulated";

  private static final String NAME = "sim";
  private static final SimulatedModel PLAIN = SimulatedModel.instant("plain");

  /** Beside its tokens a stream has the role, the finish, the usage and {@code [DONE]}. */
  private static final SimulatedModel STREAMED =
      SimulatedModel.instant("streamed").ofLength(EVENTS - 4);

  private static final SimulatedModel STALLED = SimulatedModel.instant("stalled");

  /** What {@link ProviderCommand} prints before its base URL. */
  private static final String LISTENING = "listening ";

  private static final String FURTHER = "further-";

  private final Process process;
  private final URI baseUrl;
  private final int plainModels;

  private OwnProvider(Process process, URI baseUrl, int plainModels) {
    this.process = process;
    this.baseUrl = baseUrl;
    this.plainModels = plainModels;
  }

  /**
   * Starts it.
   *
   * @param plainModels how many models of plain answers it has, all alike, at least 1
   */
  static OwnProvider start(Placement placement, int plainModels) throws IOException {
    List<String> command = new ArrayList<>(placement.loadLauncher());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ProviderCommand.class.getName(), "--flat-out", "--key", KEY));
    command.addAll(List.of("--seed", Long.toString(CannedCharge.USUAL_SEED)));
    command.addAll(List.of("--model", PLAIN.name(), "--tokens", "" + PLAIN.typicalOutputTokens()));
    command.addAll(List.of("--also", STREAMED.name() + "=" + STREAMED.typicalOutputTokens()));
    command.addAll(List.of("--also", STALLED.name() + "=" + STALLED.typicalOutputTokens()));
    command.addAll(List.of("--stalling", STALLED.name()));
    for (int i = 1; i < plainModels; i++) {
      command.addAll(List.of("--also", FURTHER + i + "=" + PLAIN.typicalOutputTokens()));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // A signal, and JMH where a request failed, end this process without close().
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new OwnProvider(process, URI.create(awaitBaseUrl(process)), plainModels);
  }

  private static String awaitBaseUrl(Process provider) throws IOException {
    BufferedReader output =
        new BufferedReader(
            new InputStreamReader(provider.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    int urlEnd = line == null ? -1 : line.indexOf(' ', LISTENING.length());
    if (line == null || !line.startsWith(LISTENING) || urlEnd < 0) {
      provider.destroyForcibly();
      throw new IOException("the simulated provider did not start");
    }
    return line.substring(LISTENING.length(), urlEnd);
  }

  /** Its OpenAI base URL, with {@code /v1}. */
  URI baseUrl() {
    return baseUrl;
  }

  /** Where its paths start. */
  URI root() {
    return URI.create("http://" + baseUrl.getAuthority());
  }

  long pid() {
    return process.pid();
  }

  /** Its models by the kind of answer. */
  static Map<Asked, String> models() {
    return Map.of(
        Asked.PLAIN, PLAIN.name(), Asked.STREAMED, STREAMED.name(), Asked.STALLED, STALLED.name());
  }

  /** Its model of plain answers. */
  static String plainModel() {
    return PLAIN.name();
  }

  /** What a ledger calls the model of a kind of answer. */
  static String deployment(Asked asked) {
    return NAME + "/" + model(asked).name();
  }

  /** The exact price of a whole answer, in pico-dollars. */
  static BigInteger pico(Asked asked) {
    return CannedCharge.pico(CannedCharge.USUAL_SEED, model(asked));
  }

  private static SimulatedModel model(Asked asked) {
    return switch (asked) {
      case PLAIN -> PLAIN;
      case STREAMED -> STREAMED;
      case STALLED -> STALLED;
    };
  }

  /** Which deployments a gateway may choose from for a kind of answer. */
  static String candidates(Asked asked) {
    return asked == Asked.PLAIN ? "class:" + ModelClass.LOCAL.key() : deployment(asked);
  }

  /** The deployment that one stands for: the plain models are all alike. */
  static String original(String deployment) {
    return deployment.startsWith(NAME + "/" + FURTHER) ? deployment(Asked.PLAIN) : deployment;
  }

  /** The same provider, as far as a gateway is to know only some of its plain models. */
  OwnProvider knownFor(int fewerPlainModels) {
    return new OwnProvider(process, baseUrl, fewerPlainModels);
  }

  /** What a gateway has to know about it. */
  DemoProvider described() {
    List<SimulatedModel> models = new ArrayList<>(List.of(PLAIN, STREAMED, STALLED));
    for (int i = 1; i < plainModels; i++) {
      models.add(SimulatedModel.instant(FURTHER + i));
    }
    return new DemoProvider(
        ModelClass.LOCAL,
        ProviderProfile.of(NAME, CannedCharge.USUAL_SEED, KEY, models),
        models.stream().map(OwnProvider::deployment).toList());
  }

  private static Deployment deployment(SimulatedModel model) {
    return new Deployment(
        NAME,
        model.name(),
        new Model(
            model.name(),
            model.equals(STREAMED) || model.equals(STALLED)
                ? ModelClass.OPEN_MOE
                : ModelClass.LOCAL,
            900_000,
            1_000_000,
            100_000,
            Set.of(Capability.TOOLS)));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
