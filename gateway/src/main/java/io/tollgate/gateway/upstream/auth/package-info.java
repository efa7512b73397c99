/** How providers are told who calls: keys, signatures, and tokens that are kept fresh. */
@NullMarked
package io.tollgate.gateway.upstream.auth;

import org.jspecify.annotations.NullMarked;
