package io.tollgate.gateway.alerts;

import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.upstream.TrustedCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends alerts by e-mail. */
final class Email implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Email.class);
  private static final int WHY_CHARS = 200;

  private final Vertx vertx;
  private final Supplier<AlertSettings> settings;
  private final String node;
  private final InstantSource clock;
  private final AlertPace pace;
  private final DeliveryQueue queue;

  /**
   * A sender that has nothing to say yet.
   *
   * @param vertx whose event loops the connections are on
   * @param settings asked for each alert
   * @param node the name of this gateway
   */
  Email(
      Vertx vertx,
      Supplier<AlertSettings> settings,
      String node,
      InstantSource clock,
      AlertPace pace) {
    this.vertx = vertx;
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    this.pace = pace;
    this.queue = new DeliveryQueue("e-mail", pace.pause());
  }

  /** Sends what happened, if there is somebody to tell; returns at once. */
  void send(BudgetEvent event) {
    EmailSettings now = settings.get().email();
    if (now != null) {
      AlertMail mail = AlertMail.of(event, node, clock.instant());
      queue.add(mail.subject(), () -> attempt(now, mail));
    }
  }

  /** On a connection of its own: alerts are rare, and the next may go to another server. */
  private String attempt(EmailSettings to, AlertMail mail) throws InterruptedException {
    MailClient client = MailClient.create(vertx, config(to));
    try {
      MailResult result =
          client
              .sendMail(message(to, mail))
              .toCompletionStage()
              .toCompletableFuture()
              // Idle connections are closed by then: this is for those that trickle.
              .get(3 * pace.patience().toMillis(), TimeUnit.MILLISECONDS);
      List<String> refused =
          to.to().stream().filter(each -> !result.getRecipients().contains(each)).toList();
      if (!refused.isEmpty()) {
        LOG.error("an alert was sent, but the server refused {}: {}", refused, mail.subject());
      }
      return "";
    } catch (ExecutionException e) {
      return why(to, e.getCause());
    } catch (TimeoutException e) {
      return "the server does not come to an end";
    } finally {
      client.close();
    }
  }

  private MailConfig config(EmailSettings to) {
    MailConfig config =
        new MailConfig(to.host(), to.port())
            .setKeepAlive(false)
            .setPipelining(false)
            // One address that is refused keeps no other from being told.
            .setAllowRcptErrors(true);
    switch (to.tls()) {
      case STARTTLS -> config.setStarttls(StartTLSOptions.REQUIRED);
      case IMPLICIT -> config.setStarttls(StartTLSOptions.DISABLED).setSsl(true);
      case NONE -> config.setStarttls(StartTLSOptions.DISABLED);
    }
    int patienceMs = Math.toIntExact(pace.patience().toMillis());
    config.setConnectTimeout(patienceMs);
    config.setIdleTimeout(patienceMs).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    TrustedCertificates trusted = to.trusted();
    if (trusted != null) {
      config.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(trusted.pem())));
    }
    EmailSettings.Login login = to.login();
    if (login == null) {
      return config.setLogin(LoginOption.DISABLED);
    }
    return config
        .setLogin(LoginOption.REQUIRED)
        // What every server has; the connection is what keeps the password.
        .setAuthMethods("PLAIN LOGIN")
        .setUsername(login.user())
        .setPassword(login.password().reveal());
  }

  private static MailMessage message(EmailSettings to, AlertMail mail) {
    return new MailMessage()
        .setFrom(to.from())
        .setTo(to.to())
        .setSubject(mail.subject())
        .setText(mail.text())
        // No holiday answers, please (RFC 3834).
        .addHeader("Auto-Submitted", "auto-generated");
  }

  /** What the server said, in one line; of a login its number only: servers repeat passwords. */
  private static String why(EmailSettings to, @Nullable Throwable failure) {
    String said = failure == null ? "" : String.valueOf(failure.getMessage());
    if (failure instanceof SMTPException refusal && said.startsWith("AUTH ")) {
      return "the server refuses the login with " + refusal.getReplyCode();
    }
    EmailSettings.Login login = to.login();
    String safe = login == null ? said : said.replace(login.password().reveal(), "***");
    String line = "it failed: " + safe.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > WHY_CHARS ? line.substring(0, WHY_CHARS) : line;
  }

  /** Sends nothing more. */
  @Override
  public void close() {
    queue.close();
  }
}
