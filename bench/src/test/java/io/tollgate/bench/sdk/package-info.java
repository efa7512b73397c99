/**
 * The gateway driven with unmodified SDKs: every SDK against every provider dialect, feature by
 * feature, and the table of what came of it.
 */
@NullMarked
package io.tollgate.bench.sdk;

import org.jspecify.annotations.NullMarked;
