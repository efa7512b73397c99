package io.tollgate.bench.sdk;

import io.tollgate.bench.sdk.Outcome.Raised;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Every SDK against every provider dialect: features, and what goes wrong. */
final class DialectMatrix {

  /** Cases of one SDK for Java that run at the same time. */
  private static final int CONCURRENCY = 4;

  /** SDKs that run at the same time. */
  private static final int SDKS = 3;

  private final Map<ClientSdk, Map<String, Outcome>> outcomes = new EnumMap<>(ClientSdk.class);

  private DialectMatrix() {}

  /**
   * Runs everything.
   *
   * @param node the SDKs for JavaScript
   */
  static DialectMatrix run(
      Target target, NodeProject node, List<ClientSdk> sdks, List<ProviderDialectName> providers)
      throws Exception {
    DialectMatrix matrix = new DialectMatrix();
    try (ExecutorService pool = Executors.newFixedThreadPool(SDKS)) {
      Map<ClientSdk, Future<Map<String, Outcome>>> running = new EnumMap<>(ClientSdk.class);
      for (ClientSdk sdk : sdks) {
        List<SdkCase> cases = cases(sdk, providers);
        running.put(
            sdk,
            pool.submit(() ->
                sdk.isForNode()
                    ? NodeRun.run(node, sdk, target, cases)
                    : inJava(sdk, target, cases)));
      }
      for (Map.Entry<ClientSdk, Future<Map<String, Outcome>>> entry : running.entrySet()) {
        matrix.outcomes.put(entry.getKey(), entry.getValue().get());
      }
    }
    return matrix;
  }

  private static List<SdkCase> cases(ClientSdk sdk, List<ProviderDialectName> providers) {
    List<SdkCase> cases = new ArrayList<>();
    for (ProviderDialectName provider : providers) {
      for (Feature feature : Feature.values()) {
        if (sdk.canSay(feature)) {
          cases.add(SdkCase.of(sdk, provider, feature));
        }
      }
      for (Trouble trouble : Trouble.values()) {
        if (!trouble.isTheGateways() || provider == providers.getFirst()) {
          cases.add(trouble.of(sdk, provider));
        }
      }
    }
    return cases;
  }

  private static Map<String, Outcome> inJava(ClientSdk sdk, Target target, List<SdkCase> cases)
      throws Exception {
    Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    try (SdkDriver driver = sdk.driver(target);
        ExecutorService pool = Executors.newFixedThreadPool(CONCURRENCY)) {
      List<Callable<Outcome>> tasks = new ArrayList<>();
      cases.forEach(one ->
          tasks.add(() -> {
            Outcome outcome = Scenes.perform(driver, one);
            outcomes.put(one.id(), outcome);
            return outcome;
          }));
      for (Future<Outcome> done : pool.invokeAll(tasks)) {
        done.get();
      }
    }
    return new HashMap<>(outcomes);
  }

  private Outcome outcome(ClientSdk sdk, SdkCase one) {
    return outcomes.getOrDefault(sdk, Map.of()).getOrDefault(one.id(), Outcome.NOT_RUN);
  }

  /** What a cell of the table of features says. */
  Verdict verdict(ClientSdk sdk, ProviderDialectName provider, Feature feature) {
    if (!sdk.canSay(feature)) {
      return new Verdict(Verdict.Result.UNSAYABLE, "");
    }
    Outcome outcome = outcome(sdk, SdkCase.of(sdk, provider, feature));
    Outcome twin =
        switch (feature) {
          case STREAMED -> outcome(sdk, SdkCase.of(sdk, provider, Feature.PLAIN));
          case THINKING_STREAMED -> outcome(sdk, SdkCase.of(sdk, provider, Feature.THINKING));
          default -> null;
        };
    return Judge.of(sdk, provider, feature, outcome, twin);
  }

  /** What an SDK raised when something went wrong at a provider, or what it did instead. */
  String raised(ClientSdk sdk, ProviderDialectName provider, Trouble trouble) {
    Outcome outcome = outcome(sdk, trouble.of(sdk, provider));
    Raised error = outcome.error();
    if (error == null) {
      return "**nothing**";
    }
    boolean told = !outcome.steps().isEmpty() && !outcome.steps().getLast().text().isEmpty();
    boolean limited =
        trouble != Trouble.RATE_LIMIT
            || outcome.heads().isEmpty()
            || outcome.heads().getLast().retryAfter().equals("7");
    if (!limited) {
      return "**without retry-after**";
    }
    return trouble.isWithinAnswer() && !told ? "**without its beginning**" : error.type();
  }

  /** The classes an SDK raised at all providers, in words. */
  String raised(ClientSdk sdk, List<ProviderDialectName> providers, Trouble trouble) {
    TreeSet<String> all = new TreeSet<>();
    for (ProviderDialectName provider : providers) {
      if (!trouble.isTheGateways() || provider == providers.getFirst()) {
        all.add(raised(sdk, provider, trouble));
      }
    }
    return String.join(", ", all);
  }

  /** The whole of what came of a case, for whoever has to find out. */
  String detail(ClientSdk sdk, SdkCase one) {
    return outcome(sdk, one).toString();
  }
}
