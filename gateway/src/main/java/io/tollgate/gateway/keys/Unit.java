package io.tollgate.gateway.keys;

import io.tollgate.gateway.budget.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An organisation, a team, a project or a user.
 *
 * @param scope which one
 * @param name what people call it
 * @param parent the unit it is a part of, or {@code null}
 * @param grants what it and all below it may use
 */
public record Unit(Scope scope, String name, @Nullable Scope parent, Grants grants) {}
