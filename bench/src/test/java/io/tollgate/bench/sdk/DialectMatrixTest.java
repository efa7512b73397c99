package io.tollgate.bench.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every SDK against every provider dialect, through a gateway. */
class DialectMatrixTest {

  @Test
  void trial(@TempDir Path folder) throws Exception {
    String only = System.getProperty("sdk", ".*");
    List<ClientSdk> sdks =
        Arrays.stream(ClientSdk.values()).filter(sdk -> sdk.key.matches(only)).toList();
    List<ProviderDialectName> providers =
        Arrays.stream(ProviderDialectName.values())
            .filter(one -> one.key.matches(System.getProperty("provider", ".*")))
            .toList();
    try (SdkStage stage = SdkStage.start(folder)) {
      DialectMatrix matrix =
          DialectMatrix.run(stage.target(), NodeProject.ofThisBuild(), sdks, providers);
      System.out.println(DialectTable.of(matrix, sdks, providers));
      System.out.println(DialectTable.ofTroubles(matrix, sdks, providers));
      for (ClientSdk sdk : sdks) {
        for (Trouble trouble : Trouble.values()) {
          for (ProviderDialectName provider : providers) {
            System.out.println(
                "TROUBLE "
                    + sdk.key
                    + " -> "
                    + provider.key
                    + " "
                    + trouble
                    + ": "
                    + matrix.raised(sdk, provider, trouble)
                    + " "
                    + matrix.detail(sdk, trouble.of(sdk, provider)));
          }
        }
      }
      for (ClientSdk sdk : sdks) {
        for (ProviderDialectName provider : providers) {
          for (Feature feature : Feature.values()) {
            Verdict verdict = matrix.verdict(sdk, provider, feature);
            if (!verdict.detail().isEmpty()) {
              System.out.println(
                  sdk.key
                      + " -> "
                      + provider.key
                      + " "
                      + feature.key
                      + ": "
                      + verdict.result()
                      + " "
                      + verdict.detail());
            }
          }
        }
      }
    }
    assertThat(sdks).isNotEmpty();
  }
}
