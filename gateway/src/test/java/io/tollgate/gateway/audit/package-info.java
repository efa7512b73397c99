/** Tests of the audit log. */
@NullMarked
package io.tollgate.gateway.audit;

import org.jspecify.annotations.NullMarked;
