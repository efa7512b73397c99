/** Who may run a gateway, and what each of them may do. */
@NullMarked
package io.tollgate.gateway.roles;

import org.jspecify.annotations.NullMarked;
