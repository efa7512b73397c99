package io.tollgate.bench.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority that signs certificates for this machine, made by the JDK's {@code keytool} for one
 * run and thrown away with its folder.
 */
public final class ThrowawayAuthority {

  /** Not a secret: it protects keys that nobody trusts beyond one run. */
  private static final String PASSWORD = "throw-away";

  private static final String HERE = "SAN=dns:localhost,ip:127.0.0.1";

  private final Path folder;

  /** What is wrong with a certificate. */
  public enum Certificate {
    /** Nothing: it is for {@code localhost} and 127.0.0.1. */
    RIGHT,
    /** It has expired. */
    EXPIRED,
    /** It is for another host. */
    OTHER_HOST,
    /** It is signed by itself, and by nobody who is known. */
    SELF_SIGNED
  }

  private ThrowawayAuthority(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes an authority.
   *
   * @param folder an existing one for its files
   */
  public static ThrowawayAuthority create(Path folder) throws IOException, InterruptedException {
    ThrowawayAuthority authority = new ThrowawayAuthority(folder);
    authority.keytool(
        "-genkeypair", "-alias", "authority", "-dname", "CN=Throw-away authority", "-ext", "bc:c");
    authority.keytool(
        "-exportcert", "-alias", "authority", "-rfc", "-file", authority.pem().toString());
    return authority;
  }

  /** Its own certificate as PEM: whoever trusts it trusts what it signs. */
  public Path pem() {
    return folder.resolve("authority.pem");
  }

  /** A server's identity with such a certificate. */
  public SSLContext issue(Certificate certificate)
      throws IOException, InterruptedException, GeneralSecurityException {
    String alias = certificate.name().toLowerCase(Locale.ROOT);
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=localhost"));
    arguments.addAll(
        switch (certificate) {
          case RIGHT -> List.of("-signer", "authority", "-ext", HERE);
          case EXPIRED ->
              List.of("-signer", "authority", "-ext", HERE, "-startdate", "-10d", "-validity", "9");
          case OTHER_HOST -> List.of("-signer", "authority", "-ext", "SAN=dns:elsewhere.invalid");
          case SELF_SIGNED -> List.of("-ext", HERE);
        });
    keytool(arguments.toArray(String[]::new));
    return context(alias);
  }

  private SSLContext context(String alias) throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      all.load(in, PASSWORD.toCharArray());
    }
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setEntry(
        alias,
        all.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD.toCharArray())),
        new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private Path store() {
    return folder.resolve("authority.p12");
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    // It runs for a moment only.
    command.add("-J-XX:TieredStopAtLevel=1");
    command.add("-J-XX:+UseSerialGC");
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    if (process.waitFor() != 0) {
      throw new IOException("keytool " + arguments[0] + ": " + output);
    }
  }
}
