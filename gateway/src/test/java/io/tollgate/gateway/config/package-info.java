/** Tests of the files that the gateway is configured by. */
@NullMarked
package io.tollgate.gateway.config;

import org.jspecify.annotations.NullMarked;
