package io.tollgate.gateway.config;

import io.tollgate.gateway.upstream.TrustedCertificates;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may have signed the certificate of a server.
 *
 * @param folder what relative paths are relative to
 * @param files where the files that were read are noted
 */
record CertificatesReader(Path folder, FileStates files) {

  private static final String KEY = "trusted_certificates";
  private static final String ADVICE =
      "name a file of certificates in PEM, as authorities hand them out";

  /** The certificates of the file that is named, or {@code null} where none is or it is wrong. */
  @Nullable TrustedCertificates read(YamlMap map) {
    String path = map.optional(KEY, YamlType.text());
    if (path == null) {
      return null;
    }
    Path file = folder.resolve(path).normalize();
    try {
      return TrustedCertificates.of(file, files.read(file));
    } catch (IOException e) {
      map.problem(KEY, "the file " + file + " cannot be read", ADVICE);
    } catch (IllegalArgumentException e) {
      map.problem(KEY, String.valueOf(e.getMessage()), ADVICE);
    }
    return null;
  }
}
