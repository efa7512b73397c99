/**
 * Google's {@code generateContent}, plain and streamed, as clients speak it and as providers do.
 *
 * <p>The model and whether to stream stand in the path, so a body passes through as it came. JSON
 * members are read in camel case and in snake case, as Google does, and written in camel case.
 */
@NullMarked
package io.tollgate.adapters.gemini;

import org.jspecify.annotations.NullMarked;
