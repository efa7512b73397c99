@NullMarked
package io.tollgate.gateway.upstream.auth;

import org.jspecify.annotations.NullMarked;
