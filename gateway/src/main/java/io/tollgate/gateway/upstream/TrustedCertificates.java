package io.tollgate.gateway.upstream;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * Certificates of the authorities that a provider's certificate may be signed by.
 *
 * @param file where they were read, for people
 * @param pem one or more certificates in PEM
 */
public record TrustedCertificates(Path file, String pem) {

  /**
   * The certificates of a file's text.
   *
   * @throws IllegalArgumentException if there is none in it, or one that cannot be read
   */
  public static TrustedCertificates of(Path file, String pem) {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IllegalArgumentException("there is no PEM certificate in the file " + file);
    }
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "a certificate in the file " + file + " cannot be read", e);
    }
    return new TrustedCertificates(file, pem);
  }
}
