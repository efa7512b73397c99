@NullMarked
package io.tollgate.adapters.gemini;

import org.jspecify.annotations.NullMarked;
