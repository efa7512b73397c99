/** Tests of the data plane's parts. */
@NullMarked
package io.tollgate.gateway.http;

import org.jspecify.annotations.NullMarked;
