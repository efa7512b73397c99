package io.tollgate.gateway.signin;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tollgate.gateway.audit.AuditEntry;
import io.tollgate.gateway.audit.AuditLog;
import io.tollgate.gateway.roles.AdminToken;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs people in to the admin plane by OpenID Connect: authorization code with PKCE.
 *
 * <p>A session is made of what the ID token said. Which role that gives is looked up at each call,
 * in the settings of that moment. Safe for use by several threads.
 */
public final class SignIn {

  /** The path that a sign-in begins at. */
  public static final String BEGIN = "/admin/v1/sign-in";

  /** The path that a sign-in comes back to. */
  public static final String CALLBACK = SignInSettings.CALLBACK;

  /** The path that ends a session. */
  public static final String END = "/admin/v1/sign-out";

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final String SIGN_IN = "session.sign_in";
  private static final String SIGN_OUT = "session.sign_out";
  private static final String PAGE = "/";

  private final Supplier<@Nullable SignInSettings> settings;
  private final AuditLog audit;
  private final RandomGenerator random;
  private final Discovery discovery;
  private final IdTokens idTokens;
  private final PendingSignIns pending;
  private final Sessions sessions;

  /**
   * A gateway's, without anybody yet.
   *
   * @param settings asked at each call; {@code null} where nobody signs in
   * @param clock the wall clock that ID tokens are held against
   * @param random a cryptographically strong source
   */
  public SignIn(
      Supplier<@Nullable SignInSettings> settings,
      AuditLog audit,
      InstantSource clock,
      RandomGenerator random) {
    Ticker ticker = Ticker.systemTicker();
    this.settings = settings;
    this.audit = audit;
    this.random = random;
    this.discovery = new Discovery(ticker);
    this.idTokens = new IdTokens(clock);
    this.pending = new PendingSignIns(ticker);
    this.sessions = new Sessions(ticker, random);
  }

  /** Whether people sign in at this gateway. */
  public boolean isOffered() {
    return settings.get() != null;
  }

  /** Sends a browser to the issuer. It blocks. */
  public SignInAnswer begin(Browser browser) {
    try {
      SignInSettings now = offered();
      OpenIdProvider provider = discovery.find(now.issuer());
      String state = RandomText.of(random);
      String nonce = RandomText.of(random);
      String verifier = RandomText.of(random);
      String cookie = RandomText.of(random);
      pending.add(
          state, new PendingSignIn(provider, now, nonce, verifier, RandomText.digest(cookie)));
      return SignInAnswer.sent(
          provider.authorization(now, state, nonce, verifier),
          List.of(Cookies.SIGN_IN.set(now, cookie, PendingSignIns.PATIENCE)));
    } catch (SignInFailure failure) {
      return refused(browser, BEGIN, failure);
    }
  }

  /** Takes in what the issuer says of whoever sits before a browser. It blocks. */
  public SignInAnswer callback(Browser browser, Callback callback) {
    try {
      SignInSettings now = offered();
      PendingSignIn begun = begun(browser, callback, now);
      Claims claims = claims(callback, begun, now);
      RoleMapping mapping = now.mapping(claims);
      if (mapping == null) {
        throw SignInFailure.refused(
            claims.who(),
            claims.who()
                + " has no role here: admin.oidc.roles of the configuration says who has one.");
      }
      // On the disk before it counts, like every change.
      recordSignIn(browser, claims.who(), mapping);
      return SignInAnswer.sent(
          PAGE,
          List.of(
              Cookies.SESSION.set(now, sessions.begin(now, claims), now.session()),
              Cookies.SIGN_IN.clear(now)));
    } catch (SignInFailure failure) {
      return refused(browser, CALLBACK, failure);
    }
  }

  /** Ends a browser's session, if it has one. It blocks. */
  public SignInAnswer end(Browser browser) {
    SignInSettings now = settings.get();
    if (now == null) {
      return SignInAnswer.done(List.of());
    }
    String id = browser.cookie(Cookies.SESSION.name(now));
    Session session = sessions.find(id, now);
    if (id == null || session == null) {
      return SignInAnswer.done(List.of(Cookies.SESSION.clear(now)));
    }
    String who = session.claims().who();
    RoleMapping mapping = now.mapping(session.claims());
    String role = mapping == null ? "" : mapping.role().key();
    if (!isFromOwnPage(browser)) {
      SignInFailure failure = SignInFailure.refused(who, foreignPage());
      record(entry(browser, who, role, END, SIGN_OUT, failure.status(), failure.detail()));
      return SignInAnswer.refused(failure);
    }
    // First: what cannot be recorded must not keep somebody signed in.
    sessions.end(id);
    record(entry(browser, who, role, END, SIGN_OUT, 204, ""));
    return SignInAnswer.done(List.of(Cookies.SESSION.clear(now)));
  }

  /** Who comes with a browser, and as what, by the settings of this moment. It does not block. */
  public Visitor visitor(Browser browser) {
    SignInSettings now = settings.get();
    if (now == null) {
      return new Visitor.Nobody();
    }
    Session session = sessions.find(browser.cookie(Cookies.SESSION.name(now)), now);
    if (session == null) {
      return new Visitor.Nobody();
    }
    String who = session.claims().who();
    RoleMapping mapping = now.mapping(session.claims());
    return mapping == null
        ? new Visitor.Unmapped(who)
        : new Visitor.Person(new AdminToken(who, "", mapping.role(), mapping.scope()));
  }

  /**
   * Whether a call is of a page of this gateway. Browsers say by themselves where the page is from,
   * with whatever may change something; a page from elsewhere cannot make them say anything else.
   */
  public boolean isFromOwnPage(Browser browser) {
    SignInSettings now = settings.get();
    return now != null && browser.origin().equals(now.origin());
  }

  /** Why a call of a page from elsewhere is refused. */
  public String foreignPage() {
    SignInSettings now = settings.get();
    return "Who is signed in changes something from the gateway's own page only: the origin header"
        + " has to be "
        + (now == null ? "its own" : now.origin())
        + ".";
  }

  private SignInSettings offered() throws SignInFailure {
    SignInSettings now = settings.get();
    if (now == null) {
      throw SignInFailure.wrong("Nobody signs in here any more: use an admin token.");
    }
    return now;
  }

  /** The sign-in that this browser set out for. */
  private PendingSignIn begun(Browser browser, Callback callback, SignInSettings now)
      throws SignInFailure {
    PendingSignIn begun = pending.take(callback.state());
    String cookie = browser.cookie(Cookies.SIGN_IN.name(now));
    if (begun == null
        || cookie == null
        || !RandomText.same(RandomText.digest(cookie), begun.browser())
        || !begun.settings().isSameClientAs(now)) {
      throw SignInFailure.wrong(
          "This browser has not set out for this sign-in, or it took too long, or it is over: begin"
              + " again at "
              + BEGIN
              + ".");
    }
    return begun;
  }

  private Claims claims(Callback callback, PendingSignIn begun, SignInSettings now)
      throws SignInFailure {
    if (!callback.issuer().isEmpty() && !callback.issuer().equals(now.issuer())) {
      throw SignInFailure.refused("Another issuer has answered than was asked.");
    }
    if (!callback.error().isEmpty()) {
      String error = callback.error().matches("[a-z_]{1,60}") ? callback.error() : "an error";
      throw SignInFailure.refused("The identity provider says: " + error + ".");
    }
    if (callback.code().isEmpty()) {
      throw SignInFailure.wrong("There is no code from the identity provider.");
    }
    String token = CodeExchange.idToken(begun, now, callback.code());
    return idTokens.verify(token, begun.provider(), now, begun.nonce());
  }

  private void recordSignIn(Browser browser, String who, RoleMapping mapping) throws SignInFailure {
    try {
      audit.append(entry(browser, who, mapping.role().key(), CALLBACK, SIGN_IN, 303, ""));
    } catch (IOException e) {
      LOG.error("the audit log cannot be written, so nobody is signed in", e);
      throw SignInFailure.unavailable(
          "The audit log cannot be written, so nobody is signed in; use an admin token.");
    }
  }

  private SignInAnswer refused(Browser browser, String path, SignInFailure failure) {
    LOG.warn("a sign-in failed: {}", failure.detail());
    record(entry(browser, failure.who(), "", path, SIGN_IN, failure.status(), failure.detail()));
    return SignInAnswer.refused(failure);
  }

  private void record(AuditEntry entry) {
    try {
      audit.append(entry);
    } catch (IOException e) {
      LOG.error("{} of {} could not be audited", entry.action(), entry.who(), e);
    }
  }

  private static AuditEntry entry(
      Browser browser,
      String who,
      String role,
      String path,
      String action,
      int status,
      String detail) {
    String method = path.equals(END) ? "POST" : "GET";
    return new AuditEntry(
        who, role, browser.from(), method, path, action, Map.of(), status, detail);
  }
}
