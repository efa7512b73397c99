/** Tests of calls to providers, against servers that misbehave on purpose. */
@NullMarked
package io.tollgate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
