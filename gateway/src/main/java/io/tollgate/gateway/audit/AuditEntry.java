package io.tollgate.gateway.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody did or tried by the admin API. No secret and no digest of one is in it.
 *
 * @param who the name of the token, or empty where none was proven
 * @param role its role, or empty
 * @param from the address that the call came from
 * @param method the call's HTTP method
 * @param path the call's path
 * @param action what is meant by it, such as {@code keys.write}
 * @param changed of each field that changed, or would have, what it was and what it is
 * @param status the answer's HTTP status
 * @param detail why it was refused; empty where it was not
 */
public record AuditEntry(
    String who,
    String role,
    String from,
    String method,
    String path,
    String action,
    Map<String, Object> changed,
    int status,
    String detail) {

  public AuditEntry {
    changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
  }
}
