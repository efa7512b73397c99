package io.tollgate.gateway.admin;

import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.gateway.signin.Browser;
import io.tollgate.gateway.signin.Callback;
import io.tollgate.gateway.signin.SignIn;
import io.tollgate.gateway.signin.SignInAnswer;
import io.tollgate.gateway.signin.Visitor;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls by which a browser signs in and out. What waits for an issuer or the disk does so on a
 * thread of its own; all else is on one event loop.
 */
final class SignInCalls {

  private static final Logger LOG = LoggerFactory.getLogger(SignInCalls.class);

  /** The path that says who is signed in. */
  private static final String SESSION = "/admin/v1/session";

  /** Anybody can begin to sign in: as many wait for the issuer at one time. */
  private static final int WAITING_MAX = 16;

  private final SignIn signIn;
  private final Context loop;
  private int waiting;

  SignInCalls(SignIn signIn, Vertx vertx) {
    this.signIn = signIn;
    this.loop = vertx.getOrCreateContext();
  }

  /** Answers a call of signing in or out; {@code false} if it is none. */
  boolean answers(HttpServerRequest request, String path, String from) {
    if (path.equals(SESSION)) {
      only("GET", request, () -> AdminPlane.send(request, session(browser(request, from))));
      return true;
    }
    if (!signIn.isOffered()) {
      return false;
    }
    Browser browser = browser(request, from);
    switch (path) {
      case SignIn.BEGIN -> only("GET", request, () -> work(request, () -> signIn.begin(browser)));
      case SignIn.CALLBACK -> {
        Callback callback = callback(request.params());
        only("GET", request, () -> work(request, () -> signIn.callback(browser, callback)));
      }
      case SignIn.END -> only("POST", request, () -> work(request, () -> signIn.end(browser)));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Who comes with a session. A token that is sent along counts alone, whatever it is. */
  Visitor visitor(HttpServerRequest request, String from) {
    return request.headers().contains(HttpHeaders.AUTHORIZATION)
        ? new Visitor.Nobody()
        : signIn.visitor(browser(request, from));
  }

  /** Why somebody who is signed in may not change something by this call; empty if he may. */
  String objection(HttpServerRequest request, String from) {
    return signIn.isFromOwnPage(browser(request, from)) ? "" : signIn.foreignPage();
  }

  private static void only(String method, HttpServerRequest request, Runnable call) {
    if (request.method().name().equals(method)) {
      call.run();
    } else {
      String detail = "There is " + method + " here.";
      AdminPlane.send(request, Answer.problem(405, detail), method);
    }
  }

  /** For the page, which cannot see the cookie: whether somebody is signed in, or could. */
  private Answer session(Browser browser) {
    AdminToken person =
        switch (signIn.visitor(browser)) {
          case Visitor.Person(AdminToken as) -> as;
          case Visitor.Unmapped(String who) -> null;
          case Visitor.Nobody() -> null;
        };
    return Answer.of(
        200,
        Map.of(
            "sign_in", signIn.isOffered(),
            "who", person == null ? "" : person.name(),
            "role", person == null ? "" : person.role().key()));
  }

  private void work(HttpServerRequest request, Supplier<SignInAnswer> work) {
    if (waiting >= WAITING_MAX) {
      AdminPlane.send(request, Answer.problem(503, "Many sign in already: come again."));
      return;
    }
    waiting++;
    Thread.ofVirtual()
        .name("tollgate-sign-in")
        .start(() -> {
          SignInAnswer answer = answer(work);
          loop.runOnContext(ignored -> {
            waiting--;
            send(request, answer);
          });
        });
  }

  private static SignInAnswer answer(Supplier<SignInAnswer> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error fault) {
      LOG.error("a sign-in failed by a mistake in the gateway", fault);
      return new SignInAnswer(500, "The gateway's log says what went wrong.", "", List.of());
    }
  }

  private static void send(HttpServerRequest request, SignInAnswer answer) {
    if (!answer.location().isEmpty()) {
      request.response().putHeader(HttpHeaders.LOCATION, answer.location());
    }
    if (!answer.cookies().isEmpty()) {
      request.response().putHeader("set-cookie", answer.cookies());
    }
    // What is behind the question mark here is nobody else's business.
    request.response().putHeader("referrer-policy", "no-referrer");
    AdminPlane.send(
        request,
        answer.status() >= 400
            ? Answer.problem(answer.status(), answer.detail())
            : new Answer(answer.status(), "text/plain; charset=utf-8", "", null));
  }

  private static Browser browser(HttpServerRequest request, String from) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    return new Browser(
        from,
        String.join(";", request.headers().getAll(HttpHeaders.COOKIE)),
        origins.size() == 1 ? origins.getFirst() : "");
  }

  private static Callback callback(MultiMap query) {
    return new Callback(
        once(query, "state"), once(query, "code"), once(query, "error"), once(query, "iss"));
  }

  private static String once(MultiMap query, String name) {
    List<String> values = query.getAll(name);
    return values.size() == 1 ? values.getFirst() : "";
  }
}
