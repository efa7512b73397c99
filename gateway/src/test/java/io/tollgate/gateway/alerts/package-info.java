/** Tests of alerts. */
@NullMarked
package io.tollgate.gateway.alerts;

import org.jspecify.annotations.NullMarked;
