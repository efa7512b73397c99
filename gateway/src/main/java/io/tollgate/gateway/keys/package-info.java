/** Virtual keys: what callers present, stored as digests. */
@NullMarked
package io.tollgate.gateway.keys;

import org.jspecify.annotations.NullMarked;
