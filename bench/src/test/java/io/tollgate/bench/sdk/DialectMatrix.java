package io.tollgate.bench.sdk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Every SDK against every provider dialect, feature by feature. */
final class DialectMatrix {

  /** Cases of one SDK for Java that run at the same time. */
  private static final int CONCURRENCY = 4;

  private final Map<ClientSdk, Map<String, Outcome>> outcomes = new EnumMap<>(ClientSdk.class);

  private DialectMatrix() {}

  /**
   * Runs everything.
   *
   * @param node the SDKs for JavaScript, or {@code null} to leave them out
   */
  static DialectMatrix run(
      Target target,
      @Nullable NodeProject node,
      List<ClientSdk> sdks,
      List<ProviderDialectName> providers,
      List<Feature> features)
      throws Exception {
    DialectMatrix matrix = new DialectMatrix();
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      Map<ClientSdk, Future<Map<String, Outcome>>> running = new EnumMap<>(ClientSdk.class);
      for (ClientSdk sdk : sdks) {
        List<SdkCase> cases = cases(sdk, providers, features);
        if (!sdk.isForNode()) {
          running.put(sdk, pool.submit(() -> inJava(sdk, target, cases)));
        } else if (node != null) {
          running.put(sdk, pool.submit(() -> NodeRun.run(node, sdk, target, cases)));
        }
      }
      for (Map.Entry<ClientSdk, Future<Map<String, Outcome>>> entry : running.entrySet()) {
        matrix.outcomes.put(entry.getKey(), entry.getValue().get());
      }
    }
    return matrix;
  }

  private static List<SdkCase> cases(
      ClientSdk sdk, List<ProviderDialectName> providers, List<Feature> features) {
    List<SdkCase> cases = new ArrayList<>();
    for (ProviderDialectName provider : providers) {
      for (Feature feature : features) {
        if (sdk.canSay(feature)) {
          cases.add(SdkCase.of(sdk, provider, feature));
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

  /** Whether an SDK was run. */
  boolean has(ClientSdk sdk) {
    return outcomes.containsKey(sdk);
  }

  /** What a cell of the table says. */
  Verdict verdict(ClientSdk sdk, ProviderDialectName provider, Feature feature) {
    if (!sdk.canSay(feature)) {
      return new Verdict(Verdict.Result.UNSAYABLE, "");
    }
    Map<String, Outcome> all = outcomes.get(sdk);
    Outcome outcome = all == null ? null : all.get(SdkCase.of(sdk, provider, feature).id());
    if (all == null || outcome == null) {
      return Verdict.failed("not run");
    }
    Feature plain =
        switch (feature) {
          case STREAMED -> Feature.PLAIN;
          case THINKING_STREAMED -> Feature.THINKING;
          default -> feature;
        };
    Outcome twin = plain == feature ? null : all.get(SdkCase.of(sdk, provider, plain).id());
    return Judge.of(sdk, provider, feature, outcome, twin);
  }
}
