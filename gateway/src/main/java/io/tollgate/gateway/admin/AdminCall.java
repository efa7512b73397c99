package io.tollgate.gateway.admin;

import io.tollgate.gateway.audit.AuditEntry;
import io.tollgate.gateway.roles.Action;
import io.tollgate.gateway.roles.AdminToken;
import io.tollgate.gateway.roles.Reach;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of the admin API that its caller's role goes to, though perhaps not with what it is about.
 *
 * @param who the caller
 * @param from his address
 * @param paging the part of a list that he asks for
 * @param ifMatch the state that he has seen, as he says, or {@code null}
 */
record AdminCall(
    AdminToken who,
    Endpoint endpoint,
    Action action,
    String item,
    String from,
    String method,
    String path,
    Paging paging,
    @Nullable String ifMatch) {

  Reach reach() {
    return who.reach(endpoint.resource(), action);
  }

  /** What the audit log says of it. */
  AuditEntry entry(int status, String detail, Map<String, Object> changed) {
    return new AuditEntry(
        who.name(),
        who.role().key(),
        from,
        method,
        path,
        name(endpoint, action),
        changed,
        status,
        detail);
  }

  /** {@code keys.write}. */
  static String name(Endpoint endpoint, Action action) {
    return (endpoint.resource().name() + "." + action.name()).toLowerCase(Locale.ROOT);
  }
}
