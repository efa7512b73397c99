package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.bench.provider.ThrowawayAuthority.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyAddressesTest {

  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private static int get(SSLContext trusting, URI base, Duration patience) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting)
            .connectTimeout(patience)
            .build()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(base + "/models"))
                  .header("authorization", "Bearer " + ProviderClient.KEY)
                  .timeout(patience)
                  .build(),
              BodyHandlers.ofString())
          .statusCode();
    }
  }

  private static SSLContext trusting(Path pem) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void only_the_right_certificate_is_believed() throws Exception {
    ThrowawayAuthority authority = ThrowawayAuthority.create(folder);
    SSLContext trusting = trusting(authority.pem());
    try (ProviderClient provider = ProviderClient.of(SimulatedModel.instant("m"));
        FaultyAddresses addresses = new FaultyAddresses()) {
      int port = provider.provider.port();
      URI right = addresses.tls(authority.issue(Certificate.RIGHT), port);
      assertThat(get(trusting, right, LONG)).isEqualTo(200);
      assertThatThrownBy(() -> get(SSLContext.getDefault(), right, LONG))
          .isInstanceOf(SSLHandshakeException.class);
      for (Certificate wrong :
          new Certificate[] {
            Certificate.EXPIRED, Certificate.OTHER_HOST, Certificate.SELF_SIGNED
          }) {
        URI url = addresses.tls(authority.issue(wrong), port);
        assertThatThrownBy(() -> get(trusting, url, LONG))
            .as(wrong.name())
            .isInstanceOf(SSLHandshakeException.class);
      }
      assertThat(addresses.accepted()).isEqualTo(5);
    }
  }

  @Test
  void an_address_fails_as_its_name_says() throws Exception {
    SSLContext any = SSLContext.getDefault();
    try (FaultyAddresses addresses = new FaultyAddresses()) {
      assertThatThrownBy(() -> get(any, addresses.refused(), LONG))
          .isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> get(any, addresses.unresolvable(), LONG))
          .isInstanceOf(ConnectException.class);
      assertThat(addresses.accepted()).isZero();
      assertThatThrownBy(() -> get(any, addresses.silent(), Duration.ofMillis(300)))
          .isInstanceOf(HttpTimeoutException.class);
      assertThatThrownBy(() -> get(any, addresses.stallingHandshake(), Duration.ofMillis(300)))
          .isInstanceOf(IOException.class);
      assertThat(addresses.accepted()).isEqualTo(2);
    }
  }
}
