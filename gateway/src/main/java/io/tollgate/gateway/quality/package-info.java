/**
 * How good answers were: what callers say of them, what shadow runs and judges find, and who is
 * told. Texts of prompts and answers are held while a measurement runs, never logged, and written
 * only where the configuration asks for it.
 */
@NullMarked
package io.tollgate.gateway.quality;

import org.jspecify.annotations.NullMarked;
