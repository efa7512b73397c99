package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Scope;
import java.util.List;

/**
 * Who makes a request: a virtual key with all that holds for it.
 *
 * @param key the key
 * @param path the scopes that its spend is charged to, the widest first
 * @param grants what it may use: all of them have to grant it
 */
public record Caller(VirtualKey key, List<Scope> path, List<Grants> grants) {

  public Caller {
    path = List.copyOf(path);
    grants = List.copyOf(grants);
  }

  /** A key of nobody in particular, without bounds. */
  public static Caller of(VirtualKey key) {
    return new Caller(
        key, List.of(Scope.EVERYTHING, new Scope(Scope.Kind.KEY, key.id())), List.of());
  }

  /** The public id of the key. */
  public String id() {
    return key.id();
  }

  /** Whether it goes on within leases while the store that gateways share does not answer. */
  public boolean isOpenMode() {
    return key.terms().openMode();
  }

  /** Whether a deployment may answer. */
  public boolean mayUseModel(String deployment) {
    for (int i = 0; i < grants.size(); i++) {
      if (!grants.get(i).grantsModel(deployment)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a policy may decide. */
  public boolean mayUsePolicy(String policy) {
    for (int i = 0; i < grants.size(); i++) {
      if (!grants.get(i).grantsPolicy(policy)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a path may be called. */
  public boolean mayCall(String route) {
    for (int i = 0; i < grants.size(); i++) {
      if (!grants.get(i).grantsRoute(route)) {
        return false;
      }
    }
    return true;
  }

  /** Whether calls may come from an address of 4 or 16 bytes. */
  public boolean mayComeFrom(byte[] address) {
    for (int i = 0; i < grants.size(); i++) {
      if (!grants.get(i).grantsNetwork(address)) {
        return false;
      }
    }
    return true;
  }
}
