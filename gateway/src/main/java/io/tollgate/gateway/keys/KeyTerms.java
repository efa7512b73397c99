package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Scope;
import io.tollgate.policies.money.Picodollars;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual key is for and how far it goes.
 *
 * @param owner the project, team or organisation that it belongs to, or {@code null}
 * @param user the id of the user whose it is, or {@code null}
 * @param tags what its spend is tagged with, by name
 * @param grants what it may use, of what its owner may
 * @param maxCost what a request may cost at most, or {@code null}
 * @param openMode whether it goes on within leases while the store that gateways share does not
 *     answer
 * @param expiresAt when it ends, or {@code null}
 * @param previous the secret before its last rotation, while that is good, or {@code null}
 */
public record KeyTerms(
    @Nullable Scope owner,
    @Nullable String user,
    Map<String, String> tags,
    Grants grants,
    @Nullable Picodollars maxCost,
    boolean openMode,
    @Nullable Instant expiresAt,
    @Nullable Previous previous) {

  /** No owner, no bounds. */
  public static final KeyTerms NONE =
      new KeyTerms(null, null, Map.of(), Grants.EVERYTHING, null, false, null, null);

  /**
   * A secret that was replaced, and is taken beside the new one for a time.
   *
   * @param secretSha256 SHA-256 of the whole key text, as lowercase hex
   * @param until when it ends
   */
  public record Previous(String secretSha256, Instant until) {}

  public KeyTerms {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    tags.forEach(Scope::tag);
  }

  /** The same with another secret before. */
  public KeyTerms replacing(Previous replaced) {
    return new KeyTerms(owner, user, tags, grants, maxCost, openMode, expiresAt, replaced);
  }
}
