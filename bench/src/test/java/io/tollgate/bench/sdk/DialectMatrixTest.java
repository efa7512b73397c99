package io.tollgate.bench.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.BillLog;
import io.tollgate.bench.provider.BillRecord;
import io.tollgate.bench.provider.Ending;
import io.tollgate.bench.provider.Received;
import io.tollgate.bench.provider.SimulatedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Unmodified SDKs for Java and JavaScript against a provider of every dialect, through a gateway:
 * whatever the pair can express works, and what it cannot is refused or warned of as promised.
 */
class DialectMatrixTest {

  private static final List<ClientSdk> SDKS = List.of(ClientSdk.values());
  private static final List<ProviderDialectName> PROVIDERS = List.of(ProviderDialectName.values());

  /** The whole answer would take far longer than this. */
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  @TempDir private static Path folder;
  private static SdkStage stage;
  private static DialectMatrix matrix;
  private static Promises promises;

  @BeforeAll
  static void run() throws Exception {
    promises = Promises.read();
    NodeProject node = NodeProject.ofThisBuild();
    stage = SdkStage.start(folder);
    matrix = DialectMatrix.run(stage.target(), node, SDKS, PROVIDERS);
    System.out.println(DialectTable.of(matrix, SDKS, PROVIDERS));
    System.out.println(DialectTable.ofTroubles(matrix, SDKS, PROVIDERS));
  }

  @AfterAll
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_feature_works_with_every_provider_or_is_refused_or_warned_of_as_promised(
      ClientSdk sdk) {
    Map<String, String> broken = new TreeMap<>();
    for (ProviderDialectName provider : PROVIDERS) {
      for (Feature feature : Feature.values()) {
        Verdict verdict = matrix.verdict(sdk, provider, feature);
        Verdict.Result promised = promises.of(sdk, provider, feature);
        if (verdict.result() != promised) {
          broken.put(
              "-> " + provider.key + " " + feature.key,
              "promised " + promised + ", but " + verdict.result() + ": " + verdict.detail());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatever_goes_wrong_is_the_sdks_own_class_at_every_provider(ClientSdk sdk) {
    Map<String, String> broken = new TreeMap<>();
    for (Trouble trouble : Trouble.values()) {
      String raised = matrix.raised(sdk, PROVIDERS, trouble);
      String promised = promises.of(sdk, trouble);
      if (!raised.equals(promised)) {
        broken.put(trouble.name(), "promised " + promised + ", but " + raised);
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_leaves_is_known_to_the_provider_at_once(ProviderDialectName provider)
      throws InterruptedException {
    SimulatedProvider simulated = stage.rig.provider(provider.provider());
    BillLog log = simulated.billLog();
    assertThat(log.awaitAllEnded(1, AT_ONCE)).isTrue();
    for (ClientSdk sdk : SDKS) {
      BillRecord seen = record(simulated, SdkCase.of(sdk, provider, Feature.ABORT).marker());
      assertThat(seen.endedOutcome().ending()).as(sdk.key).isEqualTo(Ending.CLIENT_LEFT);
      long nanos = seen.endedOutcome().nanos() - seen.arrivedNanos();
      assertThat(Duration.ofNanos(nanos)).as(sdk.key).isLessThan(AT_ONCE);
    }
  }

  private static BillRecord record(SimulatedProvider simulated, String marker) {
    Received received =
        simulated.received().stream()
            .filter(one -> one.text().contains(marker))
            .findFirst()
            .orElseThrow(() -> new AssertionError("never received: " + marker));
    String attempt = Objects.requireNonNull(received.header("x-client-request-id"));
    return simulated.billLog().byClientRequestId(attempt).getFirst();
  }

  @Test
  void the_table_in_the_docs_is_what_came_of_it() throws Exception {
    DialectTable.write(matrix, SDKS, PROVIDERS);
    assertThat(DialectTable.document()).content().doesNotContain("failed", "not run");
  }
}
