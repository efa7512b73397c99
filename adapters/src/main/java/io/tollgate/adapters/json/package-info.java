/**
 * JSON as bytes: reading in one pass with positions, skimming without decoding, and changing a few
 * values in place while every other byte stays as it was.
 */
@NullMarked
package io.tollgate.adapters.json;

import org.jspecify.annotations.NullMarked;
