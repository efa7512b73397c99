package io.tollgate.gateway.config;

import io.tollgate.gateway.alerts.AlertSettings;
import io.tollgate.gateway.alerts.EmailSettings;
import io.tollgate.gateway.alerts.EmailSettings.Login;
import io.tollgate.gateway.alerts.EmailSettings.Tls;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.auth.Loopback;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads whom to tell of what happens to budgets. */
record AlertsReader(SecretReader secrets) {

  private static final int RECIPIENTS_MAX = 100;
  private static final int PORT_MAX = 65_535;

  private static final Pattern SERVER =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]{1,253})):(\\d{1,5})");

  /** Plain ones only: nothing in it has to be quoted, and nothing in it ends a header. */
  private static final Pattern MAILBOX =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private record Server(String host, int port) {}

  private static final YamlType<String> WEB_ADDRESS =
      YamlType.of(
          "an address such as https://hooks.example.com/tollgate",
          "http://nowhere",
          text -> {
            URI address = URI.create(text);
            if (address.getHost() == null
                || !String.valueOf(address.getScheme()).matches("https?")) {
              throw new IllegalArgumentException("found \"" + text + "\"");
            }
            return text;
          });
  private static final YamlType<String> MAIL_ADDRESS =
      YamlType.text(
          "an address such as ops@example.com",
          text -> text.length() <= 254 && MAILBOX.matcher(text).matches());
  private static final YamlType<Server> SMTP =
      YamlType.of(
          "a host and a port such as mail.example.com:587",
          new Server("localhost", 25),
          AlertsReader::server);
  private static final YamlType<String> USER =
      YamlType.text("a user's name of printable ASCII", text -> text.matches("[ -~]{1,256}"));
  private static final YamlType<Tls> TLS = YamlType.oneOf(Tls.values(), Tls::key);

  AlertSettings read(YamlMap map) {
    String webhook = map.optional("webhook", WEB_ADDRESS);
    return new AlertSettings(
        webhook == null ? null : URI.create(webhook),
        secrets.read(map, "secret"),
        map.has("email") ? email(map.map("email")) : null);
  }

  private EmailSettings email(YamlMap map) {
    List<String> to = map.list("to").each(MAIL_ADDRESS);
    if (map.has("to") && (to.isEmpty() || to.size() > RECIPIENTS_MAX)) {
      map.problem(
          "to",
          to.isEmpty() ? "there is nobody to write to" : "there are " + to.size() + " addresses",
          "name 1 to " + RECIPIENTS_MAX + " addresses");
    }
    Server server = map.required("smtp", SMTP);
    boolean here = Loopback.is(server.host());
    Login login = login(map);
    Tls tls = map.optional("tls", TLS, here ? Tls.NONE : Tls.STARTTLS);
    if (tls == Tls.NONE && login != null && !here) {
      map.problem(
          "tls", "the password would go over the network in clear", "write starttls or implicit");
    }
    return new EmailSettings(
        to,
        map.required("from", MAIL_ADDRESS),
        server.host(),
        server.port(),
        login,
        tls,
        new CertificatesReader(secrets.folder(), secrets.files()).read(map));
  }

  private @Nullable Login login(YamlMap map) {
    String user = map.optional("user", USER);
    Secret password = secrets.read(map, "password");
    if (map.has("user") != map.has("password")) {
      map.problem(
          map.has("user") ? "user" : "password",
          "a user and a password go together",
          "give both, or neither");
    }
    return user == null || password == null ? null : new Login(user, password);
  }

  private static Server server(String text) {
    Matcher parts = SERVER.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("found \"" + text + "\"");
    }
    int port = Integer.parseInt(parts.group(3));
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("there is no port " + port);
    }
    return new Server(parts.group(1) == null ? parts.group(2) : parts.group(1), port);
  }
}
